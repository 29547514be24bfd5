"""Which sets of places could show an effect: power of many sets on one history, all at once.

A campaign is imagined in the last periods of the history, its effect multiplied onto the treated
places, and tested as ``conformal`` does with a synthetic control. What all sets share is computed
once for each length of campaign: the products of every two places, from which any set's fit
follows, and the orders of the periods.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from beforehand.stats.conformal import ORDERS, TIE, window_draws
from beforehand.stats.panels import TreatedPanel
from beforehand.stats.simplex_many import simplex_weights_many

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
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
            residuals, estimates, misfits = history.tried(sets[some])
            found[some] += history.claims(residuals)
            lift[some] += estimates
            imbalance[some] += misfits
            progress(len(misfits))
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
        self.in_window = np.arange(outcomes.shape[1]) >= self.pre
        self.whole = outcomes - outcomes.mean(axis=1, keepdims=True)
        self.before = outcomes - outcomes[:, : self.pre].mean(axis=1, keepdims=True)
        past = self.before[:, : self.pre]
        self.whole_products, self.past_products = self.whole @ self.whole.T, past @ past.T
        self.added = self.whole[:, self.pre :] @ outcomes[:, self.pre :].T
        self.orders = None if rng is None else self._orders(rng)

    def _orders(self, rng: Generator) -> Floats:
        one = TreatedPanel(treated=self.outcomes[0], controls=self.outcomes, places=1, pre=self.pre)
        return window_draws(one, rng, ORDERS - 1)

    def tried(self, sets: Sequence[Set]) -> tuple[Floats, Floats, Floats]:
        """Absolute residuals (sets by effects by periods), lifts by effect, and imbalances."""
        treated = np.zeros((len(sets), len(self.outcomes)))
        for row, places in enumerate(sets):
            treated[row, list(places)] = 1 / len(places)
        others = treated == 0
        cross, shift = treated @ self.whole_products, treated @ self.added.T
        shape = treated @ np.where(self.in_window, self.outcomes, 0.0)
        shape -= shape.mean(axis=1, keepdims=True)
        target, past = treated @ self.whole, treated @ self.past_products
        weights = start = simplex_weights_many(
            self.past_products, past, others, _corners(self.past_products, past, others)
        )
        residuals = np.empty((len(sets), len(self.effects), self.outcomes.shape[1]))
        for column, effect in enumerate(self.effects):
            start = simplex_weights_many(self.whole_products, cross + effect * shift, others, start)
            residuals[:, column] = target + effect * shape - start @ self.whole
        return np.abs(residuals), *self._estimates(treated, others, weights)

    def _estimates(self, treated: Floats, others: Marks, weights: Floats) -> tuple[Floats, Floats]:
        """Lifts by effect, and scaled imbalances, of fits to the past."""
        target = treated @ self.before
        gaps = target - weights @ self.before
        seen = (treated @ self.outcomes)[:, self.pre :].mean(axis=1)
        expected = seen - gaps[:, self.pre :].mean(axis=1)
        equal = target - others @ self.before / others.sum(axis=1, keepdims=True)
        misfits, worst = (np.linalg.norm(part[:, : self.pre], axis=1) for part in (gaps, equal))
        with np.errstate(divide="ignore", invalid="ignore"):
            lifts = seen[:, None] * (1 + self.effects) / expected[:, None] - 1
            scaled = np.where(worst > 0, misfits / worst, np.nan)
        return np.where(expected[:, None] > 0, lifts, np.nan), scaled

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


def _corners(products: Floats, cross: Floats, allowed: Marks) -> Floats:
    """All weight on the one series that follows best, targets by series."""
    misfits = np.where(allowed, products.diagonal() / 2 - cross, np.inf)
    corners = np.zeros(cross.shape)
    corners[np.arange(len(cross)), misfits.argmin(axis=1)] = 1.0
    return corners
