"""Each submission's files, locked under its own key; without the key they are noise."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from beforehand import atomic, keyring, locked
from beforehand.home import Home
from beforehand.refusals import UnknownRecord
from beforehand.store import escrow, layout
from beforehand.words import words

#: Locked files of a submission beside its rows, by name.
SideFiles = Mapping[str, bytes | Iterable[bytes]]


def new_key() -> bytes:
    """Thirty-two random bytes for one submission."""
    return secrets.token_bytes(locked.KEY_BYTES)


def change(home: Home, ring: keyring.Keyring, *, recalls: bool = False) -> None:
    """Keep the keyring as it is from now on, here and in the keys file. Hold the pool's lock."""
    keyring.save(home.keys, ring, fresh_master=recalls)
    escrow.refresh(home)


def side_path(folder: Path, name: str) -> Path:
    """Where the side file of that name lies in a submission's folder."""
    return folder / f"{name}.locked"


def write_in(folder: Path, key: bytes, name: str, data: bytes | Iterable[bytes]) -> None:
    """Lock a side file into a submission's folder, beside and renamed, flushed to disk."""
    path = side_path(folder, name)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            locked.lock(out, key, name, [data] if isinstance(data, bytes) else data)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    atomic.sync_folder(folder)


def write(home: Home, submission_id: str, name: str, data: bytes | Iterable[bytes]) -> None:
    """Keep a side file of a submission, locked under its key.

    Args:
        home: The hub's home.
        submission_id: Of a submission in the pool.
        name: Such as ``linkage``; a file that is there is replaced.
        data: Bytes, or pieces of them, which are never whole in memory.

    Raises:
        NoKey: It was recalled, or the pool never had it.
    """
    key = keyring.load(home.keys).key(submission_id)
    write_in(layout.folder(home, submission_id), key, name, data)


def stream(home: Home, submission_id: str, name: str) -> Iterator[bytes]:
    """The pieces of a side file, in order, each checked before it is given.

    Raises:
        NoKey: It was recalled, or the pool never had it.
        UnknownRecord: The submission has no such file.
        DamagedSubmission: It was changed on disk.
    """
    key = keyring.load(home.keys).key(submission_id)
    path = side_path(layout.folder(home, submission_id), name)
    if not path.is_file():
        raise UnknownRecord(kind=words("file {name}", name=name), id=submission_id)
    with path.open("rb") as file:
        yield from locked.unlock(file, key, name)


def read(home: Home, submission_id: str, name: str) -> bytes:
    """The whole side file; refuses as ``stream`` does."""
    return b"".join(stream(home, submission_id, name))


def has(home: Home, submission_id: str, name: str) -> bool:
    """Whether the submission has a side file of that name."""
    return side_path(layout.folder(home, submission_id), name).is_file()
