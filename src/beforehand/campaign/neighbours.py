"""Which places lie beside each other, so that a campaign does not spill into held-out ones."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Any

from beforehand import gazetteer
from beforehand.records.plan import Arm, Place, Plan, RankedPlace

Neighbours = Mapping[str, frozenset[str]]
EARTH_KM = 6371.0
CLUSTER = 3  # places drawn together at most, where neighbours are
_DIGITS = 5  # of a degree: about a metre, within which two corners are one


@cache
def neighbours(
    kind: str,
    country: str,
    apart_km: float = 0.0,
    crossed: tuple[tuple[str, str], ...] = (),
) -> dict[str, frozenset[str]]:
    """The neighbours of every place: across a border, near it, or where many go daily.

    A border is shared where two boundaries have two corners or more in common; the gazetteer's
    boundaries were simplified with shared borders kept. Without a table of commuters, middles less
    than ``apart_km`` apart stand for them.

    Args:
        kind: Kind of place.
        country: ISO alpha-2.
        apart_km: Kilometres between middles below which people go to and fro daily; 0 = borders
            alone.
        crossed: Codes of pairs between which many commute.

    Returns:
        Place code to codes of its neighbours.

    Raises:
        UnknownKindOfPlace: If the gazetteer holds no such places.
    """
    features = gazetteer.boundaries(kind, country)["features"]
    corners = {one["properties"]["code"]: _corners(one["geometry"]) for one in features}
    found = {one.code: one for one in gazetteer.places(kind, country)}
    beside: dict[str, set[str]] = {code: set() for code in found}
    for one, other in combinations(found, 2):
        near = kilometres(found[one], found[other]) < apart_km
        if near or len(corners[one] & corners[other]) > 1:
            beside[one].add(other)
            beside[other].add(one)
    for one, other in crossed:
        beside[one].add(other)
        beside[other].add(one)
    return {code: frozenset(others) for code, others in beside.items()}


def kilometres(one: Place, other: Place) -> float:
    """Distance between two middles along the earth's surface."""
    lat, lat_2 = math.radians(one.lat), math.radians(other.lat)
    across = math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    half = math.sin((lat_2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat_2) * across
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def kept_apart(
    ordered: Sequence[RankedPlace], beside: Neighbours, warned: frozenset[str]
) -> list[RankedPlace]:
    """The places in order of need, less those beside one kept before or beside a warned one."""
    taken, kept = set(warned), []
    for one in ordered:
        if not beside[one.place.code] & taken:
            kept.append(one)
            taken.add(one.place.code)
    return kept


def clusters(ordered: Sequence[RankedPlace], beside: Neighbours) -> dict[str, int]:
    """Neighbours put together: each free place in most need with up to two of its neighbours.

    Returns:
        Place code to number of its cluster, from 0. A cluster is one piece of land.
    """
    codes = [one.place.code for one in ordered]
    number: dict[str, int] = {}
    count = 0
    for code in codes:
        if code in number:
            continue
        free = [other for other in codes if other in beside[code] and other not in number]
        number |= dict.fromkeys([code, *[o for o in free if o != code][: CLUSTER - 1]], count)
        count += 1
    return number


def borders(plan: Plan) -> tuple[tuple[Place, Place], ...]:
    """Every warned place beside a held-out one: where an effect may leak, and look smaller.

    In a stepped rollout a pair counts where one is served in an earlier wave than the other.
    """
    return tuple(_leaks(plan))


def _leaks(plan: Plan) -> Iterator[tuple[Place, Place]]:
    warned = [one for one in plan.places if one.arm in {Arm.TREATED, Arm.EXEMPT}]
    if not warned:
        return
    first = warned[0].place
    beside = neighbours(first.kind, first.country, plan.lots.apart_km, plan.lots.crossed)
    test = set(plan.lots.candidates)
    for one in warned:
        for other in plan.places:
            held = other.arm is Arm.HELD_OUT or (other.wave or 0) > (one.wave or 0)
            near = other.place.code in beside.get(one.place.code, ())
            if held and near and other.place.code in test:
                yield one.place, other.place


def _corners(geometry: Mapping[str, Any]) -> frozenset[tuple[float, float]]:
    parts = geometry["coordinates"]
    polygons = [parts] if geometry["type"] == "Polygon" else parts
    return frozenset(
        (round(lon, _DIGITS), round(lat, _DIGITS))
        for polygon in polygons
        for ring in polygon
        for lon, lat, *_ in ring
    )
