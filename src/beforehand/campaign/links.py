"""Tracked links: by campaign, place and message version, never by person."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlsplit

from beforehand.records.plan import Arm, Campaign, Message, Plan, RankedPlace, TrackedLink
from beforehand.refusals import BadPlan
from beforehand.words import words

#: Arms that get posts. Exempt places are warned, they only stay out of the test.
SERVED = frozenset({Arm.TREATED, Arm.EXEMPT})


def links(plan: Plan, base_url: str) -> Campaign:
    """The plan with one link for each place that gets posts, message version and language.

    Args:
        plan: A sealed plan.
        base_url: Where ``public`` is reached, such as ``https://example.org``.

    Raises:
        BadPlan: If the address is not an http or https one without query.
    """
    if not _is_site(base_url):
        raise BadPlan(
            reason=words("{address} is not the address of a site", address=base_url),
            mend=words("Give one such as https://example.org."),
        )
    made = (
        TrackedLink(
            place=one.place.code,
            version=message.version,
            language=message.language,
            url=_url(base_url, plan, one, message),
        )
        for one in served(plan)
        for message in messages_at(plan, one)
    )
    return Campaign(plan=plan, links=tuple(made))


def _is_site(base_url: str) -> bool:
    try:
        address = urlsplit(base_url)
    except ValueError:  # a bracket that is not closed
        return False
    return address.scheme in {"http", "https"} and bool(address.netloc) and not address.query


def served(plan: Plan) -> tuple[RankedPlace, ...]:
    """The places that get posts, most need first."""
    return tuple(one for one in plan.places if one.arm in SERVED)


def messages_of(plan: Plan) -> tuple[Message, ...]:
    """The messages in the audience's languages."""
    return tuple(one for one in plan.messages if one.language in plan.audience.languages)


def messages_at(plan: Plan, one: RankedPlace) -> tuple[Message, ...]:
    """The messages that one place gets: those of the version it was drawn for, else all."""
    return tuple(m for m in messages_of(plan) if one.version in {"", m.version})


def starts_on(plan: Plan, one: RankedPlace) -> date:
    """The first day of posts in one place: its wave's, else the campaign's."""
    waves = plan.lots.waves
    return waves[one.wave - 1] if waves and one.wave else plan.window.start


def _url(base_url: str, plan: Plan, one: RankedPlace, message: Message) -> str:
    page = f"{base_url.rstrip('/')}/{quote(message.language)}/{quote(plan.campaign)}/"
    return f"{page}?p={quote(one.place.code)}&v={quote(message.version)}"
