"""Hand-picked places: synthetic control with block conformal inference. Exploratory, always."""

from __future__ import annotations

import numpy as np

from beforehand.prove.figures import difference_figure, ratio_figure
from beforehand.prove.panel import window_of
from beforehand.prove.verdicts import exploratory, finite, ratio_sentence, two_answers, verdict_of
from beforehand.records.impact import Lift, LiftRequest, Panel
from beforehand.stats import (
    ConformalTest,
    SyntheticControl,
    block_conformal,
    synthetic_control,
    treated_mask,
)
from beforehand.words import Words, words


def picked_lift(panel: Panel, request: LiftRequest) -> Lift:
    """The effect against the mix of untreated places that followed the treated ones before.

    Raises:
        Refusal: As ``stats.treated_panel`` does, where the panel cannot carry a comparison.
    """
    start, stop = window_of(panel, request.start, request.end)
    values, marked = np.array(panel.values), treated_mask(panel.places, request.treated)
    fit = synthetic_control(values, marked, start, stop)
    test = block_conformal(values, marked, start, stop, request.level)
    names = [place for place, mark in zip(panel.places, marked, strict=True) if not mark]
    return _lift(panel, request, fit, test, names)


def _lift(
    panel: Panel,
    request: LiftRequest,
    fit: SyntheticControl,
    test: ConformalTest,
    names: list[str],
) -> Lift:
    ends = (None, None) if test.interval is None else test.interval
    low, high = (None if end is None else finite(end) for end in ends)
    baseline = fit.effect / fit.lift if fit.lift else float("nan")
    units = fit.total / fit.effect if fit.effect else float("nan")
    verdict = verdict_of(test.p_average, request.level, fit.effect > 0)
    ratios = tuple(None if end is None else 1 + end / baseline for end in (low, high))
    totals = tuple(None if end is None else end * units for end in (low, high))
    ratio_ends, total_ends = (ratios[0], ratios[1]), (totals[0], totals[1])
    return Lift(
        method="synthetic-control",
        inference="block",
        outcome=request.outcome,
        exploratory=True,
        treated=request.treated,
        effect_per_unit=fit.effect,
        effect_total=fit.total,
        lift=fit.lift,
        ratio=ratio_figure(panel, request, 1 + fit.lift, ratio_ends, "block conformal"),
        low=low,
        high=high,
        level=request.level,
        p=test.p_any,
        assignments=test.stretches,
        minimum_detectable_ratio=None,
        weights={n: float(w) for n, w in zip(names, fit.weights, strict=True) if w > 0},
        l2_imbalance=fit.imbalance,
        scaled_l2_imbalance=fit.scaled_imbalance,
        verdict=verdict,
        sentence=ratio_sentence(verdict, 1 + fit.lift, *ratio_ends),
        data_hash=panel.data_hash,
        made_up=panel.made_up,
        warnings=(exploratory(), two_answers(test.p_any, test.p_average), *_unfit(test)),
        further=difference_figure(panel, request, fit.total, total_ends, "block conformal"),
        p_average=test.p_average,
        started_on=request.start,
        ended_on=request.end,
    )


def _unfit(test: ConformalTest) -> tuple[Words, ...]:
    if test.interval is not None:
        return ()
    return (words("No constant effect fits these outcomes, so there is no interval to give."),)
