"""CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from beforehand.csv_cells import safe

Cell = str | int | float


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
