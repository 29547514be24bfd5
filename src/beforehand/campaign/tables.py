"""Tables that people give us: read with patience, refused by row and column."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from beforehand.refusals import BadCell, BadTable
from beforehand.words import Words, words


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: cells by column, spaces around them dropped."""

    file: str
    number: int  # as a spreadsheet counts: the header is row 1
    cells: dict[str, str]

    def refuse(self, column: str, reason: Words, mend: Words) -> BadCell:
        """The refusal that names this row and the column."""
        return BadCell(file=self.file, row=self.number, column=column, reason=reason, mend=mend)

    def text(self, column: str) -> str:
        """What stands in the column; refused if it is empty."""
        if not self.cells[column]:
            raise self.refuse(column, words("it is empty"), words("Fill it in."))
        return self.cells[column]

    def one_of(self, column: str, choices: Sequence[str]) -> str:
        """One of the choices, capitals aside; else refused."""
        by_name = {choice.casefold(): choice for choice in choices}
        said = self.cells[column].casefold()
        if said not in by_name:
            reason = words("“{cell}” is none of the choices", cell=self.cells[column])
            raise self.refuse(
                column, reason, words("Write one of: {choices}.", choices=", ".join(choices))
            )
        return by_name[said]

    def day(self, column: str) -> date:
        """A day such as 2026-11-27; else refused."""
        try:
            return date.fromisoformat(self.cells[column])
        except ValueError as wrong:
            raise self.refuse(
                column,
                words("“{cell}” is not a day", cell=self.cells[column]),
                words("Write year, month and day, such as 2026-11-27."),
            ) from wrong

    def number_in(self, column: str) -> float:
        """A number of 0 or more, such as 1234.50 or 1,234.50; else refused."""
        value = plain_number(self.cells[column])
        if value is None or value < 0:
            raise self.refuse(
                column,
                words("“{cell}” is not a number of 0 or more", cell=self.cells[column]),
                words("Write digits, with a point for decimals, such as 1234.50."),
            )
        return value

    def count_in(self, column: str) -> int:
        """A whole number of 0 or more; else refused."""
        value = self.number_in(column)
        if value != round(value):
            raise self.refuse(
                column,
                words("“{cell}” is not a whole number", cell=self.cells[column]),
                words("Write whole people or contacts."),
            )
        return round(value)

    def list_in(self, column: str) -> tuple[str, ...]:
        """Several words with commas or semicolons between; none if the cell is empty."""
        parts = self.cells[column].replace(";", ",").split(",")
        return tuple(part.strip() for part in parts if part.strip())


def plain_number(cell: str) -> float | None:
    """A number as platforms and spreadsheets write it; None if it is none, or could be two.

    A comma before the point, or several, separate thousands. A single comma is refused, since
    1,234 is one thing in English and another in Albanian.
    """
    said = cell.strip().replace("\N{NO-BREAK SPACE}", "")
    whole, point, decimals = said.partition(".")
    groups = whole.split(",")
    if len(groups) > 1:
        if not all(len(one) == 3 and one.isdigit() for one in groups[1:]):
            return None
        if len(groups) == 2 and not point:
            return None
        said = "".join(groups) + point + decimals
    try:
        value = float(said)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def read_table(
    data: bytes, *, file: str, needed: Sequence[str], more: Sequence[str] = ()
) -> tuple[Row, ...]:
    """The rows of a CSV whose first row names its columns.

    Args:
        data: UTF-8, UTF-16 with a mark, or Windows-1252; commas, semicolons or tabs.
        file: Its name, for a refusal.
        needed: Columns that must be there; capitals do not matter.
        more: Columns that may be left out; their cells are then empty. Others are not looked at.

    Returns:
        At least one row; wholly empty ones are left out.

    Raises:
        BadTable: If it is no text, empty, or a column is missing or comes twice.
    """
    rows = grid(data, file)
    header = [cell.casefold() for cell in rows[0]] if rows else []
    for column in (*needed, *more):
        if header.count(column) > 1 or (column in needed and column not in header):
            reason = (
                words("it has the column {column} twice", column=column)
                if column in header
                else words("it has no column {column}", column=column)
            )
            mend = words("Its first row must name: {columns}.", columns=", ".join(needed))
            raise BadTable(file=file, reason=reason, mend=mend)
    at = {column: header.index(column) for column in (*needed, *more) if column in header}
    blank = dict.fromkeys(more, "")
    found = tuple(
        Row(file, number, blank | {c: row[i] if i < len(row) else "" for c, i in at.items()})
        for number, row in enumerate(rows[1:], 2)
        if any(row)
    )
    if not found:
        raise BadTable(file=file, reason=words("it has no rows"), mend=words("Fill in a row."))
    return found


def grid(data: bytes, file: str) -> list[list[str]]:
    """All cells of a CSV, spaces around them dropped; rows numbered from the first.

    Raises:
        BadTable: If it is no text table.
    """
    text = decoded(data, file)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    try:
        return [[cell.strip() for cell in row] for row in reader]
    except csv.Error as wrong:
        raise BadTable(
            file=file,
            reason=words("near row {row} a cell never ends", row=reader.line_num),
            mend=words("Save it again as CSV from the spreadsheet."),
        ) from wrong


def decoded(data: bytes, file: str) -> str:
    """The text of a file; refused if it is a spreadsheet, an archive or no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if not data.strip() or data.startswith((b"PK\x03\x04", b"%PDF")) or b"\x00" in data:
        raise BadTable(
            file=file,
            reason=words("it is not a table of text"),
            mend=words("Save the table as CSV (UTF-8)."),
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
