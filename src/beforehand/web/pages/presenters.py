"""What the publishing page shows of each campaign and language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from babel import Locale
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext

from beforehand import programme
from beforehand.web.accounts.models import User
from beforehand.web.pages.campaign_page import CampaignPage
from beforehand.web.pages.contacts import Contact, valid_on
from beforehand.web.pages.rendering import lacking
from beforehand.web.pages.signoffs import ROLES, SignOff, signed_roles
from beforehand.web.pages.standing import latest, reasons
from beforehand.words import speak


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Whether one role has signed the latest draft."""

    role: str
    signed_by: str  # empty: not yet
    signed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCard:
    """One language of a campaign as it stands."""

    pk: int
    language: str
    language_name: str
    title: str
    headline: str
    saved_at: datetime | None
    published: bool
    changed: bool  # the latest draft is not what is published
    checked_words: bool
    missing: tuple[str, ...]
    consents: tuple[Consent, ...]
    revision: int | None
    may_sign: str  # the role for which the reader may sign now; empty = none
    previews: tuple[tuple[str, str], ...]  # label and address of each step
    edit_url: str
    public_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignCard:
    """One campaign with all its languages."""

    slug: str
    made_up: bool
    pages: tuple[PageCard, ...]
    ready: int
    notes: tuple[str, ...]  # to be mended before real use, no bar to a demonstration


def campaign_cards(user: User, keys: Sequence[str], today: date) -> list[CampaignCard]:
    """Every campaign, by its slug."""
    pages = CampaignPage.objects.select_related("locale").order_by("slug", "locale_id")
    return [
        _campaign(slug, list(found), user, keys, today)
        for slug, found in groupby(pages, key=lambda page: page.slug)
    ]


def _campaign(
    slug: str, pages: list[CampaignPage], user: User, keys: Sequence[str], today: date
) -> CampaignCard:
    cards = tuple(page_card(page, user, keys, today) for page in pages)
    return CampaignCard(
        slug=slug,
        made_up=any(page.made_up for page in pages),
        pages=cards,
        ready=sum(not card.missing for card in cards),
        notes=(*_notes(pages, today), *_undrawn(pages, slug)),
    )


def page_card(page: CampaignPage, user: User, keys: Sequence[str], today: date) -> PageCard:
    """One language of a campaign: what it lacks, who agreed, what the reader may do."""
    draft = latest(page)
    against = reasons(draft, keys, today) if draft else ()
    words = draft.page if draft else page
    return PageCard(
        pk=page.pk,
        language=page.language,
        language_name=dict(settings.LANGUAGES)[page.language],
        title=words.title,
        headline=words.headline,
        saved_at=page.latest_revision_created_at,
        published=page.live,
        changed=page.live and page.live_revision_id != page.latest_revision_id,
        checked_words=words.wording == CampaignPage.Wording.CHECKED,
        missing=tuple(speak(one.words, get_language() or "en") for one in against),
        consents=_consents(page),
        revision=page.latest_revision_id,
        may_sign=_may_sign(page, user),
        previews=_previews(page, words),
        edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        public_url=f"{settings.PUBLIC_URL}/{page.language}/{page.campaign}/",
    )


def _previews(page: CampaignPage, words: CampaignPage) -> tuple[tuple[str, str], ...]:
    """Every step, and every version that may be drawn: whoever agrees has seen each."""
    versions = [(name, name) for name in words.said_by_version]
    return tuple(
        (str(label), reverse("pages:preview", args=[page.pk, step]))
        for step, label in [*CampaignPage.preview_modes, *versions]
    )


def _consents(page: CampaignPage) -> tuple[Consent, ...]:
    given = {
        one.role: one
        for one in SignOff.objects.filter(revision_id=page.latest_revision_id).select_related(
            "signed_by"
        )
    }
    return tuple(
        Consent(
            role=str(role.label),
            signed_by=str(given[role].signed_by) if role in given else "",
            signed_at=given[role].signed_at if role in given else None,
        )
        for role in ROLES
    )


def _may_sign(page: CampaignPage, user: User) -> str:
    if user.signs_for not in ROLES or page.latest_revision_id is None:
        return ""
    signed = user.signs_for in signed_roles(page.latest_revision_id)
    return "" if signed else str(User.Signs(user.signs_for).label)


def _notes(pages: Iterable[CampaignPage], today: date) -> Iterable[str]:
    countries = tuple(dict.fromkeys(code for page in pages for code in page.country_codes))
    contacts = valid_on(today, countries, unchecked=True)
    yield from _unchecked(contacts)
    covered = {one.country for one in contacts if one.emergency}
    for country in countries:
        if country not in covered:
            said = gettext("{country} has no emergency number. Add one that a person has rung.")
            yield said.format(country=_country(country))


def _undrawn(pages: Iterable[CampaignPage], slug: str) -> Iterable[str]:
    """Languages whose page lacks words of a version that the sealed plan draws between."""
    plan = programme.plan_in_force(settings.HOME, slug)
    for page in pages if plan else ():
        draft = latest(page)
        missing = lacking(draft.page if draft else page, plan) if plan else ()
        if missing:
            said = gettext(
                "{language}: the plan draws between versions, and this page has no words for "
                "{versions}. Until it has them, it draws none and shows its own words."
            )
            name = dict(settings.LANGUAGES)[page.language]
            yield said.format(language=name, versions=", ".join(missing))


def _country(code: str) -> str:
    return str(Locale.parse(get_language() or "en").territories.get(code, code))


def _unchecked(contacts: Iterable[Contact]) -> Iterable[str]:
    for one in contacts:
        if not one.checked_by_person:
            said = gettext("{name}, {number}: to be checked by a person before real use.")
            yield said.format(name=one.name, number=one.number)
