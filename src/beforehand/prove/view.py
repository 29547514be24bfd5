"""The impact report prepared for reading, in one language: strings only.

The PDF and the web page are made from the same view; their templates decide nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from beforehand.prove.sources import DataView, Number, SourceView


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictView:
    """One effect: the large figure or words, its interval drawn, and how we know."""

    label: str
    large: str
    in_words: bool
    key: str  # of the source of the large figure
    svg_web: str
    svg_paper: str
    sentence: str
    how: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A line of the table of warned and held-out places; empty where there is no such number."""

    label: str
    treated: Number
    held_out: Number
    treated_note: str = ""
    held_out_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """A label with its number, and the interval or a remark."""

    label: str
    number: Number
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    """One outcome's counts: before and during, in both groups."""

    title: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """A question that could have undone the claim, and what the counts say."""

    label: str
    sentence: str
    number: Number
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideView:
    """One picture: one message, its interval, the made-up mark."""

    kicker: str
    message: str
    large: str = ""
    quiet: bool = False  # a large figure that nobody claims
    svg: str = ""
    points: tuple[str, ...] = ()
    small: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """All that the report says."""

    language: str
    said: dict[str, str]  # headings and other fixed words
    title: str
    lede: str
    made_up: bool
    verdicts: tuple[VerdictView, ...]
    outcomes: tuple[OutcomeView, ...]
    delivery_rows: tuple[RowView, ...]
    done: tuple[FactView, ...]
    places: str
    costs: tuple[FactView, ...]
    before_after: VerdictView | None
    checks: tuple[CheckView, ...]
    messages: tuple[CheckView, ...]  # versions drawn on our own page, then each pair of them
    messages_say: tuple[str, ...]
    trend_web: str
    trend_paper: str
    trend_says: str
    thanks: tuple[str, ...]
    changed: tuple[str, ...]
    learned: tuple[str, ...]
    unknowns: tuple[str, ...]
    account: tuple[str, ...]
    sources: tuple[SourceView, ...]
    data: tuple[DataView, ...]
    sponsor: str
    seal: str
    plan_id: str
    released_on: str  # ISO, for the file's own date
