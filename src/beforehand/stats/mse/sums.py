"""Sums of a smooth function over very many whole numbers, from its values at a few.

Over consecutive whole numbers, Gauss's quadrature for sums is exact for polynomials of degree
2p - 1 with p values (its polynomials are Chebyshev's discrete ones). Panels of consecutive numbers
are halved until halving changes nothing.

Source:
    Golub and Welsch (1969), Mathematics of Computation 23; Gautschi (2004), Orthogonal
    Polynomials, 1.5.2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Panels = NDArray[np.int64]
_POINTS = 24  # values a panel
_GROWTH = 4  # a panel is at first as long as a quarter of what lies before it
_SAME = 1e-12  # of the whole


def rules(sizes: Panels) -> tuple[Floats, Floats]:
    """Nodes, from 0, and weights for the sums over 0 to ``size - 1``; a size a row.

    Sizes of ``_POINTS`` and less take each number itself; what is left of a row weighs nothing.
    """
    nodes = np.tile(np.arange(_POINTS, dtype=float), (sizes.size, 1))
    weights = (nodes < sizes[:, None]).astype(float)
    nodes = np.minimum(nodes, sizes[:, None] - 1.0)
    long = sizes > _POINTS
    size, k = sizes[long, None].astype(float), np.arange(1, _POINTS)
    beside = np.sqrt(k * k * (size**2 - k * k) / (4.0 * (4 * k * k - 1)))
    matrices = np.zeros((size.size, _POINTS, _POINTS))
    matrices[:, k, k - 1] = beside
    values, vectors = np.linalg.eigh(matrices)
    nodes[long] = values + (size - 1) / 2
    weights[long] = size * vectors[:, 0, :] ** 2
    return nodes, weights


def nodes(panels: Panels) -> tuple[Floats, Floats]:
    """Numbers at which to take values, and how many numbers each stands for.

    Args:
        panels: First number and size of each panel, a panel a row.
    """
    at, weights = rules(panels[:, 1])
    return (at + panels[:, :1]).ravel(), weights.ravel()


def panels_for(log_values: Callable[[Floats], Floats], longest: int) -> Panels:
    """Panels from 0 to ``longest`` fine enough for a function given by its log, and its mean.

    Args:
        log_values: Of the function, which is positive, at numbers that need not be whole.
        longest: Last whole number of the sum.
    """
    todo = first_panels(longest)
    masses = _masses(log_values, todo)
    done = np.empty((0, 2), np.int64)
    whole = np.full((0, 2), -np.inf)
    while len(todo):
        halves = np.column_stack([todo[:, 1] // 2, todo[:, 1] - todo[:, 1] // 2])
        split = np.stack(
            [
                np.stack([todo[:, 0], halves[:, 0]], 1),
                np.stack([todo[:, 0] + halves[:, 0], halves[:, 1]], 1),
            ],
            1,
        )
        found = _masses(log_values, split.reshape(-1, 2)).reshape(-1, 2, 2)
        both = np.logaddexp(found[:, 0], found[:, 1])
        total = np.logaddexp.reduce(np.concatenate([whole, both]), axis=0)
        wrong = np.abs(np.exp(both - total) - np.exp(masses - total)).max(axis=1) > _SAME
        wrong &= todo[:, 1] > _POINTS
        done = np.concatenate([done, todo[~wrong]])
        whole = np.concatenate([whole, both[~wrong]])
        todo, masses = split[wrong].reshape(-1, 2), found[wrong].reshape(-1, 2)
    return done[np.argsort(done[:, 0])]


def first_panels(longest: int) -> Panels:
    """Panels from 0 to ``longest``, each a quarter as long as what lies before it."""
    found, at = [], 0
    while at <= longest:
        size = min(max(_POINTS, at // _GROWTH), longest + 1 - at)
        found.append((at, size))
        at += size
    return np.array(found, np.int64)


def _masses(log_values: Callable[[Floats], Floats], panels: Panels) -> Floats:
    """Log of the sum over each panel, of the function and of the function times the number."""
    at, weights = nodes(panels)
    with np.errstate(divide="ignore"):
        logs = (log_values(at) + np.log(weights)).reshape(len(panels), -1)
        moments = logs + np.log(at).reshape(logs.shape)
    return np.column_stack([np.logaddexp.reduce(part, axis=1) for part in (logs, moments)])


@dataclass(frozen=True, slots=True)
class Spread:
    """A distribution over whole numbers, known at the nodes of panels.

    Attributes:
        panels: As in ``nodes``.
        density: Probability of a number at each node, a panel a row.
        share: Probability that each node stands for; adds to 1.
    """

    panels: Panels
    density: Floats
    share: Floats

    @classmethod
    def of(cls, panels: Panels, log_values: Floats) -> Spread:
        """From the logs of its values at the nodes, up to a constant."""
        _, weights = nodes(panels)
        values = np.exp(log_values - log_values.max())
        values /= values @ weights
        return cls(panels, values.reshape(len(panels), -1), values * weights)

    def quantile(self, at: float) -> float:
        """Least number whose cumulative probability reaches ``at``, from 0 to 1."""
        ends = np.cumsum(self.share.reshape(len(self.panels), -1).sum(axis=1))
        panel = min(int(np.searchsorted(ends, at)), ends.size - 1)
        first, size = (int(value) for value in self.panels[panel])
        wanted = at - (ends[panel - 1] if panel else 0.0)
        low, high = 1, size
        while low < high:
            middle = (low + high) // 2
            if self._within(panel, middle) >= wanted:
                high = middle
            else:
                low = middle + 1
        return float(first + low - 1)

    def _within(self, panel: int, many: int) -> float:
        """Probability of the first ``many`` numbers of a panel: values between by interpolation."""
        size = int(self.panels[panel, 1])
        if size <= _POINTS:
            return float(self.density[panel, :many].sum())
        known = rules(np.array([size]))[0][0]
        wanted, weights = (part[0] for part in rules(np.array([many])))
        return float(weights @ _interpolated(known, self.density[panel], wanted))


def _interpolated(known: Floats, values: Floats, wanted: Floats) -> Floats:
    """The polynomial through known values, by the barycentric formula."""
    apart = known[:, None] - known
    np.fill_diagonal(apart, 1)
    weights = 1 / (apart / np.ptp(known)).prod(axis=1)
    gaps = wanted[:, None] - known
    gaps[gaps == 0] = 1e-300
    shares = weights / gaps
    found: Floats = shares @ values / shares.sum(axis=1)
    return found
