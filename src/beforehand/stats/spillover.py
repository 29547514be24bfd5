"""Whether held-out places near treated ones moved otherwise than those far away.

Under the supposed direct effect and no spillover, the counts of every assignment are known: take
the effect off the treated places, and draw the lots again. Each assignment has its own near and
far held-out places; the measure is the log rate ratio of near over far, after over before.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
TIE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class SpilloverTest:
    """How near held-out places moved beside far ones.

    Attributes:
        ratio: Near over far, after over before; above 1: more near treated places.
        p_value: Share of assignments that look as strong.
        near: Held-out places that are near, in the assignment made.
        far: Those that are not.
        smallest: The smallest of the four counts behind the ratio.
        assignments: How many had near and far places, and were compared.
    """

    ratio: float
    p_value: float
    near: int
    far: int
    smallest: int
    assignments: int


def spillover_test(
    pre: ArrayLike,
    post: ArrayLike,
    assignments: ArrayLike,
    adjacent: ArrayLike,
    direct_ratio: float,
) -> SpilloverTest | None:
    """Compare held-out places near a treated one with the other held-out places.

    Args:
        pre: Counts before, one a place.
        post: Counts in the window, one a place.
        assignments: What the design allows, the actual one first; True where treated.
        adjacent: Places by places, True where two are near; the diagonal is not looked at.
        direct_ratio: Effect in the treated places, taken off before the lots are drawn again.

    Returns:
        The test; None where the assignment made leaves no near or no far place. The p-value
        supposes the direct effect known, so it is a check and no proof.
    """
    before, after = np.asarray(pre, dtype=np.float64), np.asarray(post, dtype=np.float64)
    rows = np.asarray(assignments, dtype=np.bool_)
    near_each: NDArray[np.bool_] = ~rows & (rows.astype(np.float64) @ _others(adjacent) > 0)
    far_each: NDArray[np.bool_] = ~rows & ~near_each
    both = np.asarray(near_each.any(axis=1) & far_each.any(axis=1))
    if not both[0]:
        return None
    untreated = after / np.where(rows[0], direct_ratio, 1.0)
    logs = _log_ratios(before, untreated, near_each[both], far_each[both])
    near, far = near_each[0], far_each[0]
    behind = [before[near], after[near], before[far], after[far]]
    return SpilloverTest(
        ratio=math.exp(logs[0]),
        p_value=float((np.abs(logs) >= abs(logs[0]) - TIE).mean()),
        near=int(near.sum()),
        far=int(far.sum()),
        smallest=min(int(part.sum()) for part in behind),
        assignments=int(both.sum()),
    )


def _others(adjacent: ArrayLike) -> Floats:
    beside = np.array(adjacent, dtype=np.float64)
    np.fill_diagonal(beside, 0.0)
    return beside


def _log_ratios(
    pre: Floats, post: Floats, near: NDArray[np.bool_], far: NDArray[np.bool_]
) -> Floats:
    counts = np.column_stack((pre, post))
    sides = [np.log(side.astype(np.float64) @ counts + 0.5) for side in (near, far)]
    change: Floats = (sides[0][:, 1] - sides[0][:, 0]) - (sides[1][:, 1] - sides[1][:, 0])
    return change
