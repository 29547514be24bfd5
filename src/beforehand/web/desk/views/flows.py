"""Routes from place to place, stage by stage."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beforehand import understand
from beforehand.refusals import NarrowOnce, Refusal
from beforehand.web.accounts.roles import only
from beforehand.web.desk.asked import READERS, Read, read_asked
from beforehand.web.desk.presenters.choices import sources
from beforehand.web.desk.presenters.filters import filters
from beforehand.web.desk.presenters.flows import flow_page, flow_sheet
from beforehand.web.desk.presenters.routes import title
from beforehand.web.desk.said import asker, say
from beforehand.web.desk.views.routes import refuse
from beforehand.web.desk.views.takes import answer


@only(*READERS)
def page(request: HttpRequest, route: str) -> HttpResponse:
    """Where people were recruited, which way, where exploited: ribbons, a map and a table."""
    who = asker(request)
    try:
        read = _read(request, route)
    except Refusal as refusal:
        return refuse(request, refusal)
    basis = read.shown.profile.basis
    context = {
        "title": title(basis.route),
        "page": flow_page(read.shown, who, read.whole),
        "filters": filters(read, who, request.GET) if who.sees_small_counts else None,
        "sources": sources(settings.HOME, who, basis),
        "route": str(basis.route),
        "query": request.GET.urlencode(),
        "counts": say(understand.says_counted(basis.source_class)),
    }
    return render(request, "desk/flows.html", context)


@only(*READERS)
def take(request: HttpRequest, route: str, kind: str) -> HttpResponse:
    """The stretches as CSV, XLSX, SVG or PNG, holding what the asker may see."""
    try:
        read = _read(request, route, hands_on=True)
        found = flow_sheet(read.shown, asker(request).handing_on(), read.whole)
    except Refusal as refusal:
        return refuse(request, refusal)
    return answer(found, f"{route.replace(':', '-')}-flows", kind)


def _read(request: HttpRequest, route: str, *, hands_on: bool = False) -> Read:
    """The route; narrowed places are for roles that see small counts alone.

    Raises:
        NarrowOnce: Another role narrows them.
    """
    who = asker(request).handing_on() if hands_on else asker(request)
    read = read_asked(request, route, who)
    if read.is_narrowed and not who.sees_small_counts:
        raise NarrowOnce
    return read
