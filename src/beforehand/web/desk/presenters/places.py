"""Maps of a route: where police referred people, and from where to where they went."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beforehand import charts, gazetteer, understand
from beforehand.records.picture import Flows, Leg, Route
from beforehand.web.desk.presenters.figures import svg
from beforehand.web.desk.said import language, say
from beforehand.words import words

ORIGIN_KINDS = ("county", "region")
DESTINATION_KINDS = ("region", "police area")
MOST_LEGS = 12
FEWEST_DRAWN = 4  # arcs of fewer people would bury the others


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One area, or stretch of the route, with its people."""

    place: str
    people: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCard:
    """One map, the sentence over it, and the same numbers as a table."""

    title: str
    say: str
    wide: SafeString
    narrow: SafeString
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    what: str = ""  # the piece that it can be taken along as


def maps(route: Route, least: int, flows: Flows | None = None) -> tuple[MapCard, ...]:
    """The maps that this source can draw; none where it records no place.

    Args:
        route: As it may be seen.
        least: Fewest people that may be drawn.
        flows: Its stretches by stage, as they may be seen; None: from end to end alone.
    """
    return tuple(one for one in (_flows(route, least, flows), _referred(route, least)) if one)


def _flows(route: Route, least: int, flows: Flows | None) -> MapCard | None:
    joined = ends(route)
    known = [leg for leg in route.legs if leg.origin_area and leg.exploitation_area]
    drawn_from = max(least, FEWEST_DRAWN)
    if joined is None or not any(leg.origin_area for leg in route.origins):
        return None

    def drawn(narrow: bool) -> SafeString:
        return svg(
            charts.flow_map(
                charts.Staged(route=route, flows=flows) if flows else route,
                joined,
                least=drawn_from,
                narrow=narrow,
                language=language(),
            )
        )

    return MapCard(
        title=_("From where to where"),
        say=_says_map(flows) % {"least": drawn_from},
        wide=drawn(False),
        narrow=drawn(True),
        columns=(_("Stretch"), _("People")),
        rows=tuple(_row(f"{_name(one.origin_area)} → {_name(one.exploitation_area)}", one)
                   for one in known[:MOST_LEGS]),
        what="places",
    )  # fmt: skip


def _says_map(flows: Flows | None) -> str:
    if flows is None or len(flows.stages) == 2:
        return _(
            "Shade: people by area. Arcs: people who went that way; the wider, the more. Fewer "
            "than %(least)s are not drawn."
        )
    return _(
        "Shade: people by area. Arcs: people from each recorded place to the next; the wider, the "
        "more. Countries passed through are circles, not where they lie. Fewer than %(least)s are "
        "not drawn."
    )


def ends(route: Route) -> tuple[charts.MapOf, charts.MapOf] | None:
    """Boundaries of both ends, in the smallest kind that the gazetteer holds of ``KINDS``."""
    there = route.basis.route
    origin = _kind(ORIGIN_KINDS, there.origin)
    destination = _kind(DESTINATION_KINDS, there.destination)
    return (origin, destination) if origin and destination else None


def _kind(kinds: tuple[str, ...], country: str) -> charts.MapOf | None:
    for kind in kinds:
        if gazetteer.has(kind, country):
            return charts.MapOf(kind=kind, country=country)
    return None


def _referred(route: Route, least: int) -> MapCard | None:
    country = route.basis.route.destination
    areas = {leg.exploitation_area: leg for leg in route.responders if leg.exploitation_area}
    if not areas or not gazetteer.has("police area", country):
        return None
    drawing = svg(referred_map(route, least))
    shown = [leg for leg in areas.values() if leg.people.value >= least]
    return MapCard(
        title=_("Where police referred them"),
        say=_("By force area. Areas under 11 people are left blank."),
        wide=drawing,
        narrow=drawing,
        columns=(_("Force area"), _("People")),
        rows=tuple(_row(_name(leg.exploitation_area), leg) for leg in shown),
        what="responders",
    )


def referred_map(route: Route, least: int, palette: charts.Palette | None = None) -> str:
    """Force areas shaded by the people referred there."""
    numbers = {leg.exploitation_area: leg.people.value
               for leg in route.responders if leg.exploitation_area}  # fmt: skip
    return charts.choropleth(
        charts.MapOf(kind="police area", country=route.basis.route.destination),
        numbers,
        words("Where police referred them, by force area"),
        least=max(least, charts.LEAST_PEOPLE),
        language=language(),
        palette=palette,
    )


def _row(place: str, leg: Leg) -> Row:
    return Row(place=place, people=say(charts.count(leg.people.value)))


def _name(code: str | None) -> str:
    if code is None:
        return _("not recorded")
    return understand.place_name(code)
