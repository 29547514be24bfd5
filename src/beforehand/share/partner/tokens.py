"""Case tokens: the same person gives the same token at every partner, and nobody can go back."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from beforehand.refusals import WeakKey
from beforehand.share.partner.coding import day
from beforehand.share.partner.countries import folded
from beforehand.share.partner.files import GivenFile
from beforehand.words import words

KEY_BYTES = 32
_PURPOSE = b"beforehand case token 1"


def read_key(file: GivenFile) -> bytes:
    """The coalition's key from its file; a line break at the end does not count.

    Raises:
        WeakKey: It is shorter than 32 bytes, or all too regular.
        UnreadableFile: There is no such file.
    """
    with file.open() as data:
        key = data.read(1 << 16)
    if len(key) < KEY_BYTES:
        raise WeakKey(file=file.name, reason=words("it is shorter than 32 bytes"))
    if len(set(key)) < 10:
        raise WeakKey(file=file.name, reason=words("it repeats a few bytes"))
    return key.rstrip(b"\r\n")


def token(key: bytes, cells: Sequence[str], date_formats: tuple[str, ...] = ()) -> str | None:
    """HMAC-SHA-256 of the cells without accents, capitals and punctuation, dates as ISO.

    None if a cell is empty: a person that is only half named must not be linked.
    """
    parts = [_normal(cell, date_formats) for cell in cells]
    if not all(parts):
        return None
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.new(key, _PURPOSE + message, hashlib.sha256).hexdigest()


def _normal(cell: str, date_formats: tuple[str, ...]) -> bytes:
    when = day(cell, date_formats) if any(letter.isdecimal() for letter in cell) else None
    return (when.isoformat() if when else folded(cell)).encode()
