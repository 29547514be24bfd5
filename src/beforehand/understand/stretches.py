"""From each recorded place of a route to the next recorded one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from beforehand.records.figure import RecipeParameter
from beforehand.records.picture import Ribbon
from beforehand.understand.fields import place_name, way
from beforehand.understand.figures import Evidence, count
from beforehand.words import Words, words

Place = str | None
#: Recruited in, passed through, arrived in, exploited in.
Way = tuple[Place, Place, Place, Place]
TRANSIT, LAST = 1, 3
_Stretch = tuple[int, Place, int, Place]


def stretches(evidence: Evidence, paths: Mapping[Way, int]) -> tuple[Ribbon, ...]:
    """People by two places that follow each other on their way.

    Whoever has no transit or arrival recorded goes from the place before to the place after: what
    lies between is passed over, never guessed. The ends are stages also where not recorded.

    Args:
        evidence: What the figures rest on.
        paths: People by the places of the four stages.

    Returns:
        One ribbon a stretch, by stage, most people first. At every place as many arrive as leave.
    """
    found: Counter[_Stretch] = Counter()
    for places, number in paths.items():
        for (stage, start), (to, end) in pairwise(_visited(places)):
            found[stage, start, to, end] += number
    ranked = sorted(found.items(), key=lambda one: (one[0][0], one[0][2], -one[1], str(one[0])))
    return tuple(_ribbon(evidence, one, number) for one, number in ranked if number)


def _visited(places: Way) -> Iterator[tuple[int, Place]]:
    for stage, place in enumerate(places):
        if place is not None or stage in {0, LAST}:
            yield stage, place


def _ribbon(evidence: Evidence, one: _Stretch, people: int) -> Ribbon:
    stage, start, to, end = one
    asked: dict[str, RecipeParameter] = {
        "of": "stretches", "stage": stage, "start": start, "to": to, "end": end,
    }  # fmt: skip
    said = words(
        "People who were in {start} and, as the next place recorded, in {end}",
        start=said_place(stage, start),
        end=said_place(to, end),
    )
    return Ribbon(
        stage=stage,
        start=start,
        end=end,
        reach=to - stage,
        people=count(evidence, people, said, asked),
    )


def said_place(stage: int, place: Place) -> Words:
    """A place of a stage as it stands in a sentence."""
    if place is None:
        country = words("a country not recorded")
        return country if stage == TRANSIT else words("an area not recorded")
    return way(place) if stage == TRANSIT else Words(place_name(place))
