"""What a visitor's page shows, prepared so that its template decides nothing.

Everything here speaks the language that is active while it runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from babel import Locale
from babel.dates import format_date
from django.conf import settings
from django.utils.translation import gettext

from beforehand import prove
from beforehand.records.reach import TAPPED
from beforehand.records.survey import AGES, GENDERS, SURVEY_PATHS, UNSAID, Wave
from beforehand.web.pages.assets import MODULE
from beforehand.web.pages.campaign_page import CampaignPage
from beforehand.web.pages.contacts import Contact

#: Ends of addresses. ``public`` takes a report at ``form/`` and leads on to ``done/`` or, with
#: the status of a refusal, shows ``retry/``.
STEPS: Final = {
    "landing": "",
    "answer": "next/",
    "help": "call/",
    "report": "form/",
    "thanks": "done/",
    "not_sent": "retry/",
    "protect": "about/",
}

#: Where the survey is asked, before; what is shown after sending; and where nothing was taken.
SURVEY_STEPS: Final = {
    "survey": SURVEY_PATHS[Wave.BEFORE],
    "told": "ask/done/",
    "unasked": "ask/retry/",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyItem:
    """One statement, and what is true of it."""

    id: str
    text: str
    truth: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyView:
    """The survey in one language; choices are pairs of a code and its words."""

    items: tuple[SurveyItem, ...]
    answers: tuple[tuple[str, str], ...]
    ages: tuple[tuple[str, str], ...]
    genders: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """One contact as it is read: every part a finished phrase."""

    name: str
    name_language: str  # of a proper name; empty = the page's
    number: str
    dial: str
    call: str
    country: str
    hours: str
    languages: str
    anonymous: bool
    checked: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLink:
    """The same page in another language."""

    code: str
    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """Everything that the templates of one campaign page read."""

    page: CampaignPage
    language: str
    title: str
    made_up: bool
    exit_url: str
    module: str
    sponsor: str
    contacts: tuple[ContactLine, ...]
    emergency: tuple[ContactLine, ...]
    helplines: tuple[ContactLine, ...]
    for_children: tuple[ContactLine, ...]
    offer: tuple[dict[str, str], ...]
    questions: tuple[str, ...]
    advice: tuple[str, ...]
    can_protect: tuple[str, ...]
    cannot_protect: tuple[str, ...]
    links: dict[str, str]
    languages: tuple[LanguageLink, ...]
    keys: str
    expires_on: date | None
    headline: str
    lede: str
    survey: SurveyView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A short notice in one language."""

    language: str
    headline: str
    words: tuple[str, ...]
    emergency: tuple[ContactLine, ...] = ()
    sponsor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """The pages that belong to no campaign: choice of language, not found, out of date."""

    language: str
    title: str
    made_up: bool
    headline: str = ""
    languages: tuple[LanguageLink, ...] = ()
    sayings: tuple[Saying, ...] = ()
    home: str = ""
    exit_url: str = ""
    module: str = ""


def page_view(page: CampaignPage, today: date, keys: Iterable[str], live: set[str]) -> PageView:
    """The page in its own language, which must be active.

    Args:
        page: One revision of a campaign page.
        today: Contacts whose last day is past are left out.
        keys: Caseworkers' age public keys.
        live: Languages in which this campaign is published.
    """
    found = page.contacts(today)
    lines = [contact_line(one, page.language) for one in found]
    urgent = [line for line, one in zip(lines, found, strict=True) if one.emergency]
    calm = [line for line, one in zip(lines, found, strict=True) if not one.emergency]
    helplines = [
        contact_line(one, page.language) for one in found if one.kind == Contact.Kind.HELPLINE
    ]
    return PageView(
        page=page,
        language=page.language,
        title=page.title,
        made_up=page.made_up,
        exit_url=page.exit_url,
        module=MODULE,
        sponsor=sponsor_line(page),
        contacts=tuple(calm),
        emergency=tuple(urgent),
        helplines=tuple(helplines),
        for_children=tuple(helplines[:1]),
        offer=tuple({"said": one.value["said"], "meant": one.value["meant"]} for one in page.offer),
        questions=_lines(page.questions),
        advice=_lines(page.advice),
        can_protect=_lines(page.can_protect),
        cannot_protect=_lines(page.cannot_protect),
        links={step: address(page, step) for step in STEPS},
        languages=other_languages(page, live),
        keys=" ".join(keys),
        expires_on=min((one.expires_on for one in found), default=None),
        headline=page.headline,
        lede=page.lede,
    )


