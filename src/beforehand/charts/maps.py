"""Maps: people by area, warned and held-out places, and flows from origin to destination."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from babel import Locale

from beforehand import gazetteer
from beforehand.charts.map_legs import COUNTRY, HERE, End, MapLegs, legs_of, straight
from beforehand.charts.numbers import LEAST_PEOPLE, count, people
from beforehand.charts.outlines import Outlines, outlines
from beforehand.charts.svg import SHADES, Canvas, Palette
from beforehand.records.picture import Flows, Leg, Route
from beforehand.words import Words, speak, words

#: The areas that a country's map is drawn by.
AREAS = {"AL": "county", "GB": "police area"}
MOST_ARCS = 40  # more would hide one another; the table holds them all
Point = tuple[float, float]
BOX = (300.0, 380.0)  # width and greatest height of a map alone


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOf:
    """Which boundaries: a kind of place in a country, as in the gazetteer."""

    kind: str
    country: str

    def drawn(self, width: float = BOX[0], height: float = BOX[1]) -> Outlines:
        """Its outlines in a box."""
        return outlines(self.kind, self.country, width, height)


def choropleth(
    of: MapOf,
    number: Mapping[str, float],
    label: Words,
    *,
    least: int = LEAST_PEOPLE,
    language: str = "en",
    palette: Palette | None = None,
) -> str:
    """Areas in five shades by number of people; those under ``least`` are left blank.

    Args:
        of: The boundaries.
        number: People by area code; areas not named have none.
        label: What the map shows, in words.
        least: Fewer people than this leave an area blank.
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    drawn = of.drawn()
    canvas = Canvas((drawn.width, drawn.height), speak(label, language), palette)
    _shaded(canvas, drawn, (0, 0), shades(number, least), _titles(number, least, language))
    return canvas.svg()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Who was drawn for what. ``steps`` numbers waves or messages from 1; ``leaks`` are pairs."""

    arms: Mapping[str, str]  # ``Arm`` value by place code; places not named are left plain
    steps: Mapping[str, int] = field(default_factory=dict)  # written on the place, and its shade
    leaks: tuple[tuple[str, str], ...] = ()  # warned beside held out: joined by a line


def arms_map(
    of: MapOf,
    drawn: Drawn,
    label: Words,
    *,
    language: str = "en",
    palette: Palette | None = None,
) -> str:
    """Warned places in the accent colour, held-out ones hatched, exempt ones in the mark colour.

    Waves and messages are numbered, and shaded from the first, darkest, on.

    Args:
        of: The boundaries.
        drawn: What each place was drawn for.
        label: What the map shows, in words.
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    outlined = of.drawn()
    canvas = Canvas((outlined.width, outlined.height), speak(label, language), palette)
    name = f"hatch-{of.country}-{of.kind}".replace(" ", "-").lower()
    canvas.hatch(name)
    for area in outlined.areas:
        arm, step = drawn.arms.get(area.code, ""), drawn.steps.get(area.code)
        title = f"{area.name}: {speak(_arm(arm, step), language)}" if arm else area.name
        if arm == "held out":
            canvas.path("area hatch", area.path, title, fill=f"url(#{name})")
        else:
            canvas.path(_arm_css(arm, step, max(drawn.steps.values(), default=1)), area.path, title)
    for one, other in drawn.leaks:
        canvas.line("leak", _spot(outlined, one, (0, 0)), _spot(outlined, other, (0, 0)))
    for area in outlined.areas:
        if step := drawn.steps.get(area.code):
            canvas.text("place over", (area.at[0], area.at[1] + 4), str(step), "middle")
    return canvas.svg()


def _arm(arm: str, step: int | None) -> Words:
    if arm == "treated":
        return words("warned ({number})", number=step) if step else words("warned")
    return Words(arm)


