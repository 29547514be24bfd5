"""What a planned design can show, simulated from the history."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from beforehand.campaign.history import Floats, by_week, histories
from beforehand.campaign.lots import assignments, smallest_p
from beforehand.campaign.request import PlanRequest, stretch_days, wave_days
from beforehand.lots import stream
from beforehand.records.impact import Panel
from beforehand.records.plan import DesignKind, FurtherOutcome, Lots, PowerNote
from beforehand.stats import Power, expected_counts, minimum_detectable_ratio, rejection_rates
from beforehand.stats.power import COMPARED, longer
from beforehand.stats.stepped_power import Rollout, stepped_power, stepped_rates, told_by

Marks = NDArray[np.bool_]
Finds = Callable[[int, int], bool]  # weeks of campaign and of history (0: as it is)
POWER, LEVEL, SIMULATIONS = 0.8, 0.05, 500
DOUBLING = 2.0
WINDOWS = (2, 4, 6, 8, 12, 16, 20, 26, 39, 52)  # weeks tried for a doubling
HISTORIES = (26, 39, 52, 78, 104)  # weeks of history tried for one
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
    smallest = round(ratio, 3) if math.isfinite(ratio) else None
    return replace(
        _with_doubling(
            replace(note, minimum_detectable_ratio=smallest), request, lots, counts, days
        ),
        type_one=found.type_one,
        largest_tried=found.ratios[-1],
        simulations=found.simulations,
        ratios=found.ratios,
        rejected=found.rejected,
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


def _with_doubling(
    note: PowerNote, request: PlanRequest, lots: Lots, counts: Floats, days: int
) -> PowerNote:
    """The note with the weeks in which a doubling is found, and their cost at the same a week.

    Where the window planned is too short for it, of a stepped rollout also the weeks of history
    with which that window would do.
    """
    if smallest_p(lots) > LEVEL:
        return note
    stepped = lots.design is DesignKind.STEPPED
    enough = (note.minimum_detectable_ratio or math.inf) <= DOUBLING
    finds = (_finds_in_waves if stepped else _finds)(request, lots, counts, days)
    planned = max(1, int(note.window_weeks))
    # What the note's own simulation says of the window planned stands; only the others are tried.
    others = tuple(one for one in WINDOWS if (one < planned if enough else one > planned))
    weeks = (
        next((one for one in others if finds(one, 0)), planned)
        if enough
        else _shortest(others, lambda one: finds(one, 0))
    )
    weekly = request.budget_eur * DAYS / (_periods(request, days) * days)
    needed = None
    if stepped and not enough:
        older = tuple(one for one in HISTORIES if one > note.history_weeks)
        needed = _shortest(older, lambda one: finds(planned, one))
    return replace(
        note,
        weeks_for_doubling=weeks,
        budget_for_doubling_eur=None if weeks is None else round(weekly * weeks, 2),
        history_for_doubling_weeks=needed,
        longest_window_weeks=max(planned, WINDOWS[-1]),
    )


def _shortest(weeks: tuple[int, ...], enough: Callable[[int], bool]) -> int | None:
    """The first that is enough; the longest is looked at first, since often none is."""
    if not weeks or not enough(weeks[-1]):
        return None
    return next((one for one in weeks[:-1] if enough(one)), weeks[-1])


def _finds(request: PlanRequest, lots: Lots, counts: Floats, days: int) -> Finds:
    """Whether a doubling would be found in so many weeks, with the history as it is."""
    rng, periods = stream(lots.seed, _LONGER_STREAM), _periods(request, days)
    compared, inside = _compared(lots, rng)
    expected = expected_counts(counts[inside], periods)

    def found(weeks: int, _: int) -> bool:
        window = longer(expected, weeks * DAYS / (periods * days))
        return rejection_rates(window, compared, rng, (DOUBLING,), SIMULATIONS)[0] >= POWER

    return found


def _finds_in_waves(request: PlanRequest, lots: Lots, counts: Floats, days: int) -> Finds:
    """The same of waves as far apart as the weeks allow, and with other weeks of history."""
    rng = stream(lots.seed, _LONGER_STREAM)
    rows = assignments(lots, rng, COMPARED)
    told = told_by(counts, wave_days(request) // days)

    def found(weeks: int, history: int) -> bool:
        stretch = stretch_days(weeks, request.waves) // days
        if stretch < 1:
            return False
        rollout = Rollout(
            schedules=rows,
            stretch=stretch,
            window=math.ceil(weeks * DAYS / days),
            weights=lots.weights or None,
        )
        before = history * DAYS // days if history else counts.shape[1]
        tried = ((DOUBLING,), SIMULATIONS)
        return stepped_rates(told, before, rollout, rng, tried)[0] >= POWER

    return found
