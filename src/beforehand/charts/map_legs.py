"""Legs of a flow map: from each recorded place to the next, countries passed through as circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from beforehand.records.picture import Flows, Leg

#: The area of a kind that a place is or lies in.
AreaOf = Callable[[str | None, str], str | None]
#: What a leg begins or ends at: an area of one of both maps ("here", "there"), or a country.
End = tuple[str, str]
HERE, THERE, COUNTRY = "here", "there", "country"
MOST_COUNTRIES = 6
AND = "+"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLegs:
    """The legs to draw, and the countries passed through with their people, most first."""

    legs: dict[tuple[End, End], float]
    countries: tuple[tuple[str, float], ...]


def legs_of(flows: Flows, fields: tuple[str, ...], kinds: tuple[str, str], area: AreaOf) -> MapLegs:
    """Stretches between places that the two maps or the circles can show.

    Args:
        flows: Not folded: what is put together lies nowhere.
        fields: Of each stage drawn, the field of the case record.
        kinds: The kinds of area of the map of origin, and of destination.
        area: From a place and a kind to the area it lies in.

    Returns:
        Legs between areas and countries; those that begin or end elsewhere, or at several countries
        at once, are left to the bars and the table.
    """
    middle = fields.index("transit_country") if "transit_country" in fields else None
    nodes = flows.nodes[middle] if middle is not None else ()
    single = [(one.place, one.people.value) for one in nodes
              if one.place and one.place.isalpha() and one.place.isupper()]  # fmt: skip
    countries = tuple(single[:MOST_COUNTRIES])
    drawn = {code for code, _ in countries}
    found: dict[tuple[End, End], float] = defaultdict(float)

    def end_at(stage: int, place: str | None) -> End | None:
        if stage == middle:
            return (COUNTRY, place) if place in drawn and place else None
        side, kind = (HERE, kinds[0]) if stage == 0 else (THERE, kinds[1])
        code = area(place, kind)
        return (side, code) if code else None

    for one in flows.ribbons:
        start = end_at(one.stage, one.start)
        end = end_at(one.stage + one.reach, one.end)
        if start and end and start != end:
            found[start, end] += one.people.value
    return MapLegs(legs=dict(found), countries=countries)


def straight(legs: tuple[Leg, ...], kinds: tuple[str, str], area: AreaOf) -> MapLegs:
    """Legs from end to end, where no stage between is told."""
    found: dict[tuple[End, End], float] = defaultdict(float)
    for leg in legs:
        start, end = area(leg.origin_area, kinds[0]), area(leg.exploitation_area, kinds[1])
        if start is not None and end is not None:
            found[(HERE, start), (THERE, end)] += leg.people.value
    return MapLegs(legs=dict(found), countries=())
