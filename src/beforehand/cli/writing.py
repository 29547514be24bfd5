"""Files that a command writes where somebody asked for them."""

from __future__ import annotations

from pathlib import Path

from beforehand import atomic
from beforehand.refusals import NoPlaceToWrite


def write(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write ``data`` whole or not at all.

    Raises:
        NoPlaceToWrite: If it cannot be written there.
    """
    try:
        atomic.write_bytes(path, data, mode)
    except OSError as wrong:
        raise NoPlaceToWrite(file=str(path), reason=wrong.strerror or "") from wrong
