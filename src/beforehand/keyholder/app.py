"""The keyholder's server: evaluates blinded values for admitted partners, and logs nothing.

``GET /`` says which epoch it is. ``POST /evaluate`` takes n times 32 bytes with the partner's pass
(``Authorization: Bearer``) and gives n times 32 bytes. It learns who asked, on which day and how
many values; never which.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from beforehand.keyholder import oprf
from beforehand.keyholder.book import Book

SUITE = "OPRF(ristretto255, SHA-512)"
MOST_VALUES = 2048  # a request; under 0.2 s of work
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Headers = list[tuple[str, str]]

_PLAIN = [("Content-Type", "text/plain; charset=utf-8")]
_SAFE = [
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'"),
]


class Keyholder:
    """WSGI. ``desk`` is the one web origin whose pages may ask from a browser; "" for none."""

    def __init__(self, book: Book, today: Callable[[], date], desk: str = "") -> None:
        self._book = book
        self._today = today
        self._desk = desk

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        status, headers, body = self._answer(environ)
        start_response(status, [*headers, *_SAFE, *self._shared(environ)])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _answer(self, environ: dict[str, Any]) -> tuple[str, Headers, bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"] or "/"
        if environ.get("HTTP_ORIGIN", self._desk) != self._desk:
            return _no("403 Forbidden", "Only the desk's own pages may ask.")
        if method == "OPTIONS":
            return "204 No Content", [], b""
        if path == "/" and method in {"GET", "HEAD"}:
            said = {"suite": SUITE, "epoch": self._book.epoch, "most_values": MOST_VALUES}
            return "200 OK", [("Content-Type", "application/json")], json.dumps(said).encode()
        if path == "/evaluate" and method == "POST":
            return self._evaluate(environ)
        return _no("404 Not Found", "There is nothing here.")

    def _evaluate(self, environ: dict[str, Any]) -> tuple[str, Headers, bytes]:
        scheme, _, said = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        name = self._book.holder(said) if scheme.lower() == "bearer" else None
        if name is None:
            return _no("401 Unauthorized", "The pass is not valid.")
        length = _length(environ)
        if not length or length % oprf.ELEMENT_BYTES:
            return _no("400 Bad Request", "Send a number of values of 32 bytes each.")
        if length > MOST_VALUES * oprf.ELEMENT_BYTES:
            return _no("413 Content Too Large", f"Send at most {MOST_VALUES} values at once.")
        if not self._book.spend(name, length // oprf.ELEMENT_BYTES, self._today()):
            return _no("429 Too Many Requests", "Your allowance for today is spent.")
        return self._evaluated(environ["wsgi.input"].read(length))

    def _evaluated(self, elements: bytes) -> tuple[str, Headers, bytes]:
        try:
            found = oprf.evaluate(self._book.key(), elements)
        except oprf.NotAnElement:
            return _no("400 Bad Request", "A value is no element of the group.")
        kind = ("Content-Type", "application/octet-stream")
        return "200 OK", [kind, ("Epoch", str(self._book.epoch))], found

    def _shared(self, environ: dict[str, Any]) -> Headers:
        """Let the desk's own pages ask, and no other site's."""
        if not self._desk or environ.get("HTTP_ORIGIN") != self._desk:
            return []
        return [
            ("Access-Control-Allow-Origin", self._desk),
            ("Access-Control-Allow-Headers", "authorization, content-type"),
            ("Access-Control-Allow-Methods", "GET, POST"),
            ("Access-Control-Expose-Headers", "epoch"),
            ("Access-Control-Max-Age", "600"),
            ("Vary", "Origin"),
        ]


def _no(status: str, sentence: str) -> tuple[str, Headers, bytes]:
    return status, list(_PLAIN), sentence.encode()


def _length(environ: dict[str, Any]) -> int:
    said = environ.get("CONTENT_LENGTH") or ""
    return int(said) if said.isdecimal() and len(said) < 9 else 0
