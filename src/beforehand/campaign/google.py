"""Google Ads Editor's file: a campaign a place, since Google targets places by campaign.

Search ads, everything paused. Places are circles (which Editor takes only from a CSV), held-out
ones excluded; both kinds by presence, since the default also follows interest into held-out
places. Written as Editor itself writes: UTF-16, tabs.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from beforehand.campaign.channel_checks import descriptions
from beforehand.campaign.channels import GOOGLE, audience_of, tags
from beforehand.campaign.circles import radius_km
from beforehand.campaign.links import messages_of, starts_on
from beforehand.campaign.rules import ADULT, letters, own_rules
from beforehand.campaign.sheets import Cell, sheet
from beforehand.campaign.spending import Slice, kept_out, slices
from beforehand.records.plan import Audience, Campaign, Message, Place, Plan
from beforehand.vocabulary import Gender
from beforehand.words import Words, words

_COLUMNS = files("beforehand") / "data" / "platforms" / "google_columns.json"
_KEYWORDS = files("beforehand") / "data" / "messages" / "keywords.csv"
CHANNEL = ("google", "paid")
HEADLINES_LEAST = 3  # fewer, and Editor refuses a responsive search ad
PRESENCE = "Location of presence"
KM_A_MILE = 1.609344
_GENDERS = {Gender.MASCULINE.value: "Male", Gender.FEMININE.value: "Female"}
_ALL_GENDERS = ("Male", "Female", "Unknown")
_OLDEST = 120
_AGES = ((18, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, _OLDEST))

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


@cache
def keywords() -> dict[str, tuple[str, ...]]:
    """What people type when they look for such work, by language: drafts, as the messages are."""
    found: dict[str, list[str]] = {}
    for row in csv.DictReader(_KEYWORDS.read_text(encoding="utf-8").splitlines()):
        found.setdefault(row["language"], []).append(row["keyword"])
    return {language: tuple(listed) for language, listed in found.items()}


def google_csv(campaign: Campaign) -> bytes:
    """The file for Google Ads Editor's import. It names the held-out places, as excluded."""
    return sheet(google_columns(), google_rows(campaign), encoding="utf-16", delimiter="\t")


def google_rows(campaign: Campaign) -> Iterator[dict[str, Cell]]:
    """Rows of campaigns, places, ad groups, keywords, people and ads; none for under 18 alone."""
    plan = campaign.plan
    urls = {(one.place, one.version, one.language): one.url for one in campaign.links}
    for part in slices(plan, GOOGLE):
        audience = audience_of(plan, part.meant_for)
        ads = [(message, ad) for message in part.messages if (ad := _texts(plan, message))]
        if audience.age_to < ADULT or not ads:
            continue
        name = _campaign_name(plan, part)
        yield _campaign_row(plan, part, name)
        yield from _place_rows(plan, part, name)
        for language in dict.fromkeys(message.language for message, _ in ads):
            group: dict[str, Cell] = {"Campaign": name, "Ad Group": f"{part.name} {language}"}
            yield {**group, "Ad Group Type": "Standard", "Ad Group Status": "Paused"}
            yield from ({**group, **row} for row in _people_rows(audience))
            yield from (
                {**group, "Keyword": word, "Criterion Type": "Phrase"}
                for word in keywords().get(language, ())
            )
            for message, ad in ads:
                if message.language == language:
                    yield {
                        **group,
                        **ad,
                        "Ad type": "Responsive search ad",
                        "Final URL": urls[part.one.place.code, message.version, language],
                        "Final URL suffix": tags(plan, message, CHANNEL),
                        "Status": "Paused",
                    }


def google_notes(plan: Plan) -> tuple[Words, ...]:
    """What is not in the file, and why."""
    notes: list[Words] = []
    if plan.audience.age_from < ADULT:
        notes.append(words("google.csv holds nobody under 18: Google takes no such ages."))
    lost = sorted(f"{m.version} ({m.language})" for m in messages_of(plan) if not _texts(plan, m))
    if lost:
        notes.append(
            words(
                "google.csv leaves out what does not fit Google's lengths: {versions}.",
                versions=", ".join(lost),
            )
        )
    if messages_of(plan):
        notes.append(words("Keywords in google.csv are drafts: let a native speaker read them."))
    return tuple(notes)


