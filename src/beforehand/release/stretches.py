"""Which stretches of routes stay hidden where the places that they join are seen on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.sparse import csr_matrix

from beforehand.release.cross import Margins, withheld_set
from beforehand.release.network import Network
from beforehand.release.small import THRESHOLD

#: A stage and one of its places, and the same of where people went next.
Stretch = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The people of each place of a stage, and which of these totals are seen.

    ``passed_by`` is whether it is seen how many people have no place at this stage; nobody passes
    the first or the last stage by.
    """

    people: tuple[int, ...]
    seen: tuple[bool, ...]
    passed_by: bool = True


def hidden_stretches(
    stages: Sequence[Stage], people: Mapping[Stretch, int], threshold: int = THRESHOLD
) -> frozenset[Stretch]:
    """The stretches to withhold, so that no sum of what is shown gives a small count back.

    Everybody goes from a place of the first stage to one of the last, by one place at most of each
    stage between; so at every place as many arrive as leave. Which totals of places are seen was
    decided before and is kept to; the total of all is always seen. A stretch of nobody must not be
    shown, nor may it be told from one that is withheld.

    Args:
        stages: Two or more, first to last.
        people: By stretch; one that is missing has nobody.
        threshold: Smallest count that may be shown.

    Returns:
        Those of ``people`` to withhold. For somebody who knows all that is shown, each of them, and
        each place whose total is not seen, could be any number in an interval at least
        ``threshold - 1`` wide; where the totals seen leave no such choice, all are withheld.
    """
    if not any(stage.people for stage in stages):
        return frozenset()
    flow = _Flow(stages, people)
    margins = Margins(*flow.marks())
    withheld = withheld_set(flow.network(), margins, threshold, totals_too=True)
    return frozenset(one for one in people if withheld[flow.at[one]])


class _Flow:
    """Every possible stretch, every place's total, how many pass each stage by, and all people."""

    def __init__(self, stages: Sequence[Stage], people: Mapping[Stretch, int]) -> None:
        self.stages = stages
        self._of_stretch: dict[tuple[object, ...], int] = {
            (*one,): number for one, number in people.items()
        }
        self.middle = range(1, len(stages) - 1)
        names: list[tuple[object, ...]] = [*self._stretches(), *self._places()]
        names += [*(("by", stage) for stage in self.middle), ("all",)]
        self.at: dict[tuple[object, ...], int] = {name: at for at, name in enumerate(names)}

    def _stretches(self) -> Iterator[Stretch]:
        for stage, to in combinations(range(len(self.stages)), 2):
            for start in range(len(self.stages[stage].people)):
                for end in range(len(self.stages[to].people)):
                    yield stage, start, to, end

    def _places(self) -> Iterator[tuple[object, ...]]:
        for stage, one in enumerate(self.stages):
            yield from (("place", stage, at) for at in range(len(one.people)))

    @property
    def _everybody(self) -> int:
        return sum(self.stages[0].people)

    def network(self) -> Network:
        """The counts with the sums that anybody can write down."""
        sums = [*self._at_places(), *self._of_stages()]
        rows = [row for row, (parts, _) in enumerate(sums) for _ in (*parts, 0)]
        cells = [self.at[one] for parts, total in sums for one in (*parts, total)]
        signs = [sign for parts, _ in sums for sign in (*(1.0 for _ in parts), -1.0)]
        matrix = csr_matrix((signs, (rows, cells)), shape=(len(sums), len(self.at)))
        counts = np.array([self._count(name) for name in self.at], dtype=np.int64)
        return Network(shape=(len(counts), 1), people=counts, sums=matrix)

    def _count(self, name: tuple[object, ...]) -> int:
        if name == ("all",):
            return self._everybody
        if name[0] == "by":
            return self._everybody - sum(self.stages[int(str(name[1]))].people)
        if name[0] == "place":
            return self.stages[int(str(name[1]))].people[int(str(name[2]))]
        return self._of_stretch.get(name, 0)

    def _at_places(self) -> Iterator[tuple[list[tuple[object, ...]], tuple[object, ...]]]:
        """Who leaves a place, and who arrives there, are its people."""
        leave: dict[tuple[int, int], list[tuple[object, ...]]] = {}
        arrive: dict[tuple[int, int], list[tuple[object, ...]]] = {}
        for one in self._stretches():
            leave.setdefault(one[:2], []).append(one)
            arrive.setdefault(one[2:], []).append(one)
        for some in (leave, arrive):
            for (stage, at), parts in some.items():
                yield parts, ("place", stage, at)

    def _of_stages(self) -> Iterator[tuple[list[tuple[object, ...]], tuple[object, ...]]]:
        """The places of a stage, with those who pass it by, are everybody."""
        for stage in range(len(self.stages)):
            places = [one for one in self._places() if one[1] == stage]
            if stage in self.middle:
                yield [*places, ("by", stage)], ("all",)
                over = [one for one in self._stretches() if one[0] < stage < one[2]]
                yield list[tuple[object, ...]](over), ("by", stage)
            else:
                yield places, ("all",)

    def marks(self) -> tuple[np.ndarray, np.ndarray]:
        """Which counts are totals that are seen, and which totals that are not."""
        seen = np.zeros(len(self.at), dtype=np.bool_)
        hidden = np.zeros(len(self.at), dtype=np.bool_)
        seen[self.at["all",]] = True
        for stage, one in enumerate(self.stages):
            for at, shown in enumerate(one.seen):
                (seen if shown else hidden)[self.at["place", stage, at]] = True
            if stage in self.middle:
                (seen if one.passed_by else hidden)[self.at["by", stage]] = True
        return seen, hidden
