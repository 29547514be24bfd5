"""Where the people of a route came from and where they were exploited, or referred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from beforehand import gazetteer
from beforehand.records.cases import CaseTable, SourceClass
from beforehand.records.figure import RecipeParameter
from beforehand.records.picture import Leg, Route, RouteFilter
from beforehand.understand.fields import place_name
from beforehand.understand.figures import Evidence, count
from beforehand.understand.pool import Pool, opened
from beforehand.understand.routing import stand_on
from beforehand.words import Words, words

Place = str | None
People = Counter[tuple[Place, Place]]


def routes(
    cases: CaseTable, route: RouteFilter, *, left_out: tuple[SourceClass, ...] = ()
) -> Route:
    """Count people by area of origin, area of exploitation, and responder's police area.

    Args:
        cases: Cases of one source class; people in several linked rows count once, and where
            their rows name different areas the area is not known.
        route: Which route.
        left_out: Other source classes that hold this route, to be named in the basis.

    Returns:
        Legs by number of people, most first; an area is None where it is not recorded. By
        responder, a person counts once for each partner that saw them.

    Raises:
        EmptyPool: If nobody is on the route.
    """
    with opened(cases, route) as pool:
        return routes_in(pool, left_out)


def routes_in(pool: Pool, left_out: tuple[SourceClass, ...] = ()) -> Route:
    """``routes`` of cases that are open already."""
    evidence = Evidence(cases=pool.cases, route=pool.route, function="understand.routes")
    basis, _, _ = stand_on(pool, left_out)
    legs: People = Counter()
    origins: People = Counter()
    destinations: People = Counter()
    responders: People = Counter()
    for origin, area, people in pool.ask("routes"):
        legs[origin, area] += int(people)
        origins[origin, None] += int(people)
        destinations[None, area] += int(people)
    for partner, people in pool.ask("responders", "partner"):
        responders[None, _police_area(partner)] += int(people)
    return Route(
        basis=basis,
        legs=_legs(evidence, "legs", legs),
        origins=_legs(evidence, "origins", origins),
        destinations=_legs(evidence, "destinations", destinations),
        responders=_legs(evidence, "responders", responders),
    )


def _police_area(partner: Place) -> Place:
    return gazetteer.responder_area(partner) if partner else None


def _legs(
    evidence: Evidence, which: str, people: Mapping[tuple[Place, Place], int]
) -> tuple[Leg, ...]:
    ranked = sorted(people.items(), key=lambda one: (-one[1], str(one[0])))
    return tuple(_leg(evidence, which, places, number) for places, number in ranked if number)


def _leg(evidence: Evidence, which: str, places: tuple[Place, Place], people: int) -> Leg:
    origin, area = places
    asked: dict[str, RecipeParameter] = {
        "of": which,
        "origin_area": origin,
        "exploitation_area": area,
    }
    return Leg(
        origin_area=origin,
        exploitation_area=area,
        people=count(evidence, people, _definition(which, origin, area), asked),
    )


def _definition(which: str, origin: Place, area: Place) -> Words:
    here, there = _name(origin), _name(area)
    if which == "origins":
        return words("People from {place}", place=here)
    if which == "destinations":
        return words("People exploited in {place}", place=there)
    if which == "responders":
        return words(
            "People seen by the responders of {place}, once for each partner that saw them",
            place=there,
        )
    return words("People from {origin} exploited in {place}", origin=here, place=there)


def _name(area: Place) -> Words:
    return words("an area not recorded") if area is None else Words(place_name(area))
