"""Types of cases on a route."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beforehand import store, understand
from beforehand.records.cases import CaseTable
from beforehand.records.picture import RouteFilter
from beforehand.records.types import Typology
from beforehand.refusals import NarrowOnce, Refusal
from beforehand.web.accounts.roles import only
from beforehand.web.desk.asked import READERS, read_asked
from beforehand.web.desk.presenters.choices import sources
from beforehand.web.desk.presenters.routes import title
from beforehand.web.desk.presenters.types import types_page
from beforehand.web.desk.said import asker
from beforehand.web.desk.views.routes import refuse


@only(*READERS)
def page(request: HttpRequest, route: str) -> HttpResponse:
    """Who × how × where, if it falls into types that are found again."""
    who = asker(request)
    try:
        read = read_asked(request, route, who)
        if read.is_narrowed and not who.sees_small_counts:
            raise NarrowOnce
        basis = read.shown.profile.basis
        cases = store.open_cases(settings.HOME, who, str(basis.source_class))
        told = _counted(cases, basis.route)
    except Refusal as refusal:
        return refuse(request, refusal)
    context = {
        "title": title(basis.route),
        "page": types_page(told, who),
        "sources": sources(settings.HOME, who, basis),
        "route": str(basis.route),
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/types.html", context)


@lru_cache(maxsize=8)
def _counted(cases: CaseTable, route: RouteFilter) -> Typology:
    return understand.typology(cases, route)


store.forget_on_recall(_counted.cache_clear)
