"""Plain CSV tables from outside, read with patience and refused in plain words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from beforehand.refusals import MissingColumn, UnreadableFile
from beforehand.words import words

NOT_TEXT = {
    b"%PDF": words("it is a PDF"),
    b"PK\x03\x04": words("it is a spreadsheet or an archive, not CSV"),
}
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The values of the named columns, row by row, with the line number in the file.

    UTF-8 with or without a byte-order mark, UTF-16 with one, else Windows-1252; commas,
    semicolons or tabs. Spaces around a value are dropped; rows wholly empty are left out.

    Args:
        path: A CSV file whose first row names the columns.
        columns: Names to read; other columns are not looked at. Upper and lower case count.

    Yields:
        Line number (the header is line 1) and the values, in the order of ``columns``.

    Raises:
        UnreadableFile: If it is missing, empty, or not a text table; if a column comes twice, or
            a row has more cells than the header, such as 1,5 for 1.5 without quotes.
        MissingColumn: If a column is not in the header.
    """
    text = _text(path)
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    lines = _lines(path, text, delimiter)
    names = [name.strip() for name in next(lines, (1, []))[1]]
    for column in columns:
        if column not in names:
            raise MissingColumn(file=path.name, column=column, columns=", ".join(names))
        if names.count(column) > 1:
            reason = words("it has the column {column} twice", column=column)
            raise UnreadableFile(file=path.name, reason=reason, mend=words("Keep one of the two."))
    at = [names.index(column) for column in columns]
    for line, row in lines:
        if any(cell.strip() for cell in row[len(names) :]):
            reason = words("line {line} has more cells than the header", line=line)
            mend = words("Put a number with a comma in quotes, or write it with a point.")
            raise UnreadableFile(file=path.name, reason=reason, mend=mend)
        if any(cell.strip() for cell in row):
            yield line, tuple(row[i].strip() if i < len(row) else "" for i in at)


def _lines(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their line numbers; a quote that is never closed is refused."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as wrong:
        raise UnreadableFile(
            file=path.name,
            reason=words(
                "near line {line} a cell never ends, as if a quote were not closed",
                line=reader.line_num,
            ),
            mend=words("Close the quote, or save the file again from the spreadsheet."),
        ) from wrong


def _text(path: Path) -> str:
    if not path.is_file():
        raise UnreadableFile(
            file=path.name, reason=words("there is no such file"), mend=words("Check the path.")
        )
    data = path.read_bytes()
    mend = words("Save the table as CSV (UTF-8).")
    if not data.strip():
        raise UnreadableFile(file=path.name, reason=words("it is empty"), mend=mend)
    for start, reason in NOT_TEXT.items():
        if data.startswith(start):
            raise UnreadableFile(file=path.name, reason=reason, mend=mend)
    if data.startswith(BYTE_ORDER_MARKS):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data:
        raise UnreadableFile(file=path.name, reason=words("it is not text"), mend=mend)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
