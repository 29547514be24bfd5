"""The brief as a PDF, set by Typst with the fonts it brings along."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files

import typst

from beforehand import charts
from beforehand.records.hidden import HiddenPopulation
from beforehand.records.picture import Brief
from beforehand.understand.hidden_sheet import hidden_content
from beforehand.understand.hidden_veil import withholds
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
            than 11 people were seen. Where it withholds a group of people, the partners are not
            set side by side: how many each one saw would give the group back.

    Returns:
        A PDF, tagged for screen readers.
    """
    brief, hidden = together(brief, hidden)
    content = Sheet(brief=brief, language=language, today=today).content()
    content["hidden"] = hidden_content(hidden, language) if hidden else None
    template = (files("beforehand.understand") / "brief.typ").read_bytes()
    made = typst.compile(
        template,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content)},
        timestamp=int(datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp()),
    )
    return bytes(made)


def together(
    brief: Brief, hidden: HiddenPopulation | None
) -> tuple[Brief, HiddenPopulation | None]:
    """Both without what the one tells of the other's few people."""
    if hidden is None or hidden.seen.value < charts.LEAST_PEOPLE:
        return brief, None
    return (replace(brief, by_type=(), by_partner=()) if withholds(hidden) else brief), hidden
