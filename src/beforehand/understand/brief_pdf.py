"""The brief as a PDF, set by Typst with the fonts it brings along."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from importlib.resources import files

import typst

from beforehand.records.hidden import HiddenPopulation
from beforehand.records.picture import Brief
from beforehand.understand.hidden_sheet import hidden_content, is_told
from beforehand.understand.sheet import Sheet


def render_brief(
    brief: Brief, language: str = "en", *, today: date, hidden: HiddenPopulation | None = None
) -> bytes:
    """Two to five A4 pages: the same bytes for the same brief, language and day.

    Counts of fewer than 11 people are not shown; made-up data says so at the head of every page.

    Args:
        brief: From ``understand.brief``.
        language: ``en`` or ``sq``.
        today: The day that the foot names.
        hidden: The estimate of who was not seen, for a page of its own; none is made where fewer
            than 11 people were seen.

    Returns:
        A PDF, tagged for screen readers.
    """
    content = Sheet(brief=brief, language=language, today=today).content()
    content["hidden"] = hidden_content(hidden, language) if is_told(hidden) else None
    template = (files("beforehand.understand") / "brief.typ").read_bytes()
    made = typst.compile(
        template,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content)},
        timestamp=int(datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp()),
    )
    return bytes(made)
