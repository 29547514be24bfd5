"""How large an effect a stepped rollout can find, simulated on counts like those before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from beforehand.stats.power import COMPARED, RATIOS, Power, expected_counts, power_of
from beforehand.stats.randomisation import TIE
from beforehand.stats.shocks import Shocks, shocks_of
from beforehand.stats.stepped import excess_by_wave, one_hot

Floats = NDArray[np.float64]
POWER = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollout:
    """A rollout in waves, as it will be.

    Attributes:
        schedules: Wave of each place, from 0: what the design allows, schedules by places.
        stretch: Periods between two waves.
        window: Periods from the first wave to the end; the last wave begins before it.
        weights: Weight of each place in the test; none: all alike.
    """

    schedules: NDArray[np.int8]
    stretch: int
    window: int
    weights: ArrayLike | None = None

    @property
    def starts(self) -> NDArray[np.int64]:
        """Periods from the first wave to each."""
        return self.stretch * np.arange(int(self.schedules.max()) + 1)


def stepped_power(
    history: ArrayLike, rollout: Rollout, rng: np.random.Generator, simulations: int = 500
) -> Power:
    """The smallest rise that a stepped rollout finds at 5 % four times in five.

    Counts are drawn period by period, each place with its own rate and with shocks as wild and as
    long as the history allows.

    Args:
        history: Counts, places by periods, two stretches or more.
        rollout: The waves.
        rng: Draws campaigns.
        simulations: Campaigns to simulate.

    Returns:
        The ratio, with the whole power curve and the type I error beside it.

    Raises:
        NoPrePeriod, ImpossibleCounts, GapsInPanel: If the history cannot tell.
    """
    rates, shocks = told_by(history, rollout.stretch)
    before, ratios = np.shape(history)[1], tuple(RATIOS.tolist())
    rejected = stepped_rates((rates, shocks), before, rollout, rng, (ratios, simulations))
    return power_of(rejected, POWER, simulations)


def told_by(history: ArrayLike, stretch: int) -> tuple[Floats, Shocks]:
    """Each place's count a period, and the shocks, from a history without a campaign.

    Raises:
        NoPrePeriod, ImpossibleCounts, GapsInPanel: If the history cannot tell.
    """
    counts = np.asarray(history, dtype=np.float64)
    rates = expected_counts(counts, stretch).after / stretch
    return rates, shocks_of(counts if counts.any() else counts + 1e-9, stretch)


def stepped_rates(
    told: tuple[Floats, Shocks],
    before: int,
    rollout: Rollout,
    rng: np.random.Generator,
    tried: tuple[tuple[float, ...], int],
) -> tuple[float, ...]:
    """How often the stepped test rejects at 5 % under each ratio.

    Args:
        told: What ``told_by`` gives.
        before: Periods of history that the test will have.
        rollout: The waves.
        rng: Draws campaigns; the same ones serve every ratio.
        tried: Ratios, 1 or more, from small to large; and how many campaigns to simulate.

    Returns:
        Share of campaigns rejected, one a ratio.
    """
    (rates, shocks), (ratios, simulations) = told, tried
    rows, starts = rollout.schedules, rollout.starts
    if len(rows) > COMPARED:
        rows = rows[np.sort(rng.choice(len(rows), COMPARED, replace=False))]
    made = rng.integers(len(rows), size=simulations)
    factors = shocks.drawn(rng, (simulations, len(rates), before + rollout.window))
    # The test adds up whole stretches: so the history is one column, and each stretch is one.
    mean = rates[:, None] * np.add.reduceat(factors, [0, *(before + starts)], axis=2)
    columns = 1 + np.arange(len(starts))
    reached = np.arange(mean.shape[2]) >= columns[rows[made]][:, :, None]
    weights = rollout.weights
    scale = 1.0 if weights is None else np.asarray(weights, dtype=np.float64)[:, None]
    marked = one_hot(rows, len(starts))
    seen, last, rejected = rng.poisson(mean * np.where(reached, ratios[0], 1.0)), ratios[0], []
    for ratio in ratios:
        # The rise is added to the counts of the last ratio, so that power rises smoothly.
        seen = seen + rng.poisson(mean * (ratio - last)) * reached
        last = ratio
        each = excess_by_wave(seen.astype(np.float64) * scale, columns)
        sizes = np.abs(marked @ each.reshape(simulations, -1).T)
        own = sizes[made, np.arange(simulations)]
        rejected.append(float(((sizes >= own * (1 - TIE) - TIE).mean(axis=0) <= 0.05).mean()))
    return tuple(rejected)
