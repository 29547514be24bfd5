"""Routes from place to place as stages, nodes and ribbons, with the tail of them folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from beforehand.records.figure import Figure
from beforehand.records.picture import OTHER, Flows, Leg, Node, Ribbon, Route
from beforehand.understand.fields import place_name, way
from beforehand.words import Words, speak, words

Place = str | None
#: What the four stages are called; a stage that nobody has recorded is not drawn.
STAGES = (
    words("Recruited in"),
    words("Passed through"),
    words("Arrived in"),
    words("Exploited in"),
)
#: The field of the case record behind each stage.
STAGE_FIELDS = ("origin_area", "transit_country", "arrival_area", "exploitation_area")


def flows(route: Route) -> Flows:
    """A route as two to four stages, from where people were recruited to where exploited.

    Args:
        route: As counted, or as veiled: what is not in it is not drawn, and never guessed.

    Returns:
        Every place of each stage with its people, "not recorded" as one of them at both ends
        alone, and a ribbon from each recorded place to the next whose two ends are both there.
    """
    stages = stages_of(route)
    nodes = {stage: _nodes(legs, stage) for stage, legs in stages.items()}
    return arranged(route, nodes, route.stretches or tuple(_direct(leg) for leg in route.legs))


def arranged(route: Route, nodes: dict[int, tuple[Node, ...]], ribbons: Sequence[Ribbon]) -> Flows:
    """Flows of some of the four stages: ribbons with a place that has no node are left out.

    Args:
        route: What they rest on.
        nodes: By stage of the four.
        ribbons: Between the four stages, none of them ending at a stage that is not there.
    """
    at = {stage: number for number, stage in enumerate(nodes)}
    there = {(stage, one.place) for stage, some in nodes.items() for one in some}
    drawn = [one for one in ribbons if {(one.stage, one.start), _end(one)} <= there]
    return Flows(
        basis=route.basis,
        stages=tuple(STAGES[stage] for stage in nodes),
        nodes=tuple(nodes.values()),
        ribbons=tuple(
            replace(one, stage=at[one.stage], reach=at[one.stage + one.reach] - at[one.stage])
            for one in drawn
        ),
    )


def stages_of(route: Route) -> dict[int, tuple[Leg, ...]]:
    """The legs of each of the four stages that anybody has recorded; both ends always."""
    middle = {1: route.transits, 2: route.arrivals}
    found = {0: route.origins, 3: route.destinations} | {
        stage: legs for stage, legs in middle.items() if any(place_at(one, stage) for one in legs)
    }
    return dict(sorted(found.items()))


def place_at(leg: Leg, stage: int) -> Place:
    """Where a leg is at one of the four stages."""
    place: Place = getattr(leg, STAGE_FIELDS[stage])
    return place


def says_place(stages: Sequence[Words], stage: int, place: str, language: str = "en") -> str:
    """The name of a place of a stage that is drawn: a country, several, or an area."""
    return speak(way(place), language) if stages[stage] == STAGES[1] else place_name(place)


def _end(one: Ribbon) -> tuple[int, Place]:
    return one.stage + one.reach, one.end


def _nodes(legs: Sequence[Leg], stage: int) -> tuple[Node, ...]:
    places = [(place_at(leg, stage), leg.people) for leg in legs]
    return tuple(
        Node(place=place, people=people)
        for place, people in places
        if place is not None or stage in {0, 3}
    )


def _direct(leg: Leg) -> Ribbon:
    return Ribbon(
        stage=0, start=leg.origin_area, end=leg.exploitation_area, people=leg.people, reach=3
    )


def fold(whole: Flows, most: int) -> Flows:
    """The same people with the smaller places of each stage put together into one.

    Args:
        whole: Any number of places and ribbons.
        most: Places of a stage that keep their own name, at least 1; "not recorded" keeps its own
            besides, and never counts among them. A single place more keeps its name too.

    Returns:
        Flows of at most ``most + 2`` nodes a stage. Sums of nodes and of ribbons are as before.
    """
    kept = [_kept(stage, most) for stage in whole.nodes]
    nodes = tuple(_folded(stage, names) for stage, names in zip(whole.nodes, kept, strict=True))
    return replace(whole, nodes=nodes, ribbons=_bundled(whole.ribbons, kept))


def _kept(stage: Sequence[Node], most: int) -> set[Place]:
    """Names that stay; what was put together before never counts as a name."""
    named = [one.place for one in stage if one.place not in {None, OTHER}]
    return {None, *(named if len(named) <= most + 1 else named[:most])}


def _folded(stage: Sequence[Node], kept: set[Place]) -> tuple[Node, ...]:
    own = [one for one in stage if one.place in kept and one.place is not None]
    rest = [one for one in stage if one.place not in kept]
    unknown = [one for one in stage if one.place is None]
    if rest:
        put = sum(one.folded or 1 for one in rest)
        told = all(one.folded for one in rest if one.place == OTHER)
        people = _sum([one.people for one in rest])
        own.append(Node(place=OTHER, people=people, folded=put if told else 0))
    return (*own, *unknown)


def _bundled(ribbons: Sequence[Ribbon], kept: Sequence[set[Place]]) -> tuple[Ribbon, ...]:
    bundles: dict[tuple[int, Place, int, Place], list[Figure]] = {}
    for one in ribbons:
        start = one.start if one.start in kept[one.stage] else OTHER
        end = one.end if one.end in kept[one.stage + one.reach] else OTHER
        bundles.setdefault((one.stage, start, one.reach, end), []).append(one.people)
    made = [
        Ribbon(stage=stage, start=start, end=end, reach=reach, people=_sum(figures))
        for (stage, start, reach, end), figures in bundles.items()
    ]
    return tuple(sorted(made, key=lambda one: (one.stage, -one.people.value, str(one.start))))


def _sum(figures: Sequence[Figure]) -> Figure:
    """Several counts of different people as one; a single one is itself."""
    if len(figures) == 1:
        return figures[0]
    total = sum(one.value for one in figures)
    said = words("{first}, and {more} smaller ones", first=figures[0].definition,
                 more=len(figures) - 1)  # fmt: skip
    return replace(figures[0], value=total, numerator=round(total), definition=said)


def says_folding(whole: Flows, folded: Flows) -> Words:
    """What was put together, and how much of the people the ribbons drawn hold."""
    counts = Counter(node.folded > 0 for stage in folded.nodes for node in stage)
    if any(node.place == OTHER and not node.folded for stage in folded.nodes for node in stage):
        return words("Smaller places are drawn together as others.")
    if not counts[True]:
        return words("Every place is drawn by itself.")
    put = sum(node.folded for stage in folded.nodes for node in stage)
    return words(
        "{put} smaller places are drawn together as others; {ribbons} stretches became {drawn}.",
        put=put,
        ribbons=len(whole.ribbons),
        drawn=len(folded.ribbons),
    )
