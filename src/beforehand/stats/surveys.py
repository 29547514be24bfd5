"""Difference in differences of shares from tallies, weighted by stratum, by place.

The score of a group of places in a wave is the share of right answers in each stratum (age band
and gender), weighted by the strata's shares of all answers, averaged over the items. The effect is
the change of the treated places' score less that of the others'.

With a design, an effect supposed to be ``t`` is taken off the treated places' later answers; an
assignment's effect is then ``A - B t`` with ``|B| <= 1``. It is as far from none as the one seen
exactly between the two roots of a quadratic, on both sides of the estimate: so the interval's ends
are order statistics of the roots. Without a design, places are left out one by one (jackknife).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr, stdtrit

Floats = NDArray[np.float64]
TIE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyCells:
    """Answers and right answers: places by 2 waves by strata by items. No cell is missing."""

    answers: Floats
    right: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyTest:
    """The effect in shares (0.1 is ten points), with how sure.

    Attributes:
        difference: Change in treated places less change in the others.
        interval: Its interval at ``level``; infinite where nothing bounds it.
        p_value: Against no difference.
        compared: Assignments compared; 0 for the jackknife.
        scores: Treated before, treated after, others before, others after.
    """

    difference: float
    interval: tuple[float, float]
    p_value: float
    compared: int
    scores: tuple[float, float, float, float]


def survey_test(
    cells: SurveyCells, treated: ArrayLike, assignments: ArrayLike, level: float = 0.95
) -> SurveyTest:
    """The effect by drawing the lots again: clustering by place is in the design.

    Args:
        cells: The tallies.
        treated: True for each treated place.
        assignments: What the design allows, assignments by places, the actual one among them.
        level: Level of the interval.
    """
    actual = np.asarray(treated, dtype=np.float64)
    rows = np.asarray(assignments, dtype=np.float64)
    taken = np.zeros_like(cells.right)
    taken[:, 1] = cells.answers[:, 1] * actual[:, None, None]
    seen = float(_effects(cells, cells.right, actual[None, :])[0])
    a, b = _effects(cells, cells.right, rows), _effects(cells, taken, rows)
    known = np.isfinite(a) & np.isfinite(b)
    low, high = _ends(a[known], b[known], seen, level)
    return SurveyTest(
        difference=seen,
        interval=(low, high),
        p_value=float((np.abs(a[known]) >= abs(seen) - TIE).mean()),
        compared=int(known.sum()),
        scores=_scores_of(cells, actual),
    )


def clustered_survey_test(
    cells: SurveyCells, treated: ArrayLike, level: float = 0.95
) -> SurveyTest:
    """The effect with places as clusters, left out one by one: where nothing was drawn by lot.

    The interval is Student's, its degrees of freedom by Welch and Satterthwaite from the two
    groups of places. Infinite with fewer than two places on a side.
    """
    actual = np.asarray(treated, dtype=np.bool_)
    seen = float(_effects(cells, cells.right, actual[None, :].astype(np.float64))[0])
    parts = [_jackknife(cells, actual, side) for side in (actual, ~actual)]
    variance = sum(part for part, _ in parts)
    if not math.isfinite(variance) or variance == 0:
        return SurveyTest(difference=seen, interval=(-math.inf, math.inf), p_value=1.0, compared=0,
                          scores=_scores_of(cells, actual.astype(np.float64)))  # fmt: skip
    freedom = variance**2 / sum(part**2 / (places - 1) for part, places in parts)
    error = math.sqrt(variance)
    reach = float(stdtrit(freedom, (1 + level) / 2)) * error
    return SurveyTest(
        difference=seen,
        interval=(seen - reach, seen + reach),
        p_value=float(2 * stdtr(freedom, -abs(seen) / error)),
        compared=0,
        scores=_scores_of(cells, actual.astype(np.float64)),
    )


def _jackknife(
    cells: SurveyCells, treated: NDArray[np.bool_], side: NDArray[np.bool_]
) -> tuple[float, int]:
    """Variance from one group's places, and how many they are."""
    places = np.flatnonzero(side)
    if len(places) < 2:
        return math.inf, len(places)
    left = []
    for place in places:
        kept = np.arange(len(side)) != place
        part = SurveyCells(answers=cells.answers[kept], right=cells.right[kept])
        row = treated[kept][None, :].astype(np.float64)
        left.append(float(_effects(part, part.right, row, _weights(cells))[0]))
    spread = np.array(left) - np.mean(left)
    return float((len(places) - 1) / len(places) * (spread**2).sum()), len(places)


def _weights(cells: SurveyCells) -> Floats:
    by_stratum = cells.answers.sum(axis=(0, 1, 3))
    weights: Floats = by_stratum / by_stratum.sum()
    return weights


def _scores(cells: SurveyCells, right: Floats, rows: Floats, weights: Floats) -> Floats:
    """Weighted share by assignment and wave; strata without answers are left out of both."""
    shape = (len(rows), *cells.answers.shape[1:])
    counted = (rows @ cells.answers.reshape(len(cells.answers), -1)).reshape(shape)
    hits = (rows @ right.reshape(len(right), -1)).reshape(shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = hits / counted
        there = counted > 0
        weighted = np.where(there, shares, 0.0) * weights[None, None, :, None]
        held = np.where(there, weights[None, None, :, None], 0.0).sum(axis=2)
        scores: Floats = (weighted.sum(axis=2) / held).mean(axis=2)
    return scores


def _effects(
    cells: SurveyCells, right: Floats, rows: Floats, weights: Floats | None = None
) -> Floats:
    weights = _weights(cells) if weights is None else weights
    treated = _scores(cells, right, rows, weights)
    others = _scores(cells, right, 1 - rows, weights)
    change: Floats = (treated[:, 1] - treated[:, 0]) - (others[:, 1] - others[:, 0])
    return change


def _scores_of(cells: SurveyCells, actual: Floats) -> tuple[float, float, float, float]:
    weights = _weights(cells)
    treated = _scores(cells, cells.right, actual[None, :], weights)[0]
    others = _scores(cells, cells.right, 1 - actual[None, :], weights)[0]
    return float(treated[0]), float(treated[1]), float(others[0]), float(others[1])


def _ends(a: Floats, b: Floats, seen: float, level: float) -> tuple[float, float]:
    """Smallest and largest effect whose p is above ``1 - level``."""
    square, half, rest = b**2 - 1, a * b - seen, a**2 - seen**2
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.sqrt(np.maximum(half**2 - square * rest, 0.0))
        flat = np.abs(square) < TIE
        line = np.where(np.abs(half) < TIE, np.nan, rest / (2 * half))
        first = np.where(flat, np.where(half > 0, -np.inf, line), (half + root) / square)
        second = np.where(flat, np.where(half > 0, line, np.inf), (half - root) / square)
    both = flat & (np.abs(half) < TIE)
    low = np.where(both, -np.inf, np.minimum(first, second))
    high = np.where(both, np.inf, np.maximum(first, second))
    at = math.floor((1 - level) * len(a) + 1e-9)
    if at >= len(a):
        return -math.inf, math.inf
    return float(np.sort(low)[at]), float(np.sort(high)[::-1][at])
