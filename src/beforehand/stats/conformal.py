"""Conformal inference for synthetic control: how unusual is the window, and what would not be."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from beforehand.stats.outwards import outermost
from beforehand.stats.panels import TreatedPanel, treated_panel
from beforehand.stats.synthetic import Refit, demeaned, synthetic_refit

Floats = NDArray[np.float64]
#: Share of the orders of the residuals whose window sums at least as far from 0 as the last one.
Share = Callable[[Floats], float]
Model = Callable[[TreatedPanel, Floats], Refit]
TIE = 1e-9  # relative; statistics this close are the same but for rounding
ORDERS = 1_000  # as GeoLift draws; the actual order is one of them here
DOUBLINGS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformalTest:
    """How the window compares with other stretches, or other orders, of the same length.

    Two questions, two p-values. Only the second goes with the interval: state them together.

    Attributes:
        p_any: Did anything happen? Mean absolute residual; sees ups and downs alike, and answers
            the same when the fit is merely worse in the window.
        p_average: Did the level shift? Absolute mean residual; inverted to give the interval.
        orders: How many were compared, the actual one among them; 1 over it is the least p.
        level: Level of the interval.
        interval: Smallest and largest constant effect per place and period that ``p_average``
            does not reject. Infinite if too few orders were compared for the level.
    """

    p_any: float
    p_average: float
    orders: int
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
    return conformal_test(parts, synthetic_refit, stretches(parts), level)


def conformal_test(
    parts: TreatedPanel, model: Model, orders: tuple[Share, int], level: float
) -> ConformalTest:
    """As ``block_conformal``, for any model and either way to order the residuals.

    Args:
        parts: The checked panel to the end of the window.
        model: ``synthetic_refit`` or ``augmented_refit``.
        orders: ``stretches`` or ``shuffles``.
        level: Level of the interval, between 0 and 1.
    """
    share, compared = orders
    residuals_of = model(parts, in_window(parts))
    unchanged = residuals_of(0.0)

    def kept(effect: float) -> bool:
        return share(residuals_of(effect)) > 1 - level + TIE

    return ConformalTest(
        p_any=share(np.abs(unchanged)),
        p_average=share(unchanged),
        orders=compared,
        level=level,
        interval=(-math.inf, math.inf)
        if 1 / compared > 1 - level
        else _inverted(residuals_of, kept, parts),
    )


def in_window(parts: TreatedPanel) -> Floats:
    """1 in the window, 0 before it."""
    return (np.arange(parts.periods) >= parts.pre).astype(np.float64)


def stretches(parts: TreatedPanel) -> tuple[Share, int]:
    """Every cyclic stretch of time as long as the window: keeps what one day leaves to the next."""
    length = parts.post

    def share(residuals: Floats) -> float:
        running = np.cumsum(np.concatenate(([0.0], residuals, residuals[: length - 1])))
        sums = np.abs(running[length:] - running[:-length])
        window = sums[len(residuals) - length]
        return float((sums >= window - TIE * np.abs(residuals).sum()).mean())

    return share, parts.periods


def shuffles(parts: TreatedPanel, rng: Generator, orders: int = ORDERS) -> tuple[Share, int]:
    """Periods in any order, as if none left anything to the next. Rejects too often where one does.

    Args:
        parts: The checked panel to the end of the window.
        rng: Draws the orders, once: every effect supposed meets the same ones.
        orders: How many, the actual one among them.
    """
    rows = window_draws(parts, rng, orders - 1)

    def share(residuals: Floats) -> float:
        window = abs(float(residuals[parts.pre :].sum()))
        as_far = np.abs(rows @ residuals) >= window - TIE * np.abs(residuals).sum()
        return float(1 + as_far.sum()) / orders

    return share, orders


def window_draws(parts: TreatedPanel, rng: Generator, draws: int) -> Floats:
    """Which periods fall into the window when all are put in random order: 1 or 0, by periods."""
    rows = np.zeros((draws, parts.periods))
    chosen = rng.permuted(np.tile(np.arange(parts.periods), (draws, 1)), axis=1)[:, parts.pre :]
    np.put_along_axis(rows, chosen, 1.0, axis=1)
    return rows


def _inverted(
    residuals_of: Refit, kept: Callable[[float], bool], parts: TreatedPanel
) -> tuple[float, float]:
    """Outermost effects not rejected, either side of the one that the window fits best."""
    from scipy.optimize import brentq  # here: half a second that few commands need

    def leftover(effect: float) -> float:
        return float(residuals_of(effect)[parts.pre :].sum())

    # The fit is a projection on a convex set, so what it leaves in the window falls as the
    # supposed effect rises: there is one crossing, and there p is 1.
    # A ridge bends that rule where it fits almost everything: then nothing is bounded.
    reach, doublings = _reach(parts), 0
    while leftover(-reach) < 0 or leftover(reach) > 0:
        reach, doublings = reach * 2, doublings + 1
        if doublings > DOUBLINGS:
            return -math.inf, math.inf
    best = float(brentq(leftover, -reach, reach))
    return outermost(kept, best, -reach), outermost(kept, best, reach)


def _reach(parts: TreatedPanel) -> float:
    """An effect larger than any that the series suggest."""
    target, donors = demeaned(parts, parts.pre)
    return float(np.ptp(target) + np.abs(target - donors.mean(axis=0)).max())
