"""What goes back to a browser: a status, headers that keep every promise, bytes."""

from __future__ import annotations

from typing import Final, NamedTuple

from beforehand.reach import ServedPage, is_html
from beforehand.words import LANGUAGES, Words, speak

Header = tuple[str, str]

# Not no-referrer: a browser would then post a report with ``Origin: null`` (measured).
# ``same-origin`` tells other hosts as little.
GUARDS: Final[tuple[Header, ...]] = (
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    (
        "Permissions-Policy",
        (
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), "
            "gyroscope=(), hid=(), magnetometer=(), microphone=(), payment=(), serial=(), usb=()"
        ),
    ),
    ("X-DNS-Prefetch-Control", "off"),
)
HTTPS_ONLY: Final[Header] = ("Strict-Transport-Security", "max-age=31536000")
CLOSED: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

# A page leaves nothing on the phone and comes back on no Back button: neither file nor bfcache.
# No ETag and no Last-Modified anywhere: a browser sends them back, so they could mark it.
PAGE_CACHE: Final = "no-store"
ASSET_CACHE: Final = "public, max-age=600"


class Answer(NamedTuple):
    """A status line, headers and body."""

    status: str
    headers: list[Header]
    body: bytes


class Served(NamedTuple):
    """A page as two answers made ready: plain and compressed."""

    plain: Answer
    gzip: Answer


def served(page: ServedPage) -> Served:
    """Both answers of a page, made once when the bundle is opened."""
    plain = _page(page, page.body, ())
    if page.gzip is None:
        return Served(plain, plain)
    return Served(plain, _page(page, page.gzip, (("Content-Encoding", "gzip"),)))


def notice(status: str, *said: Words) -> Answer:
    """A bare page in every language, for when no page of the bundle fits."""
    lines = "".join(
        f'<p lang="{language}">{" ".join(speak(words, language) for words in said)}</p>'
        for language in LANGUAGES
    )
    body = (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{status[:3]}</title>{lines}<p><a href="/">↩</a></p></html>'
    ).encode()
    return Answer(status, _headers("text/html; charset=utf-8", CLOSED, PAGE_CACHE, body), body)


def moved(status: str, location: str) -> Answer:
    """Send the browser to another of our own pages."""
    headers = _headers("text/plain; charset=utf-8", CLOSED, PAGE_CACHE, b"")
    return Answer(status, [*headers, ("Location", location)], b"")


def with_status(answer: Answer, status: str) -> Answer:
    """The same page under another status."""
    return answer._replace(status=status)


def _page(page: ServedPage, body: bytes, encoding: tuple[Header, ...]) -> Answer:
    entry = page.entry
    cache = PAGE_CACHE if is_html(entry.content_type) else ASSET_CACHE
    headers = _headers(entry.content_type, entry.csp or CLOSED, cache, body)
    language = [("Content-Language", entry.language)] if entry.language else []
    vary = [("Vary", "Accept-Encoding")] if page.gzip is not None else []
    return Answer("200 OK", [*headers, *language, *vary, *encoding], body)


def _headers(content_type: str, csp: str, cache: str, body: bytes) -> list[Header]:
    return [
        ("Content-Type", content_type),
        ("Content-Length", str(len(body))),
        ("Cache-Control", cache),
        ("Content-Security-Policy", csp),
        *GUARDS,
    ]
