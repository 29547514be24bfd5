"""Takes a report: sealed on the phone, or sealed here in memory before anything else happens.

Nothing clear is written, logged or counted; what is kept is a random id, the campaign, the day
and the ciphertext.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qs

from beforehand.reach import Entry, posted, seal
from beforehand.refusals import DropFull, EmptyReport, NotASealedReport, ReportTooLong
from beforehand.web.public.requests import Environ, tracked
from beforehand.web.public.site import Loaded

MOST_BYTES: Final = 64 * 1024
MOST_FIELDS: Final = 60
MOST_AT_ONCE: Final = 24
"""Reports that one process reads at the same time; it has more threads than that."""
FORM: Final = "application/x-www-form-urlencoded"

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_KNOWN = ("sealed", "language", "campaign", "place", "version")

BAD_FORM: Final = (ValueError, NotASealedReport, ReportTooLong, EmptyReport)
"""What is wrong with what was posted."""

NO_ROOM: Final = (sqlite3.Error, OSError, DropFull)
"""What is wrong here."""


class Allowance:
    """How many reports are taken a minute, from everybody together: no address is looked at."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(a_minute)
        self._left = float(a_minute)
        self._clock = clock
        self._at = clock()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Whether one more may be taken now."""
        with self._lock:
            now = self._clock()
            self._left = min(self._most, self._left + (now - self._at) * self._most / 60)
            self._at = now
            if self._left < 1:
                return False
            self._left -= 1
            return True


def size(environ: Environ) -> int | None:
    """Length of the body in bytes; None where the browser does not say."""
    said = str(environ.get("CONTENT_LENGTH", ""))
    return int(said) if re.fullmatch(r"[0-9]{1,9}", said) else None


def read_form(environ: Environ, length: int) -> dict[str, str]:
    """The fields of a posted form; several answers to one question are lines.

    Raises:
        ValueError: If it is no URL-encoded form in UTF-8 of at most ``MOST_FIELDS`` fields.
    """
    if str(environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower() != FORM:
        raise ValueError(FORM)
    body: bytes = environ["wsgi.input"].read(length)
    fields = parse_qs(body.decode("ascii"), errors="strict", max_num_fields=MOST_FIELDS)
    return {name: "\n".join(said).replace("\r\n", "\n") for name, said in fields.items()}


def sealed_report(form: dict[str, str], entry: Entry, environ: Environ, loaded: Loaded) -> bytes:
    """The age file of what was posted to a report page.

    Raises:
        NotASealedReport: If the field ``sealed`` does not have that form.
        EmptyReport: If nothing was written.
        ReportTooLong: If it does not fit the cell.
    """
    if form.get("sealed"):
        return _from_phone(form["sealed"], loaded)
    written = {n: said for n, said in form.items() if n not in _KNOWN and _NAME.fullmatch(n)}
    if not any(said.strip() for said in written.values()):
        raise EmptyReport()
    return seal(written | _about(form, entry, environ, loaded), loaded.bundle.manifest.recipients)


def _from_phone(text: str, loaded: Loaded) -> bytes:
    for recipients in loaded.sealed_for:
        try:
            return posted(text, recipients)
        except NotASealedReport:
            continue
    raise NotASealedReport()


def _about(form: dict[str, str], entry: Entry, environ: Environ, loaded: Loaded) -> dict[str, str]:
    place, version = tracked(environ, loaded)
    place = place or (form.get("place", "") if form.get("place") in loaded.places else "")
    version = version or (form.get("version", "") if form.get("version") in loaded.versions else "")
    about = {
        "language": entry.language,
        "campaign": entry.campaign,
        "place": place,
        "version": version,
    }
    return {name: said for name, said in about.items() if said}
