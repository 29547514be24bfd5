"""The comparisons that are easier than a designed test, for many campaigns at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from beforehand.stats.simplex import simplex_weights

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
Z = 1.959963984540054
ORDERS = 499  # random orders of the weeks, for the iid test


def naive_poisson(
    pre: Floats, post: Floats, treated: Marks, weeks: float, truth: float
) -> tuple[Marks, Marks]:
    """Treated over held out, after over before, as if counts were Poisson: at 1 and the truth."""
    del weeks
    parts = [(one * arm).sum(axis=1) + 0.5 for arm in (treated, ~treated) for one in (post, pre)]
    error = np.sqrt(sum(1 / part for part in parts))
    return _beyond(np.log(parts[0] / parts[1] * parts[3] / parts[2]), Z * error, truth)


def cluster_robust(
    pre: Floats, post: Floats, treated: Marks, weeks: float, truth: float
) -> tuple[Marks, Marks]:
    """The same ratio with each place's own error added up, and Student's t over the places."""
    from scipy.stats import t

    del weeks
    logs, variance = np.zeros(len(pre)), np.zeros(len(pre))
    for sign, arm in ((1, treated), (-1, ~treated)):
        after, before = (post * arm).sum(axis=1) + 0.5, (pre * arm).sum(axis=1) + 0.5
        left = (post - pre * (after / before)[:, None]) * arm
        logs += sign * np.log(after / before)
        variance += (left**2).sum(axis=1) / after**2
    reach = float(t.ppf(0.975, pre.shape[1] - 2)) * np.sqrt(variance)
    return _beyond(logs, reach, truth)


def treated_only(
    pre: Floats, post: Floats, treated: Marks, weeks: float, truth: float
) -> tuple[Marks, Marks]:
    """Treated places after over before, a week, as if counts were Poisson. No comparison."""
    after, before = (post * treated).sum(axis=1) + 0.5, (pre * treated).sum(axis=1) + 0.5
    reach = Z * np.sqrt(1 / after + 1 / before)
    return _beyond(np.log(after / before / weeks), reach, truth)


def _beyond(logs: Floats, reach: Floats, truth: float) -> tuple[Marks, Marks]:
    at_1: Marks = np.abs(logs) > reach
    at_truth: Marks = np.abs(logs - np.log(truth)) > reach
    return at_1, at_truth


Rival = Callable[[Floats, Floats, Marks, float, float], tuple[Marks, Marks]]
RIVALS: dict[str, Rival] = {
    "naive Poisson": naive_poisson,
    "cluster-robust t": cluster_robust,
    "before and after, treated only": treated_only,
}


def synthetic(panels: Floats, treated: Marks, start: int) -> dict[str, Marks]:
    """Synthetic control, campaign by campaign: did the window's mean residual stand out?

    Fitted to all weeks, unit effects. Block: among all cyclic stretches as long. Iid: among
    random orders of the weeks, as if one week told nothing of the next.
    """
    rng = np.random.default_rng(1)
    block, iid = [], []
    for panel, marks in zip(panels, treated, strict=True):
        target, donors = panel[marks].mean(axis=0), panel[~marks]
        target, donors = target - target.mean(), donors - donors.mean(axis=1, keepdims=True)
        left = target - simplex_weights(donors @ donors.T, donors @ target) @ donors
        length = len(left) - start
        seen = abs(left[start:].sum())
        running = np.cumsum(np.concatenate(([0.0], left, left[: length - 1])))
        stretches = np.abs(running[length:] - running[:-length])
        block.append((stretches >= seen - 1e-9).mean() <= 0.05)
        orders = rng.permuted(np.tile(left, (ORDERS, 1)), axis=1)[:, :length]
        beyond = (np.abs(orders.sum(axis=1)) >= seen - 1e-9).sum()
        iid.append((1 + beyond) / (1 + ORDERS) <= 0.05)
    return {"synthetic control, iid": np.array(iid), "synthetic control, block": np.array(block)}
