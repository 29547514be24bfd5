"""What Google is asked for, whether by a file or by a push: a search campaign a place, audience."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from beforehand.campaign.channel_checks import descriptions
from beforehand.campaign.channels import GOOGLE, audience_of, tags
from beforehand.campaign.circles import radius_km
from beforehand.campaign.links import messages_of, starts_on
from beforehand.campaign.rules import ADULT, letters, own_rules
from beforehand.campaign.spending import Circle, Slice, kept_out, slices
from beforehand.records.plan import Audience, Campaign, Message, Plan
from beforehand.vocabulary import Gender

_KEYWORDS = files("beforehand") / "data" / "messages" / "keywords.csv"
CHANNEL = ("google", "paid")
HEADLINES_LEAST = 3  # fewer, and Google refuses a responsive search ad
OLDEST = 120
AGES = ((18, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, OLDEST))
_GENDERS = {Gender.MASCULINE.value: "Male", Gender.FEMININE.value: "Female"}
_ALL_GENDERS = ("Male", "Female", "Unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAd:
    """One message as a responsive search ad; the first headline stays first."""

    headlines: tuple[str, ...]
    descriptions: tuple[str, ...]
    link: str
    tags: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdGroup:
    """The ads of one language, with what people type in it."""

    name: str
    keywords: tuple[str, ...]
    ads: tuple[SearchAd, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCampaign:
    """One place and audience, since Google targets places by campaign."""

    name: str
    daily_eur: float
    languages: tuple[str, ...]
    starts: date
    ends: date
    within: Circle
    outside: tuple[Circle, ...]
    ages_out: tuple[tuple[int, int], ...]  # besides unknown ages, who may be under 18
    genders_out: tuple[str, ...]
    groups: tuple[AdGroup, ...]


@cache
def keywords() -> dict[str, tuple[str, ...]]:
    """What people type when they look for such work, by language: drafts, as the messages are."""
    found: dict[str, list[str]] = {}
    for row in csv.DictReader(_KEYWORDS.read_text(encoding="utf-8").splitlines()):
        found.setdefault(row["language"], []).append(row["keyword"])
    return {language: tuple(listed) for language, listed in found.items()}


def search_campaigns(campaign: Campaign) -> Iterator[SearchCampaign]:
    """Every place by every audience, most need first; none for under 18 alone."""
    plan = campaign.plan
    urls = {(one.place, one.version, one.language): one.url for one in campaign.links}
    for part in slices(plan, GOOGLE):
        audience = audience_of(plan, part.meant_for)
        ads = [
            (m.language, ad)
            for m in part.messages
            if (ad := _ad(plan, m, urls[part.one.place.code, m.version, m.language]))
        ]
        if audience.age_to >= ADULT and ads:
            yield _search_campaign(plan, part, audience, ads)


def _search_campaign(
    plan: Plan, part: Slice, audience: Audience, ads: list[tuple[str, SearchAd]]
) -> SearchCampaign:
    one = part.one
    made_up = "MADE-UP " if plan.made_up else ""
    start = starts_on(plan, one)
    days = max(1, (plan.window.end - start).days + 1)
    return SearchCampaign(
        name=f"{made_up}{plan.title} {plan.id[:12]} {part.name}",
        # Rounded down: a day more or less costs less than a cent a day too much.
        daily_eur=int(part.budget_eur * 100 / days + 1e-9) / 100,
        languages=tuple(dict.fromkeys(m.language for m in part.messages)),
        starts=start,
        ends=plan.window.end,
        within=(one.place, radius_km(one.place.code)),
        outside=tuple(kept_out(plan, one)),
        ages_out=tuple(
            (low, high) for low, high in AGES if audience.age_from > high or low > audience.age_to
        ),
        genders_out=_genders_out(audience),
        groups=tuple(
            AdGroup(
                name=f"{part.name} {language}",
                keywords=keywords().get(language, ()),
                ads=tuple(ad for spoken, ad in ads if spoken == language),
            )
            for language in dict.fromkeys(spoken for spoken, _ in ads)
        ),
    )


def _genders_out(audience: Audience) -> tuple[str, ...]:
    wanted = {_GENDERS[code] for code in audience.genders if code in _GENDERS}
    return tuple(one for one in _ALL_GENDERS if one not in wanted) if wanted else ()


def unfit(plan: Plan) -> list[str]:
    """The messages that do not fit Google's lengths, such as ``debt-a (sq)``."""
    return sorted(
        f"{m.version} ({m.language})" for m in messages_of(plan) if _ad(plan, m, "") is None
    )


def _ad(plan: Plan, message: Message, link: str) -> SearchAd | None:
    """Headlines and descriptions of one ad, the sponsor named last; None if they do not fit."""
    rules = own_rules()
    short, long = letters(rules, GOOGLE, "headline") or 30, letters(rules, GOOGLE, "text") or 90
    lines = descriptions(message.body, long)
    sponsor = f"{plan.sponsor.name} {plan.sponsor.charity_number}".strip()
    headlines = (message.headline, message.call_to_action, _cut(plan.sponsor.name, short))
    if lines is None or any(len(one) > short for one in headlines):
        return None
    if len({*headlines}) < HEADLINES_LEAST or not sponsor:
        return None
    return SearchAd(
        headlines=headlines,
        descriptions=(*lines, _cut(sponsor, long)),
        link=link,
        tags=tags(plan, message, CHANNEL),
    )


def _cut(text: str, letters_most: int) -> str:
    """As many whole words as fit."""
    if len(text) <= letters_most:
        return text
    return text[: letters_most + 1].rsplit(" ", 1)[0][:letters_most]
