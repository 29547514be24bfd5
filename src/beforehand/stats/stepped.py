"""The test of a stepped rollout: places begin in waves, and the order of waves is permuted.

The measure is what was counted in treated cells beyond what its place and its week would have
given: the sum over treated cells of ``y - row * column / total``. Under the schedules that the
design allowed, its mean is 0 without an effect, whatever moves all places in a week. All
schedules take one matrix product, since a schedule only says from when each place counts.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from beforehand.refusals import AssignmentOutsideDesign, ImpossibleCounts
from beforehand.stats.inversion import TIE, accepted_by, positive_roots
from beforehand.stats.randomisation import RandomisationTest
from beforehand.words import words

Floats = NDArray[np.float64]
Labels = NDArray[np.int8]
#: A history count at which local shocks weigh as much as chance: spread .05, or 22 % up or down.
EVEN_COUNT = 20.0


def steady_weights(history: ArrayLike) -> Floats:
    """Weights that keep a few large places from deciding alone: fixed before launch.

    A large place's count varies by local shocks, in proportion to itself; a small one's by
    chance, as its root. ``1 / (1 + count / 20)`` weighs each by what it tells, up to a factor.

    Args:
        history: Count of each place before launch, over all weeks, 0 or more.

    Returns:
        Weights above 0, of mean 1.
    """
    weights = 1 / (1 + np.asarray(history, dtype=np.float64) / EVEN_COUNT)
    scaled: Floats = weights / weights.mean()
    return scaled


def stepped_test(
    counts: ArrayLike,
    starts: ArrayLike,
    schedules: ArrayLike,
    weights: ArrayLike | None = None,
    level: float = 0.95,
) -> RandomisationTest:
    """Test a stepped rollout by permuting the schedules that its design allowed.

    Args:
        counts: Outcomes, places by periods, history and rollout; 0 or more, no gaps.
        starts: Index of the period in which each wave begins.
        schedules: Wave of each place, from 0: schedules by places, the actual one first.
        weights: Weight of each place, fixed before launch; none: all alike.
        level: Level of the interval.

    Returns:
        The ratio by which the campaign multiplied counts where it ran: the one that leaves no
        excess when it is taken off. Its p-value against none, and the ratios that the same test
        does not reject, supposing the same ratio in every place and week that was reached.
        Where nothing was counted in treated cells the ratio is 0 and nothing bounds it.

    Raises:
        ImpossibleCounts: If counts are negative or missing, or there are none at all.
        AssignmentOutsideDesign: If schedules do not fit the places and waves.
    """
    panel = _panel(counts, weights)
    rows, first = _schedules(schedules, starts, panel)
    curves = _Curves(panel, rows, first)
    seen = np.abs(curves.at(np.ones(len(rows))))
    # c0 <= 0 <= c2: what is taken off the treated cells leaves an excess, or does not, once.
    nothing_left = curves.no_effect_left()
    ratio = 1 / float(nothing_left[0]) if len(nothing_left) else 0.0
    return RandomisationTest(
        log_ratio=math.log(ratio) if ratio > 0 else -math.inf,
        ratio=ratio,
        p_value=float((seen >= seen[0] - curves.tie).mean()),
        assignments=len(rows),
        level=level,
        interval=accepted_by(curves, level) if curves.counted else (0.0, math.inf),
    )


def excess_by_wave(counts: Floats, starts: NDArray[np.int64]) -> Floats:
    """What each place would add to the measure in each wave.

    Args:
        counts: Panels by places by periods (weighted, if they are).
        starts: Index of the period in which each wave begins.

    Returns:
        Panels by places by waves.
    """
    total = np.maximum(counts.sum(axis=(1, 2), keepdims=True), 1e-300)
    beyond = counts - counts.sum(axis=2, keepdims=True) * counts.sum(axis=1, keepdims=True) / total
    from_then_on = np.cumsum(beyond[:, :, ::-1], axis=2)[:, :, ::-1]
    summed: Floats = from_then_on[:, :, starts]
    return summed


def one_hot(rows: Labels, waves: int) -> Floats:
    """Schedules by (place, wave): 1 where the place begins in that wave."""
    marked: Floats = (rows[:, :, None] == np.arange(waves)).reshape(len(rows), -1).astype(float)
    return marked


class _Curves:
    """The measure times the total of counts, for each schedule: ``c0 + c1 x + c2 x^2``.

    Without the campaign the counts would have been ``U + x V``, V those of the treated cells.
    """

    def __init__(self, panel: Floats, rows: Labels, first: NDArray[np.int64]) -> None:
        reached = np.arange(panel.shape[1]) >= first[rows[0]][:, None]
        held, campaign = np.where(reached, 0.0, panel), np.where(reached, panel, 0.0)
        self.counted = float(campaign.sum()) > 0
        marked = one_hot(rows, len(first))
        (row_u, col_u, all_u), (row_v, col_v, all_v) = (_sums(held), _sums(campaign))
        per_cell = (
            held * all_u - np.outer(row_u, col_u),
            held * all_v + campaign * all_u - np.outer(row_u, col_v) - np.outer(row_v, col_u),
            campaign * all_v - np.outer(row_v, col_v),
        )
        by_wave = [np.cumsum(c[:, ::-1], axis=1)[:, ::-1][:, first].ravel() for c in per_cell]
        self.curves: Floats = marked @ np.column_stack(by_wave)
        self.tie = TIE * max(float(panel.sum()) ** 2, 1e-300)

    def at(self, x: Floats) -> Floats:
        """The measure of each schedule at its own x."""
        c0, c1, c2 = self.curves.T
        value: Floats = c0 + x * (c1 + x * c2)
        return value

    def roots(self) -> Floats:
        """Where it equals the measure of the actual schedule, or its opposite."""
        same, opposite = (self.curves + sign * self.curves[0] for sign in (-1, 1))
        return np.hstack([positive_roots(c[:, 2], c[:, 1], c[:, 0]) for c in (same, opposite)])

    def no_effect_left(self) -> Floats:
        """Where the actual schedule has no excess."""
        c0, c1, c2 = (np.array([c]) for c in self.curves[0])
        found = positive_roots(c2, c1, c0).ravel()
        return found[np.isfinite(found)]

    def at_least(self, x: Floats) -> NDArray[np.bool_]:
        """Whether each schedule has as much excess as the actual one, at its own x."""
        c0, c1, c2 = self.curves[0]
        as_far: NDArray[np.bool_] = np.abs(self.at(x)) >= np.abs(
            c0 + x * (c1 + x * c2)
        ) - self.tie * np.maximum(1, x * x)
        return as_far


def _sums(part: Floats) -> tuple[Floats, Floats, float]:
    return part.sum(axis=1), part.sum(axis=0), float(part.sum())


def _panel(counts: ArrayLike, weights: ArrayLike | None) -> Floats:
    panel = np.asarray(counts, dtype=np.float64)
    what = words("the outcomes")
    if panel.ndim != 2 or not np.isfinite(panel).all() or (panel < 0).any():
        raise ImpossibleCounts(what=what, reason=words("a count is negative or missing"))
    if not panel.any():
        raise ImpossibleCounts(what=what, reason=words("nothing was counted anywhere"))
    if weights is None:
        return panel
    weighted: Floats = panel * np.asarray(weights, dtype=np.float64)[:, None]
    return weighted


def _schedules(
    schedules: ArrayLike, starts: ArrayLike, panel: Floats
) -> tuple[Labels, NDArray[np.int64]]:
    rows = np.atleast_2d(np.asarray(schedules, dtype=np.int8))
    first = np.asarray(starts, dtype=np.int64)
    fits = rows.shape[1] == len(panel) and rows.min() >= 0 and rows.max() < len(first)
    if not fits or first.min() < 0 or first.max() >= panel.shape[1]:
        raise AssignmentOutsideDesign(reason=words("a schedule does not fit the places and waves"))
    return rows, first
