"""Routes of several stages as a role without small counts may see them.

Of each stage the places that the veiled profile shows keep their name, the largest of them. What
it withholds is one place together, whose people are what the others leave, and is shown where
that is. Of the stretches between these, linear programs choose which stay out
(``release.hidden_stretches``). Routes of two stages are veiled with the brief.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from beforehand import release, understand
from beforehand.records.figure import Figure
from beforehand.records.people import Asker
from beforehand.records.picture import OTHER, Flows, Leg, Node, Ribbon, Route
from beforehand.words import words

MOST_NAMED = 14
LAST = 3
#: The places that the profile withholds, while stretches are weighed; drawn among the others.
REST = "?"
Place = str | None
_Key = tuple[int, Place, int, Place]


def shown_flows(whole: Route, shown: Route, asker: Asker) -> Flows:
    """The flows that the asker may see.

    Args:
        whole: The route before it was veiled.
        shown: The same, veiled.
        asker: Who looks.
    """
    if asker.sees_small_counts or not whole.stretches:
        return understand.flows(shown)
    told = {0: shown.origins, 1: shown.transits, 2: shown.arrivals, LAST: shown.destinations}
    stages = {at: _grouped(at, legs, told[at]) for at, legs in understand.stages_of(whole).items()}
    figures = _by_group(whole.stretches, stages)
    gone = _hidden(stages, figures)
    kept = {key: one for key, one in figures.items() if key not in gone and _seen(stages, key)}
    return understand.arranged(
        shown, {at: tuple(stage.nodes()) for at, stage in stages.items()}, tuple(_ribbons(kept))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """The people of each place that is told apart, and of the rest."""

    at: int
    figures: dict[Place, Figure]
    beyond: frozenset[Place]  # shown by the profile, and drawn among the others
    rest_seen: bool  # also how many have no place here

    def group(self, place: Place) -> Place:
        """Where a place counts."""
        if place in self.beyond:
            return OTHER
        return place if place in self.figures else REST

    def sees(self, place: Place) -> bool:
        """Whether the total of a group is told, or is what the others leave."""
        return self.rest_seen if place in {REST, None} else True

    def nodes(self) -> Iterable[Node]:
        """The places whose totals are seen, the others as one."""
        others = [self.figures[one] for one in (OTHER, REST) if one in self.figures and
                  self.sees(one)]  # fmt: skip
        for place, people in self.figures.items():
            if place not in {OTHER, REST, None}:
                yield Node(place=place, people=people)
        if others:
            yield Node(place=OTHER, people=_together(others))
        if None in self.figures and self.sees(None):
            yield Node(place=None, people=self.figures[None])


def _grouped(at: int, legs: Sequence[Leg], shown: Sequence[Leg]) -> _Stage:
    people = {understand.place_at(leg, at): leg.people for leg in legs}
    told = [understand.place_at(leg, at) for leg in shown]
    apart = [place for place in told if place is not None]
    named, beyond = apart[:MOST_NAMED], apart[MOST_NAMED:]
    rest = [place for place in people if place is not None and place not in apart]
    figures: dict[Place, Figure] = {place: people[place] for place in named}
    if beyond:
        figures[OTHER] = _together([people[place] for place in beyond])
    if rest:
        figures[REST] = _together([people[place] for place in rest])
    if at in {0, LAST} and None in people:
        figures[None] = people[None]
    return _Stage(
        at=at,
        figures=figures,
        beyond=frozenset(beyond),
        rest_seen=None not in people or None in told,
    )


def _by_group(whole: Sequence[Ribbon], stages: dict[int, _Stage]) -> dict[_Key, Figure]:
    found: dict[_Key, list[Figure]] = {}
    for one in whole:
        to = one.stage + one.reach
        key = one.stage, stages[one.stage].group(one.start), to, stages[to].group(one.end)
        found.setdefault(key, []).append(one.people)
    return {key: _together(some) for key, some in found.items()}


def _seen(stages: dict[int, _Stage], key: _Key) -> bool:
    """Whether the totals at both ends are seen: a ribbon from nowhere is not drawn."""
    at, start, to, end = key
    return stages[at].sees(start) and stages[to].sees(end)


def _ribbons(kept: dict[_Key, Figure]) -> Iterable[Ribbon]:
    """The stretches shown, the rest drawn among the others."""
    drawn: dict[_Key, list[Figure]] = {}
    for (at, start, to, end), people in kept.items():
        ends = (OTHER if one == REST else one for one in (start, end))
        first, last = ends
        drawn.setdefault((at, first, to, last), []).append(people)
    for (at, start, to, end), figures in drawn.items():
        yield Ribbon(stage=at, start=start, reach=to - at, end=end, people=_together(figures))


def _together(figures: Sequence[Figure]) -> Figure:
    """Counts of different people as one, which names none of their places."""
    total = sum(one.value for one in figures)
    said = words("People of these places together")
    return replace(figures[0], value=total, numerator=round(total), definition=said)


def _hidden(stages: dict[int, _Stage], figures: dict[_Key, Figure]) -> set[_Key]:
    order = {at: number for number, at in enumerate(stages)}
    index = {at: {place: number for number, place in enumerate(one.figures)}
             for at, one in stages.items()}  # fmt: skip
    keys = {
        (order[at], index[at][start], order[to], index[to][end]): (at, start, to, end)
        for at, start, to, end in figures
    }
    told = [
        release.Stage(
            people=tuple(one.numerator or 0 for one in stage.figures.values()),
            seen=tuple(stage.sees(place) for place in stage.figures),
            passed_by=stage.rest_seen,
        )
        for stage in stages.values()
    ]
    people = {numbered: figures[key].numerator or 0 for numbered, key in keys.items()}
    return {keys[one] for one in release.hidden_stretches(told, people)}
