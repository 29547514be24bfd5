"""Reads an ODS sheet on the standard library: visible rows only, as text, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse

from beforehand.share.partner.files import GivenFile, unreadable
from beforehand.share.partner.sheet import Grid, Row
from beforehand.share.partner.sheets import choose, hidden_rows
from beforehand.share.partner.xlsx import as_text
from beforehand.share.partner.zipped import damage_refused, unpacks_safely
from beforehand.words import words

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"

#: A filled row or cell repeated more often than this is not a list of cases.
MOST_REPEATS = 10_000
MOST_COLUMNS = 16_384
#: Hidden rows are told of up to about so many.
MOST_HIDDEN = 1_000


@dataclass(frozen=True, slots=True)
class _Found:
    """A table's row as the XML holds it: cells, whether it is seen, how often it repeats."""

    cells: tuple[str, ...]
    unknown: frozenset[int]
    visible: bool
    times: int


def read_ods(file: GivenFile, sheet: str = "") -> Grid:
    """The sheet named, or the first visible one; hidden rows and sheets as in XLSX.

    Raises:
        UnreadableFile: It is damaged, a zip bomb, or has no such sheet.
    """
    unpacks_safely(file)
    with damage_refused(file):
        visible, hidden = _survey(file)
    name, said = choose(file.name, visible, sheet)
    return Grid(
        file=file.name,
        sheet=name,
        rows=lambda: _rows(file, name),
        warnings=(*said, *hidden_rows(hidden.get(name, ()))),
    )


def ods_sheets(file: GivenFile) -> tuple[str, ...]:
    """The visible sheets, in order.

    Raises:
        UnreadableFile: It is damaged, or a zip bomb.
    """
    unpacks_safely(file)
    with damage_refused(file):
        visible, _ = _survey(file)
    return tuple(name for name, seen in visible.items() if seen)


def _survey(file: GivenFile) -> tuple[dict[str, bool], dict[str, list[int]]]:
    """Which tables are seen, and the numbers of each one's hidden rows (the first ones)."""
    unseen: set[str] = set()
    visible: dict[str, bool] = {}
    hidden: dict[str, list[int]] = {}
    name, number = "", 0
    for kind, element in _elements(file):
        if kind == "style" and _hides(element):
            unseen.add(element.get(f"{_STYLE}name", ""))
        elif kind == "table":
            name = element.get(f"{_TABLE}name", "")
            visible[name] = element.get(f"{_TABLE}style-name", "") not in unseen
            number = 0
        elif kind == "row":
            number += 1
            times = _times(element, "rows")
            told = hidden.setdefault(name, [])
            if not _seen(element) and times <= MOST_REPEATS and len(told) < MOST_HIDDEN:
                told.extend(range(number, number + times))
            number += times - 1
    return visible, hidden


def _hides(style: Any) -> bool:
    return any(part.get(f"{_TABLE}display") == "false" for part in style)


def _seen(row: Any) -> bool:
    return bool(row.get(f"{_TABLE}visibility", "visible") == "visible")


def _times(element: Any, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))


def _elements(file: GivenFile) -> Iterator[tuple[str, Any]]:
    """Styles, beginnings of tables and whole rows, in order; what was passed is forgotten."""
    with file.open() as data, ZipFile(data) as packed, packed.open("content.xml") as xml:
        for event, element in iterparse(xml, events=("start", "end")):
            if event == "start" and element.tag == f"{_TABLE}table":
                yield "table", element
            elif event == "end" and element.tag == f"{_STYLE}style":
                yield "style", element
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                yield "row", element
                element.clear()


def _rows(file: GivenFile, name: str) -> Iterator[Row]:
    number, inside = 0, False
    with damage_refused(file):
        for kind, element in _elements(file):
            if kind == "table":
                inside = element.get(f"{_TABLE}name", "") == name
            elif kind == "row" and inside:
                found = _found(file, element)
                yield from _repeated(file, found, number)
                number += found.times


def _repeated(file: GivenFile, found: _Found, before: int) -> Iterator[Row]:
    if not found.visible or not (found.unknown or any(found.cells)):
        return
    if found.times > MOST_REPEATS:
        raise _too_often(file)
    for step in range(found.times):
        yield Row(before + step + 1, found.cells, found.unknown)


def _found(file: GivenFile, row: Any) -> _Found:
    cells: list[str] = []
    unknown: set[int] = set()
    gap = 0
    for cell in row:
        times = _times(cell, "columns")
        text, known = _value(cell)
        if not text and known:
            gap += times  # nothing follows the last filled cell, however often it repeats
            continue
        if len(cells) + gap + times > MOST_COLUMNS:
            raise _too_often(file)
        cells += [""] * gap + [text] * times
        gap = 0
        if not known:
            unknown.update(range(len(cells) - times, len(cells)))
    return _Found(tuple(cells), frozenset(unknown), _seen(row), _times(row, "rows"))


def _value(cell: Any) -> tuple[str, bool]:
    """The cell's text, and False for a formula whose result the file does not hold."""
    kind = cell.get(f"{_OFFICE}value-type")
    if kind is None:
        text = _paragraphs(cell)
        return text, bool(text) or cell.get(f"{_TABLE}formula") is None
    if kind in {"float", "percentage", "currency"}:
        return as_text(float(cell.get(f"{_OFFICE}value"))), True
    if kind == "date":
        return str(cell.get(f"{_OFFICE}date-value")).removesuffix("T00:00:00"), True
    if kind == "boolean":
        return str(cell.get(f"{_OFFICE}boolean-value")).upper(), True
    return _paragraphs(cell), True


def _paragraphs(cell: Any) -> str:
    """The text of the cell without that of its comment."""
    return "\n".join("".join(part.itertext()) for part in cell if part.tag == f"{_TEXT}p")


def _too_often(file: GivenFile) -> Exception:
    return unreadable(
        file.name,
        words("it repeats one cell or row more often than a list of cases can"),
        words("Save the sheet alone, as CSV."),
    )
