"""The randomisation test of a campaign: the effect beside those of all other assignments.

The measure is the log rate ratio, treated over held-out places, after over before:
``b = log((T_post + 1/2) / (T_pre + 1/2)) - log((C_post + 1/2) / (C_pre + 1/2))``. The halves keep
it finite where nothing was counted. Only the design is relied on: no model of the counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from beforehand.refusals import AssignmentOutsideDesign, ImpossibleCounts
from beforehand.stats.inversion import accepted_ratios
from beforehand.words import words

Floats = NDArray[np.float64]
TIE = 1e-9  # effects this close to the one seen are the same but for rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomisationTest:
    """How the effect seen compares with those of the assignments that could have been.

    Attributes:
        log_ratio: The effect seen, on the log scale; 0 is no effect.
        ratio: The same as a ratio of rates; 1.5 is half as many again.
        p_value: Share of assignments whose effect is at least as far from none; never 0.
        assignments: How many assignments were compared, the actual one included.
        level: Level of the interval.
        interval: Smallest and largest ratio that the test does not reject; 0 or infinite where
            it cannot be bounded on that side.
    """

    log_ratio: float
    ratio: float
    p_value: float
    assignments: int
    level: float
    interval: tuple[float, float]


def log_rate_ratio(pre: ArrayLike, post: ArrayLike, treated: ArrayLike) -> float:
    """The effect seen: log rate ratio of treated over held-out places, after over before.

    Args:
        pre: Counts before the campaign, one a place.
        post: Counts in the campaign window, one a place.
        treated: True for each treated place.

    Returns:
        The log ratio; 0 is no effect.

    Raises:
        ImpossibleCounts: If counts are negative, missing or of different lengths.
        AssignmentOutsideDesign: If ``treated`` has another length.
    """
    before, after = _counts(pre, post)
    actual = _assignments(treated, len(before))
    return float(_log_ratios(before, after, actual.astype(np.float64))[0])


def randomisation_test(
    pre: ArrayLike,
    post: ArrayLike,
    treated: ArrayLike,
    assignments: ArrayLike,
    null_ratio: float = 1.0,
    level: float = 0.95,
) -> RandomisationTest:
    """Test the campaign by permuting the assignments that its design allowed.

    Args:
        pre: Counts before the campaign, one a place, measured alike everywhere.
        post: Counts in the campaign window, one a place.
        treated: True for each treated place.
        assignments: What the design allows (``admissible``), assignments by places. The actual
            one is added if it is missing.
        null_ratio: Effect supposed, as a ratio; 1 is none.
        level: Level of the interval.

    Returns:
        The effect, its p-value against ``null_ratio``, and the interval of ratios.

    Raises:
        ImpossibleCounts: If counts are negative, missing or of different lengths.
        AssignmentOutsideDesign: If an assignment does not fit the places.

    Source:
        Rosenbaum (2002), Observational Studies, ch. 2 and 5, on tests and their inversion.
    """
    before, after = _counts(pre, post)
    actual, rows = _with_actual(treated, assignments, len(before))
    seen = float(_log_ratios(before, after, actual)[0])
    return RandomisationTest(
        log_ratio=seen,
        ratio=math.exp(seen),
        p_value=_p_value(before, after / np.where(actual[0] > 0, null_ratio, 1.0), actual, rows),
        assignments=len(rows),
        level=level,
        interval=accepted_ratios(before, after, actual[0], rows, level),
    )


def permutation_p(
    pre: ArrayLike,
    post: ArrayLike,
    treated: ArrayLike,
    assignments: ArrayLike,
    null_ratio: float = 1.0,
) -> float:
    """The p-value alone, without the interval: see ``randomisation_test``."""
    before, after = _counts(pre, post)
    actual, rows = _with_actual(treated, assignments, len(before))
    return _p_value(before, after / np.where(actual[0] > 0, null_ratio, 1.0), actual, rows)


def _p_value(pre: Floats, post: Floats, actual: Floats, rows: Floats) -> float:
    seen = abs(float(_log_ratios(pre, post, actual)[0]))
    return float((np.abs(_log_ratios(pre, post, rows)) >= seen - TIE).mean())


def _log_ratios(pre: Floats, post: Floats, rows: Floats) -> Floats:
    treated = rows @ np.column_stack((pre, post))
    held_out = np.array([pre.sum(), post.sum()]) - treated
    # A difference of sums may fall below 0 by rounding, where the true one is 0.
    logs = np.log(treated + 0.5) - np.log(np.maximum(held_out, 0.0) + 0.5)
    ratios: Floats = logs[:, 1] - logs[:, 0]
    return ratios


def _with_actual(treated: ArrayLike, assignments: ArrayLike, places: int) -> tuple[Floats, Floats]:
    actual, rows = _assignments(treated, places), _assignments(assignments, places)
    if not (rows == actual).all(axis=1).any():
        rows = np.vstack((actual, rows))
    return actual.astype(np.float64), rows.astype(np.float64)


def _counts(pre: ArrayLike, post: ArrayLike) -> tuple[Floats, Floats]:
    before, after = np.asarray(pre, dtype=np.float64), np.asarray(post, dtype=np.float64)
    if before.ndim != 1 or before.shape != after.shape:
        raise ImpossibleCounts(
            what=words("places"), reason=words("before and after differ in length")
        )
    both = np.concatenate((before, after))
    if not np.isfinite(both).all() or (both < 0).any():
        raise ImpossibleCounts(what=words("places"), reason=words("a count is negative or missing"))
    return before, after


def _assignments(given: ArrayLike, places: int) -> NDArray[np.bool_]:
    rows = np.atleast_2d(np.asarray(given, dtype=np.bool_))
    if rows.shape[1] != places:
        raise AssignmentOutsideDesign(
            reason=words(
                "{assigned} places are assigned and the outcomes hold {places}",
                assigned=rows.shape[1],
                places=places,
            )
        )
    if (rows.all(axis=1) | ~rows.any(axis=1)).any():
        raise AssignmentOutsideDesign(reason=words("one leaves nobody treated or nobody held out"))
    return rows
