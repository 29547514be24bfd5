"""Reads a sheet from whatever the partner has: CSV, XLSX or ODS, told apart by their bytes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from beforehand.share.partner.files import GivenFile, given, unreadable
from beforehand.share.partner.holding import HeldFile
from beforehand.share.partner.json_rows import looks_like_json, read_json
from beforehand.share.partner.sheet import Grid, Sheet, table_like, with_header
from beforehand.share.partner.text import read_text
from beforehand.words import Words, words

#: So many sheets of a workbook are looked at for the table; a mapping may name any.
MOST_SHEETS = 12

#: First bytes of files that are not tables of text, and what they are.
_FOREIGN = (
    (b"%PDF", words("a PDF")),
    (b"\xd0\xcf\x11\xe0", words("an old Excel file (.xls), or one locked by a password")),
    (b"\x1f\x8b", words("a compressed or a sealed file")),
    (b"\x89PNG", words("a picture")),
    (b"\xff\xd8\xff", words("a picture")),
    (b"GIF8", words("a picture")),
    (b"{\\rtf", words("a text document")),
    (b"<", words("a web page or XML")),
    (b"SQLite format 3", words("a database")),
    (b"PAR1", words("a Parquet file")),
)


def read_sheet(
    file: GivenFile | Path | str,
    *,
    sheet: str = "",
    header_row: int | None = None,
    wanted: Collection[str] = (),
) -> Sheet:
    """The rows of a table under its header.

    Args:
        file: A path, or uploaded bytes with a name. What it is, its bytes say, not its name.
        sheet: The sheet of a workbook; if empty, of the visible ones the one most like a table
            with the ``wanted`` columns.
        header_row: Where the header is; if None, the row with most of the ``wanted`` columns, or
            the one most like a header.
        wanted: Names of columns that tell the header from titles above it.

    Raises:
        UnreadableFile: It is empty, damaged, a zip bomb or not a table.
    """
    source = given(file)
    if isinstance(source, HeldFile):
        grid = source.grid(sheet, wanted, _grid)
    else:
        grid = _grid(source, sheet, wanted)
    return with_header(grid, wanted, header_row)


def _grid(file: GivenFile, sheet: str, wanted: Collection[str]) -> Grid:
    head = check_kind(file)
    if looks_like_json(head):
        return read_json(file)
    if head.startswith(b"PK\x03\x04"):
        return _workbook(file, sheet, wanted)
    return read_text(file)


def check_kind(file: GivenFile) -> bytes:
    """The first bytes of a file that may be a table.

    Raises:
        UnreadableFile: It is empty, or something else by its bytes, such as a PDF.
    """
    with file.open() as data:
        head = data.read(64)
    if not head.strip():
        raise unreadable(
            file.name, words("it is empty"), words("Check that it was saved and sent whole.")
        )
    for first, what in _FOREIGN:
        if head.startswith(first):
            raise _foreign(file, what)
    return head


def _workbook(file: GivenFile, sheet: str, wanted: Collection[str]) -> Grid:
    from beforehand.share.partner.zipped import members  # loaded where there is a workbook

    names = members(file)
    if "xl/workbook.xml" in names:
        from beforehand.share.partner.xlsx import read_xlsx, xlsx_sheets

        return _chosen(file, sheet or xlsx_sheets(file), read_xlsx, wanted)
    if "content.xml" in names:
        from beforehand.share.partner.ods import ods_sheets, read_ods

        return _chosen(file, sheet or ods_sheets(file), read_ods, wanted)
    raise _foreign(file, words("a zip archive that holds no spreadsheet"))


def _chosen(
    file: GivenFile,
    sheets: str | tuple[str, ...],
    read: Callable[[GivenFile, str], Grid],
    wanted: Collection[str],
) -> Grid:
    """The sheet named, or of the visible ones the one most like the table; the first of equals."""
    if isinstance(sheets, str) or len(sheets) < 2:
        return read(file, sheets if isinstance(sheets, str) else "")
    grids = [read(file, name) for name in sheets[:MOST_SHEETS]]
    return max(grids, key=lambda grid: table_like(grid, wanted))


def _foreign(file: GivenFile, what: Words) -> Exception:
    return unreadable(
        file.name,
        words("it is not a table: its bytes are those of {what}", what=what),
        words("Save it as CSV, XLSX or ODS."),
    )
