"""Difference in differences of log ratios: treated over untreated, in the window and out of it.

For counts, many of them 0, in places that somebody picked. Nothing is fitted: the ratio of the
treated sum to the untreated sum is compared between the window and the rest, and then between
every other stretch as long and its own rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beforehand.stats.outwards import outermost
from beforehand.stats.panels import TreatedPanel

Floats = NDArray[np.float64]
TIE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceTest:
    """How the window's log ratio compares with that of every other stretch as long.

    Attributes:
        log_ratio: Of treated to untreated, in the window over before it; 0 is no effect.
        ratio: The same as a ratio; 1.5 is half as many again.
        p_value: Share of the cyclic stretches at least as far from none, the window among them.
        stretches: How many stretches there are (the number of periods).
        level: Level of the interval.
        interval: Smallest and largest ratio that the test does not reject; 0 or infinite where
            it cannot be bounded on that side.
    """

    log_ratio: float
    ratio: float
    p_value: float
    stretches: int
    level: float
    interval: tuple[float, float]


def difference_test(parts: TreatedPanel, level: float = 0.95) -> DifferenceTest:
    """Compare treated with untreated places, and the window with every other stretch of time.

    Moving whole stretches keeps what one week leaves to the next. Under a ratio supposed, the
    window's treated counts are divided by it first.

    Args:
        parts: A checked panel of counts or sums, 0 or more.
        level: Level of the interval, between 0 and 1.

    Returns:
        The ratio, its p-value against none, and the interval of ratios.

    Source:
        Chernozhukov, Wuthrich and Zhu (2021), JASA 116(536), for moving blocks; the measure is
        that of the randomisation test.
    """
    treated, others = parts.treated * parts.places, parts.controls.sum(axis=0)
    before, during = _split(treated, parts.pre)
    held_before, held = _split(others, parts.pre)
    seen = math.log((during + 0.5) / (before + 0.5)) - math.log((held + 0.5) / (held_before + 0.5))
    expected = (before + 0.5) * (held + 0.5) / (held_before + 0.5) - 0.5

    def p_at(log_ratio: float) -> float:
        return difference_p(parts, math.exp(log_ratio))

    return DifferenceTest(
        log_ratio=seen,
        ratio=math.exp(seen),
        p_value=p_at(0.0),
        stretches=parts.periods,
        level=level,
        interval=_interval(p_at, during / expected if expected > 0 else 0.0, 1 - level),
    )


def difference_p(parts: TreatedPanel, ratio: float = 1.0) -> float:
    """The p-value alone against a ratio, by which the treated counts in the window are divided."""
    treated, others = parts.treated * parts.places, parts.controls.sum(axis=0)
    treated[parts.pre :] /= ratio
    return _share(treated, others, parts.post)


def _split(series: Floats, pre: int) -> tuple[float, float]:
    return float(series[:pre].sum()), float(series[pre:].sum())


def _interval(p_at: Callable[[float], float], best: float, allowed: float) -> tuple[float, float]:
    """Ends of the ratios not rejected, from the one that leaves no effect outwards."""
    if best == 0:  # nothing counted in the window, or nothing expected: no ratio is bounded
        return 0.0, math.inf

    def kept(log_ratio: float) -> bool:
        return p_at(log_ratio) > allowed + TIE

    low, high = (outermost(kept, math.log(best), side) for side in (-1.0, 1.0))
    return math.exp(low), math.exp(high)


def _share(treated: Floats, others: Floats, length: int) -> float:
    """Share of the cyclic stretches at least as far from none as the last one."""
    inside = [_sums(series, length) for series in (treated, others)]
    outside = [np.maximum(s.sum() - i, 0.0) for s, i in zip((treated, others), inside, strict=True)]
    logs = np.log(inside[0] + 0.5) - np.log(outside[0] + 0.5)
    logs -= np.log(inside[1] + 0.5) - np.log(outside[1] + 0.5)
    sizes = np.abs(logs)
    return float((sizes >= sizes[len(treated) - length] - TIE).mean())


def _sums(series: Floats, length: int) -> Floats:
    running = np.cumsum(np.concatenate(([0.0], series, series[: length - 1])))
    sums: Floats = running[length:] - running[:-length]
    return np.maximum(sums, 0.0)
