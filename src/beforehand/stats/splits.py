"""Splits: places drawn for waves of a stepped rollout, or for one of several messages.

An assignment gives each place a label: its wave, or its arm with 0 held out. The draw before
launch and the test after it use the same rule, as with ``assignments``.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from beforehand.refusals import (
    AssignmentOutsideDesign,
    ImpossibleDesign,
    NoAdmissibleAssignment,
)
from beforehand.stats.assignments import BATCH, ENUMERABLE, MOST_BATCHES, SAME_DISTANCE, whitened
from beforehand.words import words

Floats = NDArray[np.float64]
Labels = NDArray[np.int8]
MOST_LABELS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A rule that gives ``sizes[k]`` units the label k. What it allows is equally likely.

    Attributes:
        sizes: How many units get each label, from 0.
        balance: Covariates to balance, units by covariates; empty for any split.
        threshold: Largest distance between the groups' means that is allowed.
    """

    sizes: tuple[int, ...]
    balance: tuple[tuple[float, ...], ...] = ()
    threshold: float = math.inf

    @property
    def units(self) -> int:
        """How many units take part."""
        return sum(self.sizes)

    @property
    def unrestricted(self) -> int:
        """How many splits there are before any is thrown away."""
        return math.factorial(self.units) // math.prod(math.factorial(n) for n in self.sizes)


def split_design(sizes: ArrayLike) -> Split:
    """Any split into groups of these sizes.

    Raises:
        ImpossibleDesign: If there are fewer than two groups, or one is empty.
    """
    counts = tuple(int(n) for n in np.asarray(sizes))
    if not 2 <= len(counts) <= MOST_LABELS or min(counts) < 1:
        raise ImpossibleDesign(reason=words("every group needs a place, and two groups are needed"))
    return Split(sizes=counts)


def balanced_split(
    split: Split, balance: ArrayLike, rng: np.random.Generator, keep: float = 0.1
) -> Split:
    """Keep only the best balanced share of a split's assignments.

    Args:
        split: Any split.
        balance: Covariates, units by covariates, no gaps.
        rng: Draws the splits whose distances set the threshold.
        keep: Share to keep, above 0 and at most 1.

    Returns:
        The split with its threshold, to be recorded before launch.

    Raises:
        ImpossibleDesign: If the covariates have gaps, do not fit, or never vary.

    Source:
        Morgan and Rubin (2012), Annals of Statistics 40(2), for two groups.
    """
    covariates = np.asarray(balance, dtype=np.float64)
    if len(covariates) != split.units or not np.isfinite(covariates).all():
        raise ImpossibleDesign(reason=words("some place has no value of something to balance on"))
    if not 0 < keep <= 1 or (np.ptp(covariates, axis=0) == 0).all():
        raise ImpossibleDesign(reason=words("nothing to balance on differs between the places"))
    free = replace(split, balance=(), threshold=math.inf)
    tried = every_split(free) if free.unrestricted <= ENUMERABLE else _shuffled(free, rng, BATCH)
    distances = np.sort(spread_apart(tried, covariates))
    return replace(
        split,
        balance=tuple(tuple(float(value) for value in row) for row in covariates),
        threshold=float(distances[math.ceil(keep * len(distances)) - 1]),
    )


def admissible_splits(
    split: Split, rng: np.random.Generator, limit: int = 20_000, actual: ArrayLike | None = None
) -> Labels:
    """The splits that the rule allows: all of them, or ``limit`` drawn by it.

    Args:
        split: The recorded rule.
        rng: Draws them where they are more than ``limit``.
        limit: Most splits to return.
        actual: The one that was made, if it was; it is then the first row.

    Returns:
        Distinct splits by units, each unit's label.

    Raises:
        NoAdmissibleAssignment: If the balance allows none that we could find.
        AssignmentOutsideDesign: If ``actual`` is not one that the rule allows.
    """
    if split.unrestricted <= max(limit, ENUMERABLE):
        rows = _allowed(every_split(split), split)
        if len(rows) > limit:
            rows = rows[np.sort(rng.choice(len(rows), limit, replace=False))]
    else:
        rows = _distinct(_drawn(split, rng, limit))
    if not len(rows):
        raise NoAdmissibleAssignment(tried=split.unrestricted)
    if actual is None:
        return rows
    made = check_split(split, actual)
    return np.vstack((made[None, :], rows[(rows != made).any(axis=1)]))


