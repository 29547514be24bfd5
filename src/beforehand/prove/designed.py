"""The default proof: the recorded lots, drawn again in every way that they allowed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from beforehand.prove.designs import Schedules, allowed, rows_of, schedules
from beforehand.prove.figures import difference_figure, ratio_figure
from beforehand.prove.panel import window_of
from beforehand.prove.verdicts import finite, never, ratio_sentence, verdict_of
from beforehand.records.impact import Lift, LiftRequest, Panel, Verdict
from beforehand.refusals import (
    AssignmentOutsideDesign,
    ImpossibleDesign,
    NoPrePeriod,
    NothingCounted,
)
from beforehand.stats import (
    RandomisationTest,
    minimum_detectable_ratio,
    randomisation_test,
    stepped_test,
)
from beforehand.stats.stepped_power import Rollout, stepped_power
from beforehand.words import Words, words

SIMULATIONS = 200
Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tested:
    """A test with what was counted where the campaign ran, in so many places times periods."""

    test: RandomisationTest
    counted: float
    cells: int
    smallest: float | None
    fewest: int | None  # smallest count above 0 of an arm and period
    empty: bool = False  # whether nothing was counted anywhere in the window
    notes: tuple[Words, ...] = ()


def designed_lift(panel: Panel, request: LiftRequest, rng: Generator) -> Lift:
    """The effect by permuting the assignments, or the schedules, that the design allowed.

    Raises:
        AssignmentOutsideDesign: If the treated places could not have been drawn so.
        PlaceNotInPanel: If a place that took part has no outcomes.
        WindowNotInOutcomes, NoPrePeriod: If there is no before or no during.
        NothingCounted: If one of the arms has no outcome at all.
    """
    window = window_of(panel, request.start, request.end)
    if window[0] < 1:
        raise NoPrePeriod(periods=window[0], needed=1)
    steps = schedules(request, rng)
    if steps is not None:
        return _lift(panel, request, _stepped(panel, request, steps, window, rng))
    return _lift(panel, request, _drawn(panel, request, window, rng))


def _drawn(panel: Panel, request: LiftRequest, window: tuple[int, int], rng: Generator) -> _Tested:
    start, stop = window
    candidates, assignments = allowed(request, rng)
    values = np.array(panel.values)[rows_of(panel.places, candidates)]
    post, actual = values[:, start:stop].sum(axis=1), assignments[0]
    _check_counted(values[:, :stop], actual[:, None] & np.ones(stop, dtype=np.bool_))
    pre = values[:, :start].sum(axis=1)
    return _Tested(
        test=randomisation_test(pre, post, actual, assignments, level=request.level),
        counted=float(post[actual].sum()),
        cells=int(actual.sum()) * (stop - start),
        smallest=_smallest(values[:, :start], stop - start, request, assignments, rng),
        empty=not post.any(),
        fewest=_fewest(part[arm] for part in (pre, post) for arm in (actual, ~actual)),
    )


def _fewest(counts: Iterable[Floats]) -> int | None:
    return min(
        (math.ceil(total) for one in counts if (total := float(one.sum())) > 0), default=None
    )


def _stepped(
    panel: Panel,
    request: LiftRequest,
    steps: Schedules,
    window: tuple[int, int],
    rng: Generator,
) -> _Tested:
    """A place is treated from the first period that begins on its wave's first day or later."""
    start, stop = window
    values = np.array(panel.values)[rows_of(panel.places, steps.places), :stop]
    days = panel.days[:stop]
    begins = [sum(day < wave for day in days) for wave in steps.waves]
    if begins[0] < start or begins[-1] >= stop:
        raise AssignmentOutsideDesign(reason=words("a wave begins outside the campaign's window"))
    if len(np.unique(steps.rows[0])) < 2:
        raise ImpossibleDesign(reason=words("every group needs a place, and two groups are needed"))
    first = np.array(begins)
    reached = np.arange(stop) >= first[steps.rows[0]][:, None]
    _check_counted(values, reached)
    test = stepped_test(values, first, steps.rows, steps.weights, request.level)
    smallest = request.minimum_detectable_ratio
    stretch = int(np.diff(first).min()) if len(first) > 1 else stop - start
    if smallest is None and 1 <= stretch <= start // 2:
        rollout = Rollout(
            schedules=steps.rows, stretch=stretch, window=stop - start, weights=steps.weights
        )
        found = stepped_power(values[:, :start], rollout, rng, SIMULATIONS)
        smallest = finite(found.minimum_detectable_ratio)
    return _Tested(
        test=test,
        counted=float(values[reached].sum()),
        cells=int(reached.sum()),
        smallest=smallest,
        fewest=_fewest(
            (values[reached], values[:, start:][~reached[:, start:]], values[:, :start])
        ),
        notes=(
            words(
                "Every place got the campaign, in waves drawn by lot. The ratio and its interval "
                "suppose that it is the same in every place, and from a wave's first day on."
            ),
        ),
    )


def _check_counted(values: Floats, reached: Marks) -> None:
    """Something must have been counted in warned places and in others, before or during."""
    warned = reached.any(axis=1)
    stepped = warned.all()
    arms = (
        (words("warned"), values[reached] if stepped else values[warned]),
        (words("held-out"), values[~reached] if stepped else values[~warned]),
    )
    for arm, counts in arms:
        if not counts.any():
            raise NothingCounted(arm=arm, days=values.shape[1])


def _lift(panel: Panel, request: LiftRequest, tested: _Tested) -> Lift:
    test, counted = tested.test, tested.counted or 0.5  # as the ratio counts
    # A ratio of 0 bounds nothing: the test gives it where no smaller ratio is rejected.
    low, high = finite(test.interval[0]) or None, finite(test.interval[1])
    verdict = verdict_of(test.p_value, request.level, test.ratio > 1)
    if tested.empty:
        verdict = Verdict.CANNOT_TELL  # nothing to compare: the ratio is that of the histories
    total = counted * (1 - 1 / test.ratio) if test.ratio else 0.0
    bounds = (
        None if low is None else counted * (1 - 1 / low),
        None if high is None else counted * (1 - 1 / high),
    )
    return Lift(
        method="randomisation",
        inference="permutation",
        outcome=request.outcome,
        exploratory=False,
        treated=request.treated,
        effect_per_unit=total / tested.cells,
        effect_total=total,
        lift=test.ratio - 1,
        ratio=ratio_figure(panel, request, test.ratio, (low, high), "randomisation"),
        low=low,
        high=high,
        level=request.level,
        p=test.p_value,
        assignments=test.assignments,
        minimum_detectable_ratio=tested.smallest,
        weights={},
        l2_imbalance=None,
        scaled_l2_imbalance=None,
        verdict=verdict,
        sentence=ratio_sentence(verdict, test.ratio, low, high),
        data_hash=panel.data_hash,
        made_up=panel.made_up,
        warnings=(*never(test.assignments, request.level), *tested.notes),
        further=difference_figure(panel, request, total, bounds, "randomisation"),
        fewest=tested.fewest,
        started_on=request.start,
        ended_on=request.end,
    )


def _smallest(
    history: Floats, periods: int, request: LiftRequest, rows: Marks, rng: Generator
) -> float | None:
    """The smallest ratio that the design finds; None where it cannot be simulated."""
    if request.minimum_detectable_ratio is not None:
        return request.minimum_detectable_ratio
    if request.lots is None or history.shape[1] < 2 * periods:
        return None
    found = minimum_detectable_ratio(history, periods, rows, rng, simulations=SIMULATIONS)
    ratio = found.minimum_detectable_ratio
    return ratio if math.isfinite(ratio) else None
