"""A sheet of text cells, whatever kind of file it came from, read row by row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from beforehand.refusals import UnreadableFile
from beforehand.share.partner.countries import folded
from beforehand.share.partner.files import unreadable
from beforehand.words import Words, words

#: A header is looked for in this many rows from the top.
HEADER_WITHIN = 30
#: Cells that a spreadsheet shows where a formula failed.
FAILED = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"}
)


@dataclass(frozen=True, slots=True)
class Row:
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
        return not self.unknown and not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """What a reader found: visible rows on demand, and what was left unread.

    ``merged`` gives, for a cell covered by a merged one, where its value is (row, position).
    """

    file: str
    sheet: str  # empty for a text file
    rows: Callable[[], Iterator[Row]]
    warnings: tuple[Words, ...] = ()
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A grid with its header found. ``rows()`` starts again at each call and skips empty rows."""

    grid: Grid
    header: tuple[str, ...]
    header_row: int

    @property
    def file(self) -> str:
        """The file's name."""
        return self.grid.file

    @property
    def name(self) -> str:
        """The sheet's name; empty for a text file."""
        return self.grid.sheet

    @property
    def warnings(self) -> tuple[Words, ...]:
        """What was left unread, and how the text was read."""
        return self.grid.warnings

    def rows(self) -> Iterator[Row]:
        """Every row under the header that holds something."""
        for row in self.grid.rows():
            if row.number > self.header_row and not row.empty:
                yield row


def with_header(grid: Grid, wanted: Collection[str], header_row: int | None = None) -> Sheet:
    """Find the header: the row named, or of the first rows the one with most wanted columns.

    Raises:
        UnreadableFile: The sheet is empty, or the header's row is.
    """
    top = [
        row for row, _ in zip(grid.rows(), range(HEADER_WITHIN + (header_row or 0)), strict=False)
    ]
    if all(row.empty for row in top):
        raise _no_header(grid)
    chosen = _chosen(top, wanted, header_row)
    if chosen is None or chosen.empty:
        raise _no_header(grid)
    return Sheet(grid=grid, header=_names(grid, chosen, top), header_row=chosen.number)


def _chosen(top: list[Row], wanted: Collection[str], header_row: int | None) -> Row | None:
    if header_row is not None:
        return next((row for row in top if row.number == header_row), None)
    keys = {folded(column) for column in wanted}
    filled = [row for row in top if not row.empty]
    return max(filled, key=lambda row: len(keys & {folded(cell) for cell in row.cells}))


def _names(grid: Grid, chosen: Row, top: list[Row]) -> tuple[str, ...]:
    """The header's words; a cell covered by a merged one above takes that one's word."""
    by_number = {row.number: row.cells for row in top}
    names = []
    for position, cell in enumerate(chosen.cells):
        row, column = grid.merged.get((chosen.number, position), (chosen.number, position))
        above = by_number.get(row, ())
        names.append(cell if cell.strip() or column >= len(above) else above[column])
    return tuple(" ".join(name.split()) for name in names)


def _no_header(grid: Grid) -> UnreadableFile:
    return unreadable(
        grid.file,
        words("it holds no header with the names of its columns"),
        words("Put the names of the columns in one row above the cases."),
    )
