"""What a plan promises of its own power, from one history alone, beside what is then found."""

from __future__ import annotations

import numpy as np
from invented import Country, counted, expected

from beforehand.stats import (
    admissible,
    admissible_splits,
    complete_design,
    expected_counts,
    rejection_rates,
    split_design,
    steady_weights,
)
from beforehand.stats.power import RATIOS
from beforehand.stats.stepped_power import Rollout, stepped_power

HISTORIES, SIMULATIONS, COMPARED = 40, 200, 499
DOUBLING = int(np.flatnonzero(RATIOS == 2.0)[0])


def held_out(rng: np.random.Generator) -> float:
    """Power at a doubling that plans of 30 of 61 municipalities promise, on average."""
    rows = admissible(complete_design(61, 30), rng, COMPARED)
    said = []
    for _ in range(HISTORIES):
        past = counted(rng, expected(rng, Country(places=61), 1))[0][:, :26]
        said.append(rejection_rates(expected_counts(past, 8), rows, rng, (2.0,), SIMULATIONS)[0])
    return float(np.mean(said))


def stepped(rng: np.random.Generator) -> float:
    """The same of plans of 12 counties in four waves, five weeks apart."""
    rows = admissible_splits(split_design((3, 3, 3, 3)), rng, COMPARED)
    said = []
    for _ in range(HISTORIES):
        past = counted(rng, expected(rng, Country(places=12), 1))[0][:, :26]
        weights = steady_weights(past.sum(axis=1))
        rollout = Rollout(schedules=rows, stretch=5, window=16, weights=weights)
        found = stepped_power(past, rollout, rng, SIMULATIONS)
        said.append(found.rejected[DOUBLING])
    return float(np.mean(said))
