"""A sheet as CSV or as a workbook. No cell of it is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as BookCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from beforehand import csv_cells
from beforehand.takeaway.sheets import Cell, Sheet

WIDEST = 60  # letters of a column


def to_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read its letters rightly.

    Every line says in last columns of its own how it was counted and, of made-up data, that it
    is made up, since lines get copied.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    counted = " · ".join(f"{label}: {text}" for label, text in sheet.how)
    said = {"made_up": sheet.made_up, "how_counted": counted}
    last = {name: text for name, text in said.items() if text}
    for row in ((*sheet.columns, *last), *((*row, *last.values()) for row in sheet.rows)):
        writer.writerow([csv_cells.safe(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(sheet: Sheet) -> bytes:
    """A workbook of two pages: the numbers, and how they were counted."""
    book = Workbook(write_only=True)
    page = book.create_sheet("Data")
    page.freeze_panes = "A3" if sheet.made_up else "A2"
    _fit(page, (sheet.columns, *sheet.rows))
    if sheet.made_up:
        page.append([_text(page, sheet.made_up)])
    page.append([_head(page, name) for name in sheet.columns])
    for row in sheet.rows:
        page.append([_cell(page, one) for one in row])
    told = book.create_sheet(sheet.how_title[:31])
    lines: list[tuple[str, str]] = [(sheet.title, sheet.made_up), *sheet.how]
    _fit(told, lines)
    for label, text in lines:
        told.append([_head(told, label), _text(told, text)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fit(page: Any, rows: Sequence[tuple[Cell, ...]]) -> None:
    for at in range(max(map(len, rows), default=0)):
        widest = max(len(str(row[at])) for row in rows if at < len(row))
        page.column_dimensions[get_column_letter(at + 1)].width = min(widest + 3, WIDEST)


def _cell(page: WriteOnlyWorksheet, value: Cell) -> object:
    return _text(page, value) if isinstance(value, str) else value


def _text(page: WriteOnlyWorksheet, text: str) -> BookCell:
    cell: BookCell = WriteOnlyCell(page, csv_cells.safe(text))
    cell.data_type = "s"  # never a formula, whatever it begins with
    return cell


def _head(page: WriteOnlyWorksheet, text: str) -> BookCell:
    cell = _text(page, text)
    cell.font = Font(bold=True)
    return cell