def draw_split(split: Split, rng: np.random.Generator) -> Labels:
    """Choose one of the splits that the rule allows, each equally likely.

    Raises:
        NoAdmissibleAssignment: If the balance allows none that we could find.
    """
    if split.unrestricted <= ENUMERABLE:
        rows = admissible_splits(split, rng, ENUMERABLE)
        chosen: Labels = rows[int(rng.integers(len(rows)))]
        return chosen
    first: Labels = _drawn(split, rng, 1)[0]
    return first


def check_split(split: Split, actual: ArrayLike) -> Labels:
    """The labels as an array, if the rule could have made them.

    Raises:
        AssignmentOutsideDesign: If the sizes or the balance are not the rule's.
    """
    made = np.asarray(actual, dtype=np.int8)
    counts = np.bincount(made[made >= 0], minlength=len(split.sizes)) if made.size else ()
    if made.shape != (split.units,) or tuple(counts) != split.sizes:
        raise AssignmentOutsideDesign(reason=words("the number of places in a group is another"))
    if not len(_allowed(made[None, :], split)):
        raise AssignmentOutsideDesign(reason=words("they are less balanced than it allows"))
    return made


def every_split(split: Split) -> Labels:
    """Every split, balanced or not: label 0 in the order of itertools, then 1 of the rest, ..."""
    rows = np.full((1, split.units), len(split.sizes) - 1, dtype=np.int8)
    free = np.arange(split.units)[None, :]
    for label, size in enumerate(split.sizes[:-1]):
        choices = np.array(list(itertools.combinations(range(free.shape[1]), size)))
        rows, free = np.repeat(rows, len(choices), axis=0), np.repeat(free, len(choices), axis=0)
        picked = np.tile(choices, (len(rows) // len(choices), 1))
        np.put_along_axis(rows, np.take_along_axis(free, picked, axis=1), np.int8(label), axis=1)
        left = np.ones(free.shape, dtype=np.bool_)
        np.put_along_axis(left, picked, False, axis=1)
        free = free[left].reshape(len(rows), -1)
    return rows


def spread_apart(rows: Labels, balance: ArrayLike) -> Floats:
    """How far the groups' means lie apart, one number a split.

    The sum over groups of size times squared distance from the mean of all, in directions of
    unit spread: for two groups the Mahalanobis distance of ``imbalance``.
    """
    directions = whitened(balance)
    apart = np.zeros(len(rows))
    for label in range(int(rows.max()) + 1):
        inside = rows == label
        sums: Floats = inside.astype(np.float64) @ directions
        apart += (sums**2).sum(axis=1) / np.maximum(inside.sum(axis=1), 1)
    return apart


def _allowed(rows: Labels, split: Split) -> Labels:
    if not split.balance:
        return rows
    return rows[spread_apart(rows, split.balance) <= split.threshold * SAME_DISTANCE]


def _shuffled(split: Split, rng: np.random.Generator, count: int) -> Labels:
    labels = np.repeat(np.arange(len(split.sizes), dtype=np.int8), split.sizes)
    return rng.permuted(np.tile(labels, (count, 1)), axis=1)


def _drawn(split: Split, rng: np.random.Generator, count: int) -> Labels:
    kept: list[Labels] = []
    for _ in range(MOST_BATCHES):
        kept.append(_allowed(_shuffled(split, rng, BATCH), split))
        if sum(map(len, kept)) >= count:
            return np.vstack(kept)[:count]
    raise NoAdmissibleAssignment(tried=MOST_BATCHES * BATCH)


def _distinct(rows: Labels) -> Labels:
    first = np.unique(rows, axis=0, return_index=True)[1]
    return rows[np.sort(first)]
