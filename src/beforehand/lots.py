"""The recorded rule of the lots as the assignments that it allows.

The draw before launch and the proof after it both come here, so that the proof permutes exactly
what could have been drawn. An assignment gives every candidate a label: 1 treated and 0 held out;
or its wave from 0; or its arm, with 0 held out.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from beforehand.records.plan import DesignKind, Lots
from beforehand.refusals import AssignmentOutsideDesign
from beforehand.stats import (
    Design,
    Split,
    admissible,
    admissible_splits,
    complete_design,
    draw,
    draw_split,
)
from beforehand.stats.assignments import ENUMERABLE, SAME_DISTANCE
from beforehand.stats.splits import spread_apart
from beforehand.words import words

Labels = NDArray[np.int8]
LISTED = 20_000  # assignments compared, where there are too many to list
DRAW = 2  # the stream of the recorded seed that draws; the plan uses 1 to 5
SPLITS = (DesignKind.STEPPED, DesignKind.ARMS)


def rule_of(lots: Lots) -> Design | Split:
    """The rule over the units drawn: candidates, or whole clusters of them."""
    threshold = math.inf if lots.threshold is None else lots.threshold
    balance = () if lots.threshold is None else lots.balance
    if lots.design in SPLITS:
        return Split(sizes=lots.sizes, balance=balance, threshold=threshold)
    if lots.groups:
        groups = max(lots.groups) + 1
        each = (lots.treated // groups,) * groups
        return Design(blocks=lots.groups, treated_per_block=each, balance=balance,
                      threshold=threshold)  # fmt: skip
    units = max(lots.clusters) + 1 if lots.clusters else len(lots.candidates)
    treated = lots.sizes[1] if lots.clusters else lots.treated
    return Design(
        blocks=(0,) * units, treated_per_block=(treated,), balance=balance, threshold=threshold
    )


def stream(seed: int, use: int) -> Generator:
    """The generator of one use of the recorded seed: what sets the rule must not steer the draw."""
    return np.random.default_rng([seed, use])


def labels_of(lots: Lots) -> Labels:
    """What the recorded seed draws, now as then: 1 treated; or the wave from 0; or the arm."""
    if lots.design is DesignKind.PICKED:
        return np.array([code in lots.picked for code in lots.candidates], dtype=np.int8)
    rule, rng = rule_of(lots), stream(lots.seed, DRAW)
    unit = draw_split(rule, rng) if isinstance(rule, Split) else draw(rule, rng)
    labels: Labels = _expanded(np.asarray(unit, dtype=np.int8)[None, :], lots)[0]
    return labels


def allowed_labels(
    lots: Lots, rng: Generator, limit: int | None = None, actual: ArrayLike | None = None
) -> Labels:
    """The assignments that the rule allows: all of them, or so many drawn by it.

    Args:
        lots: The recorded rule.
        rng: Draws them where they are too many to list.
        limit: Most to return; None lists up to 200,000 and draws 20,000 where there are more.
        actual: What was drawn, if it was: labels by candidate; it is then the first row.

    Returns:
        Distinct assignments by candidates.

    Raises:
        AssignmentOutsideDesign: If ``actual`` could not have been drawn, or nothing ever was.
    """
    if lots.design is DesignKind.PICKED:
        raise AssignmentOutsideDesign(reason=words("they were picked by hand, and nothing drawn"))
    rule = rule_of(lots)
    most = limit or (ENUMERABLE if rule.unrestricted <= ENUMERABLE else LISTED)
    unit = None if actual is None else _units(np.asarray(actual, dtype=np.int8), lots)
    rows = (
        admissible_splits(rule, rng, most, unit)
        if isinstance(rule, Split)
        else admissible(rule, rng, most, unit).astype(np.int8)
    )
    return _expanded(rows, lots)


def arm_labels(lots: Lots, labels: Labels, arm: int, rng: Generator) -> Labels:
    """What the rule allows if only the places of one arm and the held-out ones change places.

    Given where the other arms were drawn, each of these was as likely: that is why one arm is
    tested so, whatever the others did.

    Args:
        lots: Lots of several arms.
        labels: What was drawn, an arm a candidate.
        arm: The arm to test, from 1.
        rng: Draws where they are too many to list.

    Returns:
        Distinct assignments of all candidates, the actual one first.
    """
    unit, rule = _units(labels, lots), rule_of(lots)
    inside = np.flatnonzero((unit == arm) | (unit == 0))
    chosen = admissible(
        complete_design(len(inside), int((unit == arm).sum())),
        rng,
        LISTED,
        unit[inside] == arm,
    )
    rows = np.tile(unit, (len(chosen), 1))
    rows[:, inside] = np.where(chosen, np.int8(arm), np.int8(0))
    if isinstance(rule, Split) and rule.balance:
        rows = rows[spread_apart(rows, rule.balance) <= rule.threshold * SAME_DISTANCE]
    return _expanded(rows, lots)


def _expanded(rows: Labels, lots: Lots) -> Labels:
    return rows[:, list(lots.clusters)] if lots.clusters else rows


def _units(labels: Labels, lots: Lots) -> Labels:
    """One label a cluster.

    Raises:
        AssignmentOutsideDesign: If a cluster was not drawn as one.
    """
    if not lots.clusters:
        return labels
    index = np.array(lots.clusters)
    unit = np.zeros(index.max() + 1, dtype=np.int8)
    unit[index] = labels
    if len(labels) != len(index) or (unit[index] != labels).any():
        raise AssignmentOutsideDesign(reason=words("neighbours drawn together were parted"))
    return unit
