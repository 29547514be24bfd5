"""Django's entry for the accounts app."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_save


class AccountsConfig(AppConfig):
    """Accounts of staff."""

    name = "beforehand.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Write down every change of an account, whichever way it came about."""
        from allauth.mfa.models import Authenticator

        from beforehand.web.accounts import changes
        from beforehand.web.accounts.models import User

        pre_save.connect(changes.note_before, User)
        post_save.connect(changes.note_after, User)
        post_delete.connect(changes.note_factor, Authenticator)
