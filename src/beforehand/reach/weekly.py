"""Weekly counts of reports by place, as a caseworker's browser gives them: what is taken.

The server knows how many reports a campaign had on a day, and not from where: the place lies in the
seal. Only whoever opened the reports can count by place; here is checked that what they give
tells of no few people, neither by itself nor as what is left of the week.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from beforehand.records.plan import Place
from beforehand.records.reach import Event, Visits, WeeklyReports
from beforehand.refusals import WeekNotTaken
from beforehand.words import Words, words

LAST_DAY: Final = timedelta(days=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What the server knows of one week of a campaign without opening anything."""

    total: int  # reports that came, deleted ones among them
    places: Collection[str]  # codes of its places, their counties and countries
    given: bool  # whether its counts were given before


def monday(day: date) -> date:
    """The first day of the ISO week that ``day`` lies in."""
    return day - timedelta(days=day.weekday())


def ended_weeks(visits: Visits, today: date) -> dict[date, int]:
    """Reports that came in each week that is over, by its Monday; weeks without any are left out.

    Args:
        visits: Everything counted of one campaign.
        today: A week ends with its Sunday, in UTC.
    """
    came: Counter[date] = Counter()
    for one in visits.counts:
        if one.event is Event.REPORT and monday(one.day) + LAST_DAY < today:
            came[monday(one.day)] += one.count
    return dict(came)


def wider(place: Place) -> tuple[str, ...]:
    """The place's code, its county's if it has one, its country's: narrowest first."""
    return tuple(code for code in (place.code, place.parent, place.country) if code)


def check_week(given: WeeklyReports, known: Week, threshold: int, today: date) -> None:
    """Refuse counts that could tell of fewer people than the threshold, or that cannot be.

    Args:
        given: What the browser counted.
        known: What the server knows of that week.
        threshold: Fewest reports that may be told, and that may be left untold.
        today: In UTC.

    Raises:
        WeekNotTaken: With the first reason against it.
    """
    reason = next(_against(given, known, threshold, today), None)
    if reason:
        raise WeekNotTaken(week=given.week.isoformat(), reason=reason)


def _against(given: WeeklyReports, known: Week, threshold: int, today: date) -> Iterator[Words]:
    codes = [one.place for one in given.counts]
    left = known.total - sum(one.reports for one in given.counts)
    if given.week != monday(given.week) or given.week + LAST_DAY >= today:
        yield words("it is not a week from Monday to Sunday that is over. Wait until it is")
    if known.given:
        yield words("they were given before, and a second counting would tell who came between")
    if not codes:
        yield words("there is none. Give those that reach the threshold, or leave the week")
    if len(set(codes)) < len(codes) or not set(codes) <= set(known.places):
        yield words("a place is not one of this campaign, or stands twice. Reload the inbox")
    if any(one.reports < threshold for one in given.counts):
        yield words("one is under {threshold}. Sum it into its county", threshold=threshold)
    if left < 0:
        yield words("they are more than the reports that came. Reload the inbox")
    if 0 < left < threshold:
        yield words(
            "fewer than {threshold} reports would be left over, which tells of few people. "
            "Leave the smallest count out",
            threshold=threshold,
        )
