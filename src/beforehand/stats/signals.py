"""Early signals: which of many series counts more, in its last period, than its past explains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc

from beforehand.refusals import ImpossibleCounts
from beforehand.stats.shrinkage import benjamini_hochberg
from beforehand.words import words

Floats = NDArray[np.float64]
LEAST_PAST, MOST_PAST = 6, 20
CAREFUL = 1.0  # standard errors
LEAST_COUNT = 5  # a signal of fewer people is not raised


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """One entry a series, in the order given.

    Attributes:
        expected: What the past would have the last period count.
        high: Upper end of the 95 % prediction interval.
        p_value: Probability of as many or more, were nothing new.
        signals: True where the count is beyond chance, at the stated false discovery rate.
        size: Negative binomial size that all series share; infinite where they are Poisson.
    """

    expected: Floats
    high: Floats
    p_value: Floats
    signals: NDArray[np.bool_]
    size: float


def early_signals(
    counts: ArrayLike,
    *,
    false_discovery: float = 0.05,
    level: float = 0.95,
    least: int = LEAST_COUNT,
) -> Signals:
    """Hold the last period of each series against its own past.

    The expected count is the mean of the past periods, those far above the others taken down
    first so that an old wave does not hide a new one. Counts vary more than Poisson: how much is
    learnt from all series together (a single short one cannot tell) and never taken as less. The
    p-value is the chance of as many or more in a negative binomial prediction that also carries
    how uncertain the mean is. Over many series, those called are what the Benjamini-Hochberg
    step leaves: where nothing is new, anything at all is called in about ``false_discovery`` of
    the looks (1 to 6 % at 5 %, see the study).

    Args:
        counts: Series by periods, the last one being looked at; 6 periods before it at least.
        false_discovery: Accepted expected share of false signals among the signals.
        level: Of the prediction interval.
        least: Signals of smaller counts are not raised.

    Returns:
        Expected counts, p-values and signals, in the order given.

    Raises:
        ImpossibleCounts: If there is no series, too short a past, or a count is negative or
            missing.

    Source:
        In the line of Farrington et al. (1996), JRSS A 159, and Noufaily et al. (2013),
        Statistics in Medicine 32; the pooled dispersion is ours, since the series are short.
        **Not for**: series with a strong season or a steady rise, whose mean lags behind.
    """
    y = _series(counts)
    past, now = y[:, -1 - MOST_PAST : -1], y[:, -1]
    periods, size = past.shape[1], _shared_size(past)
    past = _tamed(past, size)
    # The mean of the past under a flat-ended gamma prior: half an event, so that none is never.
    shape, rate = past.sum(axis=1) + 0.5, float(periods)
    p_value = _tail(now, shape, rate, size)
    called = benjamini_hochberg(p_value, false_discovery) & (now >= least) & (now > shape / rate)
    return Signals(
        expected=shape / rate,
        high=_upper(shape, rate, size, (1 - level) / 2),
        p_value=p_value,
        signals=called,
        size=size,
    )


def _tamed(past: Floats, size: float) -> Floats:
    """Past counts no higher than three of their spreads over the median."""
    middle = np.median(past, axis=1, keepdims=True)
    spread = np.sqrt(middle + 1 + (middle + 1) ** 2 / size)
    return np.asarray(np.minimum(past, np.ceil(middle + 3 * spread)))


def _shared_size(past: Floats) -> float:
    """Method of moments over all series: what is spread beyond Poisson, against squared means.

    Taken one standard error to the careful side: learnt from few numbers it is often too low.
    """
    mean, variance = past.mean(axis=1), past.var(axis=1, ddof=1)
    squared = float(np.sum(np.maximum(mean**2 - variance / past.shape[1], 0.0)))
    found = float(np.sum(variance - mean)) / max(squared, 1e-12)
    found = max(found, 0.0)
    # The variance of a sample variance, at the spread found.
    around = mean + found * mean**2
    error = float(
        np.sqrt(np.sum(around**2 * (2 / (past.shape[1] - 1) + 6 * found / past.shape[1])))
    )
    spread = found + CAREFUL * error / max(squared, 1e-12)
    return float("inf") if spread <= 1e-6 else 1 / spread


def _tail(now: Floats, shape: Floats, rate: float, size: float) -> Floats:
    """Chance of ``now`` or more: the dispersion of a period and the mean's error, as one."""
    mean = shape / rate
    variance = mean + mean**2 / size + shape / rate**2 * (1 + 1 / size)
    total = mean**2 / (variance - mean)  # size of the negative binomial with that variance
    part = total / (total + mean)
    found = np.where(now > 0, 1 - betainc(total, np.maximum(now, 1e-9), part), 1.0)
    return np.clip(found, np.finfo(float).tiny, 1.0)


def _upper(shape: Floats, rate: float, size: float, tail: float) -> Floats:
    """The least count that is exceeded with probability ``tail`` at most."""
    low, high = np.zeros(len(shape)), np.full(len(shape), 1.0)
    while True:
        over = _tail(high + 1, shape, rate, size) > tail
        if not over.any():
            break
        high = np.where(over, high * 2, high)
    while np.any(high - low > 1):
        half = np.floor((low + high) / 2)
        over = _tail(half + 1, shape, rate, size) > tail
        low, high = np.where(over, half, low), np.where(over, high, half)
    return np.where(_tail(low + 1, shape, rate, size) > tail, high, low)


def _series(counts: ArrayLike) -> Floats:
    y = np.asarray(counts, dtype=np.float64)
    what = words("periods")
    if y.ndim != 2 or not len(y) or y.shape[1] < LEAST_PAST + 1:
        raise ImpossibleCounts(
            what=what, reason=words("there are fewer than {least}", least=LEAST_PAST + 1)
        )
    if not np.isfinite(y).all() or (y < 0).any():
        raise ImpossibleCounts(what=what, reason=words("a count is negative or missing"))
    return y
