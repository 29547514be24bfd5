"""What the cases page shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beforehand.records.agreements import Marking
from beforehand.records.cases import Provenance, Receipt, Submission, Tombstone
from beforehand.records.people import Asker, Role


@dataclass(frozen=True, slots=True)
class Line:
    """One submission of the list."""

    id: str
    short_id: str
    giver: str
    title: str
    dataset: str
    edition: str
    rows: int
    people: int
    is_aggregate: bool
    made_up: bool
    given_on: date
    sha256: str
    licence: str
    may_recall: bool
    mark: tuple[str, ...] = ()  # how far it may be shared; empty for what is published
    may_mark: bool = False


def lines(
    given: Iterable[Submission], may_recall: Callable[[Submission], bool] = lambda _: False
) -> list[Line]:
    """Submissions, latest first."""
    ordered = sorted(given, key=lambda one: (one.given_on, one.id), reverse=True)
    return [_line(one, may_recall(one)) for one in ordered]


def _line(one: Submission, may_recall: bool) -> Line:
    return Line(
        id=one.id,
        short_id=one.id[:12],
        giver=one.giver,
        title=one.title,
        dataset=one.dataset,
        edition=one.edition,
        rows=one.rows,
        people=one.people,
        is_aggregate=one.source_class.published,
        made_up=one.source_class.provenance is Provenance.MADE_UP,
        given_on=one.given_on,
        sha256=one.sha256,
        licence=one.licence,
        may_recall=may_recall,
        mark=() if one.source_class.published else mark_of(one.marking),
        may_mark=may_recall and not one.source_class.published,
    )


def mark_of(marking: Marking) -> tuple[str, ...]:
    """A mark in a few words."""
    said = [f"TLP:{marking.tlp}"]
    if marking.group:
        said.append(marking.group)
    if marking.embargo_until:
        until = {"day": date_format(marking.embargo_until, "j M Y")}
        said.append(_("from %(day)s") % until)
    if marking.published_by:
        said.append(_("published by %(name)s") % {"name": marking.published_by})
    elif not marking.shows_name:
        said.append(_("not named"))
    return tuple(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenReceipt:
    """What the giver holds after giving."""

    line: Line
    already_there: bool


def receipt_of(receipt: Receipt) -> GivenReceipt:
    """The receipt as the page shows it."""
    return GivenReceipt(
        line=_line(receipt.submission, may_recall=False), already_there=receipt.already_there
    )


def buried(tombstones: Iterable[Tombstone], asker: Asker) -> list[Tombstone]:
    """Recalled submissions: a partner sees its own."""
    return [one for one in tombstones if asker.role is Role.ANALYST or one.giver == asker.partner]
