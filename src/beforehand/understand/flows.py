"""Routes from place to place as stages, nodes and ribbons, with the tail of them folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from beforehand.records.figure import Figure
from beforehand.records.picture import OTHER, Flows, Leg, Node, Ribbon, Route
from beforehand.words import Words, words

Place = str | None
STAGES = (words("Recruited in"), words("Exploited in"))


def flows(route: Route) -> Flows:
    """The legs of a route as two stages: where people were recruited, where exploited.

    Args:
        route: As counted, or as veiled: what is not in it is not drawn, and never guessed.

    Returns:
        Every place of both ends with its people, "not recorded" as one of them, and a ribbon for
        each leg whose two ends are both there.
    """
    origins = tuple(Node(place=leg.origin_area, people=leg.people) for leg in route.origins)
    ends = tuple(Node(place=leg.exploitation_area, people=leg.people) for leg in route.destinations)
    here, there = {one.place for one in origins}, {one.place for one in ends}
    return Flows(
        basis=route.basis,
        stages=STAGES,
        nodes=(origins, ends),
        ribbons=tuple(_ribbon(leg) for leg in route.legs
                      if leg.origin_area in here and leg.exploitation_area in there),
    )  # fmt: skip


def _ribbon(leg: Leg) -> Ribbon:
    return Ribbon(stage=0, start=leg.origin_area, end=leg.exploitation_area, people=leg.people)


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
    named = [one.place for one in stage if one.place is not None]
    return {None, *(named if len(named) <= most + 1 else named[:most])}


def _folded(stage: Sequence[Node], kept: set[Place]) -> tuple[Node, ...]:
    own = [one for one in stage if one.place in kept and one.place is not None]
    rest = [one for one in stage if one.place not in kept]
    unknown = [one for one in stage if one.place is None]
    if rest:
        own.append(Node(place=OTHER, people=_sum([one.people for one in rest]), folded=len(rest)))
    return (*own, *unknown)


def _bundled(ribbons: Sequence[Ribbon], kept: Sequence[set[Place]]) -> tuple[Ribbon, ...]:
    bundles: dict[tuple[int, Place, Place], list[Figure]] = {}
    for one in ribbons:
        start = one.start if one.start in kept[one.stage] else OTHER
        end = one.end if one.end in kept[one.stage + 1] else OTHER
        bundles.setdefault((one.stage, start, end), []).append(one.people)
    made = [
        Ribbon(stage=stage, start=start, end=end, people=_sum(figures))
        for (stage, start, end), figures in bundles.items()
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
    if not counts[True]:
        return words("Every place is drawn by itself.")
    put = sum(node.folded for stage in folded.nodes for node in stage)
    return words(
        "{put} smaller places are drawn together as others; {ribbons} stretches became {drawn}.",
        put=put,
        ribbons=len(whole.ribbons),
        drawn=len(folded.ribbons),
    )
