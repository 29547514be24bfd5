"""CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from beforehand.csv_cells import safe

Cell = str | int | float


def sheet(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Cell]],
    *,
    encoding: str = "utf-8-sig",
    delimiter: str = ",",
) -> bytes:
    """CSV with a byte-order mark (else spreadsheets misread ë and ç), CRLF line ends.

    Args:
        columns: Headings, in order.
        rows: Cells by heading; those left out are empty.
        encoding: ``utf-8-sig``, or ``utf-16`` (little-endian with its mark).
        delimiter: Between cells.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows({name: safe(cell) for name, cell in row.items()} for row in rows)
    text = out.getvalue()
    if encoding == "utf-16":  # the same bytes on every machine
        return b"\xff\xfe" + text.encode("utf-16-le")
    return text.encode(encoding)
