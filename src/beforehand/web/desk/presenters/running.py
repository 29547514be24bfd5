"""What a plan's page shows while the campaign runs: delivery, never an effect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from babel import Locale

from beforehand import gazetteer
from beforehand.records.plan import Plan
from beforehand.records.reach import WeeklyReports
from beforehand.web.desk.said import language, say


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsWeek:
    """One week's reports by place, as a caseworker's browser counted them."""

    first: date
    last: date
    places: tuple[tuple[str, int], ...]  # most first


def report_weeks(plan: Plan, given: Iterable[WeeklyReports]) -> tuple[ReportsWeek, ...]:
    """Weeks of the campaign's window, latest first; each count reaches the release threshold."""
    names = {one.place.code: one.place.name for one in plan.places}
    countries = Locale.parse(language()).territories
    weeks = [one for one in given if _within(plan, one.week)]
    return tuple(
        ReportsWeek(
            first=one.week,
            last=one.week + timedelta(days=6),
            places=tuple(
                (
                    names.get(each.place)
                    or say(gazetteer.elsewhere(each.place, countries.get(each.place, each.place))),
                    each.reports,
                )
                for each in sorted(one.counts, key=lambda each: -each.reports)
            ),
        )
        for one in sorted(weeks, key=lambda one: one.week, reverse=True)
    )


def _within(plan: Plan, week: date) -> bool:
    return plan.window.start <= week + timedelta(days=6) and week <= plan.window.end
