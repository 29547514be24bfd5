"""What the inbox shows of reports that nobody on the server can read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from beforehand.web.drop import SealedReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One sealed report: its day, campaign and where its bytes are; size tells nothing."""

    id: str
    campaign: str
    day: date
    kilobytes: int
    url: str
    handled: bool


def rows(reports: Iterable[SealedReport], handled: set[str]) -> list[Row]:
    """Rows of the inbox in the order of the drop, those still open first."""
    made = [
        Row(
            id=one.id,
            campaign=one.campaign,
            day=one.day,
            kilobytes=round(one.size / 1024),
            url=reverse("reports:sealed", args=[one.id]),
            handled=one.id in handled,
        )
        for one in reports
    ]
    return sorted(made, key=lambda row: row.handled)
