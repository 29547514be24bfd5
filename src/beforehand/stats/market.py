"""Which sets of places could show an effect: power of many sets on one history, all at once.

A campaign is imagined in the last periods of the history, its effect multiplied onto the treated
places, and tested as ``conformal`` does with a synthetic control. What all sets share is computed
once for each length of campaign: the products of every two places, from which any set's fit
follows, and the orders of the periods.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from beforehand.stats.conformal import ORDERS, TIE, window_draws
from beforehand.stats.panels import TreatedPanel
from beforehand.stats.simplex import simplex_weights

Floats = NDArray[np.float64]
Set = tuple[int, ...]
BATCH = 250  # sets whose residuals are held at once


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketPower:
    """Power of each set of places, for one length of campaign.

    Attributes:
        found: Share of the earlier windows with p under alpha, sets by effects.
        lift: Mean estimated lift, sets by effects. Not a number where nothing would have been.
        imbalance: Scaled imbalance before the window, one a set, mean over windows.
    """

    found: Floats
    lift: Floats
    imbalance: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How a campaign is imagined.

    Attributes:
        duration: Periods of the window.
        effects: Relative effects, such as 0.1 for 10 % more; above -1.
        lookback: How many windows: the last ends with the history, each one a period earlier.
        alpha: p under which an effect is claimed.
    """

    duration: int
    effects: tuple[float, ...]
    lookback: int
    alpha: float