def version_view(view: PageView, version: str, step: str = "") -> PageView:
    """The same page with the words of one version; the link to ``step`` says which one it was."""
    headline, lede = view.page.said_by_version[version]
    links = {**view.links, step: f"{view.links[step]}?{TAPPED}={version}"} if step else view.links
    return replace(view, headline=headline, lede=lede, links=links)


def _lines(stream: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(getattr(block, "value", block)) for block in stream)


def address(page: CampaignPage, step: str) -> str:
    """Path of a step of the page on the public site."""
    return f"/{page.language}/{page.campaign}/{(STEPS | SURVEY_STEPS)[step]}"


def survey_view(wording: str, language: str) -> SurveyView:
    """The items of a wording; ages and genders in the language that is active."""
    asked = prove.questionnaire(wording)
    says = {code: said[language] for code, said in asked.answers.items()}
    unsaid = gettext("I would rather not say")
    ages = {"35+": gettext("35 and over"), UNSAID: unsaid}
    genders = {
        "Masculine": gettext("Man"),
        "Feminine": gettext("Woman"),
        "Other": gettext("Other"),
        UNSAID: unsaid,
    }
    return SurveyView(
        items=tuple(
            SurveyItem(id=one.id, text=one.text[language], truth=says[one.right])
            for one in asked.items
        ),
        answers=tuple(says.items()),
        ages=tuple((code, ages.get(code, code.replace("-", "–"))) for code in reversed(AGES)),
        genders=tuple((code, genders[code]) for code in reversed(GENDERS)),
    )


def sponsor_line(page: CampaignPage) -> str:
    """Who stands behind the page, with charity number and local partner."""
    said = gettext("{sponsor}, charity number {number}, with {partner}")
    return said.format(
        sponsor=page.sponsor_name, number=page.charity_number, partner=page.local_partner
    )


def other_languages(page: CampaignPage, live: set[str]) -> tuple[LanguageLink, ...]:
    """Links to the same campaign in the other languages it is published in."""
    return tuple(
        LanguageLink(code=code, name=name, url=f"/{code}/{page.campaign}/")
        for code, name in settings.LANGUAGES
        if code in live and code != page.language
    )


def contact_line(one: Contact, language: str) -> ContactLine:
    """A contact in words of ``language``."""
    said = Locale.parse(language)
    country = said.territories.get(one.country, one.country)
    police = one.kind == Contact.Kind.POLICE
    name = gettext("Police") if police else one.name
    spoken = [said.languages.get(code, code) for code in one.languages.split()]
    day = format_date(one.last_checked, "d MMMM y", locale=said)
    return ContactLine(
        name=name,
        name_language="" if police or language == "en" else "en",
        number=one.number,
        dial=re.sub(r"[^0-9+]", "", one.number),
        call=gettext("Call {name}: {number}").format(name=name, number=one.number),
        country=country,
        hours=one.hours,
        languages=", ".join(spoken),
        anonymous=one.anonymous,
        checked=_checked(one).format(day=day),
        source=gettext("Source: {source}").format(source=one.source),
    )


def _checked(one: Contact) -> str:
    if one.checked_by_person:
        return gettext("Checked on {day}.")
    return gettext("Read on {day}, not yet checked by a call.")
