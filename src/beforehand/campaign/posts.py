"""Posts without an ad platform: a calendar, local pages and groups, messages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from beforehand.campaign.channels import tagged
from beforehand.campaign.links import messages_at, served, starts_on
from beforehand.campaign.messages import post_text
from beforehand.campaign.sheets import sheet
from beforehand.records.plan import Campaign, Message, Place, Plan

ORGANIC = ("local", "organic")
POST_COLUMNS = ("date", "place", "place_name", "where", "language", "version", "meant_for",
                "headline", "text", "link", "made_up")  # fmt: skip
MESSAGE_COLUMNS = ("place", "place_name", "language", "version", "meant_for", "text", "letters",
                   "sms_parts", "made_up")  # fmt: skip
_FOLD = 75  # octets of a line, RFC 5545
_SMS = {True: (160, 153), False: (70, 67)}  # letters of one message and of each of several

#: The letters of an SMS of 160; with any other, such as ë and ç, a message holds 70.
_GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


@dataclass(frozen=True, slots=True)
class Post:
    """One post to make by hand: on a day, in a place's own pages and groups."""

    day: date
    place: Place
    message: Message
    link: str


def schedule(campaign: Campaign) -> Iterator[Post]:
    """One post a week, place and language, the versions in turn; by day, then by need."""
    plan = campaign.plan
    urls = {(one.place, one.version, one.language): one.url for one in campaign.links}
    week, posts = timedelta(weeks=1), []
    for one in served(plan):
        day, turn = starts_on(plan, one), 0
        while day <= plan.window.end:
            for language in plan.audience.languages:
                spoken = [m for m in messages_at(plan, one) if m.language == language]
                if spoken:
                    message = spoken[turn % len(spoken)]
                    url = urls[one.place.code, message.version, language]
                    link = tagged(url, plan, message, ORGANIC)
                    posts.append(Post(day, one.place, message, link))
            day, turn = day + week, turn + 1
    yield from sorted(posts, key=lambda post: post.day)


def posts_csv(campaign: Campaign) -> bytes:
    """The posts to make by hand, by day. A page of the whole country would reach everybody."""
    plan = campaign.plan
    return sheet(
        POST_COLUMNS,
        (
            {
                "date": post.day.isoformat(),
                "place": post.place.code,
                "place_name": post.place.name,
                "where": "pages and groups of this place alone",
                "language": post.message.language,
                "version": post.message.version,
                "meant_for": post.message.meant_for,
                "headline": post.message.headline,
                "text": post_text(post.message, plan.sponsor),
                "link": post.link,
                "made_up": "made-up" if plan.made_up else "",
            }
            for post in schedule(campaign)
        ),
    )


def messages_csv(campaign: Campaign) -> bytes:
    """Short messages for partners to hand on, with their length as SMS."""
    plan = campaign.plan
    urls = {(one.place, one.version, one.language): one.url for one in campaign.links}

    def rows() -> Iterator[dict[str, str | int]]:
        for one in served(plan):
            for message in messages_at(plan, one):
                url = urls[one.place.code, message.version, message.language]
                text = f"{message.headline}\n{url}\n{plan.sponsor.name}"
                yield {
                    "place": one.place.code,
                    "place_name": one.place.name,
                    "language": message.language,
                    "version": message.version,
                    "meant_for": message.meant_for,
                    "text": text,
                    "letters": len(text),
                    "sms_parts": sms_parts(text),
                    "made_up": "made-up" if plan.made_up else "",
                }

    return sheet(MESSAGE_COLUMNS, rows())


def sms_parts(text: str) -> int:
    """How many SMS a text is: 160 letters each, 70 with a letter such as ë.

    Source:
        3GPP TS 23.038, the default alphabet of seven bits.
    """
    alone, each = _SMS[set(text) <= _GSM]
    return 1 if len(text) <= alone else -(-len(text) // each)


def calendar_ics(campaign: Campaign) -> bytes:
    """The posts as a calendar that any programme opens (RFC 5545): days without an hour."""
    plan = campaign.plan
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//beforehand//campaign//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(plan.title)}",
    ]
    for post in schedule(campaign):
        lines += _event(plan, post)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(plan: Plan, post: Post) -> list[str]:
    message = post.message
    named = f"{plan.id}/{post.day}/{post.place.code}/{message.version}/{message.language}"
    made_up = "MADE-UP: " if plan.made_up else ""
    summary = f"{post.place.name}: {message.version} ({message.language})"
    text = f"{message.headline}\n\n{post_text(message, plan.sponsor)}\n\n{post.link}"
    return [
        "BEGIN:VEVENT",
        f"UID:{hashlib.sha256(named.encode()).hexdigest()[:32]}@beforehand",
        f"DTSTAMP:{plan.sealed_on:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{post.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{post.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(made_up + summary)}",
        f"LOCATION:{_escaped(post.place.name)}",
        f"DESCRIPTION:{_escaped(text)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for sign, instead in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, instead)
    return text.replace("\r", "")


def _folded(line: str) -> bytes:
    """A line of at most 75 octets, gone on with a space, never inside a letter."""
    out, length = [], 0
    for letter in line:
        size = len(letter.encode())
        if length + size > _FOLD:
            out.append("\r\n ")
            length = 1
        out.append(letter)
        length += size
    return "".join(out).encode() + b"\r\n"
