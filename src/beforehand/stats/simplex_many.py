"""Many simplex least squares over the same series, in lockstep: one step of all is one solve."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from beforehand.stats.simplex import MOST_STEPS, ROUNDING

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
Rows = NDArray[np.intp]


def simplex_weights_many(
    gram: Floats, cross: Floats, allowed: Marks, start: Floats, less: Floats | None = None
) -> Floats:
    """As ``simplex_weights``, for many targets, each with weights on series of its own choice.

    Args:
        gram: ``A.T @ A`` of all series, one row and column a series.
        cross: ``A.T @ b``, targets by series.
        allowed: Which series a target may use, targets by series.
        start: Weights on the simplex to start from, 0 where not allowed, targets by series.
        less: A row of ``A`` that each target does without, targets by series. Its part must have
            been taken off ``cross``.

    Returns:
        The weights, targets by series: at least 0, summing to 1.
    """
    weights = start.copy()
    free: Marks = np.asarray(start > 0, dtype=np.bool_)
    scale = float(gram.diagonal().mean()) or 1.0
    largest = np.maximum(np.abs(cross).max(axis=1), max(float(np.abs(gram).max()), 1e-300))
    todo = np.arange(len(cross))
    for _ in range(MOST_STEPS):
        now: Floats = weights[todo]
        marks: Marks = free[todo]
        without = None if less is None else less[todo]
        target, order, real = _targets((gram, without), cross[todo], marks, scale)
        outside: Marks = np.asarray(((target < 0) & real).any(axis=1), dtype=np.bool_)
        _step_to_the_edge(now, marks, outside, (target, order, real))
        inside = np.flatnonzero(~outside)
        now[inside] = 0.0
        now[inside[:, None], order[inside]] = np.where(real, target, 0.0)[inside]
        slope = now[inside] @ gram - cross[todo[inside]]
        if without is not None:
            slope -= without[inside] * (now[inside] * without[inside]).sum(axis=1)[:, None]
        gain = (now[inside] * slope).sum(axis=1)[:, None] - slope
        gain[marks[inside] | ~allowed[todo[inside]]] = -np.inf
        best = gain.argmax(axis=1)
        more = gain[np.arange(len(inside)), best] > ROUNDING * largest[todo[inside]]
        marks[inside[more], best[more]] = True
        weights[todo], free[todo] = now, marks
        left = outside.copy()
        left[inside[more]] = True
        todo = todo[left]
        if not len(todo):
            break
    together: Floats = weights / weights.sum(axis=1, keepdims=True)
    return together


def _targets(
    products: tuple[Floats, Floats | None], cross: Floats, free: Marks, scale: float
) -> tuple[Floats, Rows, Marks]:
    """Best weights on the planes of the free ones: values, their series, and which count."""
    counts = free.sum(axis=1)
    most = int(counts.max())
    order = np.argsort(~free, axis=1, kind="stable")[:, :most]
    real = np.arange(most) < counts[:, None]
    system = np.zeros((len(free), most + 1, most + 1))
    gram, less = products
    system[:, :most, :most] = gram[order[:, :, None], order[:, None, :]]
    if less is not None:
        row = np.take_along_axis(less, order, axis=1)
        system[:, :most, :most] -= row[:, :, None] * row[:, None, :]
    system[:, :most, :most] *= real[:, :, None] & real[:, None, :]
    diagonal = np.arange(most)
    system[:, diagonal, diagonal] += np.where(real, 0.0, scale)
    system[:, most, :most] = system[:, :most, most] = np.where(real, scale, 0.0)
    answer = np.full((len(free), most + 1, 1), scale)
    answer[:, :most, 0] = np.where(real, np.take_along_axis(cross, order, axis=1), 0.0)
    try:
        solved = np.linalg.solve(system, answer)
    except np.linalg.LinAlgError:  # two places with the same series: any split of theirs is as good
        solved = np.linalg.pinv(system, hermitian=True) @ answer
    return solved[:, :most, 0], order, real


def _step_to_the_edge(
    now: Floats, marks: Marks, outside: Marks, targets: tuple[Floats, Rows, Marks]
) -> None:
    """Go towards each target outside until its first weight reaches 0, and fix that one."""
    rows = np.flatnonzero(outside)
    target, order, real = targets[0][rows], targets[1][rows], targets[2][rows]
    held = np.take_along_axis(now[rows], order, axis=1)
    falling = (target < 0) & real
    room = np.where(falling, held / np.where(falling, held - target, 1.0), np.inf)
    first = room.argmin(axis=1)
    step = room[np.arange(len(rows)), first][:, None]
    moved = np.where(real, np.maximum(held + step * (target - held), 0.0), 0.0)
    moved[np.arange(len(rows)), first] = 0.0
    now[rows[:, None], order] = moved
    marks[rows, order[np.arange(len(rows)), first]] = False
