"""What the supporters' page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from beforehand.records.release import Release, SafeImpact


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCard:
    """One released report."""

    plan_id: str
    title: str
    start: date
    end: date
    sponsor: str
    released_on: date
    short_id: str
    made_up: bool


def report_cards(released: Iterable[Release[SafeImpact]]) -> tuple[ReportCard, ...]:
    """Released reports, the latest first."""
    ordered = sorted(released, key=lambda one: (one.released_on, one.id), reverse=True)
    return tuple(_card(one) for one in ordered)


def _card(one: Release[SafeImpact]) -> ReportCard:
    start, end = one.payload.window
    return ReportCard(
        plan_id=one.payload.plan_id,
        title=one.payload.title,
        start=start,
        end=end,
        sponsor=one.payload.sponsor,
        released_on=one.released_on,
        short_id=one.id[:12],
        made_up=one.made_up,
    )