def correlated_sets(panel: ArrayLike, sizes: Sequence[int]) -> list[Set]:
    """For each place, the places most correlated with it: one set a place and size, each once.

    Args:
        panel: Outcomes, places by periods.
        sizes: How many places a set holds.

    Returns:
        Sets as sorted rows of the panel, by size. A place that never changes is chosen last.

    Source:
        What GeoLift's market selection does by default, without time warping.
    """
    outcomes = np.asarray(panel, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        alike = np.atleast_2d(np.nan_to_num(np.corrcoef(outcomes), nan=-2.0))
    np.fill_diagonal(alike, 2.0)
    nearest = np.argsort(-alike, axis=1, kind="stable").tolist()
    return [
        places
        for size in sizes
        for places in dict.fromkeys(tuple(sorted(row[:size])) for row in nearest)
    ]


def all_sets(places: int, sizes: Sequence[int]) -> Iterator[Set]:
    """Every set of so many places, by size."""
    return itertools.chain.from_iterable(
        itertools.combinations(range(places), size) for size in sizes
    )


def market_power(
    panel: ArrayLike,
    sets: Sequence[Set],
    trial: Trial,
    rng: Generator | None,
    progress: Callable[[int], None] = lambda _done: None,
) -> MarketPower:
    """Power of each set of places for one length of campaign.

    Args:
        panel: Outcomes, places by periods, no gaps.
        sets: Rows that are treated together; at least 2 others must remain.
        trial: The campaign imagined. At least 2 periods must come before its first window.
        rng: Draws orders of the periods, as GeoLift does; None moves whole stretches instead.
        progress: Told how many sets were done, now and then.

    Returns:
        Power, lift and imbalance of each set, in their order.
    """
    outcomes = np.asarray(panel, dtype=np.float64)
    found = np.zeros((len(sets), len(trial.effects)))
    lift, imbalance = np.zeros_like(found), np.zeros(len(sets))
    for back in range(trial.lookback):
        history = _History(outcomes[:, : outcomes.shape[1] - back], trial, rng)
        for first in range(0, len(sets), BATCH):
            some = slice(first, first + BATCH)
            tried = [history.tried(places) for places in sets[some]]
            residuals = np.array([residual for residual, _, _ in tried])
            found[some] += history.claims(residuals)
            lift[some] += [estimate for _, estimate, _ in tried]
            imbalance[some] += [misfit for _, _, misfit in tried]
            progress(len(tried))
    return MarketPower(
        found=found / trial.lookback,
        lift=lift / trial.lookback,
        imbalance=imbalance / trial.lookback,
    )


class _History:
    """What all sets share in one window of the history."""

    def __init__(self, outcomes: Floats, trial: Trial, rng: Generator | None) -> None:
        self.outcomes, self.trial = outcomes, trial
        self.effects = np.array(trial.effects)
        self.pre = outcomes.shape[1] - trial.duration
        self.whole = outcomes - outcomes.mean(axis=1, keepdims=True)
        self.before = outcomes - outcomes[:, : self.pre].mean(axis=1, keepdims=True)
        past = self.before[:, : self.pre]
        self.whole_products, self.past_products = self.whole @ self.whole.T, past @ past.T
        self.added = self.whole[:, self.pre :] @ outcomes[:, self.pre :].T
        self.orders = None if rng is None else self._orders(rng)

    def _orders(self, rng: Generator) -> Floats:
        one = TreatedPanel(treated=self.outcomes[0], controls=self.outcomes, places=1, pre=self.pre)
        return window_draws(one, rng, ORDERS - 1)

    def tried(self, places: Set) -> tuple[Floats, Floats, float]:
        """Absolute residuals (effects by periods), lift by effect, and imbalance of one set."""
        others = np.ones(len(self.outcomes), dtype=np.bool_)
        others[list(places)] = False
        rows, treated = np.flatnonzero(others), np.array(places)
        square = np.ix_(rows, rows)
        gram, cross = self.whole_products[square], self._mean(self.whole_products, rows, treated)
        shift = self._mean(self.added, rows, treated)
        target = self.whole[treated].mean(axis=0)
        shape = np.zeros_like(target)
        shape[self.pre :] = self.outcomes[treated, self.pre :].mean(axis=0)
        shape -= shape.mean()
        past = self._mean(self.past_products, rows, treated)
        weights = start = simplex_weights(self.past_products[square], past)
        fits = []
        for effect in self.trial.effects:
            start = simplex_weights(gram, cross + effect * shift, start)
            fits.append(start)
        residuals = target + self.effects[:, None] * shape - np.array(fits) @ self.whole[rows]
        return np.abs(residuals), *self._estimate(rows, treated, weights)

    @staticmethod
    def _mean(products: Floats, rows: NDArray[np.intp], treated: NDArray[np.intp]) -> Floats:
        mean: Floats = products[np.ix_(rows, treated)].mean(axis=1)
        return mean

    def _estimate(
        self, rows: NDArray[np.intp], treated: NDArray[np.intp], weights: Floats
    ) -> tuple[Floats, float]:
        """Lift by effect, and scaled imbalance, of a fit to the past."""
        target, controls = self.before[treated].mean(axis=0), self.before[rows]
        gaps = target - weights @ controls
        seen = float(self.outcomes[treated, self.pre :].mean())
        expected = seen - float(gaps[self.pre :].mean())
        lift = seen * (1 + self.effects) / expected - 1 if expected > 0 else self.effects * math.nan
        equal = np.linalg.norm((target - controls.mean(axis=0))[: self.pre])
        misfit = float(np.linalg.norm(gaps[: self.pre]))
        return lift, misfit / float(equal) if equal > 0 else math.nan

    def claims(self, residuals: Floats) -> NDArray[np.bool_]:
        """Whether p is under alpha: sets by effects, from sets by effects by periods."""
        flat = residuals.reshape(-1, residuals.shape[2])
        window = flat[:, self.pre :].sum(axis=1) - TIE * flat.sum(axis=1)
        if self.orders is None:
            length = self.trial.duration
            running = np.cumsum(np.hstack((flat, flat[:, : length - 1])), axis=1)
            sums = running[:, length - 1 :].copy()
            sums[:, 1:] -= running[:, :-length]
            p = (sums >= window[:, None]).mean(axis=1)
        else:
            p = (1 + (flat @ self.orders.T >= window[:, None]).sum(axis=1)) / ORDERS
        claimed: NDArray[np.bool_] = p < self.trial.alpha - TIE
        return claimed.reshape(residuals.shape[:2])
