"""What the Google Ads API (v26) is asked to make of a plan: the rows of Editor's file there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from beforehand.campaign.google_sets import (
    OLDEST,
    AdGroup,
    SearchAd,
    SearchCampaign,
    search_campaigns,
)
from beforehand.campaign.spending import Circle
from beforehand.records.plan import Campaign
from beforehand.records.pushes import Asked

Operation = dict[str, Any]
_MICROS = 1_000_000
_GENDERS = {"Male": "MALE", "Female": "FEMALE", "Unknown": "UNDETERMINED"}
#: Languages that Google lets one choose, by its numbers. Albanian was not found among them.
_LANGUAGES = {"en": 1000}


def google_asks(campaign: Campaign, account: str) -> tuple[Asked, ...]:
    """A search campaign a place and audience; all that belongs to it is made at once, or nothing.

    Args:
        campaign: A plan with its links.
        account: The customer's number, which stands in every name of a resource.
    """
    return tuple(
        Asked(
            kind="campaign",
            path=(one.name,),
            fields={"mutate_operations": list(_operations(one, _Names(account)))},
        )
        for one in search_campaigns(campaign)
    )


@dataclass(slots=True)
class _Names:
    """Names for what has none yet: negative numbers, which Google replaces."""

    account: str
    last: int = 0

    def new(self, kind: str) -> str:
        self.last -= 1
        return f"customers/{self.account}/{kind}/{self.last}"


def _operations(one: SearchCampaign, names: _Names) -> Iterator[Operation]:
    budget, campaign = names.new("campaignBudgets"), names.new("campaigns")
    yield _create("campaign_budget", _budget(one, budget))
    yield _create("campaign", _campaign(one, campaign, budget))
    for criterion in _where(one):
        yield _create("campaign_criterion", {"campaign": campaign, **criterion})
    for group in one.groups:
        name = names.new("adGroups")
        yield _create("ad_group", _group(group, name, campaign))
        for criterion in (*_people(one), *_keywords(group)):
            yield _create("ad_group_criterion", {"ad_group": name, **criterion})
        for ad in group.ads:
            yield _create(
                "ad_group_ad", {"ad_group": name, "status": "PAUSED", "ad": _ad_fields(ad)}
            )


def _create(kind: str, fields: dict[str, Any]) -> Operation:
    return {f"{kind}_operation": {"create": fields}}


def _budget(one: SearchCampaign, name: str) -> dict[str, Any]:
    return {
        "resource_name": name,
        "name": one.name,
        "amount_micros": round(one.daily_eur * _MICROS),
        "delivery_method": "STANDARD",
        "explicitly_shared": False,
    }


def _campaign(one: SearchCampaign, name: str, budget: str) -> dict[str, Any]:
    return {
        "resource_name": name,
        "name": one.name,
        "status": "PAUSED",
        "campaign_budget": budget,
        "advertising_channel_type": "SEARCH",
        "network_settings": {
            "target_google_search": True,
            "target_search_network": False,
            "target_content_network": False,
            "target_partner_search_network": False,
        },
        "target_spend": {},  # as many clicks as the sum gives
        "contains_eu_political_advertising": "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING",
        "start_date_time": f"{one.starts.isoformat()} 00:00:00",
        "end_date_time": f"{one.ends.isoformat()} 23:59:59",
        "geo_target_type_setting": {
            "positive_geo_target_type": "PRESENCE",
            "negative_geo_target_type": "PRESENCE",
        },
    }


def _where(one: SearchCampaign) -> Iterator[dict[str, Any]]:
    """The circle of the place, those to stay out of, and the languages.

    Where Google does not let one choose a language of the plan, none is chosen: the others alone
    would leave out whom the posts are for.
    """
    yield {"proximity": _circle(one.within)}
    for out in one.outside:
        yield {"negative": True, "proximity": _circle(out)}
    if all(language in _LANGUAGES for language in one.languages):
        for language in one.languages:
            constant = f"languageConstants/{_LANGUAGES[language]}"
            yield {"language": {"language_constant": constant}}


def _circle(within: Circle) -> dict[str, Any]:
    place, km = within
    return {
        "geo_point": {
            "latitude_in_micro_degrees": round(place.lat * _MICROS),
            "longitude_in_micro_degrees": round(place.lon * _MICROS),
        },
        "radius": km,
        "radius_units": "KILOMETERS",
    }


def _group(group: AdGroup, name: str, campaign: str) -> dict[str, Any]:
    return {
        "resource_name": name,
        "name": group.name,
        "status": "PAUSED",
        "type_": "SEARCH_STANDARD",
        "campaign": campaign,
    }


def _people(one: SearchCampaign) -> Iterator[dict[str, Any]]:
    """Ages and genders that are not meant, excluded; of unknown age too, who may be under 18."""
    for low, high in one.ages_out:
        label = f"AGE_RANGE_{low}_{high}" if high < OLDEST else "AGE_RANGE_65_UP"
        yield {"negative": True, "age_range": {"type_": label}}
    yield {"negative": True, "age_range": {"type_": "AGE_RANGE_UNDETERMINED"}}
    for gender in one.genders_out:
        yield {"negative": True, "gender": {"type_": _GENDERS[gender]}}


def _keywords(group: AdGroup) -> Iterator[dict[str, Any]]:
    for text in group.keywords:
        yield {"keyword": {"text": text, "match_type": "PHRASE"}}


def _ad_fields(ad: SearchAd) -> dict[str, Any]:
    first, *others = ad.headlines
    return {
        "final_urls": [ad.link],
        "final_url_suffix": ad.tags,
        "responsive_search_ad": {
            "headlines": [
                {"text": first, "pinned_field": "HEADLINE_1"},
                *({"text": text} for text in others),
            ],
            "descriptions": [{"text": text} for text in ad.descriptions],
        },
    }
