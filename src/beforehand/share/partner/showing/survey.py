"""What the columns of a sheet hold: distinct values with counts, kept in memory alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from beforehand.share.partner.sheet import Sheet

#: More distinct values of one column than this are a list of things, not of codes.
MOST_DISTINCT = 2_000
#: Rows looked at; what a later row holds is checked when the file is sealed.
MOST_ROWS = 200_000


@dataclass(slots=True)
class Column:
    """One column as the sheet holds it. ``counts`` is of stripped, filled cells."""

    name: str
    position: int
    group: str = ""  # what stands over the name, where the header has two rows
    counts: Counter[str] = field(default_factory=Counter)
    filled: int = 0
    too_many: bool = False

    def note(self, text: str) -> None:
        """One more cell."""
        said = text.strip()
        if not said:
            return
        self.filled += 1
        if said in self.counts or len(self.counts) < MOST_DISTINCT:
            self.counts[said] += 1
        else:
            self.too_many = True

    @property
    def distinct(self) -> int:
        """How many different values it holds; a lower bound where there are too many."""
        return len(self.counts)

    @property
    def unlike(self) -> float:
        """Distinct values as a share of filled cells: near 1 where each person has its own."""
        return self.distinct / self.filled if self.filled else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Every column of a sheet, and how many rows there are."""

    columns: tuple[Column, ...]
    rows: int


def survey(sheet: Sheet) -> Survey:
    """Read the rows once and count what each column holds."""
    groups = (*sheet.groups, *[""] * len(sheet.header))
    columns = tuple(
        Column(name, position, groups[position]) for position, name in enumerate(sheet.header)
    )
    rows = 0
    for row in sheet.rows():
        rows += 1
        if rows > MOST_ROWS:
            break
        for column, text in zip(columns, row.cells, strict=False):
            column.note(text)
    return Survey(columns=columns, rows=rows)
