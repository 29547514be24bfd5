"""A table of counts from a CSV file with one row a cell."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from beforehand.csv_rows import read_rows
from beforehand.records.release import CountTable
from beforehand.refusals import BadCount
from beforehand.words import words

NOT_RECORDED = "not recorded"
MOST_DIGITS = 12


def read_counts(
    path: Path, rows: str, columns: str, count: str, *, made_up: bool, key: bytes
) -> CountTable:
    """Add up the people of a long CSV by two of its columns.

    Args:
        path: CSV file with one row a cell of any finer table.
        rows: Column whose values become rows, in order of appearance sorted by name.
        columns: Column whose values become columns, likewise.
        count: Column that holds the number of people, whole and 0 or more.
        made_up: Whether the people in it are invented.
        key: The hub's secret for hashes that leave. A bare hash of the file would give withheld
            counts back: whoever knows all the others tries each small number until it fits.

    Returns:
        Every combination of the values seen; combinations not in the file are 0. An empty value
        becomes "not recorded".

    Raises:
        UnreadableFile: If it is missing, empty or not a text table.
        MissingColumn: If one of the columns is not there.
        BadCount: If a count is not a whole number of 0 or more.
    """
    sums: dict[tuple[str, str], int] = {}
    for line, (row, column, value) in read_rows(path, (rows, columns, count)):
        if not (value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS):
            raise BadCount(file=path.name, line=line, column=count, value=value or words("empty"),
                           wanted=words("a whole number of people"))  # fmt: skip
        cell = (row or NOT_RECORDED, column or NOT_RECORDED)
        sums[cell] = sums.get(cell, 0) + int(value)
    down = tuple(sorted({row for row, _ in sums}))
    across = tuple(sorted({column for _, column in sums}))
    return CountTable(
        title=words("People by {rows} and {columns}", rows=rows, columns=columns),
        rows=down,
        columns=across,
        people=tuple(tuple(sums.get((row, column), 0) for column in across) for row in down),
        source=path.name,
        data_hash=hmac.new(key, path.read_bytes(), hashlib.sha256).hexdigest(),
        made_up=made_up,
    )
