"""Django's entry for the desk app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """See the package's docstring."""

    name = "beforehand.web.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
