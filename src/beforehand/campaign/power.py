"""What a planned design can show, simulated from the history."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from beforehand.campaign.history import Floats, by_week
from beforehand.campaign.lots import design_of, stream
from beforehand.campaign.request import PlanRequest
from beforehand.records.plan import Lots, PowerNote
from beforehand.stats import minimum_detectable_ratio

POWER, LEVEL, SIMULATIONS = 0.8, 0.05, 500
_POWER_STREAM = 4


def power_note(request: PlanRequest, lots: Lots, history: Mapping[str, Floats]) -> PowerNote:
    """The smallest ratio that the design finds four times in five at 5 %.

    Daily counts are taken by week. Without a history of two windows or more nothing is simulated,
    and the note says so by ``simulations=0``.
    """
    unknown = PowerNote(minimum_detectable_ratio=None, power=POWER, level=LEVEL)
    if not history:
        return unknown
    counts, days = by_week(request, np.array([history[code] for code in lots.candidates]))
    periods = math.ceil(((request.window.end - request.window.start).days + 1) / days)
    if counts.shape[1] < 2 * periods:
        return unknown
    rng = stream(lots.seed, _POWER_STREAM)
    found = minimum_detectable_ratio(counts, periods, design_of(lots), rng, POWER, SIMULATIONS)
    ratio = found.minimum_detectable_ratio
    return PowerNote(
        minimum_detectable_ratio=round(ratio, 3) if math.isfinite(ratio) else None,
        power=POWER,
        level=LEVEL,
        type_one=found.type_one,
        largest_tried=found.ratios[-1],
        simulations=found.simulations,
    )
