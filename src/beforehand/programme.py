"""The six steps joined: share → understand → release → campaign → reach → prove.

Steps never import each other. Here, and nowhere else, what one makes is handed to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from beforehand import campaign, prove, reach, release, store, understand
from beforehand.home import Home
from beforehand.records.figure import Figure
from beforehand.records.impact import Results
from beforehand.records.people import Asker
from beforehand.records.picture import RouteFilter
from beforehand.records.plan import Plan
from beforehand.records.reach import Pages
from beforehand.records.release import Release, SafeImpact
from beforehand.refusals import UnknownRecord


def read_route(
    home: Home, asker: Asker, route: RouteFilter, source: str | None = None
) -> understand.Brief:
    """Understand: one route from the cases that the asker may see."""
    return understand.brief(store.open_cases(home, asker, source), route)


def plan_campaign(
    home: Home, asker: Asker, request: campaign.PlanRequest, source: str | None, today: date
) -> Plan:
    """Campaign: the need shown by the pool, places drawn by lot, the plan sealed and kept."""
    found = understand.routes(store.open_cases(home, asker, source), request.route)
    drafted = campaign.plan(request, campaign.need_by_area(found), today=today)
    store.save(home, drafted)
    return drafted


def publish_site(home: Home, pages: Pages, figures: Sequence[Figure], today: date) -> reach.Bundle:
    """Reach: rendered pages through the door, signed, and swapped in for ``public``."""
    released = release.pages(pages, figures, today=today)
    bundle = reach.write_bundle(home.site, released, reach.site_signing_key(home), today=today)
    store.save(home, release.ledger_line(released))
    return bundle


def results_of(home: Home, plan: Plan) -> Results:
    """What was measured of a plan.

    Raises:
        UnknownRecord: If nothing was.
    """
    for results in store.saved(home, Results):
        if results.plan_id == plan.id:
            return results
    raise UnknownRecord(kind="results", id=plan.id[:12])


def impact_of(home: Home, plan: Plan, today: date) -> Release[SafeImpact]:
    """Prove: the effect by the design's own test, through the door, kept with its ledger line."""
    report = prove.impact(plan, results_of(home, plan))
    released = release.impact(report, today=today)
    store.save(home, release.ledger_line(released))
    return released
