"""A campaign whose reports came from several places in a week that is over, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from beforehand import gazetteer
from beforehand.reach import seal
from beforehand.records.plan import Arm, Plan
from beforehand.web.drop import Drop
from made_campaign import a_plan

SLUG = "pune"
KUKES, HAS, TROPOJE = "AL132", "AL131", "AL133"  # one county, AL-07
MAT = "AL114"  # another, AL-09
HELD_OUT = "AL141"
CANARY = "kanarina-9913 më mbajnë pasaportën"


def last_week() -> date:
    """The Monday of the latest week that is over."""
    today = datetime.now(UTC).date()
    return today - timedelta(days=today.weekday() + 7)


def plan_of_weeks() -> Plan:
    """A plan with four places that get posts, three of one county, and one held out."""
    plan = a_plan(places=5)
    codes = (KUKES, HAS, TROPOJE, MAT, HELD_OUT)
    arms = (*[Arm.TREATED] * 4, Arm.HELD_OUT)
    places = tuple(
        replace(one, place=gazetteer.place(code), arm=arm)
        for one, code, arm in zip(plan.places, codes, arms, strict=True)
    )
    return replace(plan, campaign=SLUG, places=places)


def send(
    drop: Drop, keys: Sequence[str], counts: dict[str, int], day: date, slug: str = SLUG
) -> list[str]:
    """Sealed reports by place on one day, each with the canary and its place within the seal."""
    return [
        drop.add_report(slug, seal({"what": CANARY, "place": place}, keys), day=day)
        for place, number in counts.items()
        for _ in range(number)
    ]
