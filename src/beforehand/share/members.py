"""The gzip members of a sealed file, unpacked in small pieces and never past what is expected."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from beforehand.refusals import DamagedSubmission
from beforehand.share.partner.files import GivenFile

_PACKED = 1 << 18
_PIECE = 1 << 22


class Member:
    """One member; once it was read to its end, ``end`` is where the next begins."""

    def __init__(self, file: GivenFile, start: int) -> None:
        self._file, self._start = file, start
        self.end = start

    def __iter__(self) -> Iterator[bytes]:
        """The unpacked bytes in pieces.

        Raises:
            DamagedSubmission: They are no gzip member, or stop before its end.
        """
        unpacking = zlib.decompressobj(wbits=31)
        read = 0
        with self._file.open() as data:
            data.seek(self._start)
            try:
                while packed := unpacking.unconsumed_tail or data.read(_PACKED):
                    read += 0 if unpacking.unconsumed_tail else len(packed)
                    yield unpacking.decompress(packed, _PIECE)
                    if unpacking.eof:
                        break
            except zlib.error as wrong:
                raise damaged(self._file) from wrong
        if not unpacking.eof:
            raise damaged(self._file)
        self.end = self._start + read - len(unpacking.unused_data)


def size(file: GivenFile) -> int:
    """How many bytes the file has."""
    with file.open() as data:
        return data.seek(0, io.SEEK_END)


def damaged(file: GivenFile) -> DamagedSubmission:
    """The refusal of a file that does not match its own checksum."""
    return DamagedSubmission(what=file.name)
