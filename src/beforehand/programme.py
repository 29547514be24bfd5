"""The six steps joined: share → understand → release → campaign → reach → prove.

Steps never import each other. Here, and nowhere else, what one makes is handed to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from beforehand import campaign, prove, reach, release, store, understand
from beforehand.home import Home
from beforehand.records.agreements import Purpose
from beforehand.records.figure import Figure
from beforehand.records.impact import Impact, Results
from beforehand.records.people import Asker
from beforehand.records.picture import RouteFilter
from beforehand.records.plan import Place, Plan
from beforehand.records.reach import Pages, WeeklyReports
from beforehand.records.release import Release, ReleasedImpact, SafeImpact
from beforehand.refusals import UnknownRecord
from beforehand.words import words


def read_route(
    home: Home, asker: Asker, route: RouteFilter, source: str | None = None
) -> understand.Brief:
    """Understand: one route from the cases that the asker may see."""
    return understand.brief(store.open_cases(home, asker, source), route)


def plan_campaign(
    home: Home, asker: Asker, request: campaign.PlanRequest, source: str | None, today: date
) -> Plan:
    """Campaign: the need shown by the pool, places drawn by lot, the plan sealed and kept."""
    asking = asker.handing_on(Purpose.CAMPAIGN_DESIGN)
    found = understand.routes(store.open_cases(home, asking, source), request.route)
    drafted = campaign.plan(request, campaign.need_by_area(found), today=today)
    store.save(home, drafted)
    return drafted


def publish_site(home: Home, pages: Pages, figures: Sequence[Figure], today: date) -> reach.Bundle:
    """Reach: rendered pages through the door, signed, and swapped in for ``public``."""
    released = release.pages(pages, figures, today=today)
    bundle = reach.write_bundle(home.site, released, reach.site_signing_key(home), today=today)
    store.save(home, release.ledger_line(released))
    return bundle


def tracked_places(home: Home, slug: str) -> dict[str, Place]:
    """Places that a campaign's links may name, by code: all that any plan of it gives posts."""
    plans = (plan for plan in store.saved(home, Plan) if plan.campaign == slug)
    return {one.place.code: one.place for plan in plans for one in campaign.served(plan)}


def weekly_reports(home: Home, slug: str) -> tuple[WeeklyReports, ...]:
    """Counts by place and week that caseworkers gave of one campaign, the first week first."""
    found = (one for one in store.saved(home, WeeklyReports) if one.campaign == slug)
    return tuple(sorted(found, key=lambda one: one.week))


def give_week(home: Home, given: WeeklyReports, total: int, today: date) -> None:
    """Reach: keep a week's counts by place once, if they tell of no few people.

    Args:
        home: Where its plans are kept, and these counts then.
        given: What a caseworker's browser counted.
        total: Reports of the campaign that came in that week, as the drop counted them.
        today: In UTC.

    Raises:
        WeekNotTaken: If they could tell of few people, or were given before.
    """
    places = tracked_places(home, given.campaign).values()
    with store.only_writer(home, WeeklyReports):
        known = reach.Week(
            total=total,
            places={code for place in places for code in reach.wider(place)},
            given=any(one.week == given.week for one in weekly_reports(home, given.campaign)),
        )
        reach.check_week(given, known, release.THRESHOLD, today)
        store.save(home, given)


def results_of(home: Home, plan: Plan) -> Results:
    """What was measured of a plan.

    Raises:
        UnknownRecord: If nothing was.
    """
    for results in store.saved(home, Results):
        if results.plan_id == plan.id:
            return results
    raise UnknownRecord(kind=words("results"), id=plan.id[:12])


def weigh_impact(home: Home, plan: Plan, today: date) -> Release[SafeImpact]:
    """Prove: the effect by the design's own test, as it would pass the door. Nothing leaves."""
    report = prove.impact(plan, results_of(home, plan), earlier_plan(home, plan))
    return through_the_door(home, report, today)


def earlier_plan(home: Home, plan: Plan) -> Plan | None:
    """The sealed plan that this one replaces, if it replaces one that is kept."""
    kept = (one for one in store.saved(home, Plan) if one.id == plan.replaces)
    return next(kept, None)


def through_the_door(home: Home, report: Impact, today: date) -> Release[SafeImpact]:
    """The report as it may leave, its hashes keyed by the hub's secret."""
    return release.impact(report, today=today, key=home.secret("release-hashes"))


def impact_of(home: Home, plan: Plan, today: date) -> Release[SafeImpact]:
    """Prove: the impact report through the door, kept with its ledger line."""
    released = weigh_impact(home, plan, today)
    store.save(home, ReleasedImpact(release=released))
    store.save(home, release.ledger_line(released))
    return released


def released_impacts(home: Home) -> tuple[Release[SafeImpact], ...]:
    """Impact reports that were released, the latest release of each plan, oldest first."""
    latest = {kept.release.payload.plan_id: kept.release for kept in _kept_impacts(home)}
    return tuple(latest.values())


def released_impact(home: Home, plan_id: str) -> Release[SafeImpact] | None:
    """The released report of one plan; None if there is none yet."""
    found = (one for one in released_impacts(home) if one.payload.plan_id == plan_id)
    return next(found, None)


def _kept_impacts(home: Home) -> list[ReleasedImpact]:
    kept = store.saved(home, ReleasedImpact)
    return sorted(kept, key=lambda one: (one.release.released_on, one.release.id))
