"""Django's entry for the reports app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """See the package's docstring."""

    name = "beforehand.web.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
