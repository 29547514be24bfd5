"""Django's entry for the campaign pages."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save


class PagesConfig(AppConfig):
    """Campaign pages; the only app that knows Wagtail."""

    name = "beforehand.web.pages"
    label = "pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the language homes and the editor's groups in place."""
        from django.contrib.auth import get_user_model

        from beforehand.web.pages import groups, tree

        post_migrate.connect(tree.plant_after_migrate, sender=self)
        post_save.connect(groups.follow_role, sender=get_user_model())
