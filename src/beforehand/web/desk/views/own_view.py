"""Your view against the pool: each partner's own page."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beforehand import release, store, understand
from beforehand.records.cases import CaseTable, SourceKind
from beforehand.records.people import Asker, Role
from beforehand.records.picture import RouteFilter
from beforehand.records.views import PartnerView
from beforehand.refusals import EmptyPool, Refusal, TooFewOthers
from beforehand.web.accounts.roles import only
from beforehand.web.desk.handing import check_same_people
from beforehand.web.desk.presenters.deeper_files import view_files
from beforehand.web.desk.presenters.own_view import Shows, own_page, told_of
from beforehand.web.desk.presenters.routes import title
from beforehand.web.desk.said import refused, say, staff
from beforehand.web.desk.views.takes import page_or_file, who_reads

READERS = (Role.PARTNER, Role.ANALYST)
FIRST = "AL:GB"


@only(*READERS)
def page(request: HttpRequest) -> HttpResponse:
    """What the partner of the account sees; an analyst chooses whose page to read."""
    user, who = staff(request), who_reads(request)
    partner = user.partner if user.role == Role.PARTNER else request.GET.get("partner", "")
    try:
        route = understand.parse_route(request.GET.get("route") or FIRST)
        cases = _cases(request, route)
        names = _names(cases, route) if user.role == Role.ANALYST else ()
        told = _seen(who, _view(who, cases, route, partner)) if partner else None
    except Refusal as refusal:
        said = {"refusal": refused(refusal), "partner": partner}
        return render(request, "desk/own_view.html", said, status=422)
    context = {
        "title": title(route),
        "page": own_page(told, who) if told else None,
        "names": names,
        "partner": partner,
        "source": str(cases.source_class),
        "route": str(route),
        "counts": say(understand.says_counted(cases.source_class)),
    }
    offers = view_files(told, Shows(who)) if told else {}
    return page_or_file(request, "desk/own_view.html", context, offers)


def _cases(request: HttpRequest, route: RouteFilter) -> CaseTable:
    """The source asked for, else the first of partners' own cases that holds the route.

    A partner's own cases stand beside the others', linked to none of theirs.

    Raises:
        EmptyPool: If none does.
    """
    who, source = who_reads(request), request.GET.get("source")
    if source:
        return _opened(who, source)
    for kind in store.source_classes(settings.HOME, who):
        if kind.kind is SourceKind.CASE_LEVEL:
            cases = _opened(who, str(kind))
            if understand.holds(cases, route):
                return cases
    raise EmptyPool(what=str(route))


def _opened(who: Asker, source: str) -> CaseTable:
    """The cases; of a file, only if the page beside it rests on the same people."""
    check_same_people(settings.HOME, who, source)
    opened = store.open_beside if who.role is Role.PARTNER else store.open_cases
    return opened(settings.HOME, who, source)


def _names(cases: CaseTable, route: RouteFilter) -> tuple[str, ...]:
    compared = understand.compare(cases, route, "partner", "gender", "Masculine")
    return tuple(sorted(one.group for one in compared.groups))


def _seen(who: Asker, told: PartnerView) -> PartnerView:
    """The view, unless the others are so few that any word of them tells of somebody.

    Raises:
        TooFewOthers: If they are, for a role without small counts.
    """
    few = told.others is None or release.is_small(told.others)
    if few and not who.sees_small_counts:
        raise TooFewOthers(least=release.THRESHOLD)
    return told


def _view(who: Asker, cases: CaseTable, route: RouteFilter, partner: str) -> PartnerView:
    return _counted(cases, route, partner, told_of(cases, route, partner, who))


@lru_cache(maxsize=16)
def _counted(
    cases: CaseTable, route: RouteFilter, partner: str, told: frozenset[tuple[str, str]] | None
) -> PartnerView:
    return understand.own_view(cases, route, partner, told)


store.forget_on_recall(_counted.cache_clear)
