"""Puts a backup back, and replays every recall since: beside, flushed to disk, then renamed.

The keys file must be at least as new as the archive, and must know every recall that the archive
knew; otherwise nothing is restored, since what was taken back would come back with it.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from beforehand import atomic, keyring, locked
from beforehand.home import Home, set_aside
from beforehand.keyring import Keyring
from beforehand.records.codec import from_json, to_json
from beforehand.refusals import (
    BadKeyring,
    BusyHome,
    DamagedSubmission,
    HomeNotEmpty,
    NotABackup,
    OldKeys,
)
from beforehand.store import escrow, layout
from beforehand.store.backup import MANIFEST, NAME, Manifest

_PREFIX = "home/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What stands after a restore."""

    home: str
    made_on: date  # of the backup
    serial: int  # of the keyring
    submissions: int
    recalled: tuple[str, ...]  # in the archive, recalled since: not restored


def restore(
    home: Home, archive: Path, keys: Path, *, identity: str = "", replace: bool = False,
    at_least: int = 0,
) -> Restored:  # fmt: skip
    """Restore the archive into the home.

    Args:
        home: Where to; empty or not there, unless ``replace``.
        archive: What ``backup.write`` wrote.
        keys: The current keys file.
        identity: The age identity that the keys file is sealed for, if it is.
        replace: Take the place of a home that is not empty, and destroy its keys.
        at_least: The number of the keyring's state that the administrator or a receipt knows of.

    Raises:
        BadKeysFile, BadKeyring, NotABackup: One of the files is not what it should be.
        OldKeys: The keys file is of an earlier state than the archive, the home or ``at_least``.
        HomeNotEmpty: Something is there and ``replace`` was not said.
        BusyHome: The home cannot be renamed, as where a disk is mounted on it.
    """
    if not replace and home.root.exists() and any(home.root.iterdir()):
        raise HomeNotEmpty(home=str(home.root))
    files, ring = escrow.unpacked(keys.read_bytes(), keys.name, identity)
    if ring.serial < at_least:
        raise OldKeys(file=keys.name, serial=ring.serial, known=at_least)
    _check_home(home, ring, keys.name)
    home.root.parent.mkdir(parents=True, exist_ok=True)
    beside = home.root.with_name(f"{_begun(home.root)}{secrets.token_hex(6)}")
    try:
        beside.mkdir(mode=0o700)
        made = _unpacked(archive, files.get(NAME, b""), beside)
        _check_age(made, ring, keys.name)
        gone = _replay(Home(beside), ring)
        _write_keys(beside / "keys", files)
        standing = len(layout.standing(Home(beside)))
        _sync(beside)
        _swap(home.root, beside)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Restored(
        home=str(home.root),
        made_on=made.made_on,
        serial=ring.serial,
        submissions=standing,
        recalled=gone,
    )


def _check_home(home: Home, ring: Keyring, name: str) -> None:
    """The home that is replaced may know of a recall that the keys file does not."""
    try:
        here = keyring.load(home.keys)
    except BadKeyring:  # it is broken, which may be why it is restored
        return
    if here.serial > ring.serial or not _knows(ring, here.head):
        raise OldKeys(file=name, serial=ring.serial, known=here.serial)


def _check_age(made: Manifest, ring: Keyring, name: str) -> None:
    if ring.serial < made.serial or not _knows(ring, made.head):
        raise OldKeys(file=name, serial=ring.serial, known=made.serial)


def _knows(ring: Keyring, head: str) -> bool:
    return not head or any(one.chain == head for one in ring.recalls)


def _unpacked(archive: Path, key: bytes, beside: Path) -> Manifest:
    """Everything in the archive, under ``beside``; its first member is the manifest."""
    try:
        with archive.open("rb") as file:
            stream = _Pieces(locked.unlock(file, key, NAME))
            # tarfile asks for a file object that it reads from, and no more
            with tarfile.open(fileobj=cast("BinaryIO", stream), mode="r|") as members:
                inside = iter(members)
                made = _manifest(members, next(inside))
                for member in inside:
                    _extract(members, member, beside)
            for _ in stream.rest():  # to the end, so that a cut archive is noticed
                pass
    except (
        DamagedSubmission,
        tarfile.TarError,
        msgspec.DecodeError,
        ValueError,
        StopIteration,
    ) as bad:
        raise NotABackup(file=archive.name) from bad
    return made


