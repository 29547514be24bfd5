"""Groups of places alike: pairs or triples, one of each drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from beforehand.stats.assignments import whitened


def matched_groups(traits: ArrayLike, size: int) -> tuple[int, ...]:
    """Put places into groups of ``size`` that are alike.

    The most unusual place is taken first, with those nearest to it; then the most unusual of the
    rest. What is left at the end joins the last group, so every place has a chance.

    Args:
        traits: Need, history and population, places by traits, no gaps.
        size: Places to a group, 2 or more.

    Returns:
        Group of each place, from 0.
    """
    directions = whitened(traits)
    free = list(range(len(directions)))
    group = [0] * len(directions)
    unusual = (directions**2).sum(axis=1)
    for number in range(len(directions) // size):
        first = max(free, key=lambda i: (round(float(unusual[i]), 9), -i))
        apart = ((directions[free] - directions[first]) ** 2).sum(axis=1)
        last = len(free) < 2 * size
        near = free[:] if last else [free[i] for i in np.argsort(apart, kind="stable")[:size]]
        for one in near:
            group[one] = number
        free = [one for one in free if one not in near]
    return tuple(group)
