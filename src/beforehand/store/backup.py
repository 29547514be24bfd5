"""A consistent copy of everything but the keys, made while everything runs.

The archive is a tar file, locked as a whole under the hub's backup key; in it, each submission is
still locked under its own. The keys are not in it: they are in the keys file (``escrow``), so that
an old archive opens no submission that was recalled after it was made.
"""

from __future__ import annotations

import io
import os
import re
import secrets
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, cast

from beforehand import atomic, keyring, locked
from beforehand.home import Home
from beforehand.records.codec import to_json
from beforehand.store import layout

MANIFEST = "manifest.json"
#: The name that an archive is locked for, and that of the hub's secret that it is locked under.
NAME = "backup"
#: How the name of a database's copy begins.
COPY = ".copy-"
#: What can be made again, is of this process alone, or must not be in it.
_LEFT_OUT = frozenset({"keys", "pool/.staging", "pool/.derived", "pool/.lock"})
_DATABASE_TAILS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What state of the hub the archive is of. ``head`` stands for the recalls before it."""

    made_on: date
    serial: int  # of the keyring
    head: str
    submissions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What was written."""

    file: str
    made_on: date
    serial: int
    submissions: int
    files: int
    bytes: int


def write(home: Home, out: Path, *, today: date) -> Backup:
    """Write the archive beside ``out``, flush it to disk, and rename it.

    Adding and recalling wait meanwhile; answers do not. Databases are copied by SQLite's own
    backup, each whole as of one moment.

    Args:
        home: The hub's home.
        out: The file to write; one that is there is replaced. It may not lie in the home.
        today: The day to write into it.

    Raises:
        OSError: If the place cannot be written.
    """
    beside = out.with_name(f".{out.name}.{secrets.token_hex(6)}")
    with layout.writing(home):
        _sweep(home, out)
        try:
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                manifest, files = _written(home, file, today)
                file.flush()
                os.fsync(file.fileno())
                size = file.tell()
            beside.replace(out)
        finally:
            beside.unlink(missing_ok=True)
    atomic.sync_folder(out.parent)
    return Backup(
        file=str(out),
        made_on=today,
        serial=manifest.serial,
        submissions=len(manifest.submissions),
        files=files,
        bytes=size,
    )


def _sweep(home: Home, out: Path) -> None:
    """Remove what a killed backup left: half an archive, the copy of a database. Hold the lock."""
    half = re.compile(rf"\.{re.escape(out.name)}\.[0-9a-f]{{12}}")
    left = [path for path in out.parent.glob(".*") if half.fullmatch(path.name)]
    for path in (*left, *home.root.glob(COPY + "*")):
        path.unlink(missing_ok=True)


def _written(home: Home, file: BinaryIO, today: date) -> tuple[Manifest, int]:
    ring = keyring.load(home.keys)
    manifest = Manifest(
        made_on=today, serial=ring.serial, head=ring.head, submissions=layout.standing(home)
    )
    files = 0
    with (
        locked.LockingFile(file, home.secret(NAME), NAME) as locking,
        # tarfile asks for a file object that it writes to, and no more
        tarfile.open(fileobj=cast("io.BytesIO", locking), mode="w|") as archive,
    ):
        _put(archive, MANIFEST, to_json(manifest))
        for path in _kept(home):
            files += _put_path(home, archive, path)
    return manifest, files


def _put(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(data), 0o600
    archive.addfile(member, io.BytesIO(data))


def _put_path(home: Home, archive: tarfile.TarFile, path: Path) -> int:
    """Add one path; a file that was replaced meanwhile (a bundle, a record) is passed over."""
    name = f"home/{path.relative_to(home.root).as_posix()}"
    try:
        if path.suffix == ".sqlite3":
            with _database_copy(home, path) as copy:
                archive.add(copy, name, recursive=False)
        else:
            archive.add(path, name, recursive=False)
    except FileNotFoundError:
        return 0
    return 1


def _kept(home: Home) -> Iterator[Path]:
    recalled = {f"pool/{name}" for name in layout.recalled(home)}

    def walk(folder: Path) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            name = path.relative_to(home.root).as_posix()
            if name in _LEFT_OUT or name in recalled or _is_passing(path):
                continue
            yield path
            if path.is_dir() and not path.is_symlink():
                yield from walk(path)

    yield from walk(home.root)


def _is_passing(path: Path) -> bool:
    """Logs of databases, which are copied whole, and files that are being written."""
    if path.name.endswith(_DATABASE_TAILS):
        return True
    kept = {".tombstones", ".states"}
    return path.name.startswith(".") and path.name not in kept


@contextmanager
def _database_copy(home: Home, path: Path) -> Iterator[Path]:
    """A copy as of one moment, in the home while it is read, and gone afterwards."""
    copy = home.root / f"{COPY}{secrets.token_hex(6)}"
    try:
        os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with (
            closing(sqlite3.connect(path)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        yield copy
    finally:
        copy.unlink(missing_ok=True)
