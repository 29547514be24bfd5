"""The plain files: what to post where, with which link, for any channel."""

from __future__ import annotations

from beforehand.campaign.links import messages_at, served, starts_on
from beforehand.campaign.messages import post_text
from beforehand.campaign.sheets import Cell, sheet
from beforehand.records.plan import Campaign, Message, RankedPlace

PLAIN_COLUMNS = (
    "campaign",
    "plan",
    "made_up",
    "place",
    "place_name",
    "latitude",
    "longitude",
    "budget_eur",
    "start",
    "end",
    "language",
    "version",
    "theme",
    "meant_for",
    "headline",
    "text",
    "call_to_action",
    "link",
)


def plain_csv(campaign: Campaign) -> bytes:
    """One row for each post: place by version by language. Held-out places do not appear."""
    urls = {(one.place, one.version, one.language): one.url for one in campaign.links}
    rows = (
        _row(campaign, one, message, urls[one.place.code, message.version, message.language])
        for one in served(campaign.plan)
        for message in messages_at(campaign.plan, one)
    )
    return sheet(PLAIN_COLUMNS, rows)


def _row(campaign: Campaign, one: RankedPlace, message: Message, url: str) -> dict[str, Cell]:
    plan = campaign.plan
    return {
        "campaign": plan.campaign,
        "plan": plan.id,
        "made_up": "made-up" if plan.made_up else "",
        "place": one.place.code,
        "place_name": one.place.name,
        "latitude": one.place.lat,
        "longitude": one.place.lon,
        "budget_eur": f"{one.budget_eur:.2f}",
        "start": starts_on(plan, one).isoformat(),
        "end": plan.window.end.isoformat(),
        "language": message.language,
        "version": message.version,
        "theme": message.theme,
        "meant_for": message.meant_for,
        "headline": message.headline,
        "text": post_text(message, plan.sponsor),
        "call_to_action": message.call_to_action,
        "link": url,
    }


def links_csv(campaign: Campaign) -> bytes:
    """The tracked links alone: place, version, language, address."""
    rows = (
        {"place": one.place, "version": one.version, "language": one.language, "link": one.url}
        for one in campaign.links
    )
    return sheet(("place", "version", "language", "link"), rows)
