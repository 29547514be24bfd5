"""Consent to every word: who signed off which revision of a page, and for whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from beforehand.web.accounts.models import User
from beforehand.web.pages.campaign_page import CampaignPage

ROLES = (User.Signs.LOCAL_PARTNER, User.Signs.LIVED_EXPERIENCE)


class SignOff(models.Model):
    """One role's consent to one revision. A changed draft is another revision: ask again."""

    page = models.ForeignKey(CampaignPage, models.CASCADE, related_name="sign_offs")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    role = models.CharField(
        _("signs off for"), max_length=20, choices=[(role, role.label) for role in ROLES]
    )
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("signed off"), auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "role"], name="one_sign_off_a_role")
        ]
        ordering = ["role"]

    def __str__(self) -> str:
        return f"{self.page} {self.revision_id} {self.role}"


def sign(page: CampaignPage, user: User) -> SignOff:
    """Record that ``user`` consents to the page's latest revision for the role they hold.

    Raises:
        ValueError: If the user signs off for nobody or the page has no revision; the view has
            answered 403 or shown no button before that.
    """
    if user.signs_for not in ROLES or page.latest_revision_id is None:
        raise ValueError("nobody to sign for, or nothing to sign")
    found, _made = SignOff.objects.get_or_create(
        revision_id=page.latest_revision_id,
        role=user.signs_for,
        defaults={"page": page, "signed_by": user},
    )
    return found


def signed_roles(revision_id: int) -> set[str]:
    """The roles that have signed off this revision."""
    return set(SignOff.objects.filter(revision_id=revision_id).values_list("role", flat=True))
