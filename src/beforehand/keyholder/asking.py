"""A partner asks its keyholder: blinds values, sends them in batches, takes the answers apart.

Answers are kept beside the file that is being sealed until it is done, so that a cut line costs
one batch, not the whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from beforehand.keyholder import oprf
from beforehand.refusals import (
    BadKeyholderAddress,
    BadPass,
    KeyholderFaulty,
    KeyholderRefused,
    KeyholderUnreachable,
)

BATCH = 1024
KEPT_BYTES = 16  # of each output: more than a linkage key has
#: Asked for once, and again among the values of every batch, where nobody can tell which it is: a
#: keyholder that takes another key for one partner or one batch is found out.
CHECK = b"beforehand keyholder check 1"
_WAITS = (1.0, 3.0, 9.0)  # seconds before a batch is sent again
_SECONDS = 60  # for one answer, from the first byte sent to the last one read


def read_pass(path: Path) -> str:
    """The pass that the keyholder gave.

    Raises:
        BadPass: It is none.
    """
    try:
        said = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as wrong:
        raise BadPass(file=path.name) from wrong
    if not said.startswith("keyholder-pass-"):
        raise BadPass(file=path.name)
    return said


def read_url(said: str) -> str:
    """The keyholder's address without a stroke at its end.

    Raises:
        BadKeyholderAddress: It is not https (http on this machine alone).
    """
    parts = urlsplit(said)
    here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if not parts.hostname or parts.scheme not in ({"http", "https"} if here else {"https"}):
        raise BadKeyholderAddress(url=said)
    return said.rstrip("/")


@dataclass(slots=True)
class Asking:
    """``Blind`` for ``seal_file``: called with distinct 32-byte values, gives 16 bytes for each.

    ``epoch`` is known after the first call: the keyholder's number of its key and a check value
    that only this very key gives, so that values of two keys are never compared.
    """

    url: str
    token: str
    kept: Path | None = None  # where answers wait for a second try
    progress: Callable[[int, int], None] = lambda *_: None
    epoch: str = ""
    _number: str = ""
    _check: bytes = b""
    _known: dict[bytes, list[bytes]] = field(default_factory=dict)

    def __call__(self, values: Sequence[bytes]) -> list[bytes]:
        """The outputs, in the order of the values.

        Raises:
            KeyholderUnreachable: The line is cut; answers so far are kept.
            KeyholderRefused: The pass, the day's allowance or the key's epoch does not fit.
            KeyholderFaulty: The answers are not elements of the group, or of several keys.
        """
        self._check = b""
        self._batch([])
        check = self._check
        self.epoch = f"{self._number}-{check.hex()[:16]}"
        self._known = self._read_kept()
        found: list[bytes] = []
        for batch in _batches(values):
            found += self._known.get(_name(batch, check)) or self._ask_and_keep(batch, check)
            self.progress(len(found), len(values))
        return found

    def done(self) -> None:
        """Forget the answers kept for a second try."""
        if self.kept:
            self.kept.unlink(missing_ok=True)

    def _ask_and_keep(self, batch: Sequence[bytes], check: bytes) -> list[bytes]:
        found = self._batch(batch)
        if self.kept:
            with self.kept.open("ab") as out:
                out.write(_name(batch, check) + len(batch).to_bytes(4, "big") + b"".join(found))
        return found

    def _batch(self, batch: Sequence[bytes]) -> list[bytes]:
        place = secrets.randbelow(len(batch) + 1)
        asked = [*batch[:place], CHECK, *batch[place:]]
        drawn, elements = oprf.blind(asked)
        answer = self._sent(elements)
        try:
            found = oprf.finalize(asked, drawn, answer)
        except oprf.NotAnElement as wrong:
            raise KeyholderFaulty(url=self.url) from wrong
        check = found.pop(place)[:KEPT_BYTES]
        if answer == elements or check != (self._check or check):  # no key at all, or another
            raise KeyholderFaulty(url=self.url)
        self._check = check
        return [output[:KEPT_BYTES] for output in found]

    def _sent(self, elements: bytes) -> bytes:
        for wait in _WAITS:
            try:
                return self._post(elements)
            except KeyholderUnreachable:
                time.sleep(wait)
        return self._post(elements)

    def _post(self, elements: bytes) -> bytes:
        try:
            status, epoch, body = _exchanged(self.url, self.token, elements)
        except (http.client.HTTPException, OSError, ValueError) as cut:
            raise KeyholderUnreachable(url=self.url, reason=type(cut).__name__) from None
        if status != http.client.OK:
            said = body[:200].decode("utf-8", "replace")
            reason = "".join(sign for sign in said if sign.isprintable())
            raise KeyholderRefused(url=self.url, reason=reason)
        self._note_epoch(epoch)
        return body

    def _note_epoch(self, number: str) -> None:
        if not number.isdecimal() or (self._number and number != self._number):
            raise KeyholderFaulty(url=self.url)
        self._number = number

    def _read_kept(self) -> dict[bytes, list[bytes]]:
        """Whole answers of earlier tries; what a crash cut off at the end is left."""
        data = self.kept.read_bytes() if self.kept and self.kept.exists() else b""
        found: dict[bytes, list[bytes]] = {}
        at = 0
        while at + 36 <= len(data):
            name, many = data[at : at + 32], int.from_bytes(data[at + 32 : at + 36], "big")
            body = data[at + 36 : at + 36 + many * KEPT_BYTES]
            if len(body) < many * KEPT_BYTES:
                break
            found[name] = [body[i : i + KEPT_BYTES] for i in range(0, len(body), KEPT_BYTES)]
            at += 36 + len(body)
        return found


def _exchanged(url: str, token: str, elements: bytes) -> tuple[int, str, bytes]:
    """Status, epoch and body of one answer, of which no more is read than was asked for.

    No redirect is followed and no proxy asked: the pass and the values go to the address that was
    named. An answer that comes byte by byte is cut off when its time is over.
    """
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=_SECONDS)
    over = threading.Event()
    late = threading.Timer(_SECONDS, _hang_up, [line, over])
    late.start()
    try:
        said = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
        line.request("POST", f"{parts.path}/evaluate", elements, said)
        answer = line.getresponse()
        body = answer.read(len(elements) + 1)
        if over.is_set():
            raise TimeoutError
        return answer.status, answer.headers.get("Epoch", ""), body
    finally:
        late.cancel()
        line.close()


def _hang_up(line: http.client.HTTPConnection, over: threading.Event) -> None:
    over.set()
    if line.sock is not None:
        with contextlib.suppress(OSError):
            line.sock.shutdown(socket.SHUT_RDWR)


def _batches(values: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for at in range(0, len(values), BATCH):
        yield values[at : at + BATCH]


def _name(batch: Sequence[bytes], check: bytes) -> bytes:
    return hashlib.sha256(check + b"".join(batch)).digest()
