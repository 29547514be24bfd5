"""The impact report as a PDF."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typst

from beforehand.prove.presenter import present
from beforehand.records.codec import to_json
from beforehand.records.release import Release, SafeImpact

TEMPLATE = Path(__file__).with_name("report.typ")


def render_pdf(release: Release[SafeImpact], language: str = "en") -> bytes:
    """Typeset a released report: two or three pages of A4.

    Args:
        release: The report as it passed the door.
        language: "en" or "sq".

    Returns:
        The PDF. The same release gives the same bytes.
    """
    made: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        ignore_system_fonts=True,  # the fonts inside Typst, so that every machine sets it alike
        format="pdf",
        sys_inputs={"view": to_json(present(release, language)).decode()},
        timestamp=int(datetime.combine(release.released_on, datetime.min.time(), UTC).timestamp()),
    )
    return made
