"""A member of staff: a random id, a mail address, one role."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from beforehand.records.people import Asker, Role


class UserManager(BaseUserManager["User"]):
    """Makes accounts; there is no sign-up."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """An account with a usable password, or none if ``password`` is None."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        """An administrator with every permission of the page editor."""
        return self.create_user(
            email, password, role=Role.ADMINISTRATOR, is_superuser=True, **fields
        )


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff. Visitors have no accounts."""

    class Signs(models.TextChoices):
        """For whom this person signs off a page, if for anybody."""

        NOBODY = "", _("nobody")
        LOCAL_PARTNER = "local_partner", _("local partner")
        LIVED_EXPERIENCE = "lived_experience", _("lived-experience adviser")

    ROLES: ClassVar[list[tuple[str, Any]]] = [  # labels are translated lazily
        (Role.PARTNER, _("Partner")),
        (Role.ANALYST, _("Analyst")),
        (Role.CAMPAIGNER, _("Campaigner")),
        (Role.CASEWORKER, _("Caseworker")),
        (Role.ADMINISTRATOR, _("Administrator")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("mail address"), unique=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=ROLES,
        default=Role.PARTNER,
    )
    partner = models.CharField(_("organisation"), max_length=120, blank=True)
    signs_for = models.CharField(
        _("signs off for"), max_length=20, choices=Signs, default=Signs.NOBODY, blank=True
    )
    is_active = models.BooleanField(default=True)

    noted: dict[str, list[object]]  # what a save changes, from before it until after it

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name shown in the page editor."""
        return str(self)

    def get_short_name(self) -> str:
        """The name shown in the page editor."""
        return str(self)

    @property
    def is_staff(self) -> bool:
        """Everybody with an account is staff; roles decide what they reach."""
        return self.is_active

    @property
    def asker(self) -> Asker:
        """This person as the pool knows them."""
        return Asker(role=Role(self.role), partner=self.partner)


class AccountChange(models.Model):
    """One change of an account: who asked, who confirmed, when. No page of the desk removes one."""

    class What(models.TextChoices):
        """What is asked for."""

        MADE = "made", _("new account")
        CHANGED = "changed", _("account changed")
        RESET = "reset", _("new password and second factor")

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waits for a second person")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")
        AT_ONCE = "at once", _("done by one person")
        OUTSIDE = "outside", _("done on the hub's own machine")

    what = models.CharField(max_length=10, choices=What)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    about = models.CharField(max_length=254)  # mail address, as it was then
    account = models.UUIDField(null=True)
    differ = models.JSONField(default=dict)  # field to [before, after]; of a password neither
    asked_by = models.CharField(max_length=254, blank=True)  # empty: on the hub's own machine
    asker_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.CharField(max_length=254, blank=True)
    settled_at = models.DateTimeField(null=True)
    password = models.CharField(max_length=128, blank=True)  # hashed; empty once it is settled
    half = models.CharField(max_length=20, blank=True)  # of the password, for who confirms

    class Meta:
        ordering = ("-asked_at", "-id")

    def __str__(self) -> str:
        return f"{self.about}: {self.what}"
