"""What the pages of agreements show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from beforehand import store
from beforehand.records.agreements import Agreement, AgreementChange, Party, Standing
from beforehand.records.people import Asker, Role
from beforehand.web.desk.presenters.agreement_words import (
    BARRED,
    CHANGES,
    CONTROLLERS,
    DATA,
    MECHANISMS,
    PURPOSES,
    STANDINGS,
)
from beforehand.web.desk.said import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One agreement of the list."""

    id: str
    title: str
    standing: object
    in_force: bool
    over: bool
    starts: date
    ends: date
    parties: tuple[str, ...]
    made_up: bool
    days_left: int | None  # where it ends within 60 days


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One party."""

    name: str
    hub: bool
    role: object
    country: str
    gives: bool
    receives: bool
    contact: str
    signed: str
    signed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One audit line."""

    on: date
    what: object
    version: int
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPage:
    """One agreement, readable like the summary of a contract."""

    card: Card
    agreement: Agreement
    sides: tuple[Side, ...]
    purposes: tuple[object, ...]
    barred: tuple[object, ...]
    data: tuple[object, ...]
    mechanism: object
    versions: tuple[Agreement, ...]
    lacks: tuple[str, ...]  # what the latest version still needs
    latest: int
    draft: bool  # whether a later version waits to be finished
    changes: tuple[Change, ...]


def card(kept: store.Kept, on: date) -> Card:
    """An agreement in short."""
    said = kept.agreement
    left = (said.last_day - on).days
    running = kept.standing is Standing.IN_FORCE
    return Card(
        id=said.id,
        title=said.title,
        standing=STANDINGS[kept.standing],
        in_force=running,
        over=kept.standing is Standing.OVER,
        starts=said.starts,
        ends=said.last_day,
        parties=tuple(one.name for one in said.parties),
        made_up=said.made_up,
        days_left=left if running and left <= store.REMINDERS[0] else None,
    )


def page(kept: store.Kept, changes: Iterable[AgreementChange], on: date) -> AgreementPage:
    """An agreement in full."""
    said = kept.agreement
    return AgreementPage(
        card=card(kept, on),
        agreement=said,
        sides=tuple(_side(one) for one in said.parties),
        purposes=tuple(PURPOSES[one.value] for one in said.purposes),
        barred=tuple(BARRED.values()),
        data=tuple(DATA[one.value] for one in said.data),
        mechanism=MECHANISMS[said.transfer.mechanism.value] if said.transfer else "",
        versions=tuple(reversed(kept.versions)),
        lacks=tuple(say(one) for one in store.agreement_lacks(kept.latest)),
        latest=kept.latest.version,
        draft=kept.latest.version != said.version,
        changes=told(changes),
    )


def told(changes: Iterable[AgreementChange]) -> tuple[Change, ...]:
    """Audit lines, latest first."""
    ordered = sorted(changes, key=lambda one: (one.on, one.version), reverse=True)
    return tuple(
        Change(on=one.on, what=CHANGES[one.what], version=one.version, by=one.by, why=one.why)
        for one in ordered
    )


def _side(one: Party) -> Side:
    return Side(
        name=one.name,
        hub=one.hub,
        role=CONTROLLERS[one.role.value],
        country=one.country,
        gives=one.gives,
        receives=one.receives or one.hub,
        contact=one.contact,
        signed=one.signed_by,
        signed_on=one.signed_on,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """An agreement that ends soon, for the home page."""

    id: str
    title: str
    ends: date
    days_left: int
    urgent: bool


def reminders(due: Iterable[store.Due]) -> tuple[Reminder, ...]:
    """What ends within 60 days, soonest first."""
    return tuple(
        Reminder(
            id=one.agreement.id,
            title=one.agreement.title,
            ends=one.agreement.last_day,
            days_left=one.days_left,
            urgent=one.notice <= store.REMINDERS[-1],
        )
        for one in due
    )


def may_write(asker: Asker) -> bool:
    """Who records agreements and groups."""
    return asker.role in {Role.ANALYST, Role.ADMINISTRATOR}
