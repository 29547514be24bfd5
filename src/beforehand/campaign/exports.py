"""All files of a campaign at once, and what is to be said of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from beforehand.campaign import google, meta, tiktok
from beforehand.campaign.channel_checks import refused_platforms
from beforehand.campaign.channels import GOOGLE, META, PAID, TIKTOK, paid
from beforehand.campaign.plain import links_csv, plain_csv
from beforehand.campaign.posters import posters_html
from beforehand.campaign.posts import calendar_ics, messages_csv, posts_csv
from beforehand.campaign.rules import own_rules
from beforehand.campaign.sheets import Cell
from beforehand.campaign.templates import Template, fill
from beforehand.records.channels import ChannelRule
from beforehand.records.plan import Campaign
from beforehand.words import Words, words

_ALIASES: dict[str, Mapping[str, Sequence[str]]] = {
    META: {},
    GOOGLE: google.google_aliases(),
    TIKTOK: tiktok.ALIASES,
}
_NEEDED = {META: meta.NEEDED, GOOGLE: google.NEEDED, TIKTOK: tiktok.NEEDED}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """What the files are made with. ``locations`` are TikTok's ids by place code."""

    templates: tuple[Template, ...] = ()
    locations: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[ChannelRule, ...] = field(default_factory=own_rules)


@dataclass(frozen=True, slots=True)
class Exported:
    """The files by name, and what is to be said before they are used."""

    files: dict[str, bytes]
    notes: tuple[Words, ...]


def export(campaign: Campaign, request: ExportRequest | None = None) -> Exported:
    """Every file of a campaign.

    A platform that refuses such posts where the campaign is gets no file: the notes say why, and
    the posts, messages and posters stand in for it.

    Args:
        campaign: A plan with its links.
        request: The user's own templates, ids of places, and the channel rules.

    Raises:
        TemplateLacks: If a template has no column for what must be said.
    """
    asked = ExportRequest() if request is None else request
    files = {
        "plain.csv": plain_csv(campaign),
        "links.csv": links_csv(campaign),
        "posts.csv": posts_csv(campaign),
        "calendar.ics": calendar_ics(campaign),
        "messages.csv": messages_csv(campaign),
        "posters.html": posters_html(campaign),
    }
    refused = refused_platforms(campaign.plan, asked.rules)
    notes: list[Words] = []
    for platform in PAID:
        if platform in refused:
            notes.append(_no_file(platform))
            continue
        made, said = _platform(campaign, platform, asked)
        files |= made
        notes += [*said, *_budget_note(campaign, platform)]
    return Exported(files, (*notes, *_always(campaign)))


def _platform(
    campaign: Campaign, platform: str, asked: ExportRequest
) -> tuple[dict[str, bytes], tuple[Words, ...]]:
    template = next((one for one in asked.templates if one.platform == platform), None)
    said = _said(campaign, platform, asked)
    if template is not None:
        rows = list(_rows(campaign, platform, asked))
        filled = fill(template, rows, _NEEDED[platform], _ALIASES[platform])
        return {f"{platform.lower()}.{filled.suffix}": filled.data}, (*filled.notes, *said)
    if platform == META:
        return {"meta.csv": meta.meta_csv(campaign)}, said
    if platform == GOOGLE:
        return {"google.csv": google.google_csv(campaign)}, said
    return {"tiktok.json": tiktok.tiktok_json(campaign, asked.locations)}, said


def _rows(campaign: Campaign, platform: str, asked: ExportRequest) -> Iterable[dict[str, Cell]]:
    if platform == META:
        return meta.meta_rows(campaign)
    if platform == GOOGLE:
        return google.google_rows(campaign)
    return tiktok.tiktok_rows(campaign, asked.locations)


def _said(campaign: Campaign, platform: str, asked: ExportRequest) -> tuple[Words, ...]:
    has_own = any(one.platform == platform for one in asked.templates)
    if platform == META and not has_own:
        return (
            words(
                "How Meta writes Addresses, Excluded Addresses and Advantage Audience was not "
                "seen: export a template from your own account and compare before you import."
            ),
        )
    if platform == GOOGLE:
        return google.google_notes(campaign.plan)
    return tiktok.tiktok_notes(campaign.plan, asked.locations) if platform == TIKTOK else ()


def _no_file(platform: str) -> Words:
    return words(
        "There is no file for {platform}: it takes no such ads where the campaign is. Use "
        "posts.csv, messages.csv and posters.html.",
        platform=platform,
    )


def _budget_note(campaign: Campaign, platform: str) -> Iterator[Words]:
    if platform not in paid(campaign.plan):
        yield words(
            "{platform} is not among the platforms of the plan: its file has no budget.",
            platform=platform,
        )


def _always(campaign: Campaign) -> Iterator[Words]:
    platforms = paid(campaign.plan)
    if len(platforms) > 1:
        yield words(
            "Each place's budget is divided evenly among {platforms}.",
            platforms=", ".join(platforms),
        )
    yield words(
        "The files of platforms name the held-out places as excluded: keep them among those who "
        "place the ads."
    )
    yield words(
        "A page of the whole country reaches held-out places too: post only in pages and groups "
        "of the places in posts.csv."
    )
    yield words("Budgets are in euro. All is paused: nothing is spent before you start it.")
