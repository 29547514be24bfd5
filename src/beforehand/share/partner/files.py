"""The file somebody gives, as a path or as uploaded bytes, and what kind it really is."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from beforehand.refusals import UnreadableFile
from beforehand.words import Words, words


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file by its name and where its bytes are: on disk, or in memory after an upload."""

    name: str
    data: Path | bytes

    def open(self) -> BinaryIO:
        """The bytes from the beginning.

        Raises:
            UnreadableFile: There is no such file, or it may not be read.
        """
        if isinstance(self.data, bytes):
            return io.BytesIO(self.data)
        try:
            return self.data.open("rb")
        except OSError as wrong:
            raise unreadable(
                self.name,
                words("there is no such file, or it may not be read"),
                words("Check the name and the permissions."),
            ) from wrong


def given(file: GivenFile | Path | str) -> GivenFile:
    """A path as a given file, named by its last part."""
    if isinstance(file, GivenFile):
        return file
    return GivenFile(Path(file).name, Path(file))


def unreadable(file: str, reason: Words, mend: Words) -> UnreadableFile:
    """The refusal of a file that is not what its name says."""
    return UnreadableFile(file=file, reason=reason, mend=mend)
