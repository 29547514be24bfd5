"""A platform's own template, exported from the user's account: its columns, in its order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beforehand.campaign.channels import GOOGLE, META, TIKTOK
from beforehand.campaign.sheets import Cell, sheet
from beforehand.campaign.tables import decoded, grid
from beforehand.csv_cells import safe
from beforehand.refusals import BadTable, TemplateLacks
from beforehand.words import Words, words

_HEADER_WITHIN = 12  # rows in which the headings are looked for: some templates begin with notes
_TELLING = {
    META: {"adsetname", "adname"},
    TIKTOK: {"adgroupname", "campaignname"},
    GOOGLE: {"adgroup", "campaign"},
}


@dataclass(frozen=True, slots=True)
class Template:
    """The headings of a template and the file that they stand in."""

    file: str
    platform: str
    header: tuple[str, ...]
    row: int  # of the headings, from 0
    data: bytes
    is_workbook: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled file and what is to be said of it."""

    data: bytes
    suffix: str  # "csv" or "xlsx"
    notes: tuple[Words, ...]


def read_template(data: bytes, *, file: str) -> Template:
    """Find the headings of a template and whose it is.

    Args:
        data: A CSV or an Excel workbook (its first sheet), in English.
        file: Its name, for a refusal.

    Raises:
        BadTable: If no row of it names the columns of a platform.
    """
    is_workbook = data.startswith(b"PK\x03\x04")
    rows = _workbook_rows(data, file) if is_workbook else grid(data, file)
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        names = {norm(cell) for cell in row}
        for platform, telling in _TELLING.items():
            if telling <= names:
                return Template(file, platform, tuple(row), at, data, is_workbook)
    raise BadTable(
        file=file,
        reason=words("no row names the columns of Meta, Google or TikTok"),
        mend=words("Export the template from your account again, in English."),
    )


def norm(heading: str) -> str:
    """A heading without capitals, spaces and signs: platforms do not look at those."""
    return "".join(sign for sign in heading.casefold() if sign.isalnum())


def fill(
    template: Template,
    rows: Sequence[Mapping[str, Cell]],
    needed: Iterable[str],
    aliases: Mapping[str, Sequence[str]],
) -> Filled:
    """Our rows under the template's headings, in its order.

    Args:
        template: The user's own.
        rows: Cells by our columns.
        needed: Our columns without which the file would not say what it must.
        aliases: Other names of our columns.

    Returns:
        The file; its notes name the columns left empty, and ours that the template has no place
        for.

    Raises:
        TemplateLacks: If a needed column has no heading.
    """
    heading_of = _headings(template, aliases, {column for row in rows for column in row})
    missing = [column for column in needed if column not in heading_of]
    if missing:
        raise TemplateLacks(
            file=template.file, platform=template.platform, missing=", ".join(missing)
        )
    placed = [{heading_of[c]: cell for c, cell in row.items() if c in heading_of} for row in rows]
    suffix = "xlsx" if template.is_workbook else "csv"
    data = _into_workbook(template, placed) if template.is_workbook else _csv(template, placed)
    return Filled(data, suffix, _notes(template, rows, heading_of))


def _headings(
    template: Template, aliases: Mapping[str, Sequence[str]], columns: set[str]
) -> dict[str, str]:
    by_norm = {norm(heading): heading for heading in template.header if heading}
    found: dict[str, str] = {}
    for column in columns:
        for name in (column, *aliases.get(column, ())):
            if norm(name) in by_norm:
                found[column] = by_norm[norm(name)]
                break
    return found


def _notes(
    template: Template, rows: Sequence[Mapping[str, Cell]], heading_of: Mapping[str, str]
) -> tuple[Words, ...]:
    ours = list(dict.fromkeys(c for row in rows for c, cell in row.items() if cell != ""))
    empty = [h for h in template.header if h and h not in set(heading_of.values())]
    lost = [column for column in ours if column not in heading_of]
    notes: list[Words] = []
    if empty:
        notes.append(
            words(
                "{file}: these columns of your template are left empty: {columns}.",
                file=template.file,
                columns=", ".join(empty),
            )
        )
    if lost:
        notes.append(
            words(
                "{file}: your template has no column for: {columns}. Set it in the account.",
                file=template.file,
                columns=", ".join(lost),
            )
        )
    return tuple(notes)


def _csv(template: Template, rows: list[dict[str, Cell]]) -> bytes:
    utf_16 = template.data.startswith((b"\xff\xfe", b"\xfe\xff"))
    first = decoded(template.data, template.file).partition("\n")[0]
    return sheet(
        template.header,
        rows,
        encoding="utf-16" if utf_16 else "utf-8-sig",
        delimiter=max(",;\t", key=first.count),
    )


def _workbook(data: bytes, file: str) -> Any:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(io.BytesIO(data))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as wrong:
        raise BadTable(
            file=file,
            reason=words("it is not a workbook that can be opened"),
            mend=words("Save it as an Excel workbook (.xlsx) or CSV."),
        ) from wrong


def _workbook_rows(data: bytes, file: str) -> list[list[str]]:
    first = _workbook(data, file).worksheets[0]
    return [
        ["" if cell is None else str(cell).strip() for cell in row]
        for row in first.iter_rows(max_row=_HEADER_WITHIN, values_only=True)
    ]


def _into_workbook(template: Template, rows: list[dict[str, Cell]]) -> bytes:
    book = _workbook(template.data, template.file)
    page = book.worksheets[0]
    at = {heading: i for i, heading in enumerate(template.header, 1) if heading}
    first = page.max_row + 1  # what the template holds already, such as its hints, stays
    for number, row in enumerate(rows, first):
        for heading, cell in row.items():
            page.cell(number, at[heading], safe(cell))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
