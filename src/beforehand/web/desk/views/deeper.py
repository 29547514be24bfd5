"""Deeper into a route: by which definition, where it is densest, and how it moves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from beforehand import briefing, charts, release, store, understand
from beforehand.records.people import Role
from beforehand.refusals import NoBriefKept, Refusal, TooFewCases, TooFewPeriods
from beforehand.web.accounts.roles import only
from beforehand.web.desk.asked import READERS
from beforehand.web.desk.clock import today
from beforehand.web.desk.deeper import Asked, asked_of
from beforehand.web.desk.presenters.deeper import (
    MOST_AREAS,
    MOST_CHANGES,
    MOST_SERIES,
    AgeCard,
    age_card,
    change_row,
    definition_card,
    hotspot_page,
    period_row,
    quarter_rows,
    shift_lines,
    signal_row,
)
from beforehand.web.desk.presenters.deeper_files import (
    age_files,
    change_files,
    definition_files,
    hotspot_files,
    period_files,
    signal_files,
)
from beforehand.web.desk.presenters.figures import svg
from beforehand.web.desk.presenters.offers import Offers
from beforehand.web.desk.presenters.routes import title
from beforehand.web.desk.presenters.sources import source_name
from beforehand.web.desk.said import language, refused, say
from beforehand.web.desk.views.routes import refuse
from beforehand.web.desk.views.takes import page_or_file

YOUNG, OLD = 18, 34
KINDS = ("labour", "sexual")
ENDS = ("origin", "exploitation", "responders")


def _frame(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """What stands around every such page."""
    kind = asked.cases.source_class
    return {
        "title": title(asked.route),
        "route": str(asked.route),
        "query": request.GET.urlencode(),
        "source_name": source_name(kind),
        "source": asked.cases.source,
        "made_up": asked.cases.made_up,
        "counts": say(understand.says_counted(kind)),
        "data_hash": asked.cases.data_hash,
    }


@only(*READERS)
def definitions(request: HttpRequest, route: str) -> HttpResponse:
    """The same people under several definitions, and ages that come in bands."""
    chosen = request.GET.get("kind", "")
    kind = chosen if chosen in KINDS else KINDS[0]
    try:
        asked = asked_of(request, route)
        told = understand.definitions(asked.cases, asked.route, concept=kind)
    except Refusal as refusal:
        return refuse(request, refusal)
    seen = [
        replace(
            one,
            shares=tuple(asked.seen(one.shares, [share.figure for share in one.shares])),
            inside=tuple(asked.seen(one.inside, [share.figure for share in one.inside])),
        )
        for one in told.answers
    ]
    cards = [
        definition_card(
            one, asked.kind, small=not asked.who.sees_small_counts and release.is_small(one.people)
        )
        for one in seen
    ]
    aged, offers = _ages(asked)
    context = _frame(request, asked) | {
        "says": say(told.says),
        "cards": cards,
        "ages": aged,
        "kinds": [(one, say(_kind(one)), one == kind) for one in KINDS],
    }
    offers = {**definition_files(told, seen), **offers}
    return page_or_file(request, "desk/definitions.html", context, offers)


def _kind(code: str) -> str:
    return {"labour": _("labour"), "sexual": _("sexual exploitation")}[code]


def _ages(asked: Asked) -> tuple[list[AgeCard], Offers]:
    try:
        told = understand.ages(asked.cases, asked.route, YOUNG, OLD)
    except TooFewCases:
        return [], {}
    seen = asked.seen(told.bounds, [one.at_least for one in told.bounds])
    return [age_card(one, asked.kind) for one in seen], age_files(told, seen)


@only(*READERS)
def hotspots(request: HttpRequest, route: str) -> HttpResponse:
    """Rates by area, small areas drawn in."""
    chosen = request.GET.get("end", "")
    try:
        asked = asked_of(request, route)
        end, told = _placed(asked, chosen if chosen in ENDS else "")
    except Refusal as refusal:
        return refuse(request, refusal)
    seen = asked.seen(told.areas, [one.people for one in told.areas])
    country = asked.route.origin if end == "origin" else asked.route.destination
    names = {
        "origin": _("where they came from"),
        "exploitation": _("where they were exploited"),
        "responders": _("where police referred them"),
    }
    context = _frame(request, asked) | {
        "page": hotspot_page(told, list(seen), country),
        "top": told.top,
        "ends": [(one, names[one], one == end) for one in ENDS],
    }
    offers = hotspot_files(told, seen, MOST_AREAS, country)
    return page_or_file(request, "desk/hotspots.html", context, offers)


def _placed(asked: Asked, end: str) -> tuple[str, Any]:
    """The end asked for; or the first one that anybody is placed at."""
    if end:
        return end, understand.hotspots(asked.cases, asked.route, end)
    for one in ENDS[:-1]:
        try:
            return one, understand.hotspots(asked.cases, asked.route, one)
        except TooFewCases:
            continue
    return ENDS[-1], understand.hotspots(asked.cases, asked.route, ENDS[-1])


@only(*READERS)
def closely(request: HttpRequest, route: str) -> HttpResponse:
    """The trend read closely, early signals, and what changed since the last brief."""
    try:
        asked = asked_of(request, route)
        editions = store.open_editions(settings.HOME, asked.who, asked.source)
        told = understand.read_trend(editions, asked.route)
    except Refusal as refusal:
        return refuse(request, refusal)
    if request.method == "POST":
        return _kept(request, asked)
    periods = asked.seen(told.periods, [one.people for one in told.periods])
    whole = len(periods) == len(told.periods)
    context = _frame(request, asked) | {
        "says": [say(one) for one in told.says] if whole else [],
        "periods": [period_row(one, asked.kind) for one in periods],
        "partial": not whole,
        "shifts": shift_lines(told) if whole else (),
        "quarters": quarter_rows(told) if whole else (),
        "keeps": asked.who.role is Role.ANALYST,
    }
    least = 1 if asked.who.sees_small_counts else charts.LEAST_PEOPLE
    trend = understand.trend(asked.cases, asked.route)
    drawn = charts.columns(trend, least=least, language=language()) if trend.points else ""
    offers = {**period_files(told, periods, trend, whole=whole, least=least)}
    for shown, files in (_signals(asked), _since(asked)):
        context |= shown
        offers |= files
    return page_or_file(request, "desk/closely.html", context | {"chart": svg(drawn)}, offers)


def _signals(asked: Asked) -> tuple[dict[str, object], Offers]:
    try:
        told = understand.signals(asked.cases, asked.route)
    except TooFewPeriods as refusal:
        return {"signals": [], "signals_say": refused(refusal)}, {}
    seen = asked.seen(told.series, [one.now for one in told.series])
    shown = {
        "signals": [signal_row(one, asked.kind) for one in seen[:MOST_SERIES]],
        "signals_say": say(told.says),
        "looked": len(told.series),
    }
    return shown, signal_files(told, seen)


def _since(asked: Asked) -> tuple[dict[str, object], Offers]:
    try:
        told = briefing.since_last(settings.HOME, understand.brief(asked.cases, asked.route))
    except NoBriefKept:
        return {"changes": [], "since_say": []}, {}
    known = asked.seen(told.changes, [one.then for one in told.changes])
    changes = asked.seen(known, [one.now for one in known])
    shown = {
        "changes": [change_row(one, asked.kind) for one in changes[:MOST_CHANGES]],
        "since_say": [say(one) for one in told.says],
    }
    return shown, change_files(told, changes)


def _kept(request: HttpRequest, asked: Asked) -> HttpResponse:
    if asked.who.role is Role.ANALYST:
        brief = understand.brief(asked.cases, asked.route)
        briefing.keep_brief(settings.HOME, brief, today=today())
        messages.success(request, _("Kept. The next brief is compared with this one."))
    address = reverse("desk:closely", kwargs={"route": f"{asked.route}"})
    return redirect(f"{address}?{request.GET.urlencode()}")
