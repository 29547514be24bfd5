"""A caseworker's public key, the private one wrapped, and which reports have been handled."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseworkerKey(models.Model):
    """Made in the caseworker's browser; only their passphrase unwraps the private half.

    Publication reads the public half through the account: ``user.report_key.recipient``.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="report_key")
    recipient = models.CharField(_("public key"), max_length=80, unique=True)
    wrapped = models.TextField(_("wrapped private key"))
    made_on = models.DateField(_("made on"))

    def __str__(self) -> str:
        return self.recipient


class HandledReport(models.Model):
    """That a report has been dealt with. Nothing of what it says is kept."""

    report = models.CharField(max_length=64, unique=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    handled_on = models.DateField()

    def __str__(self) -> str:
        return self.report
