"""Types of cases on a route."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from beforehand import store, understand
from beforehand.records.cases import CaseTable
from beforehand.records.picture import RouteFilter
from beforehand.records.types import Typology
from beforehand.refusals import NarrowOnce, Refusal
from beforehand.web.accounts.roles import only
from beforehand.web.desk.asked import READERS, read_asked
from beforehand.web.desk.presenters.choices import sources
from beforehand.web.desk.presenters.deeper_files import type_files
from beforehand.web.desk.presenters.routes import title
from beforehand.web.desk.presenters.types import types_page
from beforehand.web.desk.said import say
from beforehand.web.desk.views.routes import refuse
from beforehand.web.desk.views.takes import page_or_file, who_reads


@only(*READERS)
def page(request: HttpRequest, route: str) -> HttpResponse:
    """Who × how × where, if it falls into types that are found again."""
    who = who_reads(request)
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
        "sources": sources(settings.HOME, who, basis),
        "route": str(basis.route),
        "query": request.GET.urlencode(),
        "counts": say(understand.says_counted(basis.source_class)),
    }
    page = types_page(told, who)
    offers = type_files(told, told.types if page.cards else ())
    return page_or_file(request, "desk/types.html", context | {"page": page}, offers)


@lru_cache(maxsize=8)
def _counted(cases: CaseTable, route: RouteFilter) -> Typology:
    return understand.typology(cases, route)


store.forget_on_recall(_counted.cache_clear)
