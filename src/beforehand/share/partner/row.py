"""One row of a sheet."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple


class Row(NamedTuple):
    """One row's cells as text ("" for an empty cell) under the number the spreadsheet gives it.

    ``unknown`` are the positions of formulas whose result the file does not hold.
    """

    number: int
    cells: tuple[str, ...]
    unknown: frozenset[int] = frozenset()

    def without(self, positions: Collection[int]) -> Row:
        """The row with these cells empty."""
        cells = tuple("" if at in positions else cell for at, cell in enumerate(self.cells))
        return Row(self.number, cells, self.unknown)

    @property
    def empty(self) -> bool:
        """Whether nothing is in it."""
        cells = self.cells
        if cells and cells[0].strip():  # most rows begin in their first column
            return False
        return not self.unknown and not "".join(cells).strip()
