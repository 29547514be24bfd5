"""What can be chosen on the pages of routes: the route, its source, how citizenship is read."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from beforehand import charts, release, store, understand
from beforehand.home import Home
from beforehand.records.cases import Provenance, SourceClass
from beforehand.records.people import Asker
from beforehand.records.picture import Basis, CitizenshipRule, RouteFilter
from beforehand.web.desk.presenters.routes import title
from beforehand.web.desk.presenters.sources import Choice, source_name
from beforehand.web.desk.reading import holds
from beforehand.web.desk.said import say

FIRST = "AL:GB"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """How many people of a route one source holds. Lines are never added."""

    name: str
    people: str
    address: str
    made_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteCard:
    """One route to choose."""

    title: str
    address: str
    lines: tuple[SourceLine, ...]


def route_cards(home: Home, asker: Asker) -> tuple[RouteCard, ...]:
    """The first version's one route, with the people that each source holds of it."""
    route = understand.parse_route(FIRST)
    lines = tuple(_line(home, asker, route, kind) for kind in holding(home, asker, route))
    if not lines:
        return ()
    return (RouteCard(title=title(route), address=_address(route), lines=lines),)


def holding(home: Home, asker: Asker, route: RouteFilter) -> tuple[SourceClass, ...]:
    """The classes of source that hold anybody of the route, the default one first."""
    kinds = store.source_classes(home, asker)
    return tuple(kind for kind in kinds if holds(store.open_cases(home, asker, str(kind)), route))


def _line(home: Home, asker: Asker, route: RouteFilter, kind: SourceClass) -> SourceLine:
    cases = store.open_cases(home, asker, str(kind))
    figure = understand.profile(cases, route, ("gender",)).people
    seen = release.hide_small(figure, asker).figure
    return SourceLine(
        name=source_name(kind),
        people=say(charts.people(seen.value)) if seen else _("fewer than 11 people"),
        address=_address(route, source=str(kind)),
        made_up=kind.provenance is Provenance.MADE_UP,
    )


def _address(route: RouteFilter, **asked: str) -> str:
    path = reverse("desk:route", kwargs={"route": str(route)})
    return f"{path}?{urlencode(asked, safe=':')}" if asked else path


def sources(home: Home, asker: Asker, basis: Basis) -> tuple[Choice, ...]:
    """The switch between sources, the one shown marked."""
    route = basis.route
    return tuple(
        Choice(
            label=source_name(kind),
            address=_address(route, source=str(kind), citizenship=route.citizenship.value),
            here=kind == basis.source_class,
        )
        for kind in holding(home, asker, route)
    )


def citizenships(basis: Basis) -> tuple[Choice, ...]:
    """The switch between citizenship alone and citizenship among others."""
    labels = {
        CitizenshipRule.SOLE: _("this citizenship alone"),
        CitizenshipRule.ANY: _("among others too"),
    }
    return tuple(
        Choice(
            label=label,
            address=_address(basis.route, source=str(basis.source_class), citizenship=rule.value),
            here=rule is basis.route.citizenship,
        )
        for rule, label in labels.items()
    )
