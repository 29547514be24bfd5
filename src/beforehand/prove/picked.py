"""Hand-picked places: synthetic controls with conformal inference. Exploratory, always."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from beforehand.prove.figures import difference_figure, ratio_figure
from beforehand.prove.panel import window_of
from beforehand.prove.verdicts import (
    difference_sentence,
    exploratory,
    extrapolated,
    finite,
    never_in_time,
    own_history,
    ratio_sentence,
    too_often,
    two_answers,
    verdict_of,
)
from beforehand.records.impact import Lift, LiftRequest, Panel
from beforehand.stats import (
    ConformalTest,
    OwnWindows,
    SyntheticControl,
    TreatedPanel,
    augmented_control,
    augmented_refit,
    conformal_test,
    shuffles,
    stretches,
    synthetic_control,
    synthetic_refit,
    treated_mask,
    treated_panel,
    try_earlier,
)
from beforehand.stats.conformal import Share, in_window
from beforehand.stats.own_windows import Finds
from beforehand.words import Words

MODELS = {
    "synthetic-control": (synthetic_control, synthetic_refit),
    "augmented": (augmented_control, augmented_refit),
}
NAMES = {"block": "block conformal", "permutation": "conformal, periods in any order"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """All that was computed of one panel."""

    fit: SyntheticControl
    test: ConformalTest
    own: OwnWindows | None
    weights: dict[str, float]
    baseline: float  # mean synthetic outcome in the window
    periods: int  # in the window


def picked_lift(panel: Panel, request: LiftRequest, rng: Generator) -> Lift:
    """The effect against the mix of untreated places that followed the treated ones before.

    Raises:
        Refusal: As ``stats.treated_panel`` does, where the panel cannot carry a comparison.
    """
    start, stop = window_of(panel, request.start, request.end)
    values, marked = np.array(panel.values), treated_mask(panel.places, request.treated)
    estimate, model = MODELS[request.method]
    fit = estimate(values, marked, start, stop)
    parts = treated_panel(values, marked, start, stop)
    orders = _orders(request, rng)
    allowed = 1 - request.level

    def finds(earlier: TreatedPanel) -> Finds:
        residuals_of = model(earlier, earlier.treated * in_window(earlier))
        share = orders(earlier)[0]
        return lambda ratio: share(residuals_of(1 - ratio)) <= allowed + 1e-9

    names = [place for place, mark in zip(panel.places, marked, strict=True) if not mark]
    found = _Found(
        fit=fit,
        test=conformal_test(parts, model, orders(parts), request.level),
        own=try_earlier(parts, finds),
        weights={n: float(w) for n, w in zip(names, fit.weights, strict=True) if w != 0},
        baseline=float(fit.synthetic[start:].mean()),
        periods=stop - start,
    )
    return _lift(panel, request, found)


def _orders(request: LiftRequest, rng: Generator) -> Callable[[TreatedPanel], tuple[Share, int]]:
    if request.inference == "block":
        return stretches
    return lambda parts: shuffles(parts, rng)


def _lift(panel: Panel, request: LiftRequest, found: _Found) -> Lift:
    fit, test = found.fit, found.test
    low, high = (finite(end) for end in test.interval)
    units = len(request.treated) * found.periods
    verdict = verdict_of(test.p_average, request.level, fit.effect > 0)
    stated = found.baseline > 0
    ends = tuple(None if e is None else max(0.0, 1 + e / found.baseline) for e in (low, high))
    ratio_ends, name = (ends[0], ends[1]), NAMES[request.inference]
    total_ends = tuple(None if end is None else end * units for end in (low, high))
    return Lift(
        method=request.method,
        inference=request.inference,
        outcome=request.outcome,
        exploratory=True,
        treated=request.treated,
        effect_per_unit=fit.effect,
        effect_total=fit.total,
        lift=fit.lift,
        ratio=ratio_figure(panel, request, 1 + fit.lift, ratio_ends, name) if stated else None,
        low=low,
        high=high,
        level=request.level,
        p=test.p_any,
        assignments=test.orders,
        minimum_detectable_ratio=None if found.own is None else finite(found.own.smallest),
        weights=found.weights,
        l2_imbalance=fit.imbalance,
        scaled_l2_imbalance=finite(fit.scaled_imbalance),
        verdict=verdict,
        sentence=ratio_sentence(verdict, 1 + fit.lift, *ratio_ends)
        if stated
        else difference_sentence(verdict, fit.effect, low, high),
        data_hash=panel.data_hash,
        made_up=panel.made_up,
        warnings=_warnings(request, found),
        further=difference_figure(panel, request, fit.total, (total_ends[0], total_ends[1]), name),
        p_average=test.p_average,
        started_on=request.start,
        ended_on=request.end,
    )


def _warnings(request: LiftRequest, found: _Found) -> tuple[Words, ...]:
    test = found.test
    return (
        exploratory(),
        two_answers(test.p_any, test.p_average),
        *((too_often(),) if request.inference == "permutation" else ()),
        *((extrapolated(),) if found.fit.weights.min() < 0 else ()),
        *never_in_time(test.orders, request.level),
        own_history(found.own),
    )
