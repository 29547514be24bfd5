"""Campaign pages to bytes: what ``public`` will serve, byte for byte."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from beforehand import prove
from beforehand.records.plan import Plan
from beforehand.records.reach import Event, PageBytes, PageDraw, Pages
from beforehand.records.survey import SURVEY_PATHS, SurveyForm
from beforehand.refusals import NoEmergencyContact, NoPageVersion
from beforehand.web.pages import assets
from beforehand.web.pages.campaign_page import CampaignPage
from beforehand.web.pages.visitors import (
    STEPS,
    SURVEY_STEPS,
    LanguageLink,
    NoticeView,
    PageView,
    Saying,
    address,
    contact_line,
    page_view,
    sponsor_line,
    survey_view,
    version_view,
)

HTML: Final = "text/html; charset=utf-8"
#: The link of a drawn page that is counted, by what the plan says the page is for.
TAPS: Final = {Event.CHECKED: "answer", Event.HELP: "help", Event.REPORT: "report"}
EVENTS: Final = {"landing": Event.VISIT, "answer": Event.CHECKED, "help": Event.HELP}
STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """What may be counted and to whom reports are sealed, at one publication."""

    recipients: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    surveys: Mapping[str, tuple[SurveyForm, ...]] = field(default_factory=dict)  # by campaign
    draws: Mapping[str, Plan] = field(default_factory=dict)  # by campaign: the plan that draws


def render_site(pages: Iterable[CampaignPage], tracked: Tracked, today: date) -> Pages:
    """All that ``public`` serves for these campaign pages.

    Args:
        pages: The revisions to publish, checked already; each in its own language.
        tracked: Caseworkers' keys, and the codes of places and versions that may be counted.
        today: Contacts that have expired by then are left out.

    Raises:
        NoPageVersion: If there is no page.
        NoEmergencyContact: If no contact is valid on that day.
    """
    chosen = sorted(pages, key=lambda page: (page.campaign, page.language))
    steps = [made for page in chosen for made in _steps(page, chosen, tracked, today)]
    drawn = [made for page in chosen for made in _drawn(page, chosen, tracked, today)]
    expiries = [made.expires_on for made in steps if made.expires_on]
    if not chosen:
        raise NoPageVersion()
    if not expiries:
        raise NoEmergencyContact(day=today.isoformat())
    return Pages(
        pages=(_choice(chosen), *steps, _missing(chosen)),
        assets=assets.modules(),
        recipients=tracked.recipients,
        campaigns=tuple(name for name, _ in groupby(page.campaign for page in chosen)),
        places=tracked.places,
        versions=tracked.versions,
        expires_on=min(expiries),
        emergency=_emergency(chosen, today),
        made_up=any(page.made_up for page in chosen),
        drawn=tuple(drawn),
    )


def preview(page: CampaignPage, step: str, today: date) -> PageBytes:
    """One step of a draft as it would be published, its links leading to other previews."""
    links = {name: reverse("pages:preview", args=[page.pk or 0, name]) for name in STEPS}
    with translation.override(page.language):
        view = page_view(page, today, (), {page.language})
        asked = survey_view(prove.SURVEY, page.language) if step in SURVEY_STEPS else None
        module = static(assets.MODULE[1:])
        shown = replace(view, links=links, module=module, survey=asked)
        if step in STEPS | SURVEY_STEPS:
            return _step(shown, step)
        return _step(version_view(shown, step), "landing")


def _steps(
    page: CampaignPage, chosen: Sequence[CampaignPage], tracked: Tracked, today: date
) -> list[PageBytes]:
    with translation.override(page.language):
        view = _view(page, chosen, tracked, today)
        forms = tracked.surveys.get(page.campaign, ())
        return [*(_step(view, step) for step in STEPS), *_survey(view, forms)]


def _view(
    page: CampaignPage, chosen: Sequence[CampaignPage], tracked: Tracked, today: date
) -> PageView:
    live = {other.language for other in chosen if other.campaign == page.campaign}
    return page_view(page, today, tracked.recipients, live)


def _drawn(
    page: CampaignPage, chosen: Sequence[CampaignPage], tracked: Tracked, today: date
) -> list[PageBytes]:
    """The landing page in each version that the plan draws between; none where words lack."""
    plan = tracked.draws.get(page.campaign)
    if plan is None or plan.draw is None or lacking(page, plan):
        return []
    step = TAPS[plan.draw.worked]
    draw = PageDraw(
        versions=plan.draw.versions,
        opens_on=plan.window.start,
        closes_on=plan.window.end,
        tap=address(page, step),
    )
    with translation.override(page.language):
        view = _view(page, chosen, tracked, today)
        return [
            replace(_step(version_view(view, version, step), "landing"), version=version, draw=draw)
            for version in plan.draw.versions
        ]


def lacking(page: CampaignPage, plan: Plan) -> tuple[str, ...]:
    """Versions that the plan draws between and for which the page has no words."""
    drawn = plan.draw.versions if plan.draw else ()
    return tuple(version for version in drawn if version not in page.said_by_version)


def _survey(view: PageView, forms: Sequence[SurveyForm]) -> list[PageBytes]:
    """The survey's pages; a wording that nobody has signed off is asked on made-up pages alone."""
    if not forms or (prove.questionnaire(forms[0].wording).draft and not view.made_up):
        return []
    # Without links to other languages: they would lose the place.
    asked = replace(view, survey=survey_view(forms[0].wording, view.language), languages=())
    start, page = address(view.page, "landing"), _step(asked, "survey")
    return [
        *(replace(page, path=start + SURVEY_PATHS[one.wave], survey=one) for one in forms),
        *(_step(asked, step) for step in ("told", "unasked")),
    ]


