"""What every desk page shows: the parts and sections that a role may open, and if it is a demo."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from beforehand.records.people import Role

SHARE, UNDERSTAND, CAMPAIGN, PROVE = (
    _("Share cases"),
    _("Understand"),
    _("Campaign"),
    _("Prove"),
)
P, A, C = Role.PARTNER, Role.ANALYST, Role.CAMPAIGNER


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the navigation, and the part of the programme that it belongs to."""

    path: str
    label: object  # lazily translated
    roles: frozenset[Role]
    part: object = ""  # lazily translated; a section of no part stands by itself


SECTIONS = (
    Section("/contribute/", _("Contribute"), frozenset({P, A}), SHARE),
    Section("/cases/", _("Cases"), frozenset({P, A}), SHARE),
    Section("/agreements/", _("Agreements"), frozenset({P, A, Role.ADMINISTRATOR}), SHARE),
    Section("/routes/", _("Routes"), frozenset({P, A, C}), UNDERSTAND),
    Section("/your-view/", _("Your view"), frozenset({P, A}), UNDERSTAND),
    Section("/claims/", _("Claims"), frozenset({P, A, C}), UNDERSTAND),
    Section("/campaigns/", _("Campaigns"), frozenset({A, C}), CAMPAIGN),
    Section("/publish/", _("Publish"), frozenset({C, P}), CAMPAIGN),
    Section("/inbox/", _("Inbox"), frozenset({Role.CASEWORKER})),
    Section("/proof/", _("Proof"), frozenset({A, C}), PROVE),
    Section("/supporters/", _("Supporters"), frozenset({A, C}), PROVE),
    Section("/people/", _("People"), frozenset({Role.ADMINISTRATOR})),
    Section("/people/changes/", _("Accounts"), frozenset({Role.ANALYST})),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the navigation; ``here`` where the page at hand is it, or lies within."""

    path: str
    label: object
    here: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the programme with its sections; one of a single section stands for it."""

    name: object  # lazily translated; empty for a section of no part
    link: Entry
    sections: tuple[Entry, ...]


def parts_of(role: Role, path: str) -> tuple[Part, ...]:
    """The parts that a role may open, in the programme's order.

    Args:
        role: Whose navigation.
        path: Of the page at hand.
    """
    found: dict[object, list[Section]] = {}
    for one in SECTIONS:
        if role in one.roles:
            found.setdefault(one.part or one.path, []).append(one)
    return tuple(_part(sections, path) for sections in found.values())


def _part(sections: list[Section], path: str) -> Part:
    entries = tuple(Entry(one.path, one.label, path.startswith(one.path)) for one in sections)
    first = sections[0]
    label = first.part if len(sections) > 1 else first.label
    link = Entry(first.path, label, any(one.here for one in entries))
    return Part(first.part, link, entries)


def staff(request: HttpRequest) -> dict[str, object]:
    """The navigation, the part that is open, and the demo banner's switch."""
    user = request.user
    parts = parts_of(Role(user.role), request.path) if user.is_authenticated else ()
    opened = next((one for one in parts if one.link.here and len(one.sections) > 1), None)
    return {"parts": parts, "opened": opened, "is_demo": settings.SHOW_DEMO_BANNER}