def _campaign_name(plan: Plan, part: Slice) -> str:
    made_up = "MADE-UP " if plan.made_up else ""
    return f"{made_up}{plan.title} {plan.id[:12]} {part.name}"


def _campaign_row(plan: Plan, part: Slice, name: str) -> dict[str, Cell]:
    start = starts_on(plan, part.one)
    days = max(1, (plan.window.end - start).days + 1)
    return {
        "Campaign": name,
        "Campaign Type": "Search",
        "Networks": "Google search",
        # Rounded down: a day more or less costs less than a cent a day too much.
        "Budget": f"{int(part.budget_eur * 100 / days + 1e-9) / 100:.2f}",
        "Budget type": "Daily",
        "EU political ads": "Doesn't have EU political ads",
        "Languages": ";".join(dict.fromkeys(m.language for m in part.messages)),
        "Bid Strategy Type": "Maximize clicks",
        "Start Date": start.isoformat(),
        "End Date": plan.window.end.isoformat(),
        "Targeting method": PRESENCE,
        "Exclusion method": PRESENCE,
        "Campaign Status": "Paused",
    }


def _place_rows(plan: Plan, part: Slice, name: str) -> Iterator[dict[str, Cell]]:
    one = part.one
    yield {"Campaign": name, **_circle(one.place, radius_km(one.place.code))}
    for place, km in kept_out(plan, one):
        yield {"Campaign": name, **_circle(place, km), "Criterion Type": "Campaign Negative"}


def _circle(place: Place, km: int) -> dict[str, Cell]:
    """A point and a radius, in miles: kilometres were not seen in such a file."""
    miles = f"{km / KM_A_MILE:.1f}"
    return {
        "Location": f"({miles}mi:{place.lat:.5f}:{place.lon:.5f})",
        "Radius": miles,
        "Unit": "mi",
    }


def _people_rows(audience: Audience) -> Iterator[dict[str, Cell]]:
    """Ages and genders that are not meant, excluded; of unknown age too, who may be under 18."""
    for low, high in _AGES:
        if audience.age_from > high or low > audience.age_to:
            label = f"{low}-{high}" if high < _OLDEST else "65 or more"
            yield {"Age": label, "Criterion Type": "Negative"}
    yield {"Age": "Unknown", "Criterion Type": "Negative"}
    wanted = {_GENDERS[code] for code in audience.genders if code in _GENDERS}
    for gender in _ALL_GENDERS if wanted else ():
        if gender not in wanted:
            yield {"Gender": gender, "Criterion Type": "Negative"}


def _texts(plan: Plan, message: Message) -> dict[str, Cell]:
    """Headlines and descriptions of one ad, the sponsor named last; empty if they do not fit."""
    rules = own_rules()
    short, long = letters(rules, GOOGLE, "headline") or 30, letters(rules, GOOGLE, "text") or 90
    lines = descriptions(message.body, long)
    sponsor = f"{plan.sponsor.name} {plan.sponsor.charity_number}".strip()
    headlines = (message.headline, message.call_to_action, _cut(plan.sponsor.name, short))
    if lines is None or any(len(one) > short for one in headlines):
        return {}
    if len({*headlines}) < HEADLINES_LEAST or not sponsor:
        return {}
    cells: dict[str, Cell] = {f"Headline {i}": text for i, text in enumerate(headlines, 1)}
    cells["Headline 1 position"] = 1
    described = [*lines, _cut(sponsor, long)]
    return cells | {f"Description {i}": text for i, text in enumerate(described, 1)}


def _cut(text: str, letters_most: int) -> str:
    """As many whole words as fit."""
    if len(text) <= letters_most:
        return text
    return text[: letters_most + 1].rsplit(" ", 1)[0][:letters_most]
