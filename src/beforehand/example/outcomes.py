"""Made-up contacts with helplines and partners, and made-up delivery, for demo, docs and tests.

Nothing in it happened. The counts are what such counts look like: small, full of zeros, with
weeks that are all busy or all quiet in one place, and with a rise everywhere that no campaign
caused, so that a comparison of before and after claims an effect where there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from beforehand.records.codec import digest
from beforehand.records.impact import Delivery, Panel, PlatformCount
from beforehand.records.plan import Arm, Place, Plan, RankedPlace, Window
from beforehand.records.reach import Event, ReportCounts, VisitCount, Visits

Floats = NDArray[np.float64]
SOURCE = "Made-up outcomes of a made-up campaign (beforehand, example)"
WEEKLY_PER_PERSON = 2.2e-5  # contacts: about one a week in a municipality of 46,000
SPREAD = 0.25  # of the week-long shocks of a place: variance over squared mean
CARRIED = 0.5  # part of a shock that is left a week later
RISE_A_YEAR = 2.0  # everywhere, whatever the campaign
PEOPLE_PER_EURO = 11.0
SPILL = 0.02  # of the warned places' mean reach that held-out places see

#: What became of those who saw a post, each of those before it: visit, questions, help.
STEPS = ((Event.VISIT, 0.014), (Event.CHECKED, 0.31), (Event.HELP, 0.36))
REPORTS_PER_HELP = 0.12
STRAIGHT = 0.7  # of those who look up help: straight from the page that they came to


def history(places: Sequence[Place], window: Window, *, rng: Generator) -> Panel:
    """Contacts before launch, by place and day: what a plan may know.

    The same seed gives the same days again in ``outcomes``.
    """
    return _panel(places, _first_day(window), window.start - timedelta(days=1), (1.0, ()), rng)


def outcomes(plan: Plan, *, effect: float, rng: Generator) -> Panel:
    """Contacts before and during a campaign whose effect we set.

    Args:
        plan: Says which places were warned, and when.
        effect: Ratio by which the campaign multiplies contacts in warned places; 1 is none, and
            makes the twin to compare with.
        rng: Draws the counts.

    Returns:
        Whole counts by place (code) and day, made up and labelled so.
    """
    warned = {one.place.code for one in plan.places if one.arm in {Arm.TREATED, Arm.EXEMPT}}
    places = [one.place for one in plan.places]
    window = plan.window
    return _panel(places, _first_day(window), window.end, (effect, warned), rng, window.start)


def _first_day(window: Window) -> date:
    return window.start - timedelta(days=window.history_days)


def _panel(
    places: Sequence[Place],
    first: date,
    last: date,
    campaign: tuple[float, Collection[str]],
    rng: Generator,
    start: date | None = None,
) -> Panel:
    days = tuple(first + timedelta(days=i) for i in range((last - first).days + 1))
    ordered = sorted(places, key=lambda place: place.code)
    effect, warned = campaign
    lifted = np.array([effect if place.code in warned else 1.0 for place in ordered])
    weekly = WEEKLY_PER_PERSON * np.array([float(place.population) for place in ordered])
    weekly *= rng.gamma(4.0, 0.25, len(ordered))
    columns = [
        rng.poisson(rates * np.where(start is not None and day >= start, lifted, 1.0))
        for day, rates in zip(days, _daily_rates(weekly, len(days), rng.spawn(1)[0]), strict=False)
    ]
    values = np.column_stack(columns).astype(np.float64)
    return Panel(
        places=tuple(place.code for place in ordered),
        days=days,
        values=tuple(tuple(row) for row in values.tolist()),
        data_hash=digest(values.tolist()),
        source=SOURCE,
        made_up=True,
    )


def _daily_rates(weekly: Floats, days: int, rng: Generator) -> Iterator[Floats]:
    """Expected contacts of each place, day after day; shocks fade from week to week."""
    noise = np.sqrt(np.log1p(SPREAD) * (1 - CARRIED**2))
    shock = rng.normal(0.0, np.sqrt(np.log1p(SPREAD)), len(weekly))
    for day in range(days):
        if day % 7 == 0 and day:
            shock = CARRIED * shock + rng.normal(0.0, noise, len(weekly))
        rise = (1 + RISE_A_YEAR) ** (day / 365)
        yield weekly / 7 * rise * np.exp(shock - np.log1p(SPREAD) / 2)


def delivery(plan: Plan, *, rng: Generator) -> Delivery:
    """What platforms and our own page would have counted, made up.

    Args:
        plan: Says what was budgeted where.
        rng: Draws the counts.

    Returns:
        Reach, clicks and cost by place; visits, questions finished and help looked up by place,
        version and day; sealed reports for the whole campaign.
    """
    platform = tuple(_platform(one, plan, rng) for one in plan.places if _delivered(one))
    counts = tuple(count for place in platform for count in _visits(place, plan, rng))
    helped = sum(count.count for count in counts if count.event is Event.HELP)
    reports = int(rng.binomial(helped, REPORTS_PER_HELP))
    return Delivery(
        platform=platform,
        visits=Visits(campaign=plan.campaign, counts=counts),
        reports=ReportCounts(campaign=plan.campaign, sealed=reports),
        source="Made-up platform report and page counts (beforehand, example)",
        data_hash=digest((platform, counts, reports)),
        made_up=True,
    )


def drawn(plan: Plan, made: Delivery, *, ratio: float, rng: Generator) -> Delivery:
    """The same delivery with what our own page would have counted by drawn version.

    Args:
        plan: Its draw says between which versions; without one nothing is added.
        made: Each of its visits was shown one version; most looked up help straight from there.
        ratio: How much likelier a tap on the first version is than on any other.
        rng: Draws versions.
    """
    if plan.draw is None:
        return made
    versions = plan.draw.versions
    fair = np.full(len(versions), 1 / len(versions))
    tapping = np.array([ratio, *[1.0] * (len(versions) - 1)])
    added = []
    for event, into in ((Event.VISIT, Event.SHOWN), (plan.draw.worked, Event.WORKED)):
        for day in sorted({one.day for one in made.visits.counts}):
            seen = [one for one in made.visits.counts if (one.day, one.event) == (day, event)]
            people = sum(one.count for one in seen)
            if into is Event.WORKED:
                people = int(rng.binomial(people, STRAIGHT))
            chances = fair if into is Event.SHOWN else tapping / tapping.sum()
            for version, counted in zip(versions, rng.multinomial(people, chances), strict=True):
                if counted:
                    added.append(VisitCount(campaign=plan.campaign, place="", version=version,
                                            day=day, event=into, count=int(counted)))  # fmt: skip
    counts = (*made.visits.counts, *added)
    return replace(
        made,
        visits=replace(made.visits, counts=counts),
        data_hash=digest((made.platform, counts, made.reports.sealed)),
    )


def _delivered(one: RankedPlace) -> bool:
    return one.arm in {Arm.TREATED, Arm.EXEMPT, Arm.HELD_OUT}


def _platform(one: RankedPlace, plan: Plan, rng: Generator) -> PlatformCount:
    if one.arm is Arm.HELD_OUT:
        paid = [other.budget_eur for other in plan.places if other.budget_eur > 0]
        reached = rng.poisson(SPILL * PEOPLE_PER_EURO * float(np.mean(paid or [0.0])))
        return PlatformCount(place=one.place.code, reached=int(reached), clicks=0, spent_eur=0.0)
    spent = round(one.budget_eur * float(rng.uniform(0.94, 1.0)), 2)
    reached = int(rng.poisson(spent * PEOPLE_PER_EURO))
    clicks = int(rng.binomial(reached, 0.016))
    return PlatformCount(place=one.place.code, reached=reached, clicks=clicks, spent_eur=spent)


def _visits(place: PlatformCount, plan: Plan, rng: Generator) -> Iterator[VisitCount]:
    versions = sorted({message.version for message in plan.messages}) or [""]
    days = (plan.window.end - plan.window.start).days + 1
    people = place.reached
    for event, share in STEPS:
        people = int(rng.binomial(people, share))
        cells = rng.multinomial(people, np.full(len(versions) * days, 1 / (len(versions) * days)))
        for cell in np.flatnonzero(cells).tolist():
            yield VisitCount(
                campaign=plan.campaign,
                place=place.place,
                version=versions[cell // days],
                day=plan.window.start + timedelta(days=cell % days),
                event=event,
                count=int(cells[cell]),
            )
