"""What a signed bundle says of itself: its pages by hash, its end, and what may be counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from beforehand.records.reach import Event, PageDraw
from beforehand.records.survey import SurveyForm

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
FILES: Final = "files"
CURRENT: Final = "current"
FORMAT: Final = 1

# Signed together with the manifest, so that this key's signature of anything else is no bundle.
CONTEXT: Final = b"beforehand site bundle 1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page or asset; its bytes lie in ``files/`` under their own SHA-256."""

    path: str
    content_type: str
    sha256: str
    gzip_sha256: str  # empty: it is not smaller compressed
    language: str
    csp: str
    expires_on: date | None  # the last day it may be shown; None = as long as the bundle
    campaign: str
    event: Event | None
    survey: SurveyForm | None = None
    version: str = ""
    draw: PageDraw | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything that ``public`` knows; whatever is not in it is not served and not counted."""

    format: int
    release: str
    released_on: date
    expires_on: date  # the last day of the campaign pages; after it, ``emergency`` alone
    made_up: bool
    recipients: tuple[str, ...]
    campaigns: tuple[str, ...]
    places: tuple[str, ...]
    versions: tuple[str, ...]
    languages: tuple[str, ...]
    pages: tuple[Entry, ...]
    emergency: tuple[Entry, ...]
    drawn: tuple[Entry, ...] = ()  # versions of pages, never served but by the draw


def bundles(site: Path) -> tuple[Path, ...]:
    """The folders of bundles in ``site``, by name."""
    return tuple(sorted(path for path in site.glob("bundle-*") if path.is_dir()))
