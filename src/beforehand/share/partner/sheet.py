"""A sheet of text cells, whatever kind of file it came from, read row by row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from beforehand.refusals import UnreadableFile
from beforehand.share.partner.countries import folded
from beforehand.share.partner.files import unreadable
from beforehand.share.partner.heading import heading
from beforehand.share.partner.known import field_words, joined
from beforehand.share.partner.row import Row as Row
from beforehand.words import Words, words

#: A header is looked for in this many rows from the top.
HEADER_WITHIN = 30
#: Cells that a spreadsheet shows where a formula failed.
FAILED = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"}
)


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
    header_row: int | None = None  # where the format itself has the names, as JSON does
    since_1904: bool = False  # whether its numbers of days count from 1904


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A grid with its header found. ``rows()`` starts again at each call and skips empty rows."""

    grid: Grid
    header: tuple[str, ...]
    header_row: int
    groups: tuple[str, ...] = ()  # what stands over each name, where the header has two rows

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
        after = self.header_row
        for row in self.grid.rows():
            if row.number > after and not row.empty:
                yield row


def with_header(grid: Grid, wanted: Collection[str] = (), header_row: int | None = None) -> Sheet:
    """Find the header: the row named, or of the first rows the one with most wanted columns.

    Where nothing is wanted yet it is the row most like a header. A second row of names under
    merged ones, or one of groups above, belongs to it.

    Raises:
        UnreadableFile: The sheet is empty, or the header's row is.
    """
    known = grid.header_row if header_row is None else header_row
    found = heading(_top(grid, known), grid.merged, wanted, known, field_words())
    if found is None:
        raise _no_header(grid)
    return Sheet(grid=grid, header=found.names, header_row=found.row, groups=found.groups)


def _top(grid: Grid, header_row: int | None) -> list[Row]:
    most = HEADER_WITHIN + (header_row or 0)
    return [row for row, _ in zip(grid.rows(), range(most), strict=False)]


def table_like(grid: Grid, wanted: Collection[str]) -> int:
    """How much its first rows are like a table with the wanted columns; 0 for none."""
    top = _top(grid, None)
    found = heading(top, grid.merged, wanted, None, field_words())
    if found is None:
        return 0
    keys = {folded(name) for name in wanted} or {folded(name) for name in found.names}
    usual = sum(joined(name) in field_words() for name in found.names)
    after = sum(row.number > found.row and not row.empty for row in top)
    named = {folded(name) for name in found.names if name}
    return (100 * len(keys & named) if wanted else 0) + 10 * usual + len(named) + min(after, 5)


def _no_header(grid: Grid) -> UnreadableFile:
    return unreadable(
        grid.file,
        words("it holds no header with the names of its columns"),
        words("Put the names of the columns in one row above the cases."),
    )
