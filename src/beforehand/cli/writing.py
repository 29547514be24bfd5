"""Files that a command writes where somebody asked for them."""

from __future__ import annotations

from pathlib import Path

from beforehand import atomic
from beforehand.refusals import NoPlaceToWrite
from beforehand.words import words


def write(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write ``data`` whole or not at all.

    Raises:
        NoPlaceToWrite: If it cannot be written there.
    """
    try:
        atomic.write_bytes(path, data, mode)
    except OSError as wrong:
        raise NoPlaceToWrite(file=str(path), reason=wrong.strerror or "") from wrong


def spared(out: Path, *needed: Path) -> Path:
    """``out``, if it is none of ``needed``: what is read may be a partner's only copy.

    Raises:
        NoPlaceToWrite: If it is one of them.
    """
    if out.exists() and any(path.exists() and out.samefile(path) for path in needed):
        raise NoPlaceToWrite(file=str(out), reason=words("it is read here"))
    return out
