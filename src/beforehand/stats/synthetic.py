"""Synthetic control with place effects: what the treated places would have seen.

The treated places are averaged; every series is taken as its difference from its own mean before
the campaign; the mix of untreated places that follows the treated best before the campaign stands
for them in it. It is the estimator that GeoLift runs with ``model = "none"``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from beforehand.stats.panels import TreatedPanel, treated_panel
from beforehand.stats.simplex import simplex_weights

Floats = NDArray[np.float64]
#: Residuals of all periods once that many times a shape is taken off the treated series.
Refit = Callable[[float], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticControl:
    """What the campaign window saw against its synthetic control.

    Attributes:
        effect: Mean difference per treated place and period of the window.
        total: Difference over all treated places and periods of the window.
        lift: Effect over the mean synthetic outcome in the window; 0.05 is 5 %. Not a number if
            that outcome is not above 0.
        weights: Weight of each untreated place, in row order, summing to 1. Below 0 only where
            the control is augmented.
        observed: Mean outcome of the treated places, one a period to the end of the window.
        synthetic: What they would have seen, one a period.
        imbalance: Root of the summed squared differences before the window.
        scaled_imbalance: The same over that of equal weights: 0 is a perfect fit, 1 is no better.
        penalty: Ridge penalty of an augmented control, else None.
    """

    effect: float
    total: float
    lift: float
    weights: Floats
    observed: Floats
    synthetic: Floats
    imbalance: float
    scaled_imbalance: float
    penalty: float | None = None


def synthetic_control(
    panel: ArrayLike, treated: ArrayLike, start: int, stop: int
) -> SyntheticControl:
    """Estimate the effect of a campaign in hand-picked places. Exploratory: see Notes.

    Args:
        panel: Outcomes, places by periods, no gaps, measured alike everywhere.
        treated: True for each treated place, one a row.
        start: Index of the first period of the window, from 0.
        stop: Index after its last period. Later periods are left out.

    Returns:
        Effect, weights and the two series. For an interval see ``block_conformal``.

    Raises:
        Refusal: As ``treated_panel`` does, where the panel cannot carry a comparison.

    Notes:
        Places chosen because they stood out fall back by themselves: no estimate repairs that.

    Source:
        Abadie, Diamond and Hainmueller (2010), JASA 105; Ferman and Pinto (2021), Quantitative
        Economics 12(4), for the place effects; Ben-Michael, Feller and Rothstein (2021), JASA 116.
    """
    parts = treated_panel(panel, treated, start, stop)
    target, donors = demeaned(parts, parts.pre)
    before = donors[:, : parts.pre]
    return weighted(parts, simplex_weights(before @ before.T, before @ target[: parts.pre]))


def weighted(
    parts: TreatedPanel, weights: Floats, penalty: float | None = None
) -> SyntheticControl:
    """The effect against a mix of controls whose weights sum to 1."""
    target, donors = demeaned(parts, parts.pre)
    gaps = target - weights @ donors
    window = gaps[parts.pre :]
    synthetic = parts.treated - gaps
    baseline = float(synthetic[parts.pre :].mean())
    imbalance = float(np.linalg.norm(gaps[: parts.pre]))
    equal = float(np.linalg.norm((target - donors.mean(axis=0))[: parts.pre]))
    return SyntheticControl(
        effect=float(window.mean()),
        total=float(window.sum() * parts.places),
        lift=float(window.mean()) / baseline if baseline > 0 else float("nan"),
        weights=weights,
        observed=parts.treated,
        synthetic=synthetic,
        imbalance=imbalance,
        scaled_imbalance=imbalance / equal if equal > 0 else float("nan"),
        penalty=penalty,
    )


def synthetic_refit(parts: TreatedPanel, shape: Floats) -> Refit:
    """Residuals of all periods under a supposed effect, fitted to all periods.

    Args:
        parts: The panel to the end of the window.
        shape: What one unit of effect adds to the treated mean, one a period.

    Returns:
        From an effect to the residuals. What no effect changes is computed once.
    """
    target, donors = demeaned(parts, parts.periods)
    shape = shape - shape.mean()
    gram, cross, shift = donors @ donors.T, donors @ target, donors @ shape
    nearby: list[Floats] = []

    def residuals_of(effect: float) -> Floats:
        start = nearby.pop() if nearby else None
        nearby.append(simplex_weights(gram, cross - effect * shift, start))
        return target - effect * shape - nearby[0] @ donors

    return residuals_of


def demeaned(parts: TreatedPanel, periods: int) -> tuple[Floats, Floats]:
    """Treated mean and controls, each less its own mean over the first ``periods`` periods."""
    target = parts.treated - parts.treated[:periods].mean()
    return target, parts.controls - parts.controls[:, :periods].mean(axis=1, keepdims=True)
