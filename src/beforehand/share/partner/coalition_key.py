"""The coalition's key, which linkage values are made with, from its file."""

from __future__ import annotations

from beforehand.refusals import WeakKey
from beforehand.share.partner.files import GivenFile
from beforehand.words import words

KEY_BYTES = 32


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
