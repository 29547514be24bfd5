"""The hub's keys in one file elsewhere, always the current ones: what a restore needs besides.

A backup holds no key. Whoever restores brings the keys file, which is written over whenever the
keyring changes; so a restore knows every recall, however old the backup is.
"""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pyrage

from beforehand import atomic, keyring
from beforehand.home import Home
from beforehand.keyring import Keyring
from beforehand.records.codec import from_json, to_json
from beforehand.refusals import BadKeysFile, BadRecipient
from beforehand.store import layout

FORMAT = "beforehand keys 1"
SETTING = "escrow.json"
#: Files of the folder of keys that are of this place and time alone.
_NOT_KEPT = frozenset({keyring.GONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the keys file lies, and for whom it is sealed; ``serial`` is of its last writing."""

    path: str
    recipient: str = ""  # an age recipient; empty: the file is in the clear, for its owner alone
    serial: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysFile:
    """Every file of the folder of keys, in base64 by name."""

    format: str
    serial: int
    files: Mapping[str, str]


def place(home: Home) -> Place | None:
    """Where the administrator wants the keys file; None until they say so."""
    try:
        return from_json(Place, (home.keys / SETTING).read_bytes())
    except FileNotFoundError:
        return None


def keys_state(home: Home) -> int:
    """The number of the keyring's present state, which grows by one at each change."""
    return keyring.load(home.keys).serial


def keep_at(home: Home, path: Path, recipient: str = "") -> Place:
    """Write the keys file there now, and again whenever the keyring changes.

    Raises:
        BadRecipient: If it is no age recipient.
        OSError: If the place cannot be written.
    """
    chosen = Place(path=str(path.absolute()), recipient=recipient)
    with layout.writing(home):
        _overwrite(path, packed(home, recipient))
        return _noted(home, chosen, keyring.load(home.keys).serial)


def refresh(home: Home) -> bool:
    """Write the keys file again, if its place can be reached. A recall never waits for it.

    Returns:
        Whether the file holds the current keys; False where there is none.
    """
    chosen = place(home)
    if chosen is None:
        return False
    try:
        _overwrite(Path(chosen.path), packed(home, chosen.recipient))
    except OSError:  # a disk that is not plugged in: told by the doctor, and after a recall
        return False
    _noted(home, chosen, keyring.load(home.keys).serial)
    return True


def packed(home: Home, recipient: str = "") -> bytes:
    """The keys file's bytes, sealed for the recipient if one is named."""
    home.secret("backup")  # made now, so that the file opens every later backup too
    files = {
        path.name: base64.b64encode(path.read_bytes()).decode()
        for path in sorted(home.keys.iterdir())
        if path.is_file() and not path.name.startswith(".") and path.name not in _NOT_KEPT
    }
    plain = to_json(KeysFile(format=FORMAT, serial=keyring.load(home.keys).serial, files=files))
    if not recipient:
        return plain
    try:
        return bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(recipient)]))
    except pyrage.RecipientError as wrong:
        raise BadRecipient(recipient=recipient) from wrong


def unpacked(data: bytes, name: str, identity: str = "") -> tuple[dict[str, bytes], Keyring]:
    """The files of a keys file, and the keyring among them.

    Args:
        data: The file's bytes.
        name: How to name it in a refusal.
        identity: The age identity that it was sealed for, if it was.

    Raises:
        BadKeysFile: It is no keys file, was damaged, or is sealed for another identity.
        BadKeyring: A recall was taken out of it.
    """
    if data.startswith(b"age-encryption.org/"):
        try:
            data = pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(identity.strip())])
        except (pyrage.IdentityError, pyrage.DecryptError) as wrong:
            raise BadKeysFile(file=name) from wrong
    try:
        files = _files(from_json(KeysFile, data))
        if keyring.FILE not in files:
            return files, Keyring()
        locked = files[keyring.FILE]
        return files, keyring.unpack(locked, files[keyring.master_named(locked)])
    except (msgspec.DecodeError, ValueError, KeyError) as wrong:
        raise BadKeysFile(file=name) from wrong


def _files(said: KeysFile) -> dict[str, bytes]:
    if said.format != FORMAT or any(Path(one).name != one for one in said.files):
        raise ValueError(said.format)
    return {one: base64.b64decode(text, validate=True) for one, text in said.files.items()}


def _noted(home: Home, chosen: Place, serial: int) -> Place:
    written = Place(path=chosen.path, recipient=chosen.recipient, serial=serial)
    atomic.write_bytes(home.keys / SETTING, to_json(written))
    return written


def _overwrite(path: Path, data: bytes) -> None:
    """Put the new file in place, then destroy the bytes of the one before through its handle."""
    before: int | None = None
    with suppress(FileNotFoundError):
        before = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        atomic.write_bytes(path, data)
        if before is not None:
            os.pwrite(before, secrets.token_bytes(os.fstat(before).st_size), 0)
            os.fsync(before)
    finally:
        if before is not None:
            os.close(before)
