"""Which dependences a model holds: searches over pairs of lists, alone and in every resample."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from beforehand.stats.mse import steps
from beforehand.stats.mse.lists import Counts
from beforehand.stats.mse.models import pairs_of

Floats = NDArray[np.float64]
Estimator = Callable[[NDArray[np.float64], int], Floats]


@dataclass(frozen=True, slots=True)
class Rule:
    """How a search chooses: see ``steps.each``."""

    kind: int
    price: float


def stepwise(threshold: float) -> Rule:
    """Add pairs by their one-sided Poisson p-value, below a threshold from 0 to 1."""
    return Rule(0, threshold)


AIC = Rule(1, 2.0)
BIC = Rule(2, 0.0)
INDEPENDENCE = Rule(0, 0.0)


def search(counts: Counts, many: int, rule: Rule) -> tuple[float, tuple[int, ...]]:
    """Search one table.

    Args:
        counts: 2**many counts by pattern.
        many: How many lists.
        rule: How to choose.

    Returns:
        (people in all, pairs chosen); infinity where even the model without dependences has no
        maximum, as in a resample in which no two lists share anybody.
    """
    pairs = pairs_of(many)
    found, chosen = steps.searched(counts, many, pairs, rule.kind, rule.price)
    return float(found), tuple(int(pair) for pair in pairs[chosen])


def search_each(tables: NDArray[np.float64], many: int, rule: Rule) -> Floats:
    """People in all by table (rows of 2**many counts), each searched anew."""
    estimates = np.empty(len(tables))
    steps.each(tables, many, pairs_of(many), rule.kind, rule.price, estimates)
    return estimates


def estimator(rule: Rule) -> Estimator:
    """The search as a function of many tables, for resampling."""
    return partial(search_each, rule=rule)
