"""A file whose rows are read once and then held: the page looks at them many times."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.sheet import Grid, Row

#: More cells than this are read again each time rather than held.
MOST_CELLS = 4_000_000
Read = Callable[[GivenFile, str, Collection[str]], Grid]


@dataclass(frozen=True, slots=True)
class HeldFile(GivenFile):
    """A given file that remembers what was read of it."""

    by_name: dict[str, Grid] = field(default_factory=dict, compare=False, repr=False)
    by_wanted: dict[tuple[str, ...], Grid] = field(default_factory=dict, compare=False, repr=False)

    def grid(self, sheet: str, wanted: Collection[str], read: Read) -> Grid:
        """The sheet named, or the one that the reader chooses; read at the first call."""
        if sheet in self.by_name:  # text has one sheet without a name
            return self.by_name[sheet]
        key = tuple(sorted(wanted))
        if not sheet and key in self.by_wanted:
            return self.by_wanted[key]
        found = read(self, sheet, wanted)
        kept = self.by_name.get(found.sheet) or _kept(found)
        self.by_name[kept.sheet] = kept
        if not sheet:
            self.by_wanted[key] = kept
        return kept


def _kept(grid: Grid) -> Grid:
    rows: list[Row] = []
    cells = 0
    for row in grid.rows():
        cells += len(row.cells)
        if cells > MOST_CELLS:
            return grid
        rows.append(row)
    return replace(grid, rows=lambda: iter(rows))
