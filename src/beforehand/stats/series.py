"""A series of counts: where its level shifted, and whether quarters differ by season."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy

from beforehand.refusals import ImpossibleCounts
from beforehand.words import words

Floats = NDArray[np.float64]
LEAST_PERIODS, LEAST_SEGMENT = 8, 3
SEASONS = 4
LEAST_YEARS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A change of level: periods before ``at`` (in its stretch) against those from it on."""

    at: int
    start: int  # first period of the stretch in which it was found
    stop: int  # one past its last
    before: float  # mean count a period
    after: float
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """How quarters differ, as factors whose geometric mean is 1, with their intervals."""

    factors: Floats
    low: Floats
    high: Floats
    p_value: float


def level_shifts(
    counts: ArrayLike, rng: np.random.Generator, *, level: float = 0.05, draws: int = 999
) -> tuple[Shift, ...]:
    """Find where the level of a series changed, by splitting as long as a split is beyond chance.

    The best split of a stretch is the one with the largest Poisson likelihood ratio; how large
    the best split of *no* change would be is seen by shuffling the same counts, so that counts
    more spread than Poisson (batches, raids) are judged by their own spread. A split found is
    split again on both sides.

    Args:
        counts: Whole counts, one a period, in order.
        rng: For the shuffles.
        level: Of all series without any change, the share in which one is found.
        draws: Shuffles of each stretch.

    Returns:
        Shifts in order of time; none where nothing is beyond chance. A stretch holds at least 3
        periods on each side of a split.

    Raises:
        ImpossibleCounts: If there are fewer than 8 periods, or a count is negative or missing.

    Source:
        Scott and Knott (1974), Biometrics 30, for splitting in two; permutation as in Matteson
        and James (2014), JASA 109. **Assumes** that without a change the periods could stand in
        any order: a lasting trend, or counts that lean on those before them, are found as shifts.
    """
    y = _counts(counts, LEAST_PERIODS)
    return tuple(sorted(_splits(y, (0, len(y)), rng, (level, draws)), key=lambda one: one.at))


def season(counts: ArrayLike, rng: np.random.Generator, *, draws: int = 1999) -> Season:
    """Whether quarters differ by season, and by how much.

    Each count is held against the centred mean of the year around it, so that a slow trend does
    not pass for a season; the quarters of each year are then shuffled among themselves.

    Args:
        counts: Whole counts of consecutive quarters; the first is season 0.
        rng: For the shuffles.
        draws: Shuffles.

    Returns:
        A factor for each of the four seasons, with a 95 % t interval over the years, and the
        p-value of the hypothesis that there is no season.

    Raises:
        ImpossibleCounts: If there are fewer than three years besides the half-years at the ends,
            which have no year around them; or a count is negative or missing.
    """
    from scipy.stats import t as student  # here: slow to load, and few commands need it

    y = _counts(counts, LEAST_YEARS * SEASONS + SEASONS)
    ratio, quarter = _detrended(y)
    years = len(ratio) // SEASONS
    table = np.array([ratio[quarter == one][:years] for one in range(SEASONS)]).T
    table = table - table.mean(axis=1, keepdims=True)
    observed = float(np.sum(table.mean(axis=0) ** 2))
    shuffled = rng.permuted(np.broadcast_to(table, (draws, *table.shape)), axis=2)
    as_far = np.sum(np.sum(shuffled.mean(axis=1) ** 2, axis=1) >= observed - 1e-12)
    middle = table.mean(axis=0)
    reach = student.ppf(0.975, years - 1) * table.std(axis=0, ddof=1) / np.sqrt(years)
    return Season(
        factors=np.exp(middle),
        low=np.exp(middle - reach),
        high=np.exp(middle + reach),
        p_value=float((1 + as_far) / (1 + draws)),
    )


def _detrended(y: Floats) -> tuple[Floats, NDArray[np.int_]]:
    """Log of each count over the centred mean of the year around it; ends have none."""
    weights = np.array([0.5, 1, 1, 1, 0.5]) / SEASONS
    around = np.convolve(y, weights, mode="valid")
    inside = slice(SEASONS // 2, len(y) - SEASONS // 2)
    ratio = np.log(y[inside] + 0.5) - np.log(around + 0.5)
    return ratio, np.arange(len(y))[inside] % SEASONS


def _splits(
    y: Floats, stretch: tuple[int, int], rng: np.random.Generator, asked: tuple[float, int]
) -> Iterator[Shift]:
    start, stop = stretch
    part, (level, draws) = y[start:stop], asked
    if len(part) < 2 * LEAST_SEGMENT or part.sum() == 0:
        return
    gains = _gains(part[None, :])[0]
    best = int(np.argmax(gains))
    shuffled = rng.permuted(np.broadcast_to(part, (draws, len(part))), axis=1)
    as_good = np.sum(_gains(shuffled).max(axis=1) >= gains[best] - 1e-9)
    p_value = float((1 + as_good) / (1 + draws))
    if p_value > level:
        return
    at = start + best + LEAST_SEGMENT
    yield Shift(
        at=at,
        start=start,
        stop=stop,
        before=float(y[start:at].mean()),
        after=float(y[at:stop].mean()),
        p_value=p_value,
    )
    yield from _splits(y, (start, at), rng, asked)
    yield from _splits(y, (at, stop), rng, asked)


def _gains(series: Floats) -> Floats:
    """Poisson likelihood ratio of each allowed split of each series (rows)."""
    periods = series.shape[1]
    sums, whole = np.cumsum(series, axis=1), series.sum(axis=1, keepdims=True)
    split = np.arange(LEAST_SEGMENT, periods - LEAST_SEGMENT + 1)
    left = sums[:, split - 1]
    right = whole - left
    gains: Floats = (
        xlogy(left, left / split)
        + xlogy(right, right / (periods - split))
        - xlogy(whole, whole / periods)
    )
    return gains


def _counts(counts: ArrayLike, least: int) -> Floats:
    y = np.asarray(counts, dtype=np.float64)
    what = words("periods")
    if y.ndim != 1 or len(y) < least:
        raise ImpossibleCounts(what=what, reason=words("there are fewer than {least}", least=least))
    if not np.isfinite(y).all() or (y < 0).any():
        raise ImpossibleCounts(what=what, reason=words("a count is negative or missing"))
    return y
