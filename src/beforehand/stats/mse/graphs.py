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
from scipy.special import gammaln, logsumexp

from beforehand.stats.mse.lists import Lists

Floats = NDArray[np.float64]
MOST_LISTS_FOR_GRAPHS = 6
_TAIL = 1e-10  # what the grid may leave out of the mean
_LONGEST = 1 << 20


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
        unseen: 0, 1, 2, ... people whom no list saw.
        share: Posterior probability of each; adds to 1 over the grid.
        weights: Posterior probability of each graph, in the order of ``graphs``.
        graphs: The graphs averaged over.
        beyond: Estimated probability that the unseen are more than the grid holds.
    """

    unseen: Floats
    share: Floats
    weights: Floats
    graphs: tuple[Graph, ...]
    beyond: float

    @property
    def mean(self) -> float:
        """Posterior mean of the unseen, over the grid."""
        return float(self.unseen @ self.share)

    def quantile(self, at: float) -> float:
        """Fewest unseen people whose cumulative probability reaches ``at``."""
        return float(self.unseen[np.searchsorted(np.cumsum(self.share), at)])


def average_over_graphs(
    lists: Lists, *, saturated: bool = False, longest: int | None = None
) -> Posterior:
    """Posterior of the unseen under all decomposable graphs, each equally likely beforehand.

    The prior of the number of people in all is proportional to one over it; cells have a
    Dirichlet prior that counts for one person in all, spread evenly. The grid grows until what is
    beyond it cannot be felt in the mean.

    Args:
        lists: Table of 2 to 6 lists.
        saturated: Whether the graph in which all lists depend on each other takes part. The data
            say nothing of the unseen in it: its posterior is the prior, whose mean is infinite.
        longest: Largest number of unseen on the grid; grown as needed if not given.
    """
    graphs = tuple(
        graph for graph in decomposable_graphs(lists.many) if saturated or not graph.saturated
    )
    if longest is not None:
        return _posterior(lists, graphs, longest)
    longest = 4 * lists.seen
    while True:
        found = _posterior(lists, graphs, longest)
        if found.beyond * longest < _TAIL * (lists.seen + found.mean) or longest >= _LONGEST:
            return found
        longest *= 2


def _posterior(lists: Lists, graphs: tuple[Graph, ...], longest: int) -> Posterior:
    unseen = np.arange(longest + 1, dtype=float)
    parts = {
        part: _component(lists, part, unseen)
        for part in {part for graph in graphs for part in (*graph.cliques, *graph.separators)}
    }
    whole = gammaln(unseen + lists.seen + 1)
    shared = whole - gammaln(unseen + 1) - np.log(unseen + lists.seen)
    weights = np.empty(len(graphs))
    share = np.zeros(unseen.size)
    logs = np.empty(len(graphs))
    top = -np.inf
    for row, graph in enumerate(graphs):
        pieces = len(graph.cliques) - len(graph.separators)
        log = shared - pieces * whole
        for clique in graph.cliques:
            log = log + parts[clique]
        for separator in graph.separators:
            log -= parts[separator]
        logs[row] = logsumexp(log)
        if logs[row] > top:
            share *= np.exp(top - logs[row]) if np.isfinite(top) else 0.0
            top = logs[row]
        share += np.exp(log - top)
    weights = np.exp(logs - logsumexp(logs))
    share /= share.sum()
    return Posterior(
        unseen=unseen, share=share, weights=weights, graphs=graphs, beyond=_beyond(share)
    )


def _beyond(share: Floats) -> float:
    """What a power law through the last half of the grid leaves beyond it."""
    last, half = share[-1], share[share.size // 2]
    if last == 0 or half == 0:
        return 0.0
    power = float(np.log(half / last) / np.log(2))
    return float(last * share.size / (power - 1)) if power > 1 else np.inf


def _component(lists: Lists, part: int, unseen: Floats) -> Floats:
    """Log marginal likelihood of the margin of some lists, by number of unseen people."""
    at = np.arange(lists.counts.size) & part
    margin = np.zeros(lists.counts.size)
    np.add.at(margin, at, lists.counts)
    prior = 1 / (1 << part.bit_count())
    cells = np.array([cell for cell in range(lists.counts.size) if cell & part == cell])
    fixed = gammaln(margin[cells[1:]] + prior).sum() - cells.size * gammaln(prior)
    found: Floats = fixed + gammaln(margin[0] + unseen + prior)
    return found
