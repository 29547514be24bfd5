"""What Meta's Marketing API (v26) is asked to make of a plan: the words of the bulk sheet there."""

from __future__ import annotations

from datetime import date
from typing import Any

from beforehand.campaign.links import served
from beforehand.campaign.meta_sets import SPECIAL_CATEGORY, Ad, AdSet, ad_sets, campaign_name
from beforehand.campaign.spending import Circle
from beforehand.records.plan import Campaign, Plan
from beforehand.records.pushes import Asked
from beforehand.vocabulary import Gender

_GENDERS = {Gender.MASCULINE.value: 1, Gender.FEMININE.value: 2}


def meta_asks(campaign: Campaign, page: str) -> tuple[Asked, ...]:
    """One campaign, an ad set a place and audience, an ad a message: each before what it holds.

    Sums are in cents; times are of the account's zone, whose offset is put behind when sent. The
    ids of campaign and ad set are known only then.

    Args:
        campaign: A plan with its links.
        page: Id of the Facebook page that the posts come from.
    """
    plan = campaign.plan
    top = campaign_name(plan)
    asked = [Asked(kind="campaign", path=(top,), fields=_campaign(plan, top))]
    for one in ad_sets(campaign):
        path = (top, one.name)
        asked.append(Asked(kind="ad set", path=path, fields=_ad_set(plan, one)))
        asked += [
            Asked(kind="ad", path=(*path, ad.name), fields=_ad_fields(ad, page)) for ad in one.ads
        ]
    return tuple(asked)


def _campaign(plan: Plan, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "status": "PAUSED",
        "objective": "OUTCOME_TRAFFIC",
        "buying_type": "AUCTION",
        "special_ad_categories": [SPECIAL_CATEGORY],
        "special_ad_category_country": [served(plan)[0].place.country],
        # Each place keeps its own sum; asked for since v24 where the campaign has none.
        "is_adset_budget_sharing_enabled": False,
    }


def _ad_set(plan: Plan, one: AdSet) -> dict[str, Any]:
    return {
        "name": one.name,
        "status": "PAUSED",
        "lifetime_budget": round(one.budget_eur * 100),
        "start_time": _moment(one.starts, "00:00:00"),
        "end_time": _moment(one.ends, "23:59:00"),
        "optimization_goal": "LINK_CLICKS",
        "billing_event": "IMPRESSIONS",
        "bid_strategy": "LOWEST_COST_WITHOUT_CAP",
        "dsa_beneficiary": plan.sponsor.name,
        "dsa_payor": plan.sponsor.name,
        "targeting": _targeting(one),
    }


def _targeting(one: AdSet) -> dict[str, Any]:
    # People who live there: visitors of a treated place may live in a held-out one.
    found: dict[str, Any] = {
        "geo_locations": {"custom_locations": [_circle(one.within)], "location_types": ["home"]},
        "age_min": one.age_min,
        "age_max": one.age_max,
        "publisher_platforms": list(one.platforms),
        "targeting_automation": {"advantage_audience": 0},
    }
    if one.outside:
        found["excluded_geo_locations"] = {
            "custom_locations": [_circle(each) for each in one.outside]
        }
    if one.gender in _GENDERS:
        found["genders"] = [_GENDERS[one.gender]]
    return found


def _ad_fields(ad: Ad, page: str) -> dict[str, Any]:
    return {
        "name": ad.name,
        "status": "PAUSED",
        "creative": {
            "object_story_spec": {
                "page_id": page,
                "link_data": {
                    "link": ad.link,
                    "message": ad.body,
                    "name": ad.headline,
                    "call_to_action": {"type": "LEARN_MORE", "value": {"link": ad.link}},
                },
            },
            "url_tags": ad.tags,
            # With it Meta writes under the ad who paid for it.
            "authorization_category": "POLITICAL",
        },
    }


def _circle(within: Circle) -> dict[str, Any]:
    place, km = within
    return {
        "latitude": round(place.lat, 5),
        "longitude": round(place.lon, 5),
        "radius": km,
        "distance_unit": "kilometer",
    }


def _moment(day: date, time: str) -> str:
    return f"{day.isoformat()}T{time}"
