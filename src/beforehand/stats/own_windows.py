"""What a test of hand-picked places finds in their own history, where nothing had happened.

The campaign is imagined to have ended earlier, once for each of several windows before it, and the
treated counts of that window are multiplied by a known ratio. How often the test then speaks is its
power; how often it speaks at ratio 1 is its error.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from beforehand.stats.panels import FEWEST_PRE_PERIODS, TreatedPanel

WINDOWS, FEWEST = 20, 5
POWER = 0.8
LARGEST = 16.0
HALVINGS = 8

#: Whether a test, made ready for one panel, claims an effect once the treated outcomes of the
#: window are multiplied by a ratio.
Finds = Callable[[float], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWindows:
    """How a test does in the places' own history.

    Attributes:
        smallest: Smallest ratio above 1 found in four of five windows, to 2 %; infinite if not
            even 16.
        false: In how many windows the test claims an effect where there was none.
        windows: How many windows were tried.
    """

    smallest: float
    false: int
    windows: int


def try_earlier(parts: TreatedPanel, finds: Callable[[TreatedPanel], Finds]) -> OwnWindows | None:
    """Try a test on earlier windows of the same length.

    Args:
        parts: The panel to the end of the campaign; its window is not used.
        finds: Makes the test ready for one earlier panel.

    Returns:
        Power and error; None where the history holds fewer than 5 windows, each with at least as
        much before it as half of the history and as the window is long.
    """
    length = parts.post
    shortest = max(FEWEST_PRE_PERIODS, length, parts.pre // 2)
    room = parts.pre - length - shortest + 1
    if room < FEWEST:
        return None
    ends = range(parts.pre, parts.pre - room, -max(1, room // WINDOWS))[:WINDOWS]
    tests = [finds(earlier(parts, end)) for end in ends]
    return OwnWindows(
        smallest=_smallest(tests), false=sum(test(1.0) for test in tests), windows=len(tests)
    )


def earlier(parts: TreatedPanel, end: int) -> TreatedPanel:
    """The panel as it was when only its first ``end`` periods had been seen."""
    return TreatedPanel(
        treated=parts.treated[:end],
        controls=parts.controls[:, :end],
        places=parts.places,
        pre=end - parts.post,
    )


def _smallest(tests: list[Finds]) -> float:
    needed = POWER * len(tests) - 1e-9

    def enough(ratio: float) -> bool:
        return sum(test(ratio) for test in tests) >= needed

    if not enough(LARGEST):
        return math.inf
    low, high = 0.0, math.log(LARGEST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if enough(math.exp(middle)) else (middle, high)
    return math.exp(high)
