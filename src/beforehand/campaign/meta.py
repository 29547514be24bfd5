"""Meta's bulk-import sheet: one ad set a place, one ad a message, everything paused.

The headings and their order are those seen in other people's sheets. How Meta writes the values
of Addresses, Excluded Addresses and Advantage Audience was not seen: before the first import,
export a template from your own account and compare (``docs/how-to/plan-a-campaign.md``).
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files

from beforehand.campaign.circles import excluded_km, radius_km
from beforehand.campaign.links import messages_of, served
from beforehand.campaign.messages import post_text
from beforehand.campaign.rules import AGES
from beforehand.campaign.sheets import Cell, sheet
from beforehand.records.plan import Arm, Campaign, Message, Place, Plan, RankedPlace
from beforehand.vocabulary import Gender, RecruitmentPlatform

_FILE = files("beforehand") / "data" / "platforms" / "meta_columns.json"
_GENDERS = {Gender.MASCULINE.value: "Men", Gender.FEMININE.value: "Women"}
_PLATFORMS = {
    RecruitmentPlatform.FACEBOOK.value: "facebook",
    RecruitmentPlatform.INSTAGRAM.value: "instagram",
}


@cache
def meta_columns() -> tuple[str, ...]:
    """The headings of the sheet, in Meta's order."""
    return tuple(json.loads(_FILE.read_text(encoding="utf-8"))["columns"])


def meta_csv(campaign: Campaign) -> bytes:
    """The sheet for Ads Manager's import.

    Held-out places are named in it, as excluded: it is for the people who place the ads and for
    nobody else until every place is served.
    """
    plan = campaign.plan
    urls = {(one.place, one.version, one.language): one.url for one in campaign.links}
    excluded = _held_out(plan)
    rows = (
        _campaign_cells(plan)
        | _ad_set_cells(plan, one, excluded)
        | _ad_cells(plan, one, message)
        | {"Link": urls[one.place.code, message.version, message.language]}
        for one in served(plan)
        for message in messages_of(plan)
    )
    return sheet(meta_columns(), rows)


def _campaign_cells(plan: Plan) -> dict[str, Cell]:
    made_up = "MADE-UP " if plan.made_up else ""
    return {
        "Campaign Name": f"{made_up}{plan.title} {plan.id[:12]}",
        "Special Ad Categories": "ISSUES_ELECTIONS_POLITICS",
        "Special Ad Category Country": served(plan)[0].place.country,
        "Campaign Status": "PAUSED",
        "Campaign Objective": "Outcome Traffic",
        "Buying Type": "AUCTION",
        "New Objective": "Yes",
    }


def _ad_set_cells(plan: Plan, one: RankedPlace, excluded: str) -> dict[str, Cell]:
    audience = plan.audience
    lowest, highest = AGES
    return {
        "Ad Set Name": f"{one.place.code} {one.place.name}",
        "Ad Set Run Status": "PAUSED",
        "Ad Set Lifetime Budget": f"{one.budget_eur:.2f}",
        "Ad Set Time Start": _moment(plan.window.start, "12:00:00 am"),
        "Ad Set Time Stop": _moment(plan.window.end, "11:59:00 pm"),
        "Addresses": circle(one.place, radius_km(one.place.code)),
        "Excluded Addresses": excluded,
        # People who live there: visitors of a treated place may live in a held-out one.
        "Location Types": "home",
        "Gender": _gender(audience.genders),
        "Age Min": max(audience.age_from, lowest),
        "Age Max": min(audience.age_to, highest),
        "Advantage Audience": 0,
        "Individual Setting": "age: On, gender: On",
        "Beneficiary": plan.sponsor.name,
        "Payer": plan.sponsor.name,
        "Publisher Platforms": ", ".join(
            _PLATFORMS[name] for name in audience.platforms if name in _PLATFORMS
        ),
        # A landing page view would need Meta's own code on our page; a click does not.
        "Optimization Goal": "LINK_CLICKS",
        "Billing Event": "IMPRESSIONS",
    }


def _ad_cells(plan: Plan, one: RankedPlace, message: Message) -> dict[str, Cell]:
    return {
        "Ad Status": "PAUSED",
        "Ad Name": f"{one.place.code} {message.version} {message.language}",
        "Title": message.headline,
        "Body": post_text(message, plan.sponsor),
        "Creative Type": "Link Page Post Ad",
        "Call to Action": "LEARN_MORE",
    }


def circle(place: Place, radius: int) -> str:
    """The place as a point and a radius in kilometres."""
    return f"({place.lat:.5f}, {place.lon:.5f}) +{radius}km"


def _held_out(plan: Plan) -> str:
    warned = [one.place for one in served(plan)]
    held_out = [one.place for one in plan.places if one.arm is Arm.HELD_OUT]
    return "; ".join(circle(place, excluded_km(place, warned)) for place in held_out)


def _gender(genders: tuple[str, ...]) -> str:
    """Meta knows men, women or everyone; anything else asked for means everyone."""
    return _GENDERS.get(genders[0], "") if len(genders) == 1 else ""


def _moment(day: date, time: str) -> str:
    return f"{day:%m/%d/%Y} {time}"
