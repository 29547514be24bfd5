"""Where the pool lies on disk: one immutable folder a submission, tombstones, derived links."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from beforehand.home import Home
from beforehand.unlocking import ROWS

#: Rows as an earlier version kept them, in the clear: locked at the first write.
PLAIN = "cases.parquet"
CASES = f"{ROWS}.locked"
RECORD = "submission.json"

#: Submission ids are the first 128 bits of a keyed hash, in hex.
ID = re.compile(r"[0-9a-f]{32}")


def folder(home: Home, submission_id: str) -> Path:
    """The submission's own folder."""
    return home.pool / submission_id


def cases(home: Home, submission_id: str) -> Path:
    """The submission's rows."""
    locked = folder(home, submission_id) / CASES
    plain = folder(home, submission_id) / PLAIN
    return plain if plain.exists() and not locked.exists() else locked


def staging(home: Home) -> Path:
    """Where a submission is written before it is renamed into the pool."""
    return home.pool / ".staging"


def tombstones(home: Home) -> Path:
    """What is left of recalled submissions."""
    return home.pool / ".tombstones"


def tombstone(home: Home, submission_id: str) -> Path:
    """The recalled submission's tombstone."""
    return tombstones(home) / f"{submission_id}.json"


def derived(home: Home) -> Path:
    """What can be computed again from the submissions."""
    return home.pool / ".derived"


def recalled(home: Home) -> frozenset[str]:
    """Ids that never answer again."""
    return frozenset(path.stem for path in tombstones(home).glob("*.json") if ID.match(path.stem))


def standing(home: Home) -> tuple[str, ...]:
    """Ids of submissions in the pool that nobody recalled, in order."""
    if not home.pool.is_dir():
        return ()
    gone = recalled(home)
    names = (entry.name for entry in home.pool.iterdir() if ID.fullmatch(entry.name))
    return tuple(sorted(name for name in names if name not in gone))


@contextmanager
def writing(home: Home) -> Iterator[None]:
    """Hold the pool's lock, so that one process writes at a time; freed when a process dies."""
    home.pool.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(home.pool / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
