"""Assignments that a design allows, and one of them drawn.

The draw before launch and the test after it use the same rule, so that the test permutes exactly
what could have happened.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from beforehand.refusals import AssignmentOutsideDesign, NoAdmissibleAssignment
from beforehand.stats.designs import Design
from beforehand.words import words

Floats = NDArray[np.float64]
Assignments = NDArray[np.bool_]
ENUMERABLE = 200_000  # assignments we look through one by one; beyond, they are drawn
BATCH = 10_000
MOST_BATCHES = 400
SAME_DISTANCE = 1 + 1e-9


def admissible(
    design: Design,
    rng: np.random.Generator,
    limit: int = 20_000,
    actual: ArrayLike | None = None,
) -> Assignments:
    """The assignments that the design allows: all of them, or ``limit`` drawn by its rule.

    Args:
        design: The recorded design.
        rng: Draws the assignments where they are more than ``limit``.
        limit: Most assignments to return.
        actual: The assignment that was made, if it was; it is then the first row.

    Returns:
        Distinct assignments by units, True where treated.

    Raises:
        NoAdmissibleAssignment: If the balance allows none that we could find.
        AssignmentOutsideDesign: If ``actual`` is not one that the design allows.
    """
    if design.unrestricted <= max(limit, ENUMERABLE):
        rows = _allowed(enumerated(design), design)
        if len(rows) > limit:
            rows = rows[np.sort(rng.choice(len(rows), limit, replace=False))]
    else:
        rows = _distinct(drawn(design, rng, limit))
    if not len(rows):
        raise NoAdmissibleAssignment(tried=design.unrestricted)
    if actual is None:
        return rows
    made = check_assignment(design, actual)
    others = rows[(rows != made).any(axis=1)]
    return np.vstack((made[None, :], others))


def draw(design: Design, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Choose one of the assignments that the design allows, each equally likely.

    Args:
        design: The design.
        rng: The recorded seed's generator.

    Returns:
        True for each treated unit.

    Raises:
        NoAdmissibleAssignment: If the balance allows none that we could find.
    """
    if design.unrestricted <= ENUMERABLE:
        rows = _allowed(enumerated(design), design)
        if not len(rows):
            raise NoAdmissibleAssignment(tried=design.unrestricted)
        chosen: NDArray[np.bool_] = rows[int(rng.integers(len(rows)))]
        return chosen
    first: NDArray[np.bool_] = drawn(design, rng, 1)[0]
    return first


def check_assignment(design: Design, actual: ArrayLike) -> NDArray[np.bool_]:
    """The assignment as an array, if the design could have made it.

    Args:
        design: The recorded design.
        actual: True for each treated unit.

    Returns:
        The same, as an array.

    Raises:
        AssignmentOutsideDesign: If the counts or the balance are not the design's.
    """
    made = np.asarray(actual, dtype=np.bool_)
    if made.shape != (design.units,):
        raise AssignmentOutsideDesign(
            reason=words(
                "{assigned} places are assigned and the design has {places}",
                assigned=made.size,
                places=design.units,
            )
        )
    treated = np.bincount(design.blocks, weights=made, minlength=len(design.treated_per_block))
    if tuple(int(count) for count in treated) != design.treated_per_block:
        raise AssignmentOutsideDesign(reason=words("the number of treated places is another"))
    if not len(_allowed(made[None, :], design)):
        raise AssignmentOutsideDesign(reason=words("they are less balanced than it allows"))
    return made


def _allowed(rows: Assignments, design: Design) -> Assignments:
    if not design.balance:
        return rows
    return rows[imbalance(rows, design.balance) <= design.threshold * SAME_DISTANCE]


def enumerated(design: Design) -> Assignments:
    """Every assignment, balance or none, in the order of itertools."""
    blocks = np.array(design.blocks)
    choices = [
        list(itertools.combinations(np.flatnonzero(blocks == block).tolist(), treated))
        for block, treated in enumerate(design.treated_per_block)
    ]
    chosen = [tuple(itertools.chain(*parts)) for parts in itertools.product(*choices)]
    rows = np.zeros((len(chosen), design.units), dtype=np.bool_)
    np.put_along_axis(rows, np.array(chosen, dtype=np.int64), True, axis=1)
    return rows


def drawn(design: Design, rng: np.random.Generator, count: int) -> Assignments:
    """``count`` assignments drawn by the rule: draw without balance, throw away, draw again."""
    kept: list[Assignments] = []
    found = 0
    for _ in range(MOST_BATCHES):
        kept.append(_allowed(_shuffled(design, rng, BATCH), design))
        found += len(kept[-1])
        if found >= count:
            return np.vstack(kept)[:count]
    raise NoAdmissibleAssignment(tried=MOST_BATCHES * BATCH)


def _shuffled(design: Design, rng: np.random.Generator, count: int) -> Assignments:
    """Random assignments without regard to balance: the lowest of random keys in each block."""
    blocks = np.array(design.blocks)
    rows = np.zeros((count, design.units), dtype=np.bool_)
    for block, treated in enumerate(design.treated_per_block):
        members = np.flatnonzero(blocks == block)
        if treated == 0:
            continue
        keys = rng.random((count, len(members)))
        lowest = np.argpartition(keys, treated - 1, axis=1)[:, :treated]
        np.put_along_axis(rows, members[lowest], True, axis=1)
    return rows


def _distinct(rows: Assignments) -> Assignments:
    packed = np.packbits(rows, axis=1)
    first = np.unique(packed, axis=0, return_index=True)[1]
    return rows[np.sort(first)]


def imbalance(assignments: Assignments, balance: ArrayLike) -> Floats:
    """Mahalanobis distance between treated and held-out means, one an assignment.

    Args:
        assignments: Assignments by units.
        balance: Covariates, units by covariates.

    Returns:
        Squared distances, 0 or more; about as many as there are covariates, on average.
    """
    spread = whitened(balance)
    units, treated = len(spread), assignments.sum(axis=1)
    apart: Floats = ((assignments @ spread) ** 2).sum(axis=1)
    scaled: Floats = apart * units / (treated * (units - treated))
    return scaled


def whitened(balance: ArrayLike) -> Floats:
    """Principal directions of the covariates, each of unit spread: units by directions.

    A covariate that repeats others adds no direction.
    """
    covariates = np.asarray(balance, dtype=np.float64)
    left, size, _ = np.linalg.svd(covariates - covariates.mean(axis=0), full_matrices=False)
    kept = left[:, size > 1e-10 * max(float(size[0]), 1e-300)]
    directions: Floats = kept * math.sqrt(len(covariates) - 1)
    return directions
