"""Reads an XLSX sheet: results of formulas, visible rows only, as text."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import repeat
from typing import Any
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from beforehand.share.partner.files import GivenFile, unreadable
from beforehand.share.partner.sheet import Grid, Row
from beforehand.share.partner.sheets import choose, hidden_columns, hidden_rows
from beforehand.share.partner.zipped import damage_refused, unpacks_safely
from beforehand.words import words

#: A merged area larger than this is decoration, not a header; so is all beyond so many.
MERGED_CELLS = 1000
MOST_MERGED = 100_000
#: What a spreadsheet programme holds; more is made to fill a computer.
MOST_ROWS = 1_048_576


@dataclass(slots=True)
class _Layout:
    """What the sheet's XML says that the cells do not."""

    rows: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: int = 0
    formulas: bool = False
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


def read_xlsx(file: GivenFile, sheet: str = "") -> Grid:
    """The sheet named, or the first visible one (``xlsx_sheets`` names them all).

    Hidden rows are not read, hidden sheets only when named; the warnings say so. A formula
    gives the result that the file holds.

    Raises:
        UnreadableFile: It is damaged, a zip bomb, or has no such sheet.
    """
    unpacks_safely(file)
    with damage_refused(file), _workbook(file, results=True) as book:
        states = {name: book[name].sheet_state == "visible" for name in book.sheetnames}
        name, said = choose(file.name, states, sheet)
        path = book[name]._worksheet_path  # noqa: SLF001 - no public name for the sheet's XML
        since_1904 = book.epoch == CALENDAR_MAC_1904
    with damage_refused(file):
        layout = _layout(file, path)
    return Grid(
        file=file.name,
        sheet=name,
        rows=lambda: _rows(file, name, layout),
        warnings=(*said, *hidden_rows(layout.hidden_rows), *hidden_columns(layout.hidden_columns)),
        merged=layout.merged,
        since_1904=since_1904,
    )


def xlsx_sheets(file: GivenFile) -> tuple[str, ...]:
    """The visible sheets with cells, in order.

    Raises:
        UnreadableFile: It is damaged, or a zip bomb.
    """
    unpacks_safely(file)
    with damage_refused(file), _workbook(file, results=True) as book:
        return tuple(page.title for page in book.worksheets if page.sheet_state == "visible")


@contextmanager
def _workbook(file: GivenFile, *, results: bool) -> Iterator[Any]:
    """The workbook read-only; openpyxl warns of styles and dates that do not concern us."""
    with warnings.catch_warnings(), file.open() as data:
        warnings.simplefilter("ignore")
        book = load_workbook(data, read_only=True, data_only=results, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _layout(file: GivenFile, path: str) -> _Layout:
    layout = _Layout()
    with file.open() as data, ZipFile(data) as packed, packed.open(path.lstrip("/")) as xml:
        for _, element in iterparse(xml, events=("end",)):
            _note(layout, element.tag.rpartition("}")[2], element)
            if layout.rows > MOST_ROWS:
                raise _too_long(file)
            if element.tag.endswith(("}row", "}c")):
                element.clear()
    return layout


def _note(layout: _Layout, tag: str, element: Any) -> None:
    hidden = element.get("hidden") in {"1", "true"}
    if tag == "row":
        layout.rows = max(layout.rows + 1, int(element.get("r", "0")))
    if tag == "row" and hidden and element.get("r"):
        layout.hidden_rows.add(int(element.get("r")))
    elif tag == "col" and hidden:
        layout.hidden_columns += 1
    elif tag == "f":
        layout.formulas = True
    elif tag == "mergeCell":
        _note_merged(layout, element.get("ref"))


def _note_merged(layout: _Layout, area: str) -> None:
    edges = [edge for edge in range_boundaries(area) if edge is not None]
    if len(edges) != 4:
        return  # whole rows or columns: decoration
    left, top, right, bottom = edges
    if len(layout.merged) > MOST_MERGED:
        return
    if (right - left + 1) * (bottom - top + 1) <= MERGED_CELLS:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                layout.merged[row, column - 1] = (top, left - 1)


def _too_long(file: GivenFile) -> Exception:
    return unreadable(
        file.name,
        words("it has more rows than a spreadsheet can hold"),
        words("Save the sheet alone, as CSV."),
    )


def _rows(file: GivenFile, name: str, layout: _Layout) -> Iterator[Row]:
    with damage_refused(file), _workbook(file, results=True) as book:
        values = _cells(book[name], values_only=True)
        if not layout.formulas:
            yield from _visible(values, repeat(()), layout)
            return
        with _workbook(file, results=False) as formulas:
            yield from _visible(values, _cells(formulas[name], values_only=False), layout)


def _cells(page: Any, *, values_only: bool) -> Any:
    """Rows as long as they are, not padded to a size that the file claims."""
    page.reset_dimensions()
    return page.iter_rows(values_only=values_only)


def _visible(values: Any, formulas: Any, layout: _Layout) -> Iterator[Row]:
    for number, (cells, originals) in enumerate(zip(values, formulas, strict=False), start=1):
        if number not in layout.hidden_rows:
            unknown = frozenset(
                position
                for position, original in enumerate(originals)
                if original.data_type == "f" and cells[position] is None
            )
            yield Row(number, tuple(as_text(cell) for cell in cells), unknown)


def as_text(value: object) -> str:
    """A cell's value as a person would write it: ISO dates, whole numbers without ".0"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        midnight = value.hour == value.minute == value.second == 0
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
