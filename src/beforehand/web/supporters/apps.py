"""Django's entry for the supporters app."""

from django.apps import AppConfig


class SupportersConfig(AppConfig):
    """See the package's docstring."""

    name = "beforehand.web.supporters"
    label = "supporters"
    default_auto_field = "django.db.models.BigAutoField"
