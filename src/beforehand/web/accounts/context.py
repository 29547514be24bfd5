"""What every desk page shows: the sections that a role may open, and whether this is a demo."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from beforehand.records.people import Role

EVERYONE = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the navigation."""

    path: str
    label: object  # lazily translated
    roles: frozenset[Role]


SECTIONS = (
    Section("/contribute/", _("Contribute"), frozenset({Role.PARTNER, Role.ANALYST})),
    Section("/cases/", _("Cases"), frozenset({Role.PARTNER, Role.ANALYST})),
    Section("/routes/", _("Routes"), frozenset({Role.PARTNER, Role.ANALYST, Role.CAMPAIGNER})),
    Section("/claims/", _("Claims"), frozenset({Role.PARTNER, Role.ANALYST, Role.CAMPAIGNER})),
    Section("/your-view/", _("Your view"), frozenset({Role.PARTNER, Role.ANALYST})),
    Section("/campaigns/", _("Campaigns"), frozenset({Role.ANALYST, Role.CAMPAIGNER})),
    Section("/inbox/", _("Inbox"), frozenset({Role.CASEWORKER})),
    Section("/proof/", _("Proof"), frozenset({Role.ANALYST, Role.CAMPAIGNER})),
    Section("/publish/", _("Publish"), frozenset({Role.CAMPAIGNER, Role.PARTNER})),
    Section("/supporters/", _("Supporters"), frozenset({Role.ANALYST, Role.CAMPAIGNER})),
    Section(
        "/agreements/",
        _("Agreements"),
        frozenset({Role.PARTNER, Role.ANALYST, Role.ADMINISTRATOR}),
    ),
    Section("/people/", _("People"), frozenset({Role.ADMINISTRATOR})),
    Section("/people/changes/", _("Accounts"), frozenset({Role.ANALYST})),
)


def staff(request: HttpRequest) -> dict[str, object]:
    """Navigation entries as (path, label, here) and the demo banner's switch."""
    user = request.user
    role = Role(user.role) if user.is_authenticated else None
    return {
        "sections": [
            (section.path, section.label, request.path.startswith(section.path))
            for section in SECTIONS
            if role in section.roles
        ],
        "is_demo": settings.SHOW_DEMO_BANNER,
    }
