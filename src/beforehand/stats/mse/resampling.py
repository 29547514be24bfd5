"""Bootstrap intervals of a total, with the whole search for a model repeated in every resample."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from beforehand.stats.mse.lists import Lists
from beforehand.stats.mse.searches import Estimator

Floats = NDArray[np.float64]
_CELLS = 1 << 20  # counts held at a time by one thread
_NORMAL = NormalDist()
_AGAIN = 200  # resamples of the replicates, for the Monte-Carlo error of a limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """An interval of people in all.

    Attributes:
        low: Lower limit; never below the people seen.
        high: Upper limit; infinity where too many resamples have no finite estimate.
        error_low: Standard error of ``low`` that comes from the number of replicates alone.
        error_high: The same of ``high``; not a number where the limit is infinite.
        replicates: How many resamples.
        without: How many of them had no finite estimate.
        acceleration: Of BCa, by the jackknife; 0 for a percentile interval.
    """

    low: float
    high: float
    error_low: float
    error_high: float
    replicates: int
    without: int
    acceleration: float


def replicates(lists: Lists, estimate: Estimator, many: int, seed: int) -> Floats:
    """Estimates of ``many`` resamples: the people seen drawn anew, with replacement.

    The draws depend on the seed alone, not on how many processors share the work.
    """
    at = np.flatnonzero(lists.counts)
    share = lists.counts[at] / lists.seen
    size = max(1, min(256, _CELLS // lists.counts.size))

    def part(first: int) -> Floats:
        draw = np.random.Generator(
            np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(first,)))
        )
        rows = min(size, many - first)
        tables = np.zeros((rows, lists.counts.size))
        tables[:, at] = draw.multinomial(lists.seen, share, size=rows)
        return estimate(tables, lists.many)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        parts = list(pool.map(part, range(0, many, size)))
    return np.concatenate(parts) if parts else np.empty(0)


def acceleration(lists: Lists, estimate: Estimator) -> float:
    """Of BCa: each person left out in turn, those of one pattern together.

    Source:
        Efron (1987), JASA 82; with grouped observations as in Chan, Silverman and Vincent (2021).
    """
    at = np.flatnonzero(lists.counts)
    weights = lists.counts[at]
    tables = np.repeat(lists.counts[None, :], at.size, axis=0)
    tables[np.arange(at.size), at] -= 1
    found = estimate(tables, lists.many)
    if not np.isfinite(found).all():
        return 0.0
    away = (weights @ found) / lists.seen - found
    spread = float(weights @ away**2)
    return float(weights @ away**3) / (6 * spread**1.5) if spread > 0 else 0.0


def levels_of_bca(
    drawn: Floats, estimate: float, acceleration: float, level: float
) -> tuple[float, float]:
    """At which quantiles of the replicates a BCa interval ends (DiCiccio and Efron 1996)."""
    return _levels(float(np.mean(drawn < estimate)), drawn.size, level, acceleration)


def _levels(below: float, many: int, level: float, bca: float | None) -> tuple[float, float]:
    """The quantiles, by the share of replicates below the estimate; plain ones without BCa."""
    if bca is None:
        return (1 - level) / 2, (1 + level) / 2
    edge = 0.5 / many
    bias = _NORMAL.inv_cdf(min(max(below, edge), 1 - edge))

    def moved(tail: float) -> float:
        z = bias + _NORMAL.inv_cdf(tail)
        left = 1 - bca * z
        return _NORMAL.cdf(bias + z / left) if left > 0 else float(z > 0)

    return moved((1 - level) / 2), moved((1 + level) / 2)


def quantile(drawn: Floats, at: float) -> float:
    """Median-unbiased sample quantile (type 8 of Hyndman and Fan 1996), infinities allowed."""
    ordered = np.sort(drawn)
    place = at * (ordered.size + 1 / 3) + 1 / 3
    below = int(np.floor(place))
    low = ordered[min(max(below, 1), ordered.size) - 1]
    high = ordered[min(max(below + 1, 1), ordered.size) - 1]
    part = place - below
    return float(low if part == 0 or low == high else low + part * (high - low))


def limits(drawn: Floats, estimate: float, level: float, seed: int, bca: float | None) -> Limits:
    """Limits from replicates, with their Monte-Carlo error.

    Args:
        drawn: Estimates of the resamples.
        estimate: Of the table itself.
        level: Such as 0.95.
        seed: Of the resamples of the replicates.
        bca: The acceleration, or None for a percentile interval.
    """
    ordered = np.sort(drawn)
    below = int(np.searchsorted(ordered, estimate))
    low, high = (
        quantile(ordered, at) for at in _levels(below / drawn.size, drawn.size, level, bca)
    )
    draw = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(2**31,)))
    again = np.array([_again(ordered, below, level, bca, draw) for _ in range(_AGAIN)])
    spread = [float(np.std(side)) if np.isfinite(side).all() else np.nan for side in again.T]
    return Limits(
        low=low,
        high=high,
        error_low=spread[0],
        error_high=spread[1],
        replicates=drawn.size,
        without=int((~np.isfinite(drawn)).sum()),
        acceleration=bca or 0.0,
    )


def _again(
    ordered: Floats, below: int, level: float, bca: float | None, draw: np.random.Generator
) -> list[float]:
    """Limits from a resample of the replicates, without drawing it.

    How many replicates lie below the estimate is binomial; given that, the k-th of those on
    either side lies where the k-th of as many uniform numbers does, which is beta distributed.
    """
    many, share = ordered.size, below / ordered.size
    under = int(draw.binomial(many, share))
    found = []
    for at in _levels(under / many, many, level, bca):
        k = min(max(round(at * (many + 1 / 3) + 1 / 3), 1), many)
        if k <= under:
            place = share * draw.beta(k, under + 1 - k)
        else:
            place = share + (1 - share) * draw.beta(k - under, many + 1 - k)
        found.append(float(ordered[min(int(many * place), many - 1)]))
    return found
