"""A partner asks its keyholder: blinds values, sends them in batches, takes the answers apart.

Answers are kept beside the file that is being sealed until it is done, so that a cut line costs
one batch, not the whole.
"""

from __future__ import annotations

import hashlib
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
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
#: Blinded like any other value, so that a keyholder cannot answer it apart.
CHECK = b"beforehand keyholder check 1"
_WAITS = (1.0, 3.0, 9.0)  # seconds before a batch is sent again
_SECONDS = 60


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
    _known: dict[bytes, list[bytes]] = field(default_factory=dict)

    def __call__(self, values: Sequence[bytes]) -> list[bytes]:
        """The outputs, in the order of the values.

        Raises:
            KeyholderUnreachable: The line is cut; answers so far are kept.
            KeyholderRefused: The pass, the day's allowance or the key's epoch does not fit.
            KeyholderFaulty: The answers are not elements of the group.
        """
        check = self._batch([CHECK])[0]
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
        drawn, elements = oprf.blind(batch)
        answer = self._sent(elements)
        try:
            found = oprf.finalize(batch, drawn, answer)
        except oprf.NotAnElement as wrong:
            raise KeyholderFaulty(url=self.url) from wrong
        return [output[:KEPT_BYTES] for output in found]

    def _sent(self, elements: bytes) -> bytes:
        for wait in _WAITS:
            try:
                return self._post(elements)
            except KeyholderUnreachable:
                time.sleep(wait)
        return self._post(elements)

    def _post(self, elements: bytes) -> bytes:
        request = urllib.request.Request(  # noqa: S310 -- read_url admits http and https alone
            f"{self.url}/evaluate",
            data=elements,
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": _BYTES},
        )
        try:
            with _DIRECT.open(request, timeout=_SECONDS) as answer:
                self._note_epoch(answer.headers.get("Epoch", ""))
                return bytes(answer.read(len(elements) + 1))
        except urllib.error.HTTPError as said:
            reason = said.read(200).decode("utf-8", "replace")
            raise KeyholderRefused(url=self.url, reason=reason) from None
        except (urllib.error.URLError, http.client.HTTPException, OSError) as cut:
            reason = str(getattr(cut, "reason", "") or type(cut).__name__)
            raise KeyholderUnreachable(url=self.url, reason=reason) from None

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


class _Stay(urllib.request.HTTPRedirectHandler):
    """The pass goes to the address that was named, and is never taken elsewhere."""

    def redirect_request(self, *_: Any) -> None:
        """No."""
        return


_BYTES = "application/octet-stream"
#: No proxy of the environment: what is sent is for the keyholder alone.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)


def _batches(values: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for at in range(0, len(values), BATCH):
        yield values[at : at + BATCH]


def _name(batch: Sequence[bytes], check: bytes) -> bytes:
    return hashlib.sha256(check + b"".join(batch)).digest()
