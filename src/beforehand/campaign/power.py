"""What a planned design can show, simulated from the history."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from beforehand.campaign.history import Floats, by_week, histories
from beforehand.campaign.lots import assignments, smallest_p
from beforehand.campaign.request import PlanRequest, wave_days
from beforehand.lots import stream
from beforehand.records.impact import Panel
from beforehand.records.plan import DesignKind, FurtherOutcome, Lots, PowerNote
from beforehand.stats import Power, expected_counts, minimum_detectable_ratio, rejection_rates
from beforehand.stats.power import COMPARED, longer
from beforehand.stats.stepped_power import Rollout, stepped_power

Marks = NDArray[np.bool_]
POWER, LEVEL, SIMULATIONS = 0.8, 0.05, 500
DOUBLING = 2.0
WINDOWS = (2, 4, 6, 8, 12, 16, 20, 26, 39, 52)  # weeks tried for a doubling
_POWER_STREAM, _LONGER_STREAM = 4, 5
DAYS = 7


def power_note(request: PlanRequest, lots: Lots, history: Mapping[str, Floats]) -> PowerNote:
    """The smallest ratio that the design finds four times in five at 5 %.

    Daily counts are taken by week. Without a history of two windows or more (of two stretches
    between waves, if stepped) nothing is simulated, and the note says so by ``simulations=0``.
    Several messages: what one of them must do to be found beside the held-out places, before
    Holm's correction.
    """
    unknown = PowerNote(minimum_detectable_ratio=None, power=POWER, level=LEVEL)
    if not history or lots.design is DesignKind.PICKED:
        return unknown
    counts, days = by_week(request, np.array([history[code] for code in lots.candidates]))
    window = (request.window.end - request.window.start).days + 1
    note = replace(
        unknown,
        history_weeks=round(counts.shape[1] * days / DAYS, 1),
        window_weeks=round(window / DAYS, 1),
    )
    found = _simulated(request, lots, counts, days)
    if found is None:
        return note
    ratio = found.minimum_detectable_ratio
    weeks, budget = _for_a_doubling(request, lots, counts, days)
    return replace(
        note,
        minimum_detectable_ratio=round(ratio, 3) if math.isfinite(ratio) else None,
        type_one=found.type_one,
        largest_tried=found.ratios[-1],
        simulations=found.simulations,
        ratios=found.ratios,
        rejected=found.rejected,
        weeks_for_doubling=weeks,
        budget_for_doubling_eur=budget,
    )


def further_outcomes(request: PlanRequest, lots: Lots) -> tuple[FurtherOutcome, ...]:
    """The other outcomes stated before launch, each with what the design can show of it."""
    return tuple(
        FurtherOutcome(name=name, power=_power_of_outcome(request, lots, panel))
        for name, panel in request.further.items()
    )


def _power_of_outcome(request: PlanRequest, lots: Lots, panel: Panel | None) -> PowerNote | None:
    if panel is None:
        return None
    asked = replace(request, history=panel)
    history = histories(asked)
    whole = all(code in history for code in lots.candidates)
    return power_note(asked, lots, history) if whole else None


def _simulated(request: PlanRequest, lots: Lots, counts: Floats, days: int) -> Power | None:
    rng = stream(lots.seed, _POWER_STREAM)
    if lots.design is DesignKind.STEPPED:
        rollout = Rollout(
            schedules=assignments(lots, rng, COMPARED),
            stretch=wave_days(request) // days,
            window=_periods(request, days),
            weights=lots.weights or None,
        )
        if rollout.stretch < 1 or counts.shape[1] < 2 * rollout.stretch:
            return None
        return stepped_power(counts, rollout, rng, SIMULATIONS)
    periods = _periods(request, days)
    if counts.shape[1] < 2 * periods:
        return None
    compared, inside = _compared(lots, rng)
    return minimum_detectable_ratio(counts[inside], periods, compared, rng, POWER, SIMULATIONS)


def _periods(request: PlanRequest, days: int) -> int:
    return math.ceil(((request.window.end - request.window.start).days + 1) / days)


def _compared(lots: Lots, rng: Generator) -> tuple[Marks, Marks]:
    """The assignments that the test permutes, and the places in them.

    Of several messages the first is compared: they are as many, and drawn alike.
    """
    if lots.design is not DesignKind.ARMS:
        rows = assignments(lots, rng, COMPARED)
        return rows > 0, np.ones(rows.shape[1], dtype=np.bool_)
    labels = assignments(lots, rng, 1)[0]
    inside = np.isin(labels, (0, 1))
    return rng.permuted(np.tile(labels[inside] == 1, (COMPARED, 1)), axis=1), inside


def _for_a_doubling(
    request: PlanRequest, lots: Lots, counts: Floats, days: int
) -> tuple[int | None, float | None]:
    """Weeks in which a doubling would be found, and their cost at the same spending a week."""
    if lots.design is DesignKind.STEPPED or smallest_p(lots) > LEVEL:
        return None, None
    rng, periods = stream(lots.seed, _LONGER_STREAM), _periods(request, days)
    compared, inside = _compared(lots, rng)
    expected = expected_counts(counts[inside], periods)
    weekly = request.budget_eur * DAYS / (periods * days)
    for weeks in WINDOWS:
        window = longer(expected, weeks * DAYS / (periods * days))
        if rejection_rates(window, compared, rng, (DOUBLING,), SIMULATIONS)[0] >= POWER:
            return weeks, round(weekly * weeks, 2)
    return None, None
