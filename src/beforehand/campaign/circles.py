"""A place as a circle, since ad platforms take a point and a radius and not our boundaries."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from beforehand import gazetteer
from beforehand.records.plan import Place

KM_A_DEGREE = 111.32
EARTH_KM = 6371.0
SMALLEST_KM, LARGEST_KM = 1, 80  # the radii that Meta takes for a point

Ring = list[list[float]]


@cache
def radius_km(code: str) -> int:
    """Radius of a circle as large as the place, in whole kilometres from 1 to 80.

    A circle leaks over the border and misses corners: neighbours that are held out are excluded
    by circles of their own.

    Raises:
        UnknownPlace: If no place has the code.
    """
    place = gazetteer.place(code)
    shapes = gazetteer.boundaries(place.kind, place.country)["features"]
    geometry = next(shape["geometry"] for shape in shapes if shape["id"] == code)
    drawn = geometry["coordinates"]
    polygons: list[list[Ring]] = drawn if geometry["type"] == "MultiPolygon" else [drawn]
    # Only the outer rings: a hole is another place, too small to matter for a radius.
    area = sum(_area_km2(polygon[0]) for polygon in polygons)
    return round(min(max(math.sqrt(area / math.pi), SMALLEST_KM), LARGEST_KM))


def _area_km2(ring: Ring) -> float:
    """Area inside a ring of longitudes and latitudes, flat around its own middle."""
    middle = sum(lat for _, lat in ring) / len(ring)
    shrink = math.cos(math.radians(middle))
    twice = sum(
        lon * next_lat - next_lon * lat
        for (lon, lat), (next_lon, next_lat) in zip(ring, ring[1:] + ring[:1], strict=True)
    )
    return abs(twice) / 2 * KM_A_DEGREE**2 * shrink


def excluded_km(held_out: Place, served: Iterable[Place]) -> int:
    """Radius to leave out around a held-out place, at least 1 km.

    Made smaller where it would swallow a place that gets posts: it stops half that place's own
    radius before its middle. What then leaks is people near the border.
    """
    room = (distance_km(held_out, one) - radius_km(one.code) / 2 for one in served)
    nearest = min(room, default=math.inf)
    return max(SMALLEST_KM, math.floor(min(radius_km(held_out.code), nearest)))


def distance_km(one: Place, other: Place) -> float:
    """Between the middles of two places, along the surface (haversine)."""
    lat, other_lat = math.radians(one.lat), math.radians(other.lat)
    half_lon = math.radians(other.lon - one.lon) / 2
    inner = math.sin((other_lat - lat) / 2) ** 2
    inner += math.cos(lat) * math.cos(other_lat) * math.sin(half_lon) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(inner))
