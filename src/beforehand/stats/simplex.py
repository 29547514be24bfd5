"""Least squares with weights that are shares: none negative, together 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
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
    free = np.flatnonzero(weights)
    scale = float(gram.diagonal().mean()) or 1.0
    close_enough = ROUNDING * max(float(np.abs(gram).max()), float(np.abs(cross).max()), 1e-300)
    for _ in range(MOST_STEPS):
        target = _solve_on(free, gram, cross, scale)
        if target.min() < 0:
            weights, free = _step_to_the_edge(weights, target, free)
            continue
        weights = np.zeros(len(cross))
        weights[free] = target
        slope = gram[:, free] @ target - cross
        gain = slope[free] @ target - slope
        gain[free] = 0.0
        best = int(gain.argmax())
        if gain[best] <= close_enough:
            break
        free = np.append(free, best)
    together: Floats = weights / weights.sum()
    return together


def _best_corner(gram: Floats, cross: Floats) -> Floats:
    corner = np.zeros(len(cross))
    corner[int(np.argmin(np.diag(gram) / 2 - cross))] = 1.0
    return corner


def _solve_on(free: Rows, gram: Floats, cross: Floats, scale: float) -> Floats:
    """Best weights on the plane where they sum to 1 and only the free ones are not 0."""
    count = len(free)
    # The border has the size of the matrix, so that neither drowns the other.
    system = np.full((count + 1, count + 1), scale)
    system[:count, :count] = gram[free[:, None], free]
    system[count, count] = 0.0
    answer = np.full(count + 1, scale)
    answer[:count] = cross[free]
    try:
        solved = np.linalg.solve(system, answer)
    except np.linalg.LinAlgError:  # two places with the same series: any split of theirs is as good
        solved = np.linalg.lstsq(system, answer)[0]
    weights: Floats = solved[:count]
    return weights


def _step_to_the_edge(weights: Floats, target: Floats, free: Rows) -> tuple[Floats, Rows]:
    """Go towards the target until the first weight reaches 0, and fix that one."""
    now = weights[free]
    falling = target < 0
    room = np.where(falling, now / np.where(falling, now - target, 1.0), np.inf)
    first = int(room.argmin())
    moved = np.zeros(len(weights))
    moved[free] = np.maximum(now + room[first] * (target - now), 0.0)
    moved[free[first]] = 0.0
    return moved, np.delete(free, first)
