"""Records kept as JSON, each in a file named by its own hash."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from beforehand import atomic
from beforehand.home import Home
from beforehand.records.codec import from_json, to_json
from beforehand.refusals import DamagedSubmission, UnknownRecord
from beforehand.words import words

Record = TypeVar("Record")
_ID = re.compile(r"[0-9a-f]{64}")


def _folder(home: Home, kind: type[object]) -> Path:
    return home.records / kind.__name__.lower()


def id_of(record: object) -> str:
    """Under which id a record is saved: the SHA-256 of its canonical bytes."""
    return hashlib.sha256(to_json(record)).hexdigest()


def save(home: Home, record: object) -> str:
    """Keep a record under its ``id_of``. Saving twice is a no-op."""
    data, name = to_json(record), id_of(record)
    path = _folder(home, type(record)) / f"{name}.json"
    if not path.exists():
        atomic.write_bytes(path, data)
    return name


@contextmanager
def only_writer(home: Home, kind: type[object]) -> Iterator[None]:
    """One writer of this kind at a time, for what must be there once; freed when a process dies."""
    home.records.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = home.records / f".{kind.__name__.lower()}"
    handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def load(home: Home, kind: type[Record], record_id: str) -> Record:
    """The record with this id.

    Raises:
        UnknownRecord: No record of this kind has the id.
        DamagedSubmission: The file does not match its own name, or is of another version.
    """
    path = _folder(home, kind) / f"{record_id}.json"
    if not _ID.fullmatch(record_id) or not path.is_file():
        raise UnknownRecord(kind=kind.__name__, id=record_id)
    data = path.read_bytes()
    what = words("The saved {kind} {id}", kind=kind.__name__, id=record_id)
    if hashlib.sha256(data).hexdigest() != record_id:
        raise DamagedSubmission(what=what)
    try:
        return from_json(kind, data)
    except msgspec.ValidationError as wrong:
        raise DamagedSubmission(what=what) from wrong


def saved(home: Home, kind: type[Record]) -> tuple[Record, ...]:
    """Every saved record of the kind, oldest file first."""
    paths = [path for path in _folder(home, kind).glob("*.json") if _ID.fullmatch(path.stem)]
    paths.sort(key=lambda path: (path.stat().st_mtime_ns, path.name))
    return tuple(load(home, kind, path.stem) for path in paths)
