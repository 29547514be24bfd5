"""Changes of accounts as lines: who asked, who confirmed, when, and what differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from beforehand.web.accounts.changes import may_settle
from beforehand.web.accounts.models import AccountChange, User


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change."""

    id: int
    about: str
    what: str
    differs: tuple[str, ...]
    asked_by: str
    asked_at: datetime
    state: str
    settled_by: str
    settled_at: datetime | None
    waits: bool
    confirms: bool  # the reader may
    own: bool  # the reader asked for it
    stands_out: bool  # no second person had a part in it


def change_lines(found: Iterable[AccountChange], reader: User) -> list[ChangeLine]:
    """The lines, as one reader sees them."""
    return [_line(one, reader) for one in found]


def _line(one: AccountChange, reader: User) -> ChangeLine:
    alone = {AccountChange.State.AT_ONCE, AccountChange.State.OUTSIDE}
    return ChangeLine(
        id=one.pk,
        about=one.about,
        what=str(AccountChange.What(one.what).label),
        differs=tuple(_differs(name, *both) for name, both in one.differ.items()),
        asked_by=one.asked_by or _("the hub's own machine"),
        asked_at=one.asked_at,
        state=str(AccountChange.State(one.state).label),
        settled_by=one.settled_by,
        settled_at=one.settled_at,
        waits=one.state == AccountChange.State.WAITING,
        confirms=may_settle(reader, one),
        own=one.asker_id == reader.pk,
        stands_out=one.state in alone,
    )


def _differs(name: str, before: object, after: object) -> str:
    label = _label(name)
    if before is None and after is None:
        return label
    said = [_said(name, value) for value in (before, after)]
    return f"{label}: {said[1]}" if before is None else f"{label}: {said[0]} → {said[1]}"


def _said(name: str, value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = {"role": dict(User.ROLES), "signs_for": dict(User.Signs.choices)}.get(name, {})
    return str(choices.get(str(value), value)) or "–"


def _label(name: str) -> str:
    return {
        "email": _("mail address"),
        "name": _("name"),
        "role": _("role"),
        "partner": _("organisation"),
        "signs_for": _("signs off for"),
        "is_active": _("May sign in"),
        "is_superuser": _("administrator of the page editor"),
        "password": _("password"),
    }[name]