def _step(view: PageView, step: str) -> PageBytes:
    body = _html(f"pages/public/{step}.html", view)
    return PageBytes(
        path=address(view.page, step),
        content_type=HTML,
        body=body,
        language=view.language,
        csp=policy(body, posts=step in {"report", "survey"}),
        expires_on=view.expires_on,
        campaign=view.page.campaign,
        event=EVENTS.get(step),
    )


def _html(template: str, view: PageView | NoticeView) -> bytes:
    said = render_to_string(template, {"view": view})
    return re.sub(r"\n\s*\n+", "\n", said).strip().encode() + b"\n"


def policy(body: bytes, *, posts: bool = False) -> str:
    """The content security policy of a page: its own style by hash, our module, nothing else."""
    styles = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(style).digest()).decode()}'"
        for style in STYLE.findall(body)
    )
    sent_to = "'self'" if posts else "'none'"
    return (
        f"default-src 'none'; style-src {styles}; script-src 'self'; base-uri 'none'; "
        f"form-action {sent_to}; frame-ancestors 'none'"
    )


def _notice(path: str, template: str, view: NoticeView) -> PageBytes:
    body = _html(template, view)
    return PageBytes(
        path=path, content_type=HTML, body=body, language=view.language, csp=policy(body)
    )


def _languages(chosen: Sequence[CampaignPage]) -> tuple[str, ...]:
    """Languages in use, the first published campaign's own country first."""
    return tuple(sorted({page.language for page in chosen}, key=lambda code: code == "en"))


def _choice(chosen: Sequence[CampaignPage]) -> PageBytes:
    names = dict(settings.LANGUAGES)
    ordered = sorted(chosen, key=lambda page: _languages(chosen).index(page.language))
    several = len({page.campaign for page in chosen}) > 1
    links = tuple(
        LanguageLink(
            code=page.language,
            name=f"{names[page.language]} · {page.title}" if several else names[page.language],
            url=address(page, "landing"),
        )
        for page in ordered
    )
    view = NoticeView(
        language=ordered[0].language,
        title=ordered[0].title,
        made_up=any(page.made_up for page in chosen),
        headline=" · ".join(dict.fromkeys(names[page.language] for page in ordered)),
        languages=links,
    )
    return _in(view.language, "/", "pages/public/choice.html", view)


def _in(language: str, path: str, template: str, view: NoticeView) -> PageBytes:
    with translation.override(language):
        return _notice(path, template, view)


def _missing(chosen: Sequence[CampaignPage]) -> PageBytes:
    sayings = []
    for language in _languages(chosen):
        with translation.override(language):
            sayings.append(
                Saying(
                    language=language,
                    headline=gettext("There is nothing here"),
                    words=(gettext("The address may be old or mistyped."),),
                )
            )
    view = NoticeView(
        language=sayings[0].language,
        title="404",
        made_up=any(page.made_up for page in chosen),
        sayings=tuple(sayings),
        home=" · ".join(name for code, name in settings.LANGUAGES if code in _languages(chosen)),
    )
    return _in(view.language, "/404/", "pages/public/notice.html", view)


def _emergency(chosen: Sequence[CampaignPage], today: date) -> tuple[PageBytes, ...]:
    """What is served when the bundle has run out: who to call in danger, and nothing else."""
    languages = _languages(chosen)
    each = [_out_of_date(language, chosen, today) for language in languages]
    return tuple(
        _in(language, f"/{language}/", "pages/public/notice.html", view)
        for language, view in zip(languages, each, strict=True)
    )


def _out_of_date(language: str, chosen: Sequence[CampaignPage], today: date) -> NoticeView:
    page = next(one for one in chosen if one.language == language)
    with translation.override(language):
        urgent = [one for one in page.contacts(today) if one.emergency]
        saying = Saying(
            language=language,
            headline=gettext("This page is being renewed"),
            words=(
                f"{gettext('In danger now?')} {page.danger_text}",
                f"{gettext('Under 18?')} {page.child_text}",
            ),
            emergency=tuple(contact_line(one, language) for one in urgent),
            sponsor=sponsor_line(page),
        )
        return NoticeView(
            language=language,
            title=page.title,
            made_up=page.made_up,
            sayings=(saying,),
            exit_url=page.exit_url,
            module=assets.MODULE,
        )
