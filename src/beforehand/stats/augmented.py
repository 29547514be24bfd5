"""Ridge-augmented synthetic control: where no mix of untreated places follows the treated well.

The weights of the synthetic control are moved by a ridge regression of what they leave over, and
may then fall below 0: the estimate reaches beyond what the untreated places saw. It is the
estimator that GeoLift runs with ``model = "ridge"``, its penalty chosen as augsynth chooses it.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from beforehand.stats.panels import TreatedPanel, treated_panel
from beforehand.stats.simplex import simplex_weights
from beforehand.stats.simplex_many import simplex_weights_many
from beforehand.stats.synthetic import Refit, SyntheticControl, demeaned, weighted

Floats = NDArray[np.float64]
PENALTIES = 21
SMALLEST = 1e-8  # of the largest penalty, the largest eigenvalue of the controls' gram
ALIKE = 1e-12


def augmented_control(
    panel: ArrayLike, treated: ArrayLike, start: int, stop: int
) -> SyntheticControl:
    """Estimate the effect as ``synthetic_control`` does, corrected for what its fit leaves over.

    Args:
        panel: Outcomes, places by periods, no gaps, measured alike everywhere.
        treated: True for each treated place, one a row.
        start: Index of the first period of the window, from 0.
        stop: Index after its last period. Later periods are left out.

    Returns:
        Effect, weights, the two series and the penalty.

    Raises:
        Refusal: As ``treated_panel`` does, where the panel cannot carry a comparison.

    Notes:
        The penalty is the largest whose error on periods left out, one at a time, is within one
        standard error of the least. As in augsynth, the last period before the window is never
        left out.

    Source:
        Ben-Michael, Feller and Rothstein (2021), JASA 116(536), sections 3 and 5.3.
    """
    parts = treated_panel(panel, treated, start, stop)
    target, donors = demeaned(parts, parts.pre)
    weights, penalty = _Controls(donors[:, : parts.pre]).fit(target[: parts.pre])
    return weighted(parts, weights, penalty)


def augmented_refit(parts: TreatedPanel, shape: Floats) -> Refit:
    """As ``synthetic_refit``, the penalty chosen anew under every supposed effect."""
    target, donors = demeaned(parts, parts.periods)
    shape = shape - shape.mean()
    controls = _Controls(donors)

    def residuals_of(effect: float) -> Floats:
        supposed = target - effect * shape
        return supposed - controls.fit(supposed)[0] @ donors

    return residuals_of


class _Controls:
    """Untreated places, each less its own mean, to which any target can be fitted."""

    def __init__(self, donors: Floats) -> None:
        self.average = donors.mean(axis=0)
        self.series = donors - self.average
        self.gram = self.series @ self.series.T
        sizes, self.directions = np.linalg.eigh(self.gram)
        self.sizes = np.maximum(sizes, 0.0)
        self.alike = sizes[-1] <= ALIKE * float((donors**2).sum())
        self.penalties = self.sizes[-1] * SMALLEST ** (np.arange(PENALTIES) / (PENALTIES - 1))

    def fit(self, target: Floats) -> tuple[Floats, float]:
        """Weights and penalty. The target comes less its own mean."""
        aim = target - self.average
        cross = self.series @ aim
        base = simplex_weights(self.gram, cross)
        if self.alike:  # the controls are one series: a ridge has no more to say
            return base, 0.0
        errors = self._errors(aim, cross, self._left_out(aim, cross, base))[:-1]
        penalty = _within_one_error(self.penalties, errors**2)
        over = self.directions.T @ (cross - self.gram @ base)
        return base + self.directions @ (over / (self.sizes + penalty)), penalty

    def _errors(self, aim: Floats, cross: Floats, weights: Floats) -> Floats:
        """What is missed in each period when it is left out: periods by penalties."""
        missed = aim - (self.series.T * weights).sum(axis=1)
        # Without a period x the gram is gram - x x', so its inverse follows from the whole one's.
        within = self.series.T @ self.directions
        over = cross - weights @ self.gram - self.series.T * missed[:, None]
        inverse = 1 / (self.sizes[:, None] + self.penalties)
        moved = (within * (over @ self.directions)) @ inverse / (1 - within**2 @ inverse)
        errors: Floats = missed[:, None] - moved
        return errors

    def _left_out(self, aim: Floats, cross: Floats, base: Floats) -> Floats:
        """Weights on the simplex without each period in turn, periods by controls."""
        periods = self.series.T
        return simplex_weights_many(
            self.gram,
            cross - periods * aim[:, None],
            np.ones(periods.shape, dtype=np.bool_),
            np.tile(base, (len(periods), 1)),
            less=periods,
        )


def _within_one_error(penalties: Floats, squares: Floats) -> float:
    """The largest penalty whose mean square is within a standard error of the least."""
    means = squares.mean(axis=0)
    best = int(means.argmin())
    if len(squares) < 2:  # one period left out has no spread
        return float(penalties[best])
    error = float(squares[:, best].std(ddof=1)) / math.sqrt(len(squares))
    return float(penalties[means <= means[best] + error].max())
