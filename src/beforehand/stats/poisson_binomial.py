"""How many of many unequal chances come true."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

Floats = npt.NDArray[np.float64]

#: From so many uncertain chances on the sum is as good as normal.
EXACT_UP_TO = 3000
_SURE = 1e-6


def interval(chances: Floats, coverage: float = 0.95) -> tuple[float, float, float]:
    """Expected number of chances that come true, and a central interval of it.

    Args:
        chances: Shape (n,): probabilities, independent of each other.
        coverage: Of the interval, between 0 and 1.

    Returns:
        Expected number, lower and upper end; the ends are whole numbers.

    Source:
        Poisson-binomial distribution by convolution; above ``EXACT_UP_TO`` uncertain chances the
        normal approximation with continuity correction.
    """
    chances = np.asarray(chances, float)
    expected = float(chances.sum())
    sure = int((chances > 1 - _SURE).sum())
    open_ = chances[(chances >= _SURE) & (chances <= 1 - _SURE)]
    tail = (1 - coverage) / 2
    if len(open_) > EXACT_UP_TO:
        half = float(-ndtri(tail)) * float(np.sqrt((open_ * (1 - open_)).sum())) + 0.5
        return expected, float(np.floor(expected - half)), float(np.ceil(expected + half))
    below = np.cumsum(distribution(open_))
    low = int(np.searchsorted(below, tail, side="right"))
    high = int(np.searchsorted(below, 1 - tail - 1e-12))
    return expected, float(sure + low), float(sure + min(high, len(open_)))


def distribution(chances: Floats) -> Floats:
    """Shape (n + 1,): the probability that exactly 0, 1, .. n of the chances come true."""
    found = np.ones(1)
    for chance in chances:
        found = np.r_[found * (1 - chance), 0.0] + np.r_[0.0, found * chance]
    return found
