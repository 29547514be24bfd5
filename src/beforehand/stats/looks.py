"""Two versions shown at random, compared at looks that were fixed beforehand.

With equal chances to be shown and no difference between the versions, each tap was as likely made
on the one as on the other, in proportion to how often each was shown: of ``d`` taps the first
version's are binomial. That needs nothing of how often people tap, of days that differ, or of who
comes twice. Half of the error rate is kept for the last look, the looks before it share the other
half, so that over all of them it is at most the sum.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, bdtrc, betaincinv, chdtrc

Floats = NDArray[np.float64]


class RatioLooks(NamedTuple):
    """What the looks so far say together; each an array over the leading axes."""

    p: Floats  # for all looks: at most the error rate as often as it, without a difference
    low: Floats  # of the ratio of shares, first to second, at every look at once
    high: Floats  # infinite where nobody tapped on the second


def look_weights(looks: int) -> Floats:
    """Part of the error rate that each of so many looks may spend; they sum to 1.

    Args:
        looks: As planned, 1 or more.
    """
    if looks == 1:
        return np.ones(1)
    return np.append(np.full(looks - 1, 0.5 / (looks - 1)), 0.5)


def ratio_looks(
    shown: ArrayLike, tapped: ArrayLike, weights: ArrayLike, error: float
) -> RatioLooks:
    """Compare two versions at the looks taken so far.

    Args:
        shown: Visits so far, shape (..., looks, 2): cumulative, the first version first.
        tapped: Of those, how many tapped; the same shape.
        weights: Part of ``error`` that each look taken may spend, shape (looks,).
        error: Over all planned looks (and, divided beforehand, over all pairs).

    Returns:
        ``p`` is at most ``error`` just where the interval leaves out 1: both come from the same
        exact binomial test at each look, the interval being what fits at every one of them. Low
        above high: looks that contradict one another.

    Source:
        Przyborowski and Wilenski (1940), Biometrika 31, for two counts; Clopper and Pearson
        (1934), Biometrika 26, for the interval; Bonferroni for the looks.
    """
    n, y = np.asarray(shown, dtype=np.float64), np.asarray(tapped, dtype=np.float64)
    part = np.asarray(weights, dtype=np.float64)
    first, all_taps = y[..., 0], y.sum(axis=-1)
    total = n.sum(axis=-1)
    chance = np.divide(n[..., 0], total, out=np.full_like(total, 0.5), where=total > 0)
    fewer = bdtr(first, all_taps.astype(np.int64), chance)
    more = np.where(first > 0, bdtrc(first - 1, all_taps.astype(np.int64), chance), 1.0)
    each = np.minimum(1.0, 2 * np.minimum(fewer, more))
    p = np.minimum(1.0, (each / part).min(axis=-1))
    low, high = _odds(first, all_taps, error * part / 2)
    scale = np.divide(n[..., 1], n[..., 0], out=np.ones_like(total), where=n[..., 0] > 0)
    return RatioLooks(p, (low * scale).max(axis=-1), (high * scale).min(axis=-1))


def _odds(first: Floats, taps: Floats, tail: Floats) -> tuple[Floats, Floats]:
    """Clopper-Pearson ends of the first version's part of the taps, as odds."""
    second = taps - first
    low = np.where(first > 0, betaincinv(np.maximum(first, 1), second + 1, tail), 0.0)
    high = np.where(second > 0, betaincinv(first + 1, np.maximum(second, 1), 1 - tail), 1.0)
    with np.errstate(divide="ignore"):
        return low / (1 - low), high / (1 - high)


def draw_is_fair(shown: ArrayLike, least: float = 0.001) -> bool:
    """Whether versions were shown as often as equal chances make likely.

    Args:
        shown: Visits by version, at the end.
        least: P-value of Pearson's test under which the draw is not believed.
    """
    n = np.asarray(shown, dtype=np.float64)
    if n.sum() == 0:
        return True
    apart = ((n - n.mean()) ** 2 / n.mean()).sum()
    return bool(chdtrc(n.size - 1, apart) >= least)
