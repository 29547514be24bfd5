"""What a planned design can show, simulated from the history."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from beforehand.campaign.history import Floats, weekly
from beforehand.campaign.lots import design_of, stream
from beforehand.records.plan import Lots, PowerNote, Window
from beforehand.stats import minimum_detectable_ratio

POWER, LEVEL, SIMULATIONS = 0.8, 0.05, 500
_POWER_STREAM = 4


def power_note(lots: Lots, history: Mapping[str, Floats], window: Window) -> PowerNote:
    """The smallest ratio that the design finds four times in five at 5 %.

    Counts are taken by week. Without a history of two windows or more nothing can be simulated,
    and the note says so by ``simulations=0``.
    """
    weeks = math.ceil(((window.end - window.start).days + 1) / 7)
    unknown = PowerNote(minimum_detectable_ratio=None, power=POWER, level=LEVEL)
    if not history:
        return unknown
    counts = weekly(np.array([history[code] for code in lots.candidates]))
    if counts.shape[1] < 2 * weeks:
        return unknown
    rng = stream(lots.seed, _POWER_STREAM)
    found = minimum_detectable_ratio(counts, weeks, design_of(lots), rng, POWER, SIMULATIONS)
    ratio = found.minimum_detectable_ratio
    return PowerNote(
        minimum_detectable_ratio=round(ratio, 3) if math.isfinite(ratio) else None,
        power=POWER,
        level=LEVEL,
        type_one=found.type_one,
        largest_tried=found.ratios[-1],
        simulations=found.simulations,
    )
