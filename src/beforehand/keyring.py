"""The keyring: one key a submission, in one small file, itself locked under the master key.

A recall takes the key out, and with it every copy of the rows that there is, backups included.
Each change is written beside and renamed into place; the file before it is then overwritten and
removed. After a recall the master key is a new one and the one before it is overwritten too, so
that a block of the old keyring that a disk may have kept opens with nothing that is left.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from beforehand import atomic, locked
from beforehand.records.cases import Tombstone
from beforehand.records.codec import from_json, to_json
from beforehand.refusals import BadKeyring, DamagedSubmission, NoKey
from beforehand.words import words

FILE = "keyring"
GONE = "keyring.gone"
MASTER = re.compile(r"master-[0-9a-f]{16}")
_LABEL = 16  # hex digits of a master key's name
_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """One recall, chained to all before it: ``chain`` is SHA-256 over them and this one."""

    stone: Tombstone
    chain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """Every submission's key, and every recall there was.

    ``serial`` grows by one at each change, so that an older copy is told from a newer one.
    """

    serial: int = 0
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)  # 64 hex digits by id
    recalls: tuple[Recall, ...] = ()

    def key(self, submission_id: str) -> bytes:
        """The submission's key of 32 bytes.

        Raises:
            NoKey: There is none.
        """
        if submission_id not in self.keys:
            raise NoKey(id=submission_id)
        return bytes.fromhex(self.keys[submission_id])

    def with_key(self, submission_id: str, key: bytes) -> Keyring:
        """The keyring with one key more."""
        return replace(self, serial=self.serial + 1, keys={**self.keys, submission_id: key.hex()})

    def without(self, gone: frozenset[str]) -> Keyring:
        """The keyring without these keys."""
        kept = {name: key for name, key in self.keys.items() if name not in gone}
        return replace(self, serial=self.serial + 1, keys=kept)

    def recalling(self, stone: Tombstone) -> Keyring:
        """The keyring without the recalled key, and with the recall in its chain."""
        recalls = self.recalls
        if stone.id not in self.recalled:
            recalls += (Recall(stone=stone, chain=link(self.head, stone)),)
        return replace(self.without(frozenset({stone.id})), recalls=recalls)

    @property
    def recalled(self) -> frozenset[str]:
        """Ids of everything ever recalled."""
        return frozenset(one.stone.id for one in self.recalls)

    @property
    def head(self) -> str:
        """The chain's end, which stands for all recalls in their order; empty if there are none."""
        return self.recalls[-1].chain if self.recalls else ""

    def chains(self) -> bool:
        """Whether no recall was taken out, put in or changed since."""
        before = ""
        for one in self.recalls:
            if one.chain != link(before, one.stone):
                return False
            before = one.chain
        return True


def link(before: str, stone: Tombstone) -> str:
    """The chain's next value."""
    said = "\n".join((before, stone.id, stone.giver, stone.recalled_on.isoformat()))
    return hashlib.sha256(said.encode()).hexdigest()


def load(keys: Path) -> Keyring:
    """The keyring of the folder of keys; an empty one if none was written yet.

    Raises:
        BadKeyring: It does not open with the master key that lies beside it.
    """
    for _ in range(_TRIES):  # a recall may change keyring and master key between two reads
        try:
            data = (keys / FILE).read_bytes()
        except FileNotFoundError:
            return Keyring()
        with suppress(FileNotFoundError):
            return unpack(data, (keys / master_named(data)).read_bytes())
    raise BadKeyring(file=str(keys / FILE), reason=words("its master key is missing"))


def master_named(data: bytes) -> str:
    """The file name of the master key that these bytes are locked under."""
    return f"master-{data[:_LABEL].decode('ascii', 'replace')}"


def unpack(data: bytes, master: bytes) -> Keyring:
    """The keyring in these bytes.

    Raises:
        BadKeyring: The master key is another, a byte was changed, or a recall was taken out.
    """
    try:
        plain = b"".join(locked.unlock(io.BytesIO(data[_LABEL:]), master, FILE))
        ring = from_json(Keyring, plain)
    except (DamagedSubmission, msgspec.DecodeError) as wrong:
        raise _bad(words("it was changed, or locked under another master key")) from wrong
    if not ring.chains():
        raise _bad(words("a recall was taken out of it"))
    return ring


def _bad(reason: object) -> BadKeyring:
    return BadKeyring(file=FILE, reason=str(reason))


def pack(ring: Keyring, master: bytes) -> bytes:
    """The keyring's bytes: the master key's name, then the keyring locked under it."""
    out = io.BytesIO()
    out.write(label(master).encode())
    locked.lock(out, master, FILE, [to_json(ring)])
    return out.getvalue()


def label(master: bytes) -> str:
    """A master key's name, which says nothing of the key."""
    return hashlib.sha256(b"beforehand master key: " + master).hexdigest()[:_LABEL]


def save(keys: Path, ring: Keyring, *, fresh_master: bool = False) -> None:
    """Write the keyring and destroy the one before it. Hold the pool's lock.

    Args:
        keys: The folder of keys.
        ring: What to keep from now on.
        fresh_master: Lock it under a new master key and destroy the one before, as a recall does.
    """
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    sweep(keys)
    master = None if fresh_master else _master(keys)
    if master is None:
        master = secrets.token_bytes(locked.KEY_BYTES)
        atomic.write_bytes(keys / f"master-{label(master)}", master)
    if (keys / FILE).exists():
        os.link(keys / FILE, keys / GONE)
    atomic.write_bytes(keys / FILE, pack(ring, master))
    sweep(keys)


def _master(keys: Path) -> bytes | None:
    """The master key in use, or None before there is a keyring."""
    try:
        named = master_named((keys / FILE).read_bytes())
    except FileNotFoundError:
        return None
    return (keys / named).read_bytes()


def sweep(keys: Path) -> None:
    """Destroy what a change, or a crash in one, left: the keyring before, its master key."""
    if not keys.is_dir():
        return
    gone = keys / GONE
    if gone.exists():
        if (keys / FILE).exists() and gone.samefile(keys / FILE):
            gone.unlink()
        else:
            shred(gone)
    for path in _stray(keys):
        shred(path)


def _stray(keys: Path) -> Iterator[Path]:
    """Master keys that lock nothing, and what an interrupted write left."""
    try:
        used = master_named((keys / FILE).read_bytes())
    except FileNotFoundError:
        used = ""
    for path in keys.iterdir():
        stray = MASTER.fullmatch(path.name) and path.name != used
        if stray or path.name.startswith((f".{FILE}.", ".master-")):
            yield path


def shred(path: Path) -> None:
    """Overwrite a file in place, flush it to disk, and remove it.

    A disk that writes elsewhere (flash, a file system that copies on write) may keep the old
    block; see docs/methods/recall.md for what stands against that.
    """
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        for start in range(0, size, 1 << 20):
            file.write(secrets.token_bytes(min(1 << 20, size - start)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    atomic.sync_folder(path.parent)
