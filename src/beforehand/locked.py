"""Files locked under a key of 256 bits: sealed in pieces, so that they are never whole in memory.

The format is the STREAM construction over AES-256-GCM: a magic line, 32 random bytes, then pieces
of 64 KiB, each under a nonce that counts them and marks the last one. Every file has a key of its
own, derived from the key given, the random bytes and the file's name; so no nonce is ever used
twice, and a piece moved, left out, or put under another name does not open.

Source:
    Hoang, Reyhanitabar, Rogaway and Vizár (2015), Online Authenticated-Encryption and its
    Nonce-Reuse Misuse-Resistance, CRYPTO; key derivation is HKDF-SHA256 (RFC 5869).
"""

from __future__ import annotations

import io
import os
import secrets
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from beforehand.refusals import DamagedSubmission

MAGIC = b"beforehand locked 1\n"
KEY_BYTES = 32
SALT_BYTES = 32
PIECE = 1 << 16
TAG = 16
_LAST = 1


def _cipher(key: bytes, salt: bytes, name: str) -> AESGCM:
    if len(key) != KEY_BYTES:
        raise ValueError(len(key))
    derived = HKDF(SHA256(), KEY_BYTES, salt, b"beforehand locked 1: " + name.encode())
    return AESGCM(derived.derive(key))


def _nonce(number: int, flag: int) -> bytes:
    return number.to_bytes(11, "big") + bytes([flag])


class LockingFile(io.RawIOBase):
    """What is written to it is locked and passed on. Close it: the last piece is marked then."""

    def __init__(self, out: BinaryIO, key: bytes, name: str) -> None:
        super().__init__()
        salt = secrets.token_bytes(SALT_BYTES)
        self._out, self._cipher = out, _cipher(key, salt, name)
        self._left, self._number, self._written = bytearray(), 0, 0
        out.write(MAGIC + salt)

    def writable(self) -> bool:
        """It is written to."""
        return True

    def tell(self) -> int:
        """Bytes given so far, as a writer of Parquet asks."""
        return self._written

    def write(self, data: object) -> int:
        """Take bytes; whole pieces are passed on, except the one that may be the last."""
        view = memoryview(data).cast("B")  # type: ignore[arg-type]  # any buffer
        self._left += view
        self._written += len(view)
        while len(self._left) > PIECE:
            self._pass_on(bytes(self._left[:PIECE]), 0)
            del self._left[:PIECE]
        return len(view)

    def close(self) -> None:
        """Mark the last piece; the file under this one stays open."""
        if not self.closed:
            self._pass_on(bytes(self._left), _LAST)
            self._left.clear()
        super().close()

    def _pass_on(self, piece: bytes, flag: int) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, flag), piece, None))
        self._number += 1


def lock(out: BinaryIO, key: bytes, name: str, data: Iterable[bytes]) -> None:
    """Write ``data`` to ``out``, locked under ``key`` for the file named ``name``."""
    with LockingFile(out, key, name) as locking:
        for part in data:
            locking.write(part)


def unlock(locked: BinaryIO, key: bytes, name: str) -> Iterator[bytes]:
    """The pieces of a locked file, in order, each checked before it is given.

    Args:
        locked: At its beginning.
        key: The key of 32 bytes that it was locked under.
        name: The name that it was locked for.

    Raises:
        DamagedSubmission: The key is another, or a byte was changed, or the end is missing.
    """
    if locked.read(len(MAGIC)) != MAGIC:
        raise DamagedSubmission(what=name)
    salt = locked.read(SALT_BYTES)
    if len(salt) != SALT_BYTES:
        raise DamagedSubmission(what=name)
    cipher, number = _cipher(key, salt, name), 0
    piece = locked.read(PIECE + TAG)
    while True:
        following = locked.read(PIECE + TAG)
        flag = 0 if following else _LAST
        try:
            yield cipher.decrypt(_nonce(number, flag), piece, None)
        except (InvalidTag, ValueError) as wrong:
            raise DamagedSubmission(what=name) from wrong
        if not following:
            return
        piece, number = following, number + 1


def is_locked(path: Path) -> bool:
    """Whether the file begins as a locked one does."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


@contextmanager
def in_memory() -> Iterator[tuple[io.BufferedRandom, str]]:
    """An empty file that no folder names, and the path by which this process opens it.

    On Linux it lives in memory alone and ends with the process, whatever ends it. Elsewhere it is
    a file that is removed from its folder before the first byte is written.
    """
    if sys.platform == "linux":
        handle, named = os.memfd_create("cases", os.MFD_CLOEXEC), "/proc/self/fd"
    else:
        handle, path = tempfile.mkstemp()
        Path(path).unlink()
        named = "/dev/fd"
    with os.fdopen(handle, "w+b") as file:
        yield file, f"{named}/{file.fileno()}"
