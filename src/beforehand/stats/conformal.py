"""Conformal inference for synthetic control: how unusual is the window, and what would not be."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from beforehand.stats.panels import TreatedPanel, treated_panel
from beforehand.stats.simplex import simplex_weights
from beforehand.stats.synthetic import demeaned

Floats = NDArray[np.float64]
TIE = 1e-9  # relative; statistics this close are the same but for rounding
FIRST_STEP, LAST_STEP, STEPS = 1e-3, 16.0, 80  # the look outwards, in reaches of the series
HALVINGS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformalTest:
    """How the window compares with every other stretch of the same length.

    Two questions, two p-values. Only the second goes with the interval: state them together.

    Attributes:
        p_any: Did anything happen? Mean absolute residual; sees ups and downs alike, and answers
            the same when the fit is merely worse in the window.
        p_average: Did the level shift? Absolute mean residual; inverted to give the interval.
        stretches: How many stretches there are (the number of periods); 1 over it is the least p.
        level: Level of the interval.
        interval: Smallest and largest constant effect per place and period that ``p_average``
            does not reject. Infinite if the panel is too short for the level.
    """

    p_any: float
    p_average: float
    stretches: int
    level: float
    interval: tuple[float, float]


def block_conformal(
    panel: ArrayLike, treated: ArrayLike, start: int, stop: int, level: float = 0.9
) -> ConformalTest:
    """Test a synthetic control by moving the window around all periods, and invert the test.

    Under each effect supposed, the effect is taken off the window, the model is fitted to ALL
    periods, and the residuals in the window are compared with those of every cyclic stretch as
    long. Moving whole stretches keeps what one day leaves to the next.

    Args:
        panel: Outcomes, places by periods, no gaps.
        treated: True for each treated place, one a row.
        start: Index of the first period of the window, from 0.
        stop: Index after its last period. Later periods are left out.
        level: Level of the interval, between 0 and 1.

    Returns:
        Two p-values, and the interval of the constant effect per treated place and period.

    Raises:
        Refusal: As ``treated_panel`` does, where the panel cannot carry a comparison.

    Source:
        Chernozhukov, Wuthrich and Zhu (2021), JASA 116(536), moving block permutations.
    """
    parts = treated_panel(panel, treated, start, stop)
    residuals_of = _refitted(parts)
    unchanged = residuals_of(0.0)
    return ConformalTest(
        p_any=_stretch_p(np.abs(unchanged), parts.post),
        p_average=_stretch_p(unchanged, parts.post),
        stretches=parts.periods,
        level=level,
        interval=_inverted(residuals_of, parts, level),
    )


def _refitted(parts: TreatedPanel) -> Callable[[float], Floats]:
    """Residuals of all periods under a supposed effect. What none changes is computed once."""
    target, donors = demeaned(parts, parts.periods)
    window = np.zeros(parts.periods)
    window[parts.pre :] = 1.0
    window -= window.mean()
    gram, cross, shift = donors @ donors.T, donors @ target, donors @ window
    nearby: list[Floats] = []

    def residuals_of(effect: float) -> Floats:
        start = nearby.pop() if nearby else None
        nearby.append(simplex_weights(gram, cross - effect * shift, start))
        return target - effect * window - nearby[0] @ donors

    return residuals_of


def _stretch_p(residuals: Floats, length: int) -> float:
    """Share of the cyclic stretches whose sum is at least as far from 0 as the last one's."""
    running = np.cumsum(np.concatenate(([0.0], residuals, residuals[: length - 1])))
    sums = np.abs(running[length:] - running[:-length])
    window = sums[len(residuals) - length]
    return float((sums >= window - TIE * np.abs(residuals).sum()).mean())


def _inverted(
    residuals_of: Callable[[float], Floats], parts: TreatedPanel, level: float
) -> tuple[float, float]:
    """Outermost effects not rejected, either side of the one that the window fits best."""
    from scipy.optimize import brentq  # here: half a second that few commands need

    if 1 / parts.periods > 1 - level:
        return -math.inf, math.inf

    def leftover(effect: float) -> float:
        return float(residuals_of(effect)[parts.pre :].sum())

    def kept(effect: float) -> bool:
        return _stretch_p(residuals_of(effect), parts.post) > 1 - level + TIE

    # The fit is a projection on a convex set, so what it leaves in the window falls as the
    # supposed effect rises: there is one crossing, and there p is 1.
    reach = _reach(parts)
    while leftover(-reach) < 0 or leftover(reach) > 0:
        reach *= 2
    best = float(brentq(leftover, -reach, reach))
    return _end(kept, best, -reach), _end(kept, best, reach)


def _reach(parts: TreatedPanel) -> float:
    """An effect larger than any that the series suggest."""
    target, donors = demeaned(parts, parts.pre)
    return float(np.ptp(target) + np.abs(target - donors.mean(axis=0)).max())


def _end(kept: Callable[[float], bool], best: float, reach: float) -> float:
    """Outermost effect kept on one side: a look in ever wider steps, then halving."""
    tries = best + reach * np.geomspace(FIRST_STEP, LAST_STEP, STEPS)
    outermost = max((i for i, effect in enumerate(tries) if kept(float(effect))), default=-1)
    if outermost == STEPS - 1:
        return math.copysign(math.inf, reach)
    inside = float(tries[outermost]) if outermost >= 0 else best
    outside = float(tries[outermost + 1])
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if kept(middle) else (inside, middle)
    return inside
