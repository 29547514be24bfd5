"""Which ratios a randomisation test does not reject: solved exactly, not searched.

Suppose the campaign multiplied the treated places' counts by ``r``. Without it they would have
been the counts over ``r``; with ``x = 1/r`` the summed counts of any assignment are linear in
``x``. So an assignment's effect is as far from none as the one seen exactly between the roots of
two polynomials of degree 2, and p, a share of assignments, is a step function of ``x`` whose steps
we know. Nothing is assumed of its shape.
"""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TIE = 1e-9
ROOTS = 4  # two where the effects are the same, two where they are opposite


def accepted_ratios(
    pre: Floats, post: Floats, treated: Floats, rows: Floats, level: float
) -> tuple[float, float]:
    """Smallest and largest ratio with p above ``1 - level``.

    Args:
        pre: Counts before, one a place.
        post: Counts in the window, one a place.
        treated: 1 for each treated place, else 0.
        rows: Assignments by places, 1 where treated, the actual one among them.
        level: Level of the interval.

    Returns:
        Lower and upper limit. 0 or infinite where no ratio on that side is rejected, and both
        where so little was counted that no ratio fits, or nothing in the treated places after
        the launch: that bounds no ratio.
    """
    campaign = float(post @ treated)
    if campaign == 0:
        return 0.0, math.inf
    return accepted_by(_Lines(pre, post, treated, rows), level)


class Curves(Protocol):
    """Effects of every assignment as the share ``x = 1/r`` of the treated counts is changed."""

    def roots(self) -> Floats:
        """Where an assignment's effect is as far from none as the one seen: rows by 4."""

    def no_effect_left(self) -> Floats:
        """Where the effect seen is wholly taken off and p is 1, above 0."""

    def at_least(self, x: Floats) -> NDArray[np.bool_]:
        """Whether each assignment's effect is as far from none as the one seen, at its own x."""


def accepted_by(lines: Curves, level: float) -> tuple[float, float]:
    """Smallest and largest ratio that a test on such curves keeps: see ``accepted_ratios``."""
    roots = np.sort(lines.roots(), axis=1)
    steps, p_between = _step_function(lines, roots, len(roots))
    kept = np.flatnonzero(p_between > 1 - level + TIE)
    edges = np.concatenate(([0.0], steps, [math.inf]))
    inside = np.concatenate((edges[kept], edges[kept + 1], lines.no_effect_left()))
    if not len(inside):
        return 0.0, math.inf
    smallest_x, largest_x = float(inside.min()), float(inside.max())
    return 1 / largest_x, 1 / smallest_x if smallest_x > 0 else math.inf


class _Lines:
    """Rates of every assignment as lines in x: ``a + b x`` treated, ``c + d x`` held out."""

    def __init__(self, pre: Floats, post: Floats, treated: Floats, rows: Floats) -> None:
        elsewhere, campaign = post * (1 - treated), post * treated
        sums = rows @ np.column_stack((pre, elsewhere, campaign))
        before = sums[:, 0] + 0.5, np.maximum(pre.sum() - sums[:, 0], 0.0) + 0.5
        self.a, self.b = (sums[:, 1] + 0.5) / before[0], sums[:, 2] / before[0]
        self.c = (np.maximum(elsewhere.sum() - sums[:, 1], 0.0) + 0.5) / before[1]
        self.d = np.maximum(campaign.sum() - sums[:, 2], 0.0) / before[1]
        seen = float(pre @ treated) + 0.5, float(pre @ (1 - treated)) + 0.5
        self.seen_a, self.seen_b = 0.5 / seen[0], float(campaign.sum()) / seen[0]
        self.seen_c = (float(elsewhere.sum()) + 0.5) / seen[1]

    def roots(self) -> Floats:
        """Where an assignment's effect equals the one seen, or its opposite: rows by 4."""
        # same: (a + bx) / (c + dx) = (A + Bx) / C; opposite: (a + bx) / (c + dx) = C / (A + Bx)
        same = positive_roots(
            self.seen_b * self.d,
            self.seen_a * self.d + self.seen_b * self.c - self.seen_c * self.b,
            self.seen_a * self.c - self.seen_c * self.a,
        )
        opposite = positive_roots(
            self.seen_b * self.b,
            self.seen_a * self.b + self.seen_b * self.a - self.seen_c * self.d,
            self.seen_a * self.a - self.seen_c * self.c,
        )
        return np.hstack((same, opposite))

    def no_effect_left(self) -> Floats:
        """Where the effect seen is wholly taken off and p is 1: one x, or none above 0."""
        x = (self.seen_c - self.seen_a) / self.seen_b
        return np.array([x] if x > 0 else [])

    def at_least(self, x: Floats) -> NDArray[np.bool_]:
        """Whether each assignment's effect is as far from none as the one seen, at its own x."""
        effect = np.log(self.a + self.b * x) - np.log(self.c + self.d * x)
        seen = np.log(self.seen_a + self.seen_b * x) - math.log(self.seen_c)
        as_far: NDArray[np.bool_] = np.abs(effect) >= np.abs(seen) - TIE
        return as_far


def positive_roots(a: Floats, b: Floats, c: Floats) -> Floats:
    """Real roots of ``a x^2 + b x + c`` above 0, rows by 2; infinite where there is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.sqrt(b * b - 4 * a * c)
        # Adding numbers of one sign loses no digits; the other root follows from the product.
        half = -(b + np.copysign(root, b)) / 2
        roots = np.column_stack((half / a, c / half))
    return np.where(np.isfinite(roots) & (roots > 0), roots, math.inf)


def _step_function(lines: Curves, roots: Floats, count: int) -> tuple[Floats, Floats]:
    """Where p changes, and p before, between and after those points."""
    finite = np.where(np.isfinite(roots), roots, 0.0)
    top = finite.max(axis=1)
    # A point inside each of an assignment's own stretches; beyond its last root, twice that.
    left = np.column_stack((np.zeros(count), np.where(np.isfinite(roots), roots, top[:, None])))
    right = np.column_stack((roots, np.full(count, math.inf)))
    last = 2 * left + np.where(left == 0, 1.0, 0.0)
    middles = np.where(
        np.isfinite(right), (left + np.where(np.isfinite(right), right, 0)) / 2, last
    )
    inside = np.column_stack([lines.at_least(middles[:, j]) for j in range(ROOTS + 1)])
    change = np.diff(inside.astype(np.int64), axis=1)
    moves = np.isfinite(roots) & (change != 0)
    order = np.argsort(roots[moves], kind="stable")
    running = np.cumsum(np.concatenate(([int(inside[:, 0].sum())], change[moves][order])))
    return roots[moves][order], running / count
