"""TikTok: its template belongs to one account, so we fill the user's own, else write API JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date

from beforehand.campaign.channels import TIKTOK, audience_of, tagged
from beforehand.campaign.links import served, starts_on
from beforehand.campaign.rules import ADULT
from beforehand.campaign.sheets import Cell
from beforehand.campaign.spending import Slice, slices
from beforehand.campaign.tables import read_table
from beforehand.records.plan import Audience, Campaign, Plan
from beforehand.vocabulary import Gender
from beforehand.words import Words, words

CHANNEL = ("tiktok", "paid")
_GENDERS = {Gender.MASCULINE.value: "GENDER_MALE", Gender.FEMININE.value: "GENDER_FEMALE"}
_AGES = ((13, 17, "AGE_13_17"), (18, 24, "AGE_18_24"), (25, 34, "AGE_25_34"),
         (35, 44, "AGE_35_44"), (45, 54, "AGE_45_54"), (55, 100, "AGE_55_100"))  # fmt: skip

#: Other names of our columns, as templates of accounts call them (English).
ALIASES = {
    "campaign_name": ("Campaign name", "Campaign"),
    "objective_type": ("Objective", "Advertising objective", "Campaign objective"),
    "budget_mode": ("Ad group budget mode", "Budget type", "Budget mode"),
    "budget": ("Ad group budget", "Budget"),
    "adgroup_name": ("Ad group name", "Ad group"),
    "placements": ("Placement", "Placements"),
    "location_ids": ("Location", "Locations", "Location ID"),
    "languages": ("Language", "Languages"),
    "gender": ("Gender",),
    "age_groups": ("Age", "Age group", "Age groups"),
    "schedule_start_time": ("Start time", "Schedule start time", "Ad group start time"),
    "schedule_end_time": ("End time", "Schedule end time", "Ad group end time"),
    "optimization_goal": ("Optimization goal",),
    "billing_event": ("Billing event",),
    "ad_name": ("Ad name",),
    "ad_text": ("Text", "Ad text"),
    "landing_page_url": ("URL", "Landing page URL", "Destination URL"),
    "call_to_action": ("Call to action",),
    "operation_status": ("Status", "Ad group status"),
}
NEEDED = ("campaign_name", "adgroup_name", "budget", "location_ids", "schedule_start_time",
          "schedule_end_time", "age_groups", "ad_name", "ad_text", "landing_page_url")  # fmt: skip


def read_locations(data: bytes, *, file: str, codes: frozenset[str]) -> dict[str, str]:
    """Read which of TikTok's location ids stands for which place.

    Args:
        data: CSV with the columns ``place`` (code) and ``location_id``.
        file: Its name, for a refusal.
        codes: Places of the plan.

    Raises:
        BadTable, BadCell: If it is no such table, or a place is not in the plan.
    """
    rows = read_table(data, file=file, needed=("place", "location_id"))
    for row in rows:
        if row.cells["place"] not in codes:
            raise row.refuse(
                "place",
                words("“{cell}” is no place of the plan", cell=row.cells["place"]),
                words("Write a place's code, as in plain.csv."),
            )
    return {row.cells["place"]: row.text("location_id") for row in rows}


def tiktok_json(campaign: Campaign, locations: Mapping[str, str]) -> bytes:
    """What the business API (v1.3) takes: one campaign, ad groups by place, ads by message.

    Everything is disabled. ``advertiser_id`` and what only the account knows are left to whoever
    sends it; ``location_ids`` are empty where no id was given.
    """
    plan = campaign.plan
    groups: list[dict[str, object]] = []
    ads: list[dict[str, object]] = []
    for row in tiktok_rows(campaign, locations):
        if not groups or groups[-1]["adgroup_name"] != row["adgroup_name"]:
            groups.append(_adgroup(row))
        ads.append(_ad(row))
    payload = {
        "about": "TikTok business API v1.3, for /campaign/create/, /adgroup/create/, /ad/create/",
        "made_up": plan.made_up,
        "plan": plan.id,
        "campaign": {
            "campaign_name": _name(plan),
            "objective_type": "TRAFFIC",
            "budget_mode": "BUDGET_MODE_INFINITE",  # sums stand at the ad groups
            "operation_status": "DISABLE",
        },
        "adgroups": groups,
        "ads": ads,
    }
    return json.dumps(payload, ensure_ascii=False, indent=1).encode() + b"\n"


def tiktok_rows(campaign: Campaign, locations: Mapping[str, str]) -> Iterator[dict[str, Cell]]:
    """One row an ad, by the API's names."""
    plan = campaign.plan
    urls = {(one.place, one.version, one.language): one.url for one in campaign.links}
    for part in slices(plan, TIKTOK):
        audience = audience_of(plan, part.meant_for)
        if audience.age_to < ADULT:
            continue  # reached elsewhere: see the rules
        for message in part.messages:
            code = part.one.place.code
            url = urls[code, message.version, message.language]
            yield _group_cells(plan, part, audience, locations.get(code, "")) | {
                "ad_name": f"{code} {message.version} {message.language}",
                "ad_text": message.body,
                "landing_page_url": tagged(url, plan, message, CHANNEL),
                "call_to_action": "LEARN_MORE",
            }