def _manifest(members: tarfile.TarFile, first: tarfile.TarInfo) -> Manifest:
    data = members.extractfile(first) if first.name == MANIFEST else None
    if data is None:
        raise ValueError(MANIFEST)
    return from_json(Manifest, data.read())


def _extract(members: tarfile.TarFile, member: tarfile.TarInfo, beside: Path) -> None:
    """One file, folder, or link to its neighbour; never a path that leads elsewhere."""
    parts = Path(member.name.removeprefix(_PREFIX)).parts
    if not member.name.startswith(_PREFIX) or ".." in parts or member.name.startswith("/"):
        raise ValueError(member.name)
    path = beside.joinpath(*parts)
    if member.isdir():
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    elif member.issym() and "/" not in member.linkname:
        path.symlink_to(member.linkname)
    elif member.isreg() and (data := members.extractfile(member)) is not None:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as out:
            shutil.copyfileobj(data, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
        os.utime(path, (member.mtime, member.mtime))
    else:
        raise ValueError(member.name)


class _Pieces(RawIOBase):
    """What is unlocked, as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces, self._left = pieces, b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        found = [self._left]
        have = len(self._left)
        while have < size:
            piece = next(self._pieces, b"")
            if not piece:
                break
            found.append(piece)
            have += len(piece)
        whole = b"".join(found)
        self._left = whole[size:]
        return whole[:size]

    def rest(self) -> Iterator[bytes]:
        return self._pieces


def _replay(home: Home, ring: Keyring) -> tuple[str, ...]:
    """Write a tombstone for every recall that the keyring knows, and remove what it was of."""
    gone = []
    for recall in ring.recalls:
        stone = recall.stone
        atomic.write_bytes(layout.tombstone(home, stone.id), to_json(stone))
        folder = layout.folder(home, stone.id)
        if folder.exists():
            shutil.rmtree(folder)
            gone.append(stone.id)
    return tuple(gone)


def _write_keys(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(mode=0o700)
    for name, data in files.items():
        atomic.write_bytes(folder / name, data)


def _sync(root: Path) -> None:
    for folder in (root, *(path for path in root.rglob("*") if path.is_dir())):
        if not folder.is_symlink():
            atomic.sync_folder(folder)


def _swap(root: Path, beside: Path) -> None:
    """Rename the old home away and the new one into place; then destroy the old one's keys."""
    old = root.with_name(f"{set_aside(root)}{secrets.token_hex(6)}")
    with _held(root):
        try:
            if root.exists():
                root.rename(old)
            beside.rename(root)
        except OSError as wrong:
            if old.exists() and not root.exists():
                old.rename(root)
            raise BusyHome(home=str(root)) from wrong
    atomic.sync_folder(root.parent)
    if old.exists():
        destroy(old)


@contextmanager
def _held(root: Path) -> Iterator[None]:
    """Nobody adds or recalls while the home changes places."""
    if not (root / "pool").is_dir():
        yield
        return
    with layout.writing(Home(root)):
        yield


def _begun(root: Path) -> str:
    return f".{root.name}.restored-"


def leftovers(home: Home) -> tuple[Path, ...]:
    """Homes that a killed restore left beside this one: half written, or set aside with its keys.

    What another process is restoring at this moment is among them.
    """
    if not home.root.is_dir():
        return ()
    names = (_begun(home.root), set_aside(home.root))
    return tuple(sorted(one for one in home.root.parent.iterdir() if one.name.startswith(names)))


def sweep(home: Home) -> None:
    """Destroy what a killed restore left, so that no key of what was taken back since is there."""
    for path in leftovers(home):
        destroy(path)


def destroy(root: Path) -> None:
    """Overwrite a home's keys, then remove all of it."""
    keys = root / "keys"
    if keys.is_dir():
        for path in keys.iterdir():
            if path.is_file() and not path.is_symlink():
                keyring.shred(path)
    shutil.rmtree(root)
