"""The default proof: the recorded lots, drawn again in every way that they allowed."""

from __future__ import annotations

import math

import numpy as np
from numpy.random import Generator

from beforehand.prove.designs import allowed, design_of, rows_of
from beforehand.prove.figures import difference_figure, ratio_figure
from beforehand.prove.panel import window_of
from beforehand.prove.verdicts import finite, never, ratio_sentence, verdict_of
from beforehand.records.impact import Lift, LiftRequest, Panel
from beforehand.refusals import NoPrePeriod, NothingCounted
from beforehand.stats import RandomisationTest, minimum_detectable_ratio, randomisation_test
from beforehand.words import words

SIMULATIONS = 200


def designed_lift(panel: Panel, request: LiftRequest, rng: Generator) -> Lift:
    """The effect by permuting the assignments that the design allowed.

    Raises:
        AssignmentOutsideDesign: If the treated places could not have been drawn so.
        PlaceNotInPanel: If a place that took part has no outcomes.
        WindowNotInOutcomes, NoPrePeriod: If there is no before or no during.
        NothingCounted: If one of the arms has no outcome at all.
    """
    start, stop = window_of(panel, request.start, request.end)
    if start < 1:
        raise NoPrePeriod(periods=start, needed=1)
    candidates, assignments = allowed(request, rng)
    values = np.array(panel.values)[rows_of(panel.places, candidates)]
    post = values[:, start:stop].sum(axis=1)
    test = randomisation_test(
        values[:, :start].sum(axis=1), post, assignments[0], assignments, level=request.level
    )
    _check_counted(values[:, :stop], assignments[0])
    counted = float(post[assignments[0]].sum())
    smallest = _smallest(values[:, :start], stop - start, request, rng)
    return _lift(panel, request, test, (counted, stop - start), smallest)


def _check_counted(
    values: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    treated: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> None:
    for arm, places in ((words("warned"), treated), (words("held-out"), ~treated)):
        if not values[places].any():
            raise NothingCounted(arm=arm, days=values.shape[1])


def _lift(
    panel: Panel,
    request: LiftRequest,
    test: RandomisationTest,
    window: tuple[float, int],
    smallest: float | None,
) -> Lift:
    counted, periods = window
    # A ratio of 0 bounds nothing: the test gives it where no smaller ratio is rejected.
    low, high = finite(test.interval[0]) or None, finite(test.interval[1])
    verdict = verdict_of(test.p_value, request.level, test.ratio > 1)
    total = counted * (1 - 1 / test.ratio)
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
        effect_per_unit=total / (len(request.treated) * periods),
        effect_total=total,
        lift=test.ratio - 1,
        ratio=ratio_figure(panel, request, test.ratio, (low, high), "randomisation"),
        low=low,
        high=high,
        level=request.level,
        p=test.p_value,
        assignments=test.assignments,
        minimum_detectable_ratio=smallest,
        weights={},
        l2_imbalance=None,
        scaled_l2_imbalance=None,
        verdict=verdict,
        sentence=ratio_sentence(verdict, test.ratio, low, high),
        data_hash=panel.data_hash,
        made_up=panel.made_up,
        warnings=never(test.assignments, request.level),
        further=difference_figure(panel, request, total, bounds, "randomisation"),
        started_on=request.start,
        ended_on=request.end,
    )


def _smallest(
    history: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    periods: int,
    request: LiftRequest,
    rng: Generator,
) -> float | None:
    """The smallest ratio that the design finds; None where it cannot be simulated."""
    if request.minimum_detectable_ratio is not None:
        return request.minimum_detectable_ratio
    if request.lots is None or history.shape[1] < 2 * periods:
        return None
    found = minimum_detectable_ratio(
        history, periods, design_of(request.lots), rng, simulations=SIMULATIONS
    ).minimum_detectable_ratio
    return found if math.isfinite(found) else None