def tiktok_notes(plan: Plan, locations: Mapping[str, str]) -> tuple[Words, ...]:
    """What is still to be filled in."""
    lost = [one.place.code for one in served(plan) if one.place.code not in locations]
    notes = [words("TikTok's files name no sponsor of their own: the video must.")]
    if lost:
        notes.append(
            words(
                "TikTok's location id is not known for {count} places: look them up "
                "(/tool/region/) and give them with --locations, columns place and location_id.",
                count=len(lost),
            )
        )
    return tuple(notes)


def _name(plan: Plan) -> str:
    return f"{'MADE-UP ' if plan.made_up else ''}{plan.title} {plan.id[:12]}"


def _group_cells(plan: Plan, part: Slice, audience: Audience, location: str) -> dict[str, Cell]:
    ages = [
        name
        for low, high, name in _AGES
        if low >= ADULT and audience.age_from <= high and low <= audience.age_to
    ]
    genders = [_GENDERS[code] for code in audience.genders if code in _GENDERS]
    return {
        "campaign_name": _name(plan),
        "objective_type": "TRAFFIC",
        "adgroup_name": part.name,
        "placements": "PLACEMENT_TIKTOK",
        "location_ids": location,
        "languages": ",".join(dict.fromkeys(m.language for m in part.messages)),
        "gender": genders[0] if len(genders) == 1 else "GENDER_UNLIMITED",
        "age_groups": ",".join(ages),
        "budget_mode": "BUDGET_MODE_TOTAL",
        "budget": f"{part.budget_eur:.2f}",
        "schedule_start_time": _moment(starts_on(plan, part.one), "00:00:00"),
        "schedule_end_time": _moment(plan.window.end, "23:59:00"),
        "optimization_goal": "CLICK",
        "billing_event": "CPC",
        "operation_status": "DISABLE",
    }


def _adgroup(row: Mapping[str, Cell]) -> dict[str, object]:
    listed = ("placements", "location_ids", "languages", "age_groups")
    plain = ("adgroup_name", "gender", "budget_mode", "schedule_start_time", "schedule_end_time",
             "optimization_goal", "billing_event", "operation_status")  # fmt: skip
    group: dict[str, object] = {name: row[name] for name in plain}
    group |= {name: [one for one in str(row[name]).split(",") if one] for name in listed}
    return group | {
        "budget": float(row["budget"]),
        "placement_type": "PLACEMENT_TYPE_NORMAL",
        "schedule_type": "SCHEDULE_START_END",
        "smart_audience_enabled": False,  # a wider audience leaks into held-out places
        "smart_interest_behavior_enabled": False,
        "comment_disabled": True,  # harmful comments under a post are a reason to stop
    }


def _ad(row: Mapping[str, Cell]) -> dict[str, object]:
    names = ("adgroup_name", "ad_name", "ad_text", "landing_page_url", "call_to_action")
    return {**{name: row[name] for name in names}, "operation_status": "DISABLE"}


def _moment(day: date, time: str) -> str:
    return f"{day.isoformat()} {time}"
