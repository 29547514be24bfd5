"""Looks through a whole sheet and what was typed, before anything leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field, replace

from beforehand.share.partner.checking import coded_rows, lay_out
from beforehand.share.partner.faults import shortened
from beforehand.share.partner.gate.cells import Place, in_row, learn, places
from beforehand.share.partner.gate.columns import Registrations
from beforehand.share.partner.gate.finding import Finding, Group
from beforehand.share.partner.gate.kinds import Action, Kind
from beforehand.share.partner.gate.rare import DEFAULT_K, Combinations, Rare, label
from beforehand.share.partner.gate.typed import in_typed
from beforehand.share.partner.mapping import Mapping
from beforehand.share.partner.sheet import Sheet
from beforehand.words import Words, words

#: Findings that are held singly, of those that cross and of those that stay; all are counted.
MOST_FINDINGS = 10_000
_RARE_CHOICES = (Action.COARSEN, Action.HOLD_ROW, Action.NOT_AN_IDENTIFIER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How to look."""

    k: int = DEFAULT_K  # rows that must share a combination for it not to be rare
    typed: Dictionary[str, str] = field(default_factory=dict)  # group, published_by
    #: Distinct texts of a column that stays which are looked at; 0 is all. What crosses is always
    #: looked at whole.
    staying: int = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """All that was found, for the partner's eyes."""

    file: str
    sheet: str
    rows: int
    declined: int  # rows whose person did not consent: they stay whatever is decided
    findings: tuple[Finding, ...]  # what crosses first; at most ``MOST_FINDINGS`` of each
    groups: tuple[Group, ...]
    not_held: int  # findings counted in ``groups`` that are not in ``findings``
    unread: Dictionary[str, int]  # columns that stay: cells that were not looked at

    def plain(self, language: str = "en") -> dict[str, object]:
        """As JSON takes it."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "rows": self.rows,
            "declined": self.declined,
            "findings": [one.plain(language) for one in self.findings],
            "groups": [one.plain(language) for one in self.groups],
            "not_held": self.not_held,
            "unread": dict(self.unread),
        }


class _Gathered:
    """Counts every finding by column and kind, and holds the first of them."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, bool, Kind, bool], Finding] = {}
        self._cells: Counter[tuple[str, bool, Kind, bool]] = Counter()
        self._last: dict[tuple[str, bool, Kind, bool], int] = {}
        self.held: dict[bool, list[Finding]] = {True: [], False: []}
        self.not_held = 0

    def add(self, one: Finding) -> None:
        """One more."""
        key = (one.column, one.typed, one.kind, one.crosses)
        if self._last.get(key) != one.row or not one.row:
            self._cells[key] += 1
            self._last[key] = one.row
            self._first.setdefault(key, one)
        held = self.held[one.crosses]
        if len(held) < MOST_FINDINGS:
            held.append(one)
        else:
            self.not_held += 1

    def groups(self) -> tuple[Group, ...]:
        """What crosses first, then by how many cells."""
        found = (
            Group(
                column=one.column,
                typed=one.typed,
                kind=one.kind,
                cells=self._cells[key],
                crosses=one.crosses,
                may=one.may,
                example=shortened(one.part),
            )
            for key, one in self._first.items()
        )
        ordered = sorted(found, key=lambda one: (not one.crosses, -one.cells, one.column))
        return tuple(ordered)


def look(sheet: Sheet, mapping: Mapping, asked: Asked | None = None) -> Look:
    """Find every identifier in the sheet's cells and in what was typed; nothing is taken.

    Args:
        sheet: Read with the mapping (``open_sheet``).
        mapping: A case-level mapping.
        asked: How few rows are rare, and what else was typed.

    Raises:
        BadMapping: The mapping names a column that the sheet does not have once.
    """
    asked = asked or Asked()
    layout = lay_out(sheet, mapping)
    some = places(sheet, layout, mapping, all_columns=True)
    for place in some:
        place.most = asked.staying
    small = learn(sheet)
    combos = Combinations(asked.k)
    registrations = registered_in(some)
    gathered, rows, declined = _Gathered(), 0, 0
    for one in in_typed(mapping, asked.typed):
        gathered.add(one)
    for row, record, _ in coded_rows(sheet, layout, dict(mapping.defaults)):
        rows += 1
        stays = record.get("consent_to_share") is False
        declined += stays
        if not stays:
            combos.add(row.number, record)
            for column in registrations:
                column.add(record)
        for one in in_row(row, some, small):
            gathered.add(replace(one, crosses=False, may=()) if stays and one.crosses else one)
    for one in at_the_end(registrations, combos):
        gathered.add(one)
    return Look(
        file=sheet.file,
        sheet=sheet.name,
        rows=rows,
        declined=declined,
        findings=(*gathered.held[True], *gathered.held[False]),
        groups=gathered.groups(),
        not_held=gathered.not_held,
        unread={place.name: place.unread for place in some if place.unread},
    )


def registered_in(some: tuple[Place, ...]) -> tuple[Registrations, ...]:
    """The columns of days of registration."""
    return tuple(
        Registrations(place)
        for place in some
        if place.column and place.column.target == "registered"
    )


def at_the_end(registrations: tuple[Registrations, ...], combos: Combinations) -> Iterator[Finding]:
    """What only the whole file shows."""
    for column in registrations:
        yield from column.findings()
    for number, rare in sorted(combos.rare().items()):
        yield rare_finding(number, rare, combos.k)


def rare_finding(row: int, rare: Rare, k: int) -> Finding:
    """A row that few are like."""
    return Finding(
        row=row,
        column="",
        typed=False,
        text=rare.said,
        start=0,
        end=len(rare.said),
        kind=Kind.RARE,
        reason=words(
            "{fields} ({codes}): {rows} of this file's rows share it, fewer than {k}; leaving out "
            "{leave_out} would undo it",
            fields=_listed(rare.fields),
            codes=rare.said,
            rows=rare.rows,
            k=k,
            leave_out=_listed(rare.leave_out),
        ),
        crosses=True,
        may=_RARE_CHOICES,
        fields=rare.leave_out,
    )


def _listed(names: tuple[str, ...]) -> Words:
    said = label(names[0])
    for name in names[1:]:
        said = words("{some}, {another}", some=said, another=label(name))
    return said
