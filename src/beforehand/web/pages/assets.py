"""The small modules that go into the bundle with the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from beforehand.records.reach import PageBytes

STATIC: Final = Path(__file__).parent.parent / "static"
MODULE: Final = "/sealing/leave.js"
#: ``leave.js`` on every page; the rest is fetched when a report form is touched.
SENT: Final = (
    "sealing/leave.js",
    "sealing/report.js",
    "sealing/age.js",
    "sealing/cell.js",
    "sealing/seal.js",
    "sealing/x25519.js",
    "vendor/noble-chacha.js",
    "vendor/noble-x25519.js",
)


def modules() -> tuple[PageBytes, ...]:
    """Each module as it lies in the package, at its own path."""
    return tuple(
        PageBytes(
            path=f"/{name}",
            content_type="text/javascript; charset=utf-8",
            body=(STATIC / name).read_bytes(),
        )
        for name in SENT
    )