def _arm_css(arm: str, step: int | None, most: int) -> str:
    if arm == "treated" and step and most > 1:
        return f"area shade{SHADES - round((step - 1) * (SHADES - 2) / (most - 1))}"
    return {"treated": "area on", "exempt": "area mark"}.get(arm, "area land")


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A route with its stretches by stage, not folded."""

    route: Route
    flows: Flows


def flow_map(
    route: Route | Staged,
    ends: tuple[MapOf, MapOf],
    *,
    least: int = LEAST_PEOPLE,
    narrow: bool = False,
    language: str = "en",
    palette: Palette | None = None,
) -> str:
    """Both countries with the areas people came from and were exploited in, and arcs between.

    An arc's width grows with the square root of its people. Legs and areas of fewer than
    ``least`` people are not drawn; where no leg reaches it, the two maps stand without arcs. Of
    many arcs the ``MOST_ARCS`` widest are drawn.

    Args:
        route: Legs, origins and destinations. With its flows, arcs go from each recorded place to
            the next, and countries passed through are circles beside the maps, not where they lie.
        ends: Boundaries of the country of origin and of the country of destination.
        least: Fewest people of an area or arc that is drawn.
        narrow: For 320 px: one country under the other.
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    origin, destination = ends
    route, flows = (route.route, route.flows) if isinstance(route, Staged) else (route, None)
    there = destination.drawn(*((300, 330) if narrow else (330, 420)))
    here = origin.drawn(*((150, 190) if narrow else (240, 300)))
    moved = (320 - here.width, there.height - 40) if narrow else (660 - here.width, 110)
    size = (
        (320, moved[1] + here.height)
        if narrow
        else (660, max(there.height, moved[1] + here.height))
    )
    drawn = _drawn_legs(route, flows, (origin.kind, destination.kind), least)
    canvas = Canvas(size, speak(_flow_label(len(drawn.legs)), language), palette)
    arrived = _by_area(route.destinations, destination.kind, "exploitation_area")
    left = _by_area(route.origins, origin.kind, "origin_area")
    _shaded(canvas, there, (0, 0), shades(arrived, least), _titles(arrived, least, language))
    _shaded(canvas, here, moved, shades(left, least), _titles(left, least, language))
    spots = _Spots(here, moved, there, _circles(drawn, size, narrow=narrow))
    for (start, end), number in sorted(drawn.legs.items(), key=lambda one: one[1]):
        _arc(canvas, spots.at(start), spots.at(end), number / max(drawn.legs.values()))
    for code, number in drawn.countries:
        label = f"{_country(code, language)} {speak(count(number), language)}"
        _circle(canvas, spots.circles[code], label, narrow=narrow)
    return canvas.svg()


def _drawn_legs(route: Route, flows: Flows | None, kinds: tuple[str, str], least: int) -> MapLegs:
    """The widest legs, none of fewer than ``least`` people, and circles that a leg touches."""
    if flows is None or len(flows.stages) == 2:
        found = straight(route.legs, kinds, area_of)
    else:
        found = legs_of(flows, _fields(route), kinds, area_of)
    enough = sorted((number, ends) for ends, number in found.legs.items() if number >= least)
    legs = {ends: number for number, ends in enough[-MOST_ARCS:]}
    touched = {end for ends in legs for end in ends}
    countries = tuple(one for one in found.countries if (COUNTRY, one[0]) in touched)
    return MapLegs(legs=legs, countries=countries)


def _fields(route: Route) -> tuple[str, ...]:
    """The fields of the stages that flows of this route have."""
    between = [name for name, legs in (("transit_country", route.transits),
               ("arrival_area", route.arrivals))
               if any(leg.transit_country or leg.arrival_area for leg in legs)]  # fmt: skip
    return "origin_area", *between, "exploitation_area"


def _circles(drawn: MapLegs, size: tuple[float, float], *, narrow: bool) -> dict[str, Point]:
    """Where each country's circle stands: one under the other in the room between both maps."""
    x, top = (126.0, size[1] - 150) if narrow else (size[0] * 0.6, 40.0)
    step = (130.0 if narrow else 300.0) / max(len(drawn.countries), 1)
    return {code: (x, top + step * (at + 0.5)) for at, (code, _) in enumerate(drawn.countries)}


def _country(code: str, language: str) -> str:
    return str(Locale(language).territories.get(code, code))


def _circle(canvas: Canvas, at: Point, label: str, *, narrow: bool) -> None:
    """A country's circle, its name over it, or to its left where there is no room between."""
    canvas.dot("end", at, 5)
    if narrow:
        canvas.text("place over", (at[0] - 9, at[1] + 4), label, "end")
    else:
        canvas.text("place over", (at[0], at[1] - 10), label, "middle")


