"""How wild counts are: shocks of each place that last, and chance of one period, from a history.

A few months of small counts hardly tell how long a shock lasts. So no single answer is taken:
every one of a list of answers is weighed by how well it explains how the counts of a place move
together from period to period, and each simulated campaign takes one of them. What is simulated
then is as unsure as the history leaves it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Squared spread of lasting shocks: a third up or down, or more. No short history shows less.
LASTING = (0.1, 0.2, 0.4, 0.8)
#: What is left of a shock after one stretch of the history: five weeks at .7 to .95 a week.
LEFT = (0.17, 0.33, 0.6, 0.77)
#: Squared spread of what is over within a period, beyond Poisson.
PASSING = (0.0, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
LAGS = 12  # periods apart that are looked at, or two stretches
LEAST = 1e-3  # of a gamma's squared spread: below it nothing is seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Shocks:
    """Answers and their weights.

    Attributes:
        answers: A row each: squared spread of the lasting shock, what is left of it a period
            later, squared spread of what passes.
        weights: Weight of each, 0 or more, adding up to 1.
    """

    answers: Floats
    weights: Floats

    def drawn(self, rng: np.random.Generator, size: tuple[int, int, int]) -> Floats:
        """Factors of mean 1: campaigns by places by periods, each campaign with one answer."""
        chosen = self.answers[rng.choice(len(self.answers), size[0], p=self.weights)]
        lasting, left, passing = (one[:, None] for one in chosen.T)
        path = rng.standard_normal(size)
        for period in range(1, size[2]):
            path[:, :, period] *= np.sqrt(1 - left**2)
            path[:, :, period] += left * path[:, :, period - 1]
        spread = np.log1p(lasting)[:, :, None]
        shape = 1 / np.maximum(passing, LEAST)[:, :, None]
        gamma = rng.standard_gamma(np.broadcast_to(shape, size)) / shape
        factors: Floats = np.exp(np.sqrt(spread) * path - spread / 2) * gamma
        return factors


def shocks_of(counts: Floats, stretch: int) -> Shocks:
    """What a history says of its places' shocks, the movement that all share taken off.

    What places have left of their rates and of the periods' levels is multiplied by itself so many
    periods later, and compared with what each answer would give once rates and levels were fitted
    to it. An answer weighs ``exp(-distance^2 / 2)``, in standard errors.

    Args:
        counts: Places by periods, 0 or more, no gaps, something counted.
        stretch: Periods between two waves: the scale on which shocks may last.

    Returns:
        The answers with their weights.
    """
    periods, rates = counts.shape[1], counts.mean(axis=1)
    lags = np.arange(min(max(LAGS, 2 * stretch), periods // 2) + 1)
    off_places = np.eye(len(rates)) - rates[:, None] / rates.sum()
    left_over = counts - np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    off_periods = np.eye(periods) - 1 / periods
    once = _by_lag(off_periods, lags)
    squared = float((off_places**2 @ rates**2).sum())
    seen = _by_lag(left_over.T @ left_over, lags) - float((off_places**2 @ rates).sum()) * once
    variance = left_over.var(axis=1)
    error = np.sqrt(variance @ variance * (periods - lags) * np.where(lags == 0, 2, 1))
    answers, distances = [], []
    apart = np.abs(np.subtract.outer(np.arange(periods), np.arange(periods)))
    for left in np.array(LEFT) ** (1 / stretch):
        for lasting in LASTING:
            together = np.expm1(np.log1p(lasting) * left**apart)
            carried = _by_lag(off_periods @ together @ off_periods, lags)
            for passing in PASSING:
                told = squared * (carried + (1 + lasting) * passing * once)
                answers.append((lasting, left, passing))
                distances.append(float((((seen - told) / np.maximum(error, 1e-9)) ** 2).sum()))
    weights = np.exp((min(distances) - np.array(distances)) / 2)
    return Shocks(answers=np.array(answers), weights=weights / weights.sum())


def _by_lag(products: Floats, lags: NDArray[np.int64]) -> Floats:
    return np.array([np.trace(products, int(lag)) for lag in lags])
