"""A member of staff: a random id, a mail address, one role."""

from __future__ import annotations

import uuid
from typing import ClassVar

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

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("mail address"), unique=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=[
            (Role.PARTNER, _("Partner")),
            (Role.ANALYST, _("Analyst")),
            (Role.CAMPAIGNER, _("Campaigner")),
            (Role.CASEWORKER, _("Caseworker")),
            (Role.ADMINISTRATOR, _("Administrator")),
        ],
        default=Role.PARTNER,
    )
    partner = models.CharField(_("organisation"), max_length=120, blank=True)
    signs_for = models.CharField(
        _("signs off for"), max_length=20, choices=Signs, default=Signs.NOBODY, blank=True
    )
    is_active = models.BooleanField(default=True)

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
