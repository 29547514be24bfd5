"""Routes: choose one, read it in one source at a time, take the brief along."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from beforehand import release, understand
from beforehand.records.cases import SourceKind
from beforehand.records.people import Asker, Role
from beforehand.records.picture import Brief, CitizenshipRule, RouteFilter
from beforehand.refusals import Refusal, TooFewPeople, UnknownRoute
from beforehand.web.accounts.roles import only
from beforehand.web.desk.clock import today
from beforehand.web.desk.presenters.choices import citizenships, route_cards, sources
from beforehand.web.desk.presenters.routes import route_page, title
from beforehand.web.desk.presenters.veil import veiled
from beforehand.web.desk.reading import read_route
from beforehand.web.desk.said import asker, language, refused

READERS = (Role.PARTNER, Role.ANALYST, Role.CAMPAIGNER)
RULES = ("sole", "any")


@only(*READERS)
def listing(request: HttpRequest) -> HttpResponse:
    """The routes at hand, and a form for two country codes."""
    if "from" in request.GET:
        return _chosen(request)
    return _listing(request)


def _listing(request: HttpRequest, refusal: str = "") -> HttpResponse:
    context = {
        "cards": route_cards(settings.HOME, asker(request)),
        "refusal": refusal,
        "origin": request.GET.get("from", "AL"),
        "destination": request.GET.get("to", "GB"),
    }
    return render(request, "desk/routes.html", context, status=422 if refusal else 200)


def _chosen(request: HttpRequest) -> HttpResponse:
    try:
        route = understand.parse_route(f"{request.GET.get('from', '')}:{request.GET.get('to', '')}")
    except UnknownRoute as refusal:
        return _listing(request, refused(refusal))
    return redirect("desk:route", route=str(route))


@only(*READERS)
def page(request: HttpRequest, route: str) -> HttpResponse:
    """One route in one source."""
    try:
        read = understand.parse_route(route, _rule(request))
        brief, whole = _read(request, read, asker(request))
        read = whole.profile.basis.route
    except Refusal as refusal:
        return _refused(request, refusal)
    who = asker(request)
    context = {
        "title": title(read),
        "page": route_page(brief, who, whole),
        "sources": sources(settings.HOME, who, brief.profile.basis),
        "citizenships": ()
        if _of_persons(whole) and not who.sees_small_counts
        else citizenships(brief.profile.basis),
        "route": str(read),
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/route.html", context)


@only(*READERS)
def brief(request: HttpRequest, route: str) -> HttpResponse:
    """The brief as a PDF, in the reader's language, holding only what the reader may see."""
    try:
        read = understand.parse_route(route, _rule(request))
        shown, _ = _read(request, read, asker(request).handing_on())
        pdf = understand.render_brief(shown, language=language(), today=today())
    except Refusal as refusal:
        return _refused(request, refusal)
    name = f"{read.origin}-{read.destination}-{language()}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _rule(request: HttpRequest) -> str:
    asked = request.GET.get("citizenship", "")
    return asked if asked in RULES else "sole"


def _read(request: HttpRequest, route: RouteFilter, who: Asker) -> tuple[Brief, Brief]:
    """The brief as the asker may see it, and the whole one, of which only sizes are used."""
    source = request.GET.get("source") or None
    whole = read_route(settings.HOME, who, route, source)
    if not who.sees_small_counts and _of_persons(whole):
        # The two ways to read citizenship differ by few: for such a role there is one alone.
        alone = replace(route, citizenship=CitizenshipRule.SOLE)
        whole = read_route(settings.HOME, who, alone, source)
    _refuse_few(whole, who)
    return veiled(whole, who), whole


def _of_persons(whole: Brief) -> bool:
    return whole.profile.basis.source_class.kind is SourceKind.CASE_LEVEL


def _refuse_few(whole: Brief, who: Asker) -> None:
    """A route of very few people is not shown at all to roles that see no small counts."""
    if not who.sees_small_counts and release.is_small(whole.profile.people):
        raise TooFewPeople(least=release.THRESHOLD, route=str(whole.profile.basis.route))


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return render(request, "desk/refused.html", {"refusal": refused(refusal)}, status=422)
