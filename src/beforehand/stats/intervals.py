"""Intervals for shares and counts: numbers in, numbers out.

Each interval comes in two forms: plain (two numbers for one share) and ``_each`` (two arrays for
many shares at once). A share of nothing (no trials) has the interval 0 to 1: we know nothing.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, gammaincinv, ndtri

from beforehand.refusals import ImpossibleCounts
from beforehand.words import words

Floats = NDArray[np.float64]


def wilson(successes: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """Wilson score interval of one share: see ``wilson_each``."""
    low, high = wilson_each(successes, trials, level)
    return float(low), float(high)


def wilson_each(
    successes: ArrayLike, trials: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Wilson score interval of each share.

    Args:
        successes: Counts of the part, 0 or more; may be weighted (not whole).
        trials: Counts of the whole, same shape; 0 gives the interval 0 to 1.
        level: Confidence level, between 0 and 1.

    Returns:
        Lower and upper limits, each inside 0 to 1 and around the share.

    Raises:
        ImpossibleCounts: If a count is negative, not a number, or larger than its whole.

    Source:
        Wilson (1927); Brown, Cai and DasGupta (2001), Statistical Science 16(2).
    """
    part, whole = _counts(successes, trials)
    z = float(ndtri(0.5 + level / 2))
    n = np.where(whole > 0, whole, 1.0)
    share = part / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # At 0 and n the limit is the share itself; rounding must not put it on the wrong side.
    low = np.where(part == 0, 0.0, np.minimum(centre - reach, share))
    high = np.where(part == whole, 1.0, np.maximum(centre + reach, share))
    return _unknown_where_empty(low, high, whole)


def jeffreys(successes: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """Modified Jeffreys interval of one share: see ``jeffreys_each``."""
    low, high = jeffreys_each(successes, trials, level)
    return float(low), float(high)


def jeffreys_each(
    successes: ArrayLike, trials: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Modified Jeffreys interval of each share.

    Equal-tailed posterior interval under a Beta(1/2, 1/2) prior, with the published ends: at 0
    and n the outer limit is 0 or 1 and the inner one is exact, at 1 and n - 1 the outer limit is
    0 or 1. Without them coverage falls in two spikes near 0 and 1.

    Args:
        successes: Whole counts of the part, 0 or more.
        trials: Whole counts of the whole, same shape; 0 gives the interval 0 to 1.
        level: Confidence level, between 0 and 1.

    Returns:
        Lower and upper limits, each inside 0 to 1 and around the share.

    Raises:
        ImpossibleCounts: If a count is negative, not a number, or larger than its whole.

    Source:
        Brown, Cai and DasGupta (2001), Statistical Science 16(2), section 4.1.
    """
    part, whole = _counts(successes, trials)
    n = np.where(whole > 0, whole, 1.0)
    low = _jeffreys_lower(part, n, (1 - level) / 2)
    high = 1 - _jeffreys_lower(n - part, n, (1 - level) / 2)
    return _unknown_where_empty(low, high, whole)


def poisson_exact(count: float, level: float = 0.95) -> tuple[float, float]:
    """Exact interval for the mean behind one count of events.

    Args:
        count: Events seen, 0 or more.
        level: Confidence level, between 0 and 1.

    Returns:
        Lower and upper limits of the expected count; coverage is never below ``level``.

    Raises:
        ImpossibleCounts: If the count is negative or not a number.

    Source:
        Garwood (1936), Biometrika 28.
    """
    if not (math.isfinite(count) and count >= 0):
        raise ImpossibleCounts(what=words("events"), reason=words("a count is negative or missing"))
    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) if count > 0 else 0.0
    return low, float(gammaincinv(count + 1, 1 - tail))


def newcombe_difference(
    one: tuple[float, float], other: tuple[float, float], level: float = 0.95
) -> tuple[float, float]:
    """Interval for the first share minus the second, of two independent groups.

    Args:
        one: ``(successes, trials)`` of the first group.
        other: ``(successes, trials)`` of the second group.
        level: Confidence level, between 0 and 1.

    Returns:
        Lower and upper limits, inside -1 to 1; -1 to 1 if a group has no trials.

    Raises:
        ImpossibleCounts: If a count is negative, not a number, or larger than its whole.

    Source:
        Newcombe (1998), Statistics in Medicine 17, method 10 (Wilson limits squared and added).
    """
    (low_1, high_1), (low_2, high_2) = wilson(*one, level), wilson(*other, level)
    if one[1] == 0 or other[1] == 0:
        return -1.0, 1.0
    share_1, share_2 = one[0] / one[1], other[0] / other[1]
    difference = share_1 - share_2
    below = math.hypot(share_1 - low_1, high_2 - share_2)
    above = math.hypot(high_1 - share_1, share_2 - low_2)
    return difference - below, difference + above


def _jeffreys_lower(part: Floats, n: Floats, tail: float) -> Floats:
    posterior = betaincinv(part + 0.5, n - part + 0.5, tail)
    lower = np.where(part <= 1, 0.0, np.minimum(posterior, part / n))
    return np.where(part == n, tail ** (1 / n), lower)


def _counts(successes: ArrayLike, trials: ArrayLike) -> tuple[Floats, Floats]:
    part, whole = np.broadcast_arrays(
        np.asarray(successes, dtype=np.float64), np.asarray(trials, dtype=np.float64)
    )
    if not (np.isfinite(part).all() and np.isfinite(whole).all() and (part >= 0).all()):
        raise ImpossibleCounts(
            what=words("a share"), reason=words("a count is negative or missing")
        )
    if (part > whole).any():
        raise ImpossibleCounts(
            what=words("a share"), reason=words("a part is larger than its whole")
        )
    return part, whole


def _unknown_where_empty(low: Floats, high: Floats, whole: Floats) -> tuple[Floats, Floats]:
    return np.where(whole > 0, low, 0.0), np.where(whole > 0, high, 1.0)
