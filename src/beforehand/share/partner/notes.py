"""What was left out or lost while rows were read, counted and said: never silently."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from beforehand.share.partner.coding import Problem
from beforehand.share.partner.heading import Merged
from beforehand.share.partner.row import Row
from beforehand.vocabulary import FIELD
from beforehand.words import Words, words

#: So many row numbers are named.
NAMED = 10
_TOTAL = re.compile(
    r"(grand |sub-?|overall )?totals?\b.*|.{1,40}\b(sub-?)?total|gjithsej\b.*|totali\b.*|shuma\b.*"
    r"|all( (sexes|genders|ages|nationalities|countries|regions|types|responders|first responders|"
    r"exploitation types|quarters|years|people|persons|cases|referrals|victims))?|both sexes|"
    r"të gjith[ëa]\b.*",
    re.IGNORECASE | re.DOTALL,
)
#: A cell that says that its row is a total holds one of these.
HINTS = ("total", "gjithsej", "shuma", "all", "both sexes", "të gjith")
_LONGEST = 60
_A_TOTAL = words(
    "says that its row adds up others; take the row out, or write totals: leave out in the mapping"
)


def may_total(text: str) -> bool:
    """Whether a text holds a word of totals, wherever: a quick look before a slow one."""
    low = text.casefold()
    return any(hint in low for hint in HINTS)


def is_total(text: str) -> bool:
    """Whether a cell says that its row adds up others, in English or Albanian."""
    said = " ".join(text.split())
    if len(said) > _LONGEST or not may_total(said):
        return False
    return _TOTAL.fullmatch(said.rstrip(":.")) is not None


def total_at(row: Row, used: Sequence[int]) -> int | None:
    """Where the row says that it is a total: in its first filled cell or in a mapped column."""
    if not may_total("\n".join(row.cells)):
        return None
    first = next((place for place, cell in enumerate(row.cells) if cell.strip()), 0)
    for place in (first, *used):
        if place < len(row.cells) and is_total(row.cells[place]):
            return place
    return None


@dataclass(slots=True)
class Rows:
    """Row numbers: how many, and the first few."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, number: int) -> None:
        """One more row."""
        self.count += 1
        if len(self.first) < NAMED:
            self.first.append(number)

    @property
    def listed(self) -> str:
        """The numbers, as far as they are named."""
        shown = ", ".join(map(str, self.first))
        return shown if self.count <= NAMED else f"{shown}, ..."


@dataclass(slots=True)
class Notes:
    """Kept while rows stream by."""

    leave_totals: bool = False
    lacking: tuple[str, ...] = ()  # columns that the mapping knows and the sheet lacks
    totals: Rows = field(default_factory=Rows)
    empty: Rows = field(default_factory=Rows)
    several: dict[str, Rows] = field(default_factory=dict)
    unlisted: dict[str, Rows] = field(default_factory=dict)

    def pass_over(self, name: str, row: int) -> None:
        """A place that no list has, in a field where those are passed over."""
        self.unlisted.setdefault(name, Rows()).add(row)

    def is_record(self, row: Row, used: Sequence[int], merged: Merged) -> bool:
        """Whether the row is one: no note under the table, no total that is to be left out.

        Args:
            row: The row.
            used: Positions of the mapped columns.
            merged: The sheet's merged cells: a row that is one cell across is a note or a title.
        """
        if merged and len(used) > 1:
            across = {merged.get((row.number, place)) for place in used}
            if len(across) == 1 and None not in across:
                self.empty.add(row.number)
                return False
        if self.leave_totals and total_at(row, used) is not None:
            self.totals.add(row.number)
            return False
        cells = row.cells
        if any(place < len(cells) and cells[place].strip() for place in used):
            return True
        if row.unknown and not row.unknown.isdisjoint(used):
            return True
        self.empty.add(row.number)
        return False

    def unwanted_total(self, row: Row, used: Sequence[int]) -> tuple[int, Problem] | None:
        """Where a row says that it is a total, if nobody said that those are left out."""
        at = None if self.leave_totals else total_at(row, used)
        return None if at is None else (at, Problem(_A_TOTAL))

    def words(self) -> tuple[Words, ...]:
        """One sentence for each kind."""
        said = []
        if self.totals.count:
            said.append(
                words(
                    "{count} rows of totals were left out: {rows}.",
                    count=self.totals.count,
                    rows=self.totals.listed,
                )
            )
        if self.empty.count:
            said.append(
                words(
                    "{count} rows hold nothing in the mapped columns and were left out: {rows}.",
                    count=self.empty.count,
                    rows=self.empty.listed,
                )
            )
        for name, rows in self.several.items():
            said.append(
                words(
                    "In {count} rows several columns say yes to {field}, which holds one code; "
                    "it is not recorded there: {rows}.",
                    count=rows.count,
                    field=FIELD[name].label,
                    rows=rows.listed,
                )
            )
        for name, rows in self.unlisted.items():
            said.append(
                words(
                    "In {count} rows {field} names a place that no list has; it is not recorded "
                    "there: {rows}.",
                    count=rows.count,
                    field=FIELD[name].label,
                    rows=rows.listed,
                )
            )
        if self.lacking:
            said.append(
                words(
                    "The sheet lacks columns that the mapping knows: {columns}.",
                    columns=", ".join(self.lacking),
                )
            )
        return tuple(said)
