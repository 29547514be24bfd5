"""How large an effect a stepped rollout can find, simulated on counts like those before."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from beforehand.stats.power import COMPARED, RATIOS, Power, expected_counts, power_of
from beforehand.stats.randomisation import TIE
from beforehand.stats.stepped import excess_by_wave, one_hot

Floats = NDArray[np.float64]
POWER = 0.8


def stepped_power(
    history: ArrayLike,
    stretch: int,
    schedules: ArrayLike,
    rng: np.random.Generator,
    *,
    weights: ArrayLike | None = None,
    simulations: int = 500,
) -> Power:
    """The smallest rise that a stepped rollout finds at 5 % four times in five.

    Counts are drawn by stretches between two waves, each place with its own rate and shocks as
    long as a stretch; the history gives both. The last wave's stretch is the last one.

    Args:
        history: Counts, places by periods, two stretches or more.
        stretch: Periods between two waves.
        schedules: Wave of each place, from 0: what the design allows, schedules by places.
        rng: Draws campaigns.
        weights: Weight of each place in the test.
        simulations: Campaigns to simulate.

    Returns:
        The ratio, with the whole power curve and the type I error beside it.

    Raises:
        NoPrePeriod, ImpossibleCounts, GapsInPanel: If the history cannot tell.
    """
    rows = np.asarray(schedules, dtype=np.int8)
    if len(rows) > COMPARED:
        rows = rows[np.sort(rng.choice(len(rows), COMPARED, replace=False))]
    counts = np.asarray(history, dtype=np.float64)
    expected = expected_counts(counts, stretch)
    before, waves = counts.shape[1] // stretch, int(rows.max()) + 1
    made = rng.integers(len(rows), size=simulations)
    size = (simulations, len(counts), before + waves)
    spread = expected.spread_after
    shocks = rng.gamma(1 / spread, spread, size) if spread > 0 else np.ones(size)
    mean = expected.after[None, :, None] * shocks
    starts = before + np.arange(waves)
    reached = np.arange(size[2]) >= starts[rows[made]][:, :, None]
    marked, scale = one_hot(rows, waves), 1.0 if weights is None else np.asarray(weights)[:, None]
    seen, tried, rejected = rng.poisson(mean).astype(np.float64), 1.0, []
    for ratio in RATIOS.tolist():
        # The rise is added to the counts of the last ratio, so that power rises smoothly.
        seen = seen + rng.poisson(mean * (ratio - tried)) * reached
        tried = ratio
        each = excess_by_wave(seen * scale, starts).reshape(simulations, -1)
        sizes = np.abs(marked @ each.T)
        own = sizes[made, np.arange(simulations)]
        rejected.append(float(((sizes >= own * (1 - TIE) - TIE).mean(axis=0) <= 0.05).mean()))
    return power_of(tuple(rejected), POWER, simulations)
