"""Bayesian averaging over decomposable graphs: which lists depend on which, and how many people.

Source:
    Madigan and York (1997), Biometrika 84(1); with the hyper-Dirichlet prior of Dawid and
    Lauritzen (1993), Annals of Statistics 21(3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

from beforehand.stats.mse import sums
from beforehand.stats.mse.lists import Lists

Floats = NDArray[np.float64]
MOST_LISTS_FOR_GRAPHS = 6
FELT = 0.01  # a tail of this share can be felt in the mean
LONGEST = 10**9  # unseen people that are thought of at most
_NEVER_FELT = 80.0  # in logs: graphs so much less likely than the likeliest weigh nothing
_ROUGHLY = 6  # each sixth number of the first panels shows which graphs weigh anything
_AT_ONCE = 1 << 19  # numbers held at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A decomposable graph of lists.

    Attributes:
        edges: Pairs of lists that depend on each other, as patterns.
        cliques: Largest sets of lists that all depend on each other, as patterns.
        separators: What neighbouring cliques share, as patterns, with repeats; none empty.
    """

    edges: tuple[int, ...]
    cliques: tuple[int, ...]
    separators: tuple[int, ...]

    @property
    def saturated(self) -> bool:
        """All lists in one clique: the data say nothing of the unseen, the prior alone does."""
        return len(self.cliques) == 1


@cache
def decomposable_graphs(many: int) -> tuple[Graph, ...]:
    """Every decomposable graph: 8, 61, 822 and 18,154 for 3 to 6 lists."""
    pairs = [(1 << i) | (1 << j) for i, j in combinations(range(many), 2)]
    found = []
    for chosen in range(1 << len(pairs)):
        edges = tuple(pair for at, pair in enumerate(pairs) if chosen >> at & 1)
        taken = _taken_apart(edges, many)
        if taken is not None:
            found.append(Graph(edges=edges, cliques=taken[0], separators=taken[1]))
    return tuple(found)


