"""CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

Cell = str | int | float

#: A cell that begins with one of these is a formula, or ends one, in some spreadsheet.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "|", "%")


def safe(cell: Cell) -> Cell:
    """The cell, with an apostrophe before text that a spreadsheet would take for a formula.

    Numbers are left alone: a number is never a formula.

    Source:
        OWASP, CSV Injection.
    """
    risky = isinstance(cell, str) and cell.lstrip(" ").startswith(_RISKY)
    return f"'{cell}" if risky else cell


def sheet(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> bytes:
    """UTF-8 CSV with a byte-order mark (else spreadsheets misread ë and ç), CRLF line ends.

    Args:
        columns: Headings, in order.
        rows: Cells by heading; those left out are empty.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows({name: safe(cell) for name, cell in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")
