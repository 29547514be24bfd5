"""What sets of places could show, searched on one history."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketRequest:
    """What to search. A period is a day or a week, as the outcomes are spaced."""

    durations: tuple[int, ...]  # periods of a campaign
    sizes: tuple[int, ...]  # places treated together
    effects: tuple[float, ...]  # relative: 0.1 is 10 % more
    lookback: int = 1  # windows: the last ends with the history, each one a period earlier
    alpha: float = 0.1  # p under which an effect is claimed
    inference: str = "permutation"  # or "block"
    exhaustive: bool = False  # every set, not only places that move alike


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketRow:
    """One set of places, length of campaign and effect."""

    rank: int  # of the set and length, 1 the best
    places: tuple[str, ...]
    duration: int
    effect: float
    power: float  # share of windows in which the effect is claimed
    type_1: float  # the same where nothing was added
    detected_lift: float | None  # mean estimate; None where nothing would have been
    scaled_l2_imbalance: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketSearch:
    """All rows, the best set first, and how often an effect was claimed where there was none."""

    rows: tuple[MarketRow, ...]
    tried: int  # sets and lengths, each in ``lookback`` windows
    false: int  # of these, with an effect claimed in any window where nothing was added
    alpha: float
    data_hash: str
    made_up: bool
