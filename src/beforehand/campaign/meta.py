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

from beforehand.campaign.links import served
from beforehand.campaign.meta_sets import SPECIAL_CATEGORY, Ad, AdSet, ad_sets, campaign_name
from beforehand.campaign.sheets import Cell, sheet
from beforehand.records.plan import Campaign, Place, Plan
from beforehand.vocabulary import Gender

_FILE = files("beforehand") / "data" / "platforms" / "meta_columns.json"
_GENDERS = {Gender.MASCULINE.value: "Men", Gender.FEMININE.value: "Women"}

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
    shared = _campaign_cells(plan)
    for one in ad_sets(campaign):
        ad_set = _ad_set_cells(plan, one)
        for ad in one.ads:
            yield {**shared, **ad_set, **_ad_cells(ad)}


def _campaign_cells(plan: Plan) -> dict[str, Cell]:
    return {
        "Campaign Name": campaign_name(plan),
        "Special Ad Categories": SPECIAL_CATEGORY,
        "Special Ad Category Country": served(plan)[0].place.country,
        "Campaign Status": "PAUSED",
        "Campaign Objective": "Outcome Traffic",
        "Buying Type": "AUCTION",
        "New Objective": "Yes",
    }


def _ad_set_cells(plan: Plan, one: AdSet) -> dict[str, Cell]:
    return {
        "Ad Set Name": one.name,
        "Ad Set Run Status": "PAUSED",
        "Ad Set Lifetime Budget": f"{one.budget_eur:.2f}",
        "Ad Set Time Start": _moment(one.starts, "12:00:00 am"),
        "Ad Set Time Stop": _moment(one.ends, "11:59:00 pm"),
        "Addresses": circle(*one.within),
        "Excluded Addresses": "; ".join(circle(place, km) for place, km in one.outside),
        # People who live there: visitors of a treated place may live in a held-out one.
        "Location Types": "home",
        "Gender": _GENDERS.get(one.gender, ""),
        "Age Min": one.age_min,
        "Age Max": one.age_max,
        "Advantage Audience": 0,
        "Individual Setting": "age: On, gender: On",
        "Beneficiary": plan.sponsor.name,
        "Payer": plan.sponsor.name,
        "Publisher Platforms": ", ".join(one.platforms),
        # A landing page view would need Meta's own code on our page; a click does not.
        "Optimization Goal": "LINK_CLICKS",
        "Billing Event": "IMPRESSIONS",
    }


def _ad_cells(ad: Ad) -> dict[str, Cell]:
    return {
        "Ad Status": "PAUSED",
        "Ad Name": ad.name,
        "Title": ad.headline,
        "Body": ad.body,
        "Creative Type": "Link Page Post Ad",
        "Call to Action": "LEARN_MORE",
        "Link": ad.link,
        "URL Tags": ad.tags,
    }


def circle(place: Place, radius: int) -> str:
    """The place as a point and a radius in kilometres."""
    return f"({place.lat:.5f}, {place.lon:.5f}) +{radius}km"


def _moment(day: date, time: str) -> str:
    return f"{day:%m/%d/%Y} {time}"
