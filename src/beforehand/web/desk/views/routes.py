"""Routes: choose one, read it in one source at a time, take the brief along."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from beforehand import briefing, store, understand
from beforehand.records.hidden import HiddenPopulation
from beforehand.records.people import Asker
from beforehand.refusals import BadLists, NoEstimate, Refusal, UnknownRoute
from beforehand.web.accounts.roles import only
from beforehand.web.desk.asked import READERS, Read, of_persons, read_asked
from beforehand.web.desk.clock import today
from beforehand.web.desk.presenters.choices import citizenships, route_cards, sources
from beforehand.web.desk.presenters.filters import filters
from beforehand.web.desk.presenters.routes import route_page, title
from beforehand.web.desk.reading import read_hidden
from beforehand.web.desk.said import asker, language, refused, say
from beforehand.web.desk.views.saved import listed


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
        **listed(request),
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
    who = asker(request)
    try:
        read = read_asked(request, route, who)
    except Refusal as refusal:
        return refuse(request, refusal)
    basis = read.shown.profile.basis
    context = {
        "title": title(basis.route),
        "page": route_page(read.shown, who, read.whole),
        "sources": sources(settings.HOME, who, basis),
        "citizenships": ()
        if of_persons(read.whole) and not who.sees_small_counts
        else citizenships(basis),
        "filters": filters(read, who, request.GET),
        "route": str(basis.route),
        "query": request.GET.urlencode(),
        "counts": say(understand.says_counted(basis.source_class)),
    }
    return render(request, "desk/route.html", context)


@only(*READERS)
def brief(request: HttpRequest, route: str) -> HttpResponse:
    """The brief as a PDF, in the reader's language, holding only what the reader may see."""
    try:
        read = read_asked(request, route, asker(request).handing_on())
        told = _hidden(read, asker(request).handing_on())
        pdf = understand.render_brief(read.shown, language=language(), today=today(), hidden=told)
    except Refusal as refusal:
        return refuse(request, refusal)
    who = asker(request)
    briefing.note_made(settings.HOME, read.shown, by=who.role, today=today())
    there = read.shown.profile.basis.route
    name = f"{there.origin}-{there.destination}-{language()}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _hidden(read: Read, who: Asker) -> HiddenPopulation | None:
    """Who was not seen, for the brief of somebody who sees small counts; None if nothing says."""
    basis = read.shown.profile.basis
    if not who.sees_small_counts or basis.source_class.published:
        return None
    try:
        cases = store.open_cases(settings.HOME, who, str(basis.source_class))
        return read_hidden(cases, basis.route)
    except (BadLists, NoEstimate):
        return None


def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Why not, in a sentence, with the way back."""
    return render(request, "desk/refused.html", {"refusal": refused(refusal)}, status=422)
