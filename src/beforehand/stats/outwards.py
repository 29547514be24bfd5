"""Where a test ceases to keep a supposed effect, looked for from the inside outwards."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

FIRST_STEP, LAST_STEP, STEPS = 1e-3, 16.0, 40  # in reaches
HALVINGS = 24


def outermost(kept: Callable[[float], bool], best: float, reach: float) -> float:
    """Outermost effect that a test keeps on one side: a look in ever wider steps, then halving.

    Nothing is assumed of the shape of p, so that an effect kept beyond a rejected one is found.

    Args:
        kept: Whether the test keeps an effect.
        best: An effect that it keeps.
        reach: The size of an effect, with the sign of the side to look at.

    Returns:
        The effect; infinite, with the sign of ``reach``, where even 16 reaches out one is kept.
    """
    tries = best + reach * np.geomspace(FIRST_STEP, LAST_STEP, STEPS)
    outermost = max((i for i, effect in enumerate(tries) if kept(float(effect))), default=-1)
    if outermost == STEPS - 1:
        return math.copysign(math.inf, reach)
    inside = float(tries[outermost]) if outermost >= 0 else best
    outside = float(tries[outermost + 1])
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if kept(middle) else (inside, middle)
    return inside
