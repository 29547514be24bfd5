"""allauth's hooks: nobody signs themselves up, and second factors are encrypted at rest."""

from __future__ import annotations

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth carries no types
    """Accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        del request
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth carries no types
    """A stolen database alone holds no second factor: its key lies in the keys folder."""

    def encrypt(self, text: str) -> str:
        """``text`` under the hub's key for second factors."""
        return self._lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What ``encrypt`` was given."""
        return self._lock().decrypt(encrypted_text.encode()).decode()

    def _lock(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(settings.HOME.secret("second-factor")))
