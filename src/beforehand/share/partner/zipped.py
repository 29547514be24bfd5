"""Opens the zip inside a spreadsheet without trusting it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError

from beforehand.refusals import Refusal
from beforehand.share.partner.files import GivenFile, unreadable
from beforehand.words import words

#: A spreadsheet may unpack to this many bytes whatever its size, and beyond that to this many
#: times its size; bombs unpack to a thousand times theirs.
FREE_BYTES = 200_000_000
MOST_TIMES = 60
MOST_BYTES = 4_000_000_000

#: What reading a damaged spreadsheet raises, in the zip, in the XML and in openpyxl.
DAMAGE = (
    BadZipFile,
    DefusedXmlException,
    ParseError,
    zlib.error,
    EOFError,
    OSError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
)


def unpacks_safely(file: GivenFile) -> None:
    """Refuse what would unpack to far more than a spreadsheet holds.

    Raises:
        UnreadableFile: It is damaged or a zip bomb.
    """
    with damage_refused(file), file.open() as data, ZipFile(data) as packed:
        members = packed.infolist()
        size = sum(member.file_size for member in members)
        carried = sum(member.compress_size for member in members)
    if size > min(max(FREE_BYTES, MOST_TIMES * carried), MOST_BYTES):
        raise unreadable(
            file.name,
            words("it would unpack to {size} MB", size=size // 1_000_000),
            words("Save the sheet alone, as CSV."),
        )


def members(file: GivenFile) -> frozenset[str]:
    """Names of what the zip holds.

    Raises:
        UnreadableFile: It is damaged.
    """
    with damage_refused(file), file.open() as data, ZipFile(data) as packed:
        return frozenset(packed.namelist())


@contextmanager
def damage_refused(file: GivenFile) -> Iterator[None]:
    """Turn what a damaged spreadsheet raises into a refusal."""
    try:
        yield
    except Refusal:
        raise
    except DAMAGE as wrong:
        raise unreadable(
            file.name,
            words("it is damaged, locked by a password, or not the spreadsheet its name says"),
            words("Open it in the spreadsheet programme and save it again."),
        ) from wrong
