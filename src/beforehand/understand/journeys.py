"""Where the people of a route came from, which way, and where they were exploited or referred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import TypedDict

from beforehand import gazetteer
from beforehand.records.cases import CaseTable, SourceClass
from beforehand.records.figure import RecipeParameter
from beforehand.records.picture import Leg, Ribbon, Route, RouteFilter
from beforehand.understand.figures import Evidence, count
from beforehand.understand.pool import Pool, opened
from beforehand.understand.routing import stand_on
from beforehand.understand.stretches import Place, Way, said_place, stretches
from beforehand.words import Words, words


def routes(
    cases: CaseTable, route: RouteFilter, *, left_out: tuple[SourceClass, ...] = ()
) -> Route:
    """Count people by the places of their way, and by their responder's police area.

    Args:
        cases: Cases of one source class; people in several linked rows count once. Where their
            rows name different areas the area is not known; countries of transit are put together.
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
    paths: Counter[Way] = Counter()
    responders: Counter[Way] = Counter()
    for *way, people in pool.ask("routes"):
        paths[_way(*way)] += int(people)
    for partner, people in pool.ask("responders", "partner"):
        responders[None, None, None, _police_area(partner)] += int(people)
    asked = partial(_legs, evidence)
    return Route(
        basis=basis,
        legs=asked("legs", _by(paths, 0, 3)),
        origins=asked("origins", _by(paths, 0)),
        destinations=asked("destinations", _by(paths, 3)),
        responders=asked("responders", responders),
        **_between(evidence, paths),
    )


class _Between(TypedDict, total=False):
    transits: tuple[Leg, ...]
    arrivals: tuple[Leg, ...]
    paths: tuple[Leg, ...]
    stretches: tuple[Ribbon, ...]


def _between(evidence: Evidence, paths: Counter[Way]) -> _Between:
    """What lies between recruitment and exploitation; nothing where it is recorded for nobody."""
    if not any(way[1] or way[2] for way, number in paths.items() if number):
        return {}
    return {
        "transits": _legs(evidence, "transits", _by(paths, 1)),
        "arrivals": _legs(evidence, "arrivals", _by(paths, 2)),
        "paths": _legs(evidence, "paths", paths),
        "stretches": stretches(evidence, paths),
    }


def _way(origin: Place, transit: Place, arrival: Place, area: Place) -> Way:
    return origin, transit, arrival, area


def _by(paths: Mapping[Way, int], *stages: int) -> Counter[Way]:
    """People by the places of some stages alone."""
    found: Counter[Way] = Counter()
    for way, number in paths.items():
        found[_way(*(place if at in stages else None for at, place in enumerate(way)))] += number
    return found


def _police_area(partner: Place) -> Place:
    return gazetteer.responder_area(partner) if partner else None


def _legs(evidence: Evidence, which: str, people: Mapping[Way, int]) -> tuple[Leg, ...]:
    ranked = sorted(people.items(), key=lambda one: (-one[1], str(one[0])))
    return tuple(_leg(evidence, which, way, number) for way, number in ranked if number)


def _leg(evidence: Evidence, which: str, way: Way, people: int) -> Leg:
    origin, transit, arrival, area = way
    asked: dict[str, RecipeParameter] = {
        "of": which,
        "origin_area": origin,
        "exploitation_area": area,
    }
    if which in {"transits", "arrivals", "paths"}:
        asked |= {"transit_country": transit, "arrival_area": arrival}
    return Leg(
        origin_area=origin,
        exploitation_area=area,
        people=count(evidence, people, _definition(which, way), asked),
        transit_country=transit,
        arrival_area=arrival,
    )


def _definition(which: str, way: Way) -> Words:
    origin, transit, arrival, area = (said_place(at, place) for at, place in enumerate(way))
    if which == "origins":
        return words("People from {place}", place=origin)
    if which == "transits":
        return words("People who passed through {place}", place=transit)
    if which == "arrivals":
        return words("People who arrived in {place}", place=arrival)
    if which == "destinations":
        return words("People exploited in {place}", place=area)
    if which == "responders":
        return words(
            "People seen by the responders of {place}, once for each partner that saw them",
            place=area,
        )
    if which == "paths":
        return words(
            "People from {origin} who passed through {transit}, arrived in {arrival} and were "
            "exploited in {place}",
            origin=origin,
            transit=transit,
            arrival=arrival,
            place=area,
        )
    return words("People from {origin} exploited in {place}", origin=origin, place=area)
