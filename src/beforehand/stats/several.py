"""Several tests at once: p-values made so large that one false finding in all stays rare."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """P-values adjusted for one another.

    Args:
        p_values: One a test, 0 to 1.

    Returns:
        Adjusted p-values in the order given: a test is called at 5 % if its own is at most 0.05,
        and then the chance of any false call among all tests is at most 5 %, however they hang
        together.

    Source:
        Holm (1979), Scandinavian Journal of Statistics 6(2).
    """
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    stepped = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), 1.0)
    adjusted = np.empty_like(p)
    adjusted[order] = stepped
    return adjusted
