"""What is read of a request, in memory: never kept, never logged."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from beforehand.records.reach import TAPPED
from beforehand.web.public.site import Loaded

Environ = Mapping[str, Any]

# Machines that fetch a page to draw a preview of it, or to index it; not people.
_MACHINE: Final = re.compile(
    r"bot\b|crawl|spider|facebookexternalhit|facebookcatalog|meta-external|whatsapp/|skypeuri|"
    r"preview",
    re.IGNORECASE,
)
_ORIGIN: Final = {"same-origin": True, "none": True, "same-site": False, "cross-site": False}


def header(environ: Environ, name: str) -> str:
    """A request header, empty if absent."""
    value: str = environ.get("HTTP_" + name.upper().replace("-", "_"), "")
    return value


def takes_gzip(environ: Environ) -> bool:
    """Whether the browser reads gzip."""
    accepted = header(environ, "Accept-Encoding").replace(" ", "")
    return "gzip" in accepted and "gzip;q=0" not in accepted


def is_visit(environ: Environ) -> bool:
    """Whether a person opened the page: a GET, not in advance and not by a machine's own name."""
    if environ["REQUEST_METHOD"] != "GET":
        return False
    early = header(environ, "Sec-Purpose") or header(environ, "Purpose")
    return "prefetch" not in early and not _MACHINE.search(header(environ, "User-Agent"))


def is_tap(environ: Environ) -> bool:
    """Whether somebody followed a link on our own page, as far as the browser says."""
    return is_visit(environ) and header(environ, "Sec-Fetch-Site") in {"", "same-origin"}


def tapped(environ: Environ) -> str:
    """The version that a drawn page names in its link; empty if the address names none."""
    return _query(environ.get("QUERY_STRING", "")).get(TAPPED, [""])[0]


def tracked(
    environ: Environ, loaded: Loaded, places: Collection[str] | None = None
) -> tuple[str, str]:
    """Place and version of the tracked link, each empty unless the bundle knows it.

    ``places``: those that are known here, in place of those that are counted. A survey knows where
    it is asked, places where nothing is posted among them.

    A step's own address carries neither: then those of our own page before it are read, which the
    browser names to us (``Referrer-Policy: same-origin``).
    """
    query = environ.get("QUERY_STRING", "")
    if not query:
        host, said = _address(header(environ, "Referer")[:2000])
        query = said if host == header(environ, "Host") else ""
    asked = _query(query)
    place, version = asked.get("p", [""])[0], asked.get("v", [""])[0]
    return (
        place if place in (loaded.places if places is None else places) else "",
        version if version in loaded.versions else "",
    )


def _address(url: str) -> tuple[str, str]:
    """Host and query of an address; both empty if it is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.netloc, parts.query


def _query(query: str) -> dict[str, list[str]]:
    try:
        return parse_qs(query[:500], max_num_fields=10)
    except ValueError:
        return {}


def is_ours(environ: Environ) -> bool:
    """Whether a form was posted from our own page, as far as the browser says.

    There is no cookie to abuse: this only keeps other sites from posting in a visitor's name. A
    browser that says nothing is believed, since a report lost is worse than one forged.
    """
    site = header(environ, "Sec-Fetch-Site")
    if site:
        return _ORIGIN.get(site, False)
    origin = header(environ, "Origin")
    return not origin or _address(origin)[0] == header(environ, "Host")


def is_https(environ: Environ) -> bool:
    """Whether the browser came by HTTPS, here or at the proxy before us."""
    return "https" in (environ.get("wsgi.url_scheme"), header(environ, "X-Forwarded-Proto"))


def preferred(environ: Environ, offered: tuple[str, ...]) -> str:
    """The offered language that the browser asks for first; else the first offered."""
    wanted: list[tuple[float, str]] = []
    for part in header(environ, "Accept-Language")[:500].split(","):
        tag, _, weight = part.strip().partition(";q=")
        language = tag.split("-")[0].lower()
        if language in offered:
            wanted.append((_weight(weight), language))
    return max(wanted, key=lambda one: one[0])[1] if wanted else offered[0]


def _weight(text: str) -> float:
    return float(text) if re.fullmatch(r"[01](\.\d{1,3})?", text) else float(not text)
