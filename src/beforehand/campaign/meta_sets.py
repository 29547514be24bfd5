"""What Meta is asked for, whether by a file or by a push: one ad set a place and audience."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from beforehand.campaign.channels import META, audience_of, tags
from beforehand.campaign.circles import radius_km
from beforehand.campaign.links import starts_on
from beforehand.campaign.messages import post_text
from beforehand.campaign.rules import ADULT, ages, own_rules
from beforehand.campaign.spending import Circle, Slice, kept_out, slices
from beforehand.records.plan import Audience, Campaign, Message, Plan
from beforehand.vocabulary import RecruitmentPlatform

CHANNEL = ("meta", "paid")
SPECIAL_CATEGORY = "ISSUES_ELECTIONS_POLITICS"
_PLATFORMS = {
    RecruitmentPlatform.FACEBOOK.value: "facebook",
    RecruitmentPlatform.INSTAGRAM.value: "instagram",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ad:
    """One message in one place."""

    name: str
    headline: str
    body: str  # with the sponsor under it
    link: str
    tags: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdSet:
    """Whom the posts in one place are for, when, for how much, and where they must not go."""

    name: str
    budget_eur: float
    starts: date
    ends: date
    within: Circle
    outside: tuple[Circle, ...]
    gender: str  # HTCDS code; empty = everyone
    age_min: int
    age_max: int
    platforms: tuple[str, ...]  # "facebook", "instagram"
    ads: tuple[Ad, ...]


def campaign_name(plan: Plan) -> str:
    """Holds the plan's id, by which a report is read back and a second push finds the first."""
    made_up = "MADE-UP " if plan.made_up else ""
    return f"{made_up}{plan.title} {plan.id[:12]}"


def ad_sets(campaign: Campaign) -> Iterator[AdSet]:
    """Every place by every audience, most need first."""
    plan = campaign.plan
    urls = {(one.place, one.version, one.language): one.url for one in campaign.links}
    lowest, highest = ages(own_rules(), META)
    for part in slices(plan, META):
        one, audience = part.one, audience_of(plan, part.meant_for)
        yield AdSet(
            name=part.name,
            budget_eur=part.budget_eur,
            starts=starts_on(plan, one),
            ends=plan.window.end,
            within=(one.place, radius_km(one.place.code)),
            outside=tuple(kept_out(plan, one)),
            gender=_gender(audience),
            age_min=max(audience.age_from, lowest),
            age_max=min(audience.age_to, highest),
            platforms=tuple(_PLATFORMS[p] for p in audience.platforms if p in _PLATFORMS),
            ads=tuple(
                _ad(plan, part, m, urls[one.place.code, m.version, m.language])
                for m in part.messages
            ),
        )


def _ad(plan: Plan, part: Slice, message: Message, link: str) -> Ad:
    return Ad(
        name=f"{part.one.place.code} {message.version} {message.language}",
        headline=message.headline,
        body=post_text(message, plan.sponsor),
        link=link,
        tags=tags(plan, message, CHANNEL),
    )


def _gender(audience: Audience) -> str:
    """One gender or (empty) everyone; with anybody under 18 among them Meta takes no gender."""
    if audience.age_from < ADULT or len(audience.genders) != 1:
        return ""
    return audience.genders[0]
