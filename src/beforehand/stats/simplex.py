"""Least squares with weights that are shares: none negative, together 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_STEPS = 10_000  # far above what an active set of some hundred places ever takes
ROUNDING = 1e-11


def simplex_weights(gram: Floats, cross: Floats, start: Floats | None = None) -> Floats:
    """Weights ``w`` on the simplex that bring ``|A w - b|`` to its least.

    A primal active-set method: the free weights solve the equality-constrained normal equations
    exactly, one weight joins or leaves at a time, and it stops when no fixed weight would help.

    Args:
        gram: ``A.T @ A``, one row and column a weight.
        cross: ``A.T @ b``, one entry a weight.
        start: Weights on the simplex to start from, such as those of a nearby problem.

    Returns:
        The weights, at least 0, summing to 1. Where several are equally good, one of them.
    """
    weights = _best_corner(gram, cross) if start is None else start.copy()
    free = weights > 0
    close_enough = ROUNDING * max(float(np.abs(gram).max()), float(np.abs(cross).max()), 1e-300)
    for _ in range(MOST_STEPS):
        target = _solve_on(free, gram, cross)
        if (target[free] < 0).any():
            weights, free = _step_to_the_edge(weights, target, free)
            continue
        weights = target
        slope = gram @ weights - cross
        gain = np.where(free, 0.0, slope @ weights - slope)
        if gain.max() <= close_enough:
            break
        free[int(gain.argmax())] = True
    together: Floats = weights / weights.sum()
    return together


def _best_corner(gram: Floats, cross: Floats) -> Floats:
    corner = np.zeros(len(cross))
    corner[int(np.argmin(np.diag(gram) / 2 - cross))] = 1.0
    return corner


def _solve_on(free: NDArray[np.bool_], gram: Floats, cross: Floats) -> Floats:
    """Best weights on the plane where they sum to 1 and only the free ones are not 0."""
    count = int(free.sum())
    system = np.ones((count + 1, count + 1))
    system[:count, :count] = gram[np.ix_(free, free)]
    system[count, count] = 0.0
    # The border of ones has the size of the matrix, so that neither drowns the other.
    scale = float(np.trace(system)) / count or 1.0
    system[count, :count] = system[:count, count] = scale
    answer = np.append(cross[free], scale)
    try:
        solved = np.linalg.solve(system, answer)
    except np.linalg.LinAlgError:  # two places with the same series: any split of theirs is as good
        solved = np.linalg.lstsq(system, answer)[0]
    weights = np.zeros(len(cross))
    weights[free] = solved[:count]
    return weights


def _step_to_the_edge(
    weights: Floats, target: Floats, free: NDArray[np.bool_]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Go towards the target until the first weight reaches 0, and fix that one."""
    falling = free & (target < 0)
    room = np.where(falling, weights / np.where(falling, weights - target, 1.0), np.inf)
    first = int(room.argmin())
    weights = weights + room[first] * (target - weights)
    weights[first] = 0.0
    free = free.copy()
    free[first] = False
    return np.maximum(weights, 0.0), free
