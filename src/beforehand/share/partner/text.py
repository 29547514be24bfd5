"""Reads text tables as they come: any usual encoding, comma, semicolon, tab or bar, streamed."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from beforehand.share.partner.files import GivenFile, unreadable
from beforehand.share.partner.sheet import Grid, Row
from beforehand.words import Words, words

CHUNK = 1 << 20
MOST_COLUMNS = 16_384  # as a spreadsheet has
DELIMITERS = (",", ";", "\t", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class _Dialect:
    encoding: str
    delimiter: str
    skipped: int  # lines before the table: Excel's own "sep=;"
    zeros: bool = True  # whether the file may hold a zero byte, which text never does


def read_text(file: GivenFile) -> Grid:
    """The table in a text file, row by row.

    Raises:
        UnreadableFile: It is empty, is not text, or a quote in it is never closed (the last
            two may show only while rows are read).
    """
    encoding = _encoding(file)
    wide = encoding.startswith(("utf-16", "utf-32"))
    dialect = replace(_dialect(file, encoding), zeros=wide or _holds_zero(file))
    return Grid(
        file=file.name,
        sheet="",
        rows=lambda: _rows(file, dialect),
        warnings=_warnings(encoding),
    )


def _warnings(encoding: str) -> tuple[Words, ...]:
    if encoding in {"cp1252", "latin-1"}:
        said = words(
            "The text is not UTF-8 and was read as Western European (Windows); "
            "check accented letters such as ë and ç."
        )
        return (said,)
    return ()


def _encoding(file: GivenFile) -> str:
    with file.open() as data:
        head = data.read(4096)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if guessed := _unmarked_utf16(head):
        return guessed
    for encoding in ("utf-8", "cp1252"):
        if _decodes(file, encoding):
            return encoding
    return "latin-1"


def _unmarked_utf16(head: bytes) -> str:
    """UTF-16 without its mark shows as a zero in every other byte of plain Latin text."""
    if len(head) >= 4 and not head[0:8:2].strip(b"\0"):
        return "utf-16-be"
    if len(head) >= 4 and not head[1:8:2].strip(b"\0"):
        return "utf-16-le"
    return ""


def _decodes(file: GivenFile, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with file.open() as data:
            while chunk := data.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _holds_zero(file: GivenFile) -> bool:
    with file.open() as data:
        while chunk := data.read(CHUNK):
            if b"\0" in chunk:
                return True
    return False


def _dialect(file: GivenFile, encoding: str) -> _Dialect:
    with file.open() as data:
        head = data.read(1 << 16)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head)
    lines = text.splitlines()
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return _Dialect(encoding, lines[0][4], 1)
    unquoted = "".join(text.split('"')[::2])
    counts = {mark: _steady(unquoted.splitlines()[:20], mark) for mark in DELIMITERS}
    return _Dialect(encoding, max(DELIMITERS, key=lambda mark: counts[mark]), 0)


def _steady(lines: list[str], mark: str) -> tuple[int, int]:
    """How often the mark parts the line where it parts it most often alike, and how alike."""
    seen = [line.count(mark) for line in lines]
    found = [count for count in seen if count]
    if not found:
        return (0, 0)
    usual = max(set(found), key=lambda count: (found.count(count), count))
    return (found.count(usual), usual)


def _rows(file: GivenFile, dialect: _Dialect) -> Iterator[Row]:
    with (
        file.open() as data,
        io.TextIOWrapper(data, encoding=dialect.encoding, newline="") as text,
    ):
        reader = csv.reader(
            _without_nul(file, text) if dialect.zeros else text, delimiter=dialect.delimiter
        )
        new, nothing = tuple.__new__, frozenset[int]()  # as Row(...), at half the time
        try:
            for _ in range(dialect.skipped):
                text.readline()
            for number, cells in enumerate(map(tuple, reader), start=1 + dialect.skipped):
                if len(cells) > MOST_COLUMNS:
                    raise _too_wide(file, len(cells))
                yield new(Row, (number, cells, nothing))
        except csv.Error as wrong:
            raise _unclosed(file, reader.line_num) from wrong
        except UnicodeDecodeError as wrong:
            raise _not_text(file) from wrong


def _without_nul(file: GivenFile, lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if "\0" in line:
            raise _not_text(file)
        yield line


def _unclosed(file: GivenFile, line: int) -> Exception:
    return unreadable(
        file.name,
        words("near line {line} a cell never ends, as if a quote were not closed", line=line),
        words("Close the quote, or save the file again from the spreadsheet."),
    )


def _too_wide(file: GivenFile, columns: int) -> Exception:
    return unreadable(
        file.name,
        words("a row of it has {columns} cells", columns=columns),
        words("Check what parts the columns, and save it again from the spreadsheet."),
    )


def _not_text(file: GivenFile) -> Exception:
    return unreadable(
        file.name,
        words("it holds bytes that are not text"),
        words("Save it again as CSV in UTF-8, or as a spreadsheet."),
    )
