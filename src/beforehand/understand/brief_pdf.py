"""The brief as a PDF, set by Typst with the fonts it brings along."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from importlib.resources import files

import typst

from beforehand.records.picture import Brief
from beforehand.understand.sheet import Sheet


def render_brief(brief: Brief, language: str = "en", *, today: date) -> bytes:
    """Two to four A4 pages: the same bytes for the same brief, language and day.

    Counts of fewer than 11 people are not shown; made-up data says so at the head of every page.

    Args:
        brief: From ``understand.brief``.
        language: ``en`` or ``sq``.
        today: The day that the foot names.

    Returns:
        A PDF, tagged for screen readers.
    """
    content = Sheet(brief=brief, language=language, today=today).content()
    template = (files("beforehand.understand") / "brief.typ").read_bytes()
    made = typst.compile(
        template,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content)},
        timestamp=int(datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp()),
    )
    return bytes(made)