@dataclass(frozen=True, slots=True)
class _Spots:
    """Where the ends of legs lie in the drawing."""

    here: Outlines
    moved: Point
    there: Outlines
    circles: dict[str, Point]

    def at(self, end: End) -> Point:
        side, code = end
        if side == COUNTRY:
            return self.circles[code]
        drawn, moved = (self.here, self.moved) if side == HERE else (self.there, (0.0, 0.0))
        return _spot(drawn, code, moved)


def shades(number: Mapping[str, float], least: int = LEAST_PEOPLE) -> dict[str, int]:
    """Shade 1 to 5 of each area with at least ``least`` people, on a square root scale."""
    shown = {code: people for code, people in number.items() if people >= max(least, 1)}
    most = max(shown.values(), default=1.0)
    return {
        code: max(1, math.ceil(SHADES * math.sqrt(people / most))) for code, people in shown.items()
    }


def _titles(number: Mapping[str, float], least: int, language: str) -> dict[str, str]:
    return {code: speak(people(n, least), language) for code, n in number.items()}


def _shaded(
    canvas: Canvas,
    drawn: Outlines,
    moved: tuple[float, float],
    shade: Mapping[str, int],
    titles: Mapping[str, str],
) -> None:
    for area in drawn.areas:
        step = shade.get(area.code)
        title = f"{area.name}: {titles[area.code]}" if area.code in titles else area.name
        css = f"area shade{step}" if step else "area blank"
        canvas.path(css, area.path, title, **_shift(moved))


def _shift(moved: tuple[float, float]) -> dict[str, float | str]:
    return {} if moved == (0, 0) else {"transform": f"translate({moved[0]:.1f} {moved[1]:.1f})"}


def _flow_label(number: int) -> Words:
    return words(
        "Map of where people came from and where they were exploited; {number} legs drawn",
        number=number,
    )


def area_of(code: str | None, kind: str) -> str | None:
    """The code of the area of ``kind`` that a place is or lies in; None if it cannot be told."""
    if code is None:
        return None
    place = gazetteer.known(code)
    if place is None:
        return None
    if place.kind == kind:
        return place.code
    if kind == "region":
        return _regions().get(code)
    return area_of(place.parent, kind) if place.parent else None


@cache
def _regions() -> dict[str, str]:
    """The region of each local authority, and of each police area (no police area has two)."""
    found: dict[str, str] = {}
    for feature in gazetteer.boundaries("local authority", "GB")["features"]:
        told = feature["properties"]
        found[told["code"]] = found[told["police_code"]] = told["region_code"]
    return found


def ends_of(route: Route) -> tuple[MapOf, MapOf]:
    """Boundaries fit for both ends of a route.

    Those of ``AREAS``, or the United Kingdom's regions where some legs name no smaller area.

    Raises:
        KeyError: If there are no boundaries of a country: look in ``AREAS`` first.
    """
    asked = route.basis.route
    wide = any(
        area_of(leg.exploitation_area, "region") == leg.exploitation_area
        for leg in route.destinations
        if leg.exploitation_area
    )
    destination = "region" if wide and asked.destination == "GB" else AREAS[asked.destination]
    return (
        MapOf(kind=AREAS[asked.origin], country=asked.origin),
        MapOf(kind=destination, country=asked.destination),
    )


def _by_area(legs: tuple[Leg, ...], kind: str, end: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for leg in legs:
        area = area_of(leg.origin_area if end == "origin_area" else leg.exploitation_area, kind)
        if area is not None:
            found[area] = found.get(area, 0.0) + leg.people.value
    return found


def _spot(drawn: Outlines, code: str, moved: tuple[float, float]) -> tuple[float, float]:
    at = next(area.at for area in drawn.areas if area.code == code)
    return at[0] + moved[0], at[1] + moved[1]


def _arc(
    canvas: Canvas, start: tuple[float, float], end: tuple[float, float], weight: float
) -> None:
    """A gentle arc: its control point lies a fifth of its length off the line, upwards."""
    across, down = end[0] - start[0], end[1] - start[1]
    off = 0.2 if across < 0 else -0.2
    middle = (start[0] + end[0]) / 2 - down * off, (start[1] + end[1]) / 2 + across * off
    ends = "M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}".format(*start, *middle, *end)
    canvas.path("flow", ends, stroke_width=0.8 + 4.2 * math.sqrt(weight))
    canvas.dot("end", end, 2.2)
