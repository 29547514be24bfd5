"""Marks a sheet up: faulty cells coloured and commented, in a copy that runs no formula."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from beforehand.share.partner.checking import open_sheet
from beforehand.share.partner.faults import Fault
from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.mapping import Mapping
from beforehand.share.partner.sheet import Row, Sheet
from beforehand.words import speak, words

#: A longer sheet's copy holds the faulty rows alone; the list of faults gives their numbers.
WHOLE_ROWS = 50_000
#: The copy of a very wide sheet stops here: what a spreadsheet programme opens.
MOST_CELLS = 5_000_000
_FAULTY = PatternFill("solid", start_color="FFF4B6A6")
_BOLD = Font(bold=True)
_LONGEST = 32_000
_PAST = 50  # cells copied of what is past the header


def mark_up(
    file: GivenFile | Path | str, mapping: Mapping, faults: Sequence[Fault], language: str = "en"
) -> bytes:
    """An XLSX copy of the sheet with its faulty cells coloured and commented.

    Every cell is text, so that no formula runs, and rows keep their numbers (above
    ``WHOLE_ROWS`` rows it holds the faulty ones alone). A second sheet lists the faults.
    It holds what the original holds: it never leaves the partner.
    """
    sheet = open_sheet(file, mapping)
    book = Workbook(write_only=True)
    _copy(book, sheet, faults, language)
    _list(book, faults, language)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _copy(book: Workbook, sheet: Sheet, faults: Sequence[Fault], language: str) -> None:
    page: Any = book.create_sheet(speak(words("Cases"), language))
    page.freeze_panes = f"A{sheet.header_row + 1}"
    wide = len(sheet.header) + _PAST
    noted: dict[int, dict[int, str]] = {}
    for fault in faults:
        place = _position(sheet, fault)
        noted.setdefault(fault.row, {})[place] = _note(fault, language)
    for row in islice(_laid(sheet, set(noted)), MOST_CELLS // max(1, len(sheet.header))):
        bold = row.number == sheet.header_row
        page.append(_cells(page, row, noted.get(row.number, {}), wide, bold=bold))


def _laid(sheet: Sheet, faulty: set[int]) -> Iterator[Row]:
    """Rows at their own numbers, empty ones where the sheet has none; or the faulty ones alone."""
    if any(row.number > WHOLE_ROWS for row in sheet.grid.rows()):
        yield Row(sheet.header_row, sheet.header)
        yield from (row for row in sheet.rows() if row.number in faulty)
        return
    at = 1
    for row in sheet.grid.rows():
        yield from (Row(number, ()) for number in range(at, row.number))
        at = row.number + 1
        yield row


def _cells(page: Any, row: Row, notes: dict[int, str], wide: int, *, bold: bool) -> list[Any]:
    width = max([min(len(row.cells), wide), *(place + 1 for place in notes)])
    made = []
    for place in range(width):
        cell = _text_cell(page, row.cells[place] if place < len(row.cells) else "")
        if bold:
            cell.font = _BOLD
        if place in notes:
            cell.fill = _FAULTY
            cell.comment = Comment(notes[place], "beforehand", height=120, width=320)
        made.append(cell)
    return made


def _text_cell(page: Any, text: str) -> Any:
    """Text that stays text when the sheet is opened, edited or saved again."""
    cell = WriteOnlyCell(page, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST] or None)
    if cell.value is not None:
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _position(sheet: Sheet, fault: Fault) -> int:
    if fault.column in sheet.header:
        return sheet.header.index(fault.column)
    return int(fault.column) - 1 if fault.column.isdecimal() else 0


def _note(fault: Fault, language: str) -> str:
    said = speak(fault.problem, language)
    if not fault.nearest:
        return said
    nearest = speak(words("Nearest: {nearest}", nearest=fault.nearest), language)
    return f"{said}\n{nearest}"


def _list(book: Workbook, faults: Sequence[Fault], language: str) -> None:
    page: Any = book.create_sheet(speak(words("Faults"), language))
    heads = (words("Row"), words("Column"), words("Value"), words("Problem"), words("Nearest code"))
    titles = [_text_cell(page, speak(head, language)) for head in heads]
    for title in titles:
        title.font = _BOLD
    page.append(titles)
    for fault in faults:
        said = speak(fault.problem, language)
        texts = (str(fault.row), fault.column, fault.value, said, fault.nearest)
        page.append([_text_cell(page, text) for text in texts])