def _taken_apart(
    edges: tuple[int, ...], many: int
) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Cliques and separators by maximum cardinality search; None if a cycle has no chord.

    Source: Tarjan and Yannakakis (1984), SIAM J. Comput. 13(3).
    """
    near = [0] * many
    for pair in edges:
        i, j = pair.bit_length() - 1, (pair & -pair).bit_length() - 1
        near[i] |= 1 << j
        near[j] |= 1 << i
    done = 0
    cliques: list[int] = []
    separators: list[int] = []
    for _ in range(many):
        one = max(
            (i for i in range(many) if not done >> i & 1),
            key=lambda i: (near[i] & done).bit_count(),
        )
        before = near[one] & done
        if any(before & ~near[i] & ~(1 << i) for i in _bits(before)):
            return None
        if cliques and cliques[-1] == before:
            cliques[-1] |= 1 << one
        else:
            if before:
                separators.append(before)
            cliques.append(before | 1 << one)
        done |= 1 << one
    return tuple(cliques), tuple(separators)


def _bits(pattern: int) -> Iterator[int]:
    return (i for i in range(pattern.bit_length()) if pattern >> i & 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """What is known of the unseen after averaging over graphs.

    Attributes:
        weights: Posterior probability of each graph, in the order of ``graphs``.
        graphs: The graphs averaged over.
        longest: The most unseen people that were thought of.
        mean: Posterior mean of the unseen, up to ``longest``.
        tail: Which share of that mean comes from its last tenth to whole, numbers above a tenth
            of ``longest``: where it can be felt, the mean depends on where one stops, and only
            quantiles can be told.
        endless: Posterior probability of graphs whose own mean is infinite.
        spread: The posterior distribution itself, for quantiles.
    """

    weights: Floats
    graphs: tuple[Graph, ...]
    longest: int
    mean: float
    tail: float
    endless: float
    spread: sums.Spread

    def quantile(self, at: float) -> float:
        """Fewest unseen people whose cumulative probability reaches ``at``."""
        return self.spread.quantile(at)


def average_over_graphs(
    lists: Lists, *, saturated: bool = False, longest: int = LONGEST
) -> Posterior:
    """Posterior of the unseen under all decomposable graphs, each equally likely beforehand.

    The prior of the number of people in all is proportional to one over it; cells have a
    Dirichlet prior that counts for one person in all, spread evenly. Sums over 0 to ``longest``
    unseen people are exact to rounding, without visiting each number (``sums``).

    Args:
        lists: Table of 2 to 6 lists.
        saturated: Whether the graph in which all lists depend on each other takes part. The data
            say nothing of the unseen in it: its posterior is the prior, whose mean is infinite.
        longest: Largest number of unseen people thought of.
    """
    graphs = tuple(
        graph for graph in decomposable_graphs(lists.many) if saturated or not graph.saturated
    )
    logs = _Logs(lists, graphs)
    rough = logs.highest(sums.nodes(sums.first_panels(longest))[0][::_ROUGHLY])
    felt = rough > rough.max() - _NEVER_FELT
    logs.keep(felt)
    panels = sums.panels_for(logs.averaged, longest)
    people, counts = sums.nodes(panels)
    of_graphs = logs.summed(people, counts)
    weights = np.zeros(len(graphs))
    weights[felt] = np.exp(of_graphs - of_graphs.max())
    weights /= weights.sum()
    spread = sums.Spread.of(panels, logs.averaged(people))
    share = spread.share * people
    return Posterior(
        weights=weights,
        graphs=graphs,
        longest=longest,
        mean=float(share.sum()),
        tail=float(share[people > longest / 10].sum() / share.sum()),
        endless=float(weights[felt][logs.powers <= 2].sum()),
        spread=spread,
    )


class _Logs:
    """Log of each graph's posterior, up to what is common to all, by number of unseen people.

    A graph's is a sum, with the signs of ``_signs``, of log gamma functions of the unseen plus
    something (``_shifts``), less the log of people in all: of all margins over cliques and
    separators, and of people in all and the unseen (the multinomial coefficient).
    """

    def __init__(self, lists: Lists, graphs: tuple[Graph, ...]) -> None:
        parts = sorted({part for graph in graphs for part in (*graph.cliques, *graph.separators)})
        place = {part: at for at, part in enumerate(parts)}
        margins = [_margin(lists, part) for part in parts]
        self._seen = lists.seen
        self._shifts = np.array([*(shift for shift, _ in margins), lists.seen + 1, 1])
        self._signs = np.zeros((len(graphs), len(parts) + 2))
        for row, graph in enumerate(graphs):
            for clique in graph.cliques:
                self._signs[row, place[clique]] += 1
            for separator in graph.separators:
                self._signs[row, place[separator]] -= 1
        self._signs[:, -2] = 1 - self._signs.sum(axis=1)
        self._signs[:, -1] = -1
        self._fixed = self._signs[:, :-2] @ np.array([fixed for _, fixed in margins])
        #: Each falls as this power of the unseen in the end.
        self.powers = 1 - self._signs @ (self._shifts - 0.5)

    def keep(self, which: NDArray[np.bool_]) -> None:
        """Go on with these graphs alone."""
        self._signs, self._fixed = self._signs[which], self._fixed[which]
        self.powers = self.powers[which]

    def _of(self, people: Floats) -> Iterator[Floats]:
        """Some graphs a time: a graph a row, a number of unseen people a column."""
        gammas = log_gammas(people, self._shifts)
        less = np.log(people + self._seen)
        step = max(1, _AT_ONCE // people.size)
        for first in range(0, len(self._signs), step):
            rows = slice(first, first + step)
            yield self._signs[rows] @ gammas + self._fixed[rows, None] - less

    def averaged(self, people: Floats) -> Floats:
        """Log of the sum over graphs, by number of unseen people."""
        found = np.full(people.size, -np.inf)
        for logs in self._of(people):
            np.logaddexp(found, _log_sums(logs, axis=0), out=found)
        return found

    def summed(self, people: Floats, counts: Floats) -> Floats:
        """Log of the sum over numbers of unseen people, by graph."""
        with np.errstate(divide="ignore"):  # numbers that stand for none
            more = np.log(counts)
        return np.concatenate([_log_sums(logs + more, axis=1) for logs in self._of(people)])

    def highest(self, people: Floats) -> Floats:
        """Log of each graph's largest value, with as many numbers as are as large."""
        more = np.log1p(people)
        return np.concatenate([(logs + more).max(axis=1) for logs in self._of(people)])


def _log_sums(logs: Floats, axis: int) -> Floats:
    """Log of the sum of exponentials along an axis; ``logs`` is lost."""
    most = logs.max(axis=axis, keepdims=True)
    logs -= most
    np.exp(logs, out=logs)
    found: Floats = np.log(logs.sum(axis=axis)) + most.squeeze(axis)
    return found


def _margin(lists: Lists, part: int) -> tuple[float, float]:
    """Of the margin over some lists: people on none of them with their prior; log of the rest."""
    at = np.arange(lists.counts.size) & part
    margin = np.bincount(at, lists.counts, lists.counts.size)
    prior = 1 / (1 << part.bit_count())
    cells = [cell for cell in range(1, margin.size) if cell & part == cell]
    fixed = gammaln(margin[cells] + prior).sum() - (1 + len(cells)) * gammaln(prior)
    return margin[0] + prior, float(fixed)


def log_gammas(people: Floats, shifts: Floats) -> Floats:
    """Log gamma of ``people + shift``, a shift a row, less ``people * (log(people) - 1)``.

    What is taken off is the same in all rows, and large: what would be left of its digits after
    adding and subtracting rows is kept this way (Stirling's series from 32 on).
    """
    found: Floats = gammaln(people + shifts[:, None]) - xlogy(people, people) + people
    far = people >= 32
    x = people[far]
    y = x + shifts[:, None]
    series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / y**2) / y**2) / y**2) / y
    found[:, far] = (
        (shifts[:, None] - 0.5) * np.log(y)
        + x * np.log1p(shifts[:, None] / x)
        - shifts[:, None]
        + 0.5 * np.log(2 * np.pi)
        + series
    )
    return found
