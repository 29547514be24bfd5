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
        UnreadableFile: If it is missing, empty, or not a text table.
        MissingColumn: If a column is not in the header.
    """
    text = _text(path)
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [name.strip() for name in next(reader, [])]
    for column in columns:
        if column not in names:
            raise MissingColumn(file=path.name, column=column, columns=", ".join(names))
    at = [names.index(column) for column in columns]
    for row in reader:
        if any(cell.strip() for cell in row):
            yield reader.line_num, tuple(row[i].strip() if i < len(row) else "" for i in at)


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
