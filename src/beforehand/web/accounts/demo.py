"""Demo accounts: one a role, with passwords and second factors that exist only in the demo."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from beforehand.records.people import Role
from beforehand.web.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """What is printed: nobody could know it otherwise."""

    email: str
    name: str
    role: str
    password: str
    totp_secret: str


#: Mail address, name, role, for whom they sign off.
PEOPLE = (
    ("partner@demo.invalid", "Pia Partner", Role.PARTNER, User.Signs.LOCAL_PARTNER),
    ("adviser@demo.invalid", "Ada Adviser", Role.PARTNER, User.Signs.LIVED_EXPERIENCE),
    ("analyst@demo.invalid", "Ana Analyst", Role.ANALYST, User.Signs.NOBODY),
    ("campaigner@demo.invalid", "Cem Campaigner", Role.CAMPAIGNER, User.Signs.NOBODY),
    ("caseworker@demo.invalid", "Kai Caseworker", Role.CASEWORKER, User.Signs.NOBODY),
    ("caseworker2@demo.invalid", "Kim Caseworker", Role.CASEWORKER, User.Signs.NOBODY),
    ("admin@demo.invalid", "Adi Administrator", Role.ADMINISTRATOR, User.Signs.NOBODY),
)


def make_accounts(partner: str) -> tuple[DemoAccount, ...]:
    """Make every demo account, with a new password; ``partner`` is the partners' organisation."""
    return tuple(
        _make(email, name, role, partner if role is Role.PARTNER else "", signs)
        for email, name, role, signs in PEOPLE
    )


def _make(email: str, name: str, role: Role, partner: str, signs: User.Signs) -> DemoAccount:
    """The account, new or with a new password and second factor."""
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    secret = generate_totp_secret(length=10)  # short enough to be typed
    user, _ = User.objects.get_or_create(email=email)
    user.name, user.role, user.partner, user.signs_for = name, role, partner, signs
    user.set_password(password)
    user.save()
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, secret)
    return DemoAccount(email=email, name=name, role=role, password=password, totp_secret=secret)
