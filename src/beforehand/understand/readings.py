"""Reads a trend closely: what is provisional, what was revised, where the level shifted, season."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from beforehand.charts import LEAST_PEOPLE, decimal, percent
from beforehand.charts import people as said_people
from beforehand.records.cases import CaseTable, SourceClass
from beforehand.records.figure import Figure, Interval, Meaning, RecipeParameter, Unit
from beforehand.records.picture import RouteFilter, Trend
from beforehand.records.readings import (
    Earlier,
    LevelShift,
    PeriodReading,
    SeasonAnswer,
    SeasonReading,
    TrendReading,
)
from beforehand.refusals import EmptyPool, ImpossibleCounts
from beforehand.stats import Shift, level_shifts, season
from beforehand.understand.figures import Evidence
from beforehand.understand.trends import trend
from beforehand.words import Words, words

FALSE_ALARM, SEASON_LEVEL = 0.05, 0.025
SEED = 1
#: Without earlier editions to learn from, so many of the last periods are taken as provisional.
USUALLY_PROVISIONAL = 2
REVISED = 0.01  # a revision of at least 1 % is one that a reader would see
MANY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Series:
    evidence: Evidence
    periods: tuple[str, ...]
    counts: tuple[int, ...]
    provisional: frozenset[str]


def read_trend(
    editions: Sequence[CaseTable], route: RouteFilter, *, left_out: tuple[SourceClass, ...] = ()
) -> TrendReading:
    """People by period, as each edition told them, with shifts of level and season.

    Args:
        editions: Of one source, oldest first; the last is counted, the others tell what it was.
        route: Which route.
        left_out: Other source classes that hold this route, to be named in the basis.

    Returns:
        Every period with its earlier numbers. The last periods are provisional: as many as
        earlier editions were later revised by 1 % or more, two where there are none. Shifts need
        eight periods, a season four years of quarters; where they cannot be told it says so.

    Raises:
        EmptyPool: If nobody is on the route.
    """
    now = trend(editions[-1], route, left_out=left_out)
    before = [(one, _told(one, route)) for one in editions[:-1]]
    names = tuple(point.period for point in now.points)
    fresh = frozenset(names[-_fresh(now, [told for _, told in before]) :]) if names else frozenset()
    series = _Series(
        evidence=Evidence(cases=editions[-1], route=route, function="understand.read_trend"),
        periods=names,
        counts=tuple(point.people.numerator or 0 for point in now.points),
        provisional=fresh,
    )
    periods = tuple(
        PeriodReading(
            period=point.period,
            people=point.people,
            earlier=_earlier(point.period, before),
            provisional=point.period in fresh,
        )
        for point in now.points
    )
    shifts = _shifts(series)
    steady = (
        len(shifts) >= MANY and len({one.after.value > one.before.value for one in shifts}) == 1
    )
    found = _season(series)
    return TrendReading(
        basis=now.basis,
        periods=periods,
        undated=now.undated,
        shifts=shifts,
        steady=steady,
        season=found,
        false_alarm=FALSE_ALARM,
        says=(*_says_revised(periods), _says_shifts(series, shifts, steady), _says_season(found)),
    )


def _told(cases: CaseTable, route: RouteFilter) -> Mapping[str, Figure]:
    """People by period in one edition; none if it does not hold the route."""
    try:
        return {point.period: point.people for point in trend(cases, route).points}
    except EmptyPool:
        return {}


def _earlier(
    period: str, before: list[tuple[CaseTable, Mapping[str, Figure]]]
) -> tuple[Earlier, ...]:
    return tuple(
        Earlier(
            edition=cases.submissions[0].edition,
            given_on=cases.submissions[0].given_on,
            people=told[period],
        )
        for cases, told in before
        if period in told
    )


def _fresh(now: Trend, before: list[Mapping[str, Figure]]) -> int:
    """How many of the last periods are still to be revised, learnt from earlier editions."""
    latest = {point.period: point.people.value for point in now.points}
    ages = []
    compared = False
    for told in before:
        names = list(told)
        for back, period in enumerate(reversed(names), start=1):
            if period in latest:
                compared = True
                change = abs(latest[period] - told[period].value)
                if change >= REVISED * max(told[period].value, 1.0):
                    ages.append(back)
    return max(ages, default=1) if compared else USUALLY_PROVISIONAL


def _shifts(series: _Series) -> tuple[LevelShift, ...]:
    try:
        found = level_shifts(series.counts, np.random.default_rng(SEED), level=FALSE_ALARM)
    except ImpossibleCounts:
        return ()
    return tuple(_shift(series, one) for one in found)


def _shift(series: _Series, one: Shift) -> LevelShift:
    period = series.periods[one.at]
    return LevelShift(
        period=period,
        before=_level(series, "before", period, (one.start, one.at)),
        after=_level(series, "after", period, (one.at, one.stop)),
        p_value=one.p_value,
        provisional=bool(series.provisional & set(series.periods[one.at : one.stop])),
    )


def _level(series: _Series, of: str, period: str, stretch: tuple[int, int]) -> Figure:
    """People a period over a stretch, with an interval from how its periods differ."""
    from scipy.stats import t as student  # here: slow to load, and few commands need it

    part = np.array(series.counts[stretch[0] : stretch[1]], dtype=np.float64)
    spread = max(float(part.std(ddof=1)), float(np.sqrt(part.mean())))  # at least Poisson's
    reach = float(student.ppf(0.975, len(part) - 1)) * spread / np.sqrt(len(part))
    middle = float(part.mean())
    asked: dict[str, RecipeParameter] = {"of": of, "period": period}
    ends = Interval(
        low=max(0.0, middle - reach), high=middle + reach, method="t", meaning=Meaning.PROCESS
    )
    first, last = series.periods[stretch[0]], series.periods[stretch[1] - 1]
    says = words("People a period, {first} to {last}, on average", first=first, last=last)
    return _figure(series, (middle, Unit.PEOPLE), says, asked, ends)


def _figure(
    series: _Series,
    what: tuple[float, Unit],
    says: Words,
    asked: dict[str, RecipeParameter],
    ends: Interval,
) -> Figure:
    return Figure(
        value=what[0],
        unit=what[1],
        definition=says,
        source=series.evidence.cases.source,
        data_hash=series.evidence.cases.data_hash,
        recipe=series.evidence.recipe(asked),
        interval=ends,
        made_up=series.evidence.cases.made_up,
    )


def _season(series: _Series) -> SeasonReading:
    unknown = SeasonReading(answer=SeasonAnswer.CANNOT_TELL, quarters=(), p_value=None)
    if not series.periods or "Q" not in series.periods[0]:
        return unknown
    try:
        found = season(series.counts, np.random.default_rng(SEED))
    except ImpossibleCounts:
        return unknown
    first = int(series.periods[0][-1]) - 1
    quarters = []
    for quarter in range(4):
        at = (quarter - first) % 4
        name = f"Q{quarter + 1}"
        ends = Interval(
            low=float(found.low[at]),
            high=float(found.high[at]),
            method="t over years",
            meaning=Meaning.PROCESS,
        )
        says = words("{quarter} against the middle of the year around it", quarter=name)
        what = (float(found.factors[at]), Unit.RATIO)
        asked: dict[str, RecipeParameter] = {"of": "season", "period": name}
        quarters.append((name, _figure(series, what, says, asked, ends)))
    answer = SeasonAnswer.YES if found.p_value <= SEASON_LEVEL else SeasonAnswer.NO
    return SeasonReading(answer=answer, quarters=tuple(quarters), p_value=found.p_value)


def _says_revised(periods: tuple[PeriodReading, ...]) -> tuple[Words, ...]:
    """The largest revision, and which periods are provisional."""
    said = []
    changed = [
        (abs(one.people.value - was.people.value), one, was)
        for one in periods
        for was in one.earlier
        if one.people.value != was.people.value
        and min(one.people.value, was.people.value) >= LEAST_PEOPLE
    ]
    if changed:
        _, one, was = max(changed, key=lambda each: each[0])
        said.append(
            words(
                "{period} was {then} in edition {edition} and is {now} now.",
                period=one.period,
                then=said_people(was.people.value),
                edition=was.edition,
                now=said_people(one.people.value),
            )
        )
    fresh = [one.period for one in periods if one.provisional]
    if fresh:
        said.append(
            words("Provisional, since late reports still come in: {first}.", first=fresh[0])
            if len(fresh) == 1
            else words(
                "Provisional, since late reports still come in: {first} to {last}.",
                first=fresh[0],
                last=fresh[-1],
            )
        )
    return tuple(said)


def _says_shifts(series: _Series, shifts: tuple[LevelShift, ...], steady: bool) -> Words:
    if len(series.counts) < 8:
        return words("With fewer than eight periods a shift of level cannot be told.")
    if not shifts:
        return words("The level did not shift by more than chance.")
    if steady:
        rose = shifts[0].after.value > shifts[0].before.value
        return (
            words("It rose throughout: a trend, rather than single shifts.")
            if rose
            else words("It fell throughout: a trend, rather than single shifts.")
        )
    largest = max(
        shifts, key=lambda one: abs(np.log((one.after.value + 1) / (one.before.value + 1)))
    )
    if min(largest.before.value, largest.after.value) < LEAST_PEOPLE:
        return words("The level shifted in {period}.", period=largest.period)
    return words(
        "The level shifted in {period}, from {before} to {after} people a period (p {p}).",
        period=largest.period,
        before=decimal(largest.before.value, 0),
        after=decimal(largest.after.value, 0),
        p=decimal(largest.p_value, 3),
    )


def _size(one: LevelShift) -> float:
    return float(abs(np.log((one.after.value + 1) / (one.before.value + 1))))


def _says_season(found: SeasonReading) -> Words:
    if found.answer is SeasonAnswer.CANNOT_TELL:
        return words("Whether it has a season cannot be told: that takes four years of quarters.")
    if found.answer is SeasonAnswer.NO:
        return words("Quarters do not differ by season by more than chance.")
    name, figure = max(found.quarters, key=lambda one: abs(one[1].value - 1))
    change = percent(abs(figure.value - 1), 0)
    if figure.value > 1:
        return words(
            "It has a season: {quarter} is {change} above the year's middle.",
            quarter=name,
            change=change,
        )
    return words(
        "It has a season: {quarter} is {change} below the year's middle.",
        quarter=name,
        change=change,
    )
