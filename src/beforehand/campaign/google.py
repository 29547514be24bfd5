"""Google Ads Editor's file: a campaign a place, since Google targets places by campaign.

Search ads, everything paused. Places are circles (which Editor takes only from a CSV), held-out
ones excluded; both kinds by presence, since the default also follows interest into held-out
places. Written as Editor itself writes: UTF-16, tabs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from beforehand.campaign.google_sets import (
    OLDEST,
    AdGroup,
    SearchAd,
    SearchCampaign,
    search_campaigns,
    unfit,
)
from beforehand.campaign.links import messages_of
from beforehand.campaign.rules import ADULT
from beforehand.campaign.sheets import Cell, sheet
from beforehand.records.plan import Campaign, Place, Plan
from beforehand.words import Words, words

_COLUMNS = files("beforehand") / "data" / "platforms" / "google_columns.json"
PRESENCE = "Location of presence"
KM_A_MILE = 1.609344

#: Without these a file would spend in the wrong place or at once.
NEEDED = ("Campaign", "Campaign Status", "Budget", "Targeting method", "Exclusion method",
          "Ad Group", "Ad Group Status", "Location", "Criterion Type", "Headline 1",
          "Description 1", "Final URL", "Status")  # fmt: skip


@cache
def _file() -> dict[str, dict[str, list[str]] | list[str]]:
    read: dict[str, dict[str, list[str]] | list[str]] = json.loads(
        _COLUMNS.read_text(encoding="utf-8")
    )
    return read


def google_columns() -> tuple[str, ...]:
    """The headings of the file, in Editor's order."""
    return tuple(_file()["columns"])


def google_aliases() -> dict[str, list[str]]:
    """Other names that Editor takes for its columns."""
    aliases = _file()["aliases"]
    return dict(aliases) if isinstance(aliases, dict) else {}


def google_csv(campaign: Campaign) -> bytes:
    """The file for Google Ads Editor's import. It names the held-out places, as excluded."""
    return sheet(google_columns(), google_rows(campaign), encoding="utf-16", delimiter="\t")


def google_rows(campaign: Campaign) -> Iterator[dict[str, Cell]]:
    """Rows of campaigns, places, ad groups, keywords, people and ads; none for under 18 alone."""
    for one in search_campaigns(campaign):
        yield _campaign_row(one)
        yield from _place_rows(one)
        for group in one.groups:
            yield from _group_rows(one, group)


def google_notes(plan: Plan) -> tuple[Words, ...]:
    """What is not in the file, and why."""
    notes: list[Words] = []
    if plan.audience.age_from < ADULT:
        notes.append(words("google.csv holds nobody under 18: Google takes no such ages."))
    if lost := unfit(plan):
        notes.append(
            words(
                "google.csv leaves out what does not fit Google's lengths: {versions}.",
                versions=", ".join(lost),
            )
        )
    if messages_of(plan):
        notes.append(words("Keywords in google.csv are drafts: let a native speaker read them."))
    return tuple(notes)


def _campaign_row(one: SearchCampaign) -> dict[str, Cell]:
    return {
        "Campaign": one.name,
        "Campaign Type": "Search",
        "Networks": "Google search",
        "Budget": f"{one.daily_eur:.2f}",
        "Budget type": "Daily",
        "EU political ads": "Doesn't have EU political ads",
        "Languages": ";".join(one.languages),
        "Bid Strategy Type": "Maximize clicks",
        "Start Date": one.starts.isoformat(),
        "End Date": one.ends.isoformat(),
        "Targeting method": PRESENCE,
        "Exclusion method": PRESENCE,
        "Campaign Status": "Paused",
    }


def _place_rows(one: SearchCampaign) -> Iterator[dict[str, Cell]]:
    yield {"Campaign": one.name, **_circle(*one.within)}
    for place, km in one.outside:
        yield {
            "Campaign": one.name,
            **_circle(place, km),
            "Criterion Type": "Campaign Negative",
        }


def _circle(place: Place, km: int) -> dict[str, Cell]:
    """A point and a radius, in miles: kilometres were not seen in such a file."""
    miles = f"{km / KM_A_MILE:.1f}"
    return {
        "Location": f"({miles}mi:{place.lat:.5f}:{place.lon:.5f})",
        "Radius": miles,
        "Unit": "mi",
    }


def _group_rows(one: SearchCampaign, group: AdGroup) -> Iterator[dict[str, Cell]]:
    named: dict[str, Cell] = {"Campaign": one.name, "Ad Group": group.name}
    yield {**named, "Ad Group Type": "Standard", "Ad Group Status": "Paused"}
    yield from ({**named, **row} for row in _people_rows(one))
    for word in group.keywords:
        yield {**named, "Keyword": word, "Criterion Type": "Phrase"}
    for ad in group.ads:
        yield {**named, **_ad_cells(ad)}


def _people_rows(one: SearchCampaign) -> Iterator[dict[str, Cell]]:
    """Ages and genders that are not meant, excluded; of unknown age too, who may be under 18."""
    for low, high in one.ages_out:
        label = f"{low}-{high}" if high < OLDEST else "65 or more"
        yield {"Age": label, "Criterion Type": "Negative"}
    yield {"Age": "Unknown", "Criterion Type": "Negative"}
    for gender in one.genders_out:
        yield {"Gender": gender, "Criterion Type": "Negative"}


def _ad_cells(ad: SearchAd) -> dict[str, Cell]:
    cells: dict[str, Cell] = {f"Headline {i}": text for i, text in enumerate(ad.headlines, 1)}
    cells["Headline 1 position"] = 1
    cells |= {f"Description {i}": text for i, text in enumerate(ad.descriptions, 1)}
    return cells | {
        "Ad type": "Responsive search ad",
        "Final URL": ad.link,
        "Final URL suffix": ad.tags,
        "Status": "Paused",
    }
