"""Meta's bulk-import sheet: one ad set a place, one ad a message, everything paused.

The headings and their order are those seen in other people's sheets. How Meta writes the values
of Addresses, Excluded Addresses and Advantage Audience was not seen: before the first import,
export a template from your own account and compare (``docs/how-to/plan-a-campaign.md``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from beforehand.campaign.channels import META, audience_of, tags
from beforehand.campaign.circles import radius_km
from beforehand.campaign.links import served, starts_on
from beforehand.campaign.messages import post_text
from beforehand.campaign.rules import ADULT, ages, own_rules
from beforehand.campaign.sheets import Cell, sheet
from beforehand.campaign.spending import Slice, kept_out, slices
from beforehand.records.plan import Audience, Campaign, Message, Place, Plan
from beforehand.vocabulary import Gender, RecruitmentPlatform

_FILE = files("beforehand") / "data" / "platforms" / "meta_columns.json"
_GENDERS = {Gender.MASCULINE.value: "Men", Gender.FEMININE.value: "Women"}
_PLATFORMS = {
    RecruitmentPlatform.FACEBOOK.value: "facebook",
    RecruitmentPlatform.INSTAGRAM.value: "instagram",
}
CHANNEL = ("meta", "paid")

#: Without these an import would spend in the wrong place, on the wrong people, or at once.
NEEDED = ("Campaign Name", "Campaign Status", "Ad Set Name", "Ad Set Run Status",
          "Ad Set Lifetime Budget", "Ad Set Time Start", "Ad Set Time Stop", "Addresses",
          "Excluded Addresses", "Location Types", "Age Min", "Age Max", "Advantage Audience",
          "Ad Name", "Ad Status", "Title", "Body", "Link")  # fmt: skip


@cache
def meta_columns() -> tuple[str, ...]:
    """The headings of the sheet, in Meta's order."""
    return tuple(json.loads(_FILE.read_text(encoding="utf-8"))["columns"])


def meta_csv(campaign: Campaign) -> bytes:
    """The sheet for Ads Manager's import.

    Held-out places are named in it, as excluded: it is for the people who place the ads and for
    nobody else until every place is served.
    """
    return sheet(meta_columns(), meta_rows(campaign))


def meta_rows(campaign: Campaign) -> Iterator[dict[str, Cell]]:
    """One row an ad, with the cells of its campaign and its ad set (place by audience)."""
    plan = campaign.plan
    urls = {(one.place, one.version, one.language): one.url for one in campaign.links}
    shared = _campaign_cells(plan)
    for part in slices(plan, META):
        ad_set = _ad_set_cells(plan, part)
        for message in part.messages:
            yield {
                **shared,
                **ad_set,
                **_ad_cells(plan, part, message),
                "Link": urls[part.one.place.code, message.version, message.language],
                "URL Tags": tags(plan, message, CHANNEL),
            }


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


def _ad_set_cells(plan: Plan, part: Slice) -> dict[str, Cell]:
    audience = audience_of(plan, part.meant_for)
    lowest, highest = ages(own_rules(), META)
    one = part.one
    return {
        "Ad Set Name": part.name,
        "Ad Set Run Status": "PAUSED",
        "Ad Set Lifetime Budget": f"{part.budget_eur:.2f}",
        "Ad Set Time Start": _moment(starts_on(plan, one), "12:00:00 am"),
        "Ad Set Time Stop": _moment(plan.window.end, "11:59:00 pm"),
        "Addresses": circle(one.place, radius_km(one.place.code)),
        "Excluded Addresses": "; ".join(circle(place, km) for place, km in kept_out(plan, one)),
        # People who live there: visitors of a treated place may live in a held-out one.
        "Location Types": "home",
        "Gender": _gender(audience),
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


def _ad_cells(plan: Plan, part: Slice, message: Message) -> dict[str, Cell]:
    return {
        "Ad Status": "PAUSED",
        "Ad Name": f"{part.one.place.code} {message.version} {message.language}",
        "Title": message.headline,
        "Body": post_text(message, plan.sponsor),
        "Creative Type": "Link Page Post Ad",
        "Call to Action": "LEARN_MORE",
    }


def circle(place: Place, radius: int) -> str:
    """The place as a point and a radius in kilometres."""
    return f"({place.lat:.5f}, {place.lon:.5f}) +{radius}km"


def _gender(audience: Audience) -> str:
    """Men, women or (blank) everyone; with anybody under 18 among them Meta takes no gender."""
    if audience.age_from < ADULT or len(audience.genders) != 1:
        return ""
    return _GENDERS.get(audience.genders[0], "")


def _moment(day: date, time: str) -> str:
    return f"{day:%m/%d/%Y} {time}"
