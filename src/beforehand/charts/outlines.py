"""Boundaries as small SVG paths: projected, snapped to a fine grid, and thinned.

Every vertex is snapped and dropped by what it is and its two neighbours alone, so areas that
share a border keep sharing it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from beforehand import gazetteer

Point = tuple[float, float]
GRID = 0.3  # drawing units: a third of a pixel where the map is drawn at its own size
SMALLEST = 0.6  # islands of fewer square units are left out, unless they are all there is


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One area: its path and a point to draw flows to, in drawing units."""

    code: str
    name: str
    path: str
    at: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """All areas of one kind in one country, fitted to ``width`` by ``height``."""

    width: float
    height: float
    areas: tuple[Outline, ...]


@cache
def outlines(kind: str, country: str, width: float, most_height: float) -> Outlines:
    """Fit the boundaries of one kind of place into a box, in equirectangular projection.

    Args:
        kind: Kind of place, as in the gazetteer.
        country: ISO 3166-1 alpha-2.
        width: Of the box, in drawing units.
        most_height: Of the box; the map keeps its shape and may come out narrower.

    Raises:
        UnknownKindOfPlace: If the gazetteer holds no such boundaries.
    """
    features = gazetteer.boundaries(kind, country)["features"]
    points = [point for one in features for ring in _rings(one["geometry"]) for point in ring]
    place = _Fit.around(points, width, most_height)
    return Outlines(
        width=place.width,
        height=place.height,
        areas=tuple(_outline(one, place) for one in features),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    west: float
    north: float
    squeeze: float  # cosine of the middle latitude: a degree of longitude in degrees of latitude
    scale: float
    width: float
    height: float

    @classmethod
    def around(cls, points: list[Point], width: float, most_height: float) -> _Fit:
        west, east = min(p[0] for p in points), max(p[0] for p in points)
        south, north = min(p[1] for p in points), max(p[1] for p in points)
        squeeze = math.cos(math.radians((south + north) / 2))
        scale = min(width / ((east - west) * squeeze), most_height / (north - south))
        return cls(
            west=west,
            north=north,
            squeeze=squeeze,
            scale=scale,
            width=(east - west) * squeeze * scale,
            height=(north - south) * scale,
        )

    def __call__(self, point: Point) -> Point:
        x = (point[0] - self.west) * self.squeeze * self.scale
        return x, (self.north - point[1]) * self.scale


def _outline(feature: Mapping[str, Any], place: _Fit) -> Outline:
    rings = [_snap(map(place, ring)) for ring in _rings(feature["geometry"])]
    kept = [ring for ring in rings if _area(ring) >= SMALLEST] or [max(rings, key=_area)]
    told = feature["properties"]
    return Outline(
        code=str(told["code"]),
        name=str(told["name"]),
        path="".join(map(_path, kept)),
        at=place((told["lon"], told["lat"])),
    )


def _rings(geometry: Mapping[str, Any]) -> list[list[Point]]:
    several = geometry["type"] == "MultiPolygon"
    polygons = geometry["coordinates"] if several else [geometry["coordinates"]]
    return [[(p[0], p[1]) for p in ring] for polygon in polygons for ring in polygon]


def _snap(points: Iterable[Point]) -> list[tuple[int, int]]:
    """Grid points of a ring without repeats and without points on a straight line."""
    ring: list[tuple[int, int]] = []
    for x, y in points:
        at = round(x / GRID), round(y / GRID)
        if not ring or ring[-1] != at:
            ring.append(at)
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    closed = zip(ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1], strict=True)
    return [here for before, here, after in closed if _bend(before, here, after) > 1] or ring


def _bend(before: tuple[int, int], here: tuple[int, int], after: tuple[int, int]) -> int:
    """Twice the area of the triangle, in grid squares: 0 on a straight line."""
    ax, ay = here[0] - before[0], here[1] - before[1]
    bx, by = after[0] - here[0], after[1] - here[1]
    return abs(ax * by - ay * bx)


def _area(ring: list[tuple[int, int]]) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2 * GRID * GRID


def _path(ring: list[tuple[int, int]]) -> str:
    """Relative moves: half the bytes of absolute ones."""
    start, *_ = ring
    moves = [_pair(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring)]
    return f"M{_pair(*start)}l{' '.join(moves).replace(' -', '-')}Z"


def _pair(x: int, y: int) -> str:
    return f"{_short(x)} {_short(y)}".replace(" -", "-")


def _short(steps: int) -> str:
    text = f"{steps * GRID:.1f}".removesuffix(".0")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
