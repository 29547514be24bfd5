"""A row deleted from one of our databases is not left in its file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from beforehand.web.settings.base import SQLITE_OPTIONS

CANARY = "kanarinazi-e-fshire"


def left(path: Path, commands: str) -> bool:
    """Whether a row written and deleted on such a connection can be read off the disk."""
    base = sqlite3.connect(path)
    base.executescript(commands)
    base.execute("CREATE TABLE kept (what TEXT)")
    base.executemany("INSERT INTO kept VALUES (?)", [(f"{CANARY} {row}",) for row in range(50)])
    base.commit()
    base.execute("DELETE FROM kept")
    base.commit()
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    return any(CANARY.encode() in one.read_bytes() for one in path.parent.glob(f"{path.name}*"))


def test_a_deleted_row_cannot_be_read_off_the_disk(tmp_path: Path) -> None:
    assert not left(tmp_path / "ours.sqlite3", SQLITE_OPTIONS["init_command"])
    plain = SQLITE_OPTIONS["init_command"].replace("secure_delete=ON", "secure_delete=OFF")
    assert left(tmp_path / "plain.sqlite3", plain), "else the test shows nothing"
