"""Hand-picked places with small counts: difference in differences of log ratios. Exploratory."""

from __future__ import annotations

import numpy as np

from beforehand.prove.figures import difference_figure, ratio_figure
from beforehand.prove.panel import window_of
from beforehand.prove.verdicts import (
    exploratory,
    finite,
    never_in_time,
    own_history,
    ratio_sentence,
    verdict_of,
)
from beforehand.records.impact import Lift, LiftRequest, Panel, Verdict
from beforehand.refusals import NothingCounted
from beforehand.stats import (
    DifferenceTest,
    OwnWindows,
    TreatedPanel,
    difference_p,
    difference_test,
    treated_mask,
    treated_panel,
    try_earlier,
)
from beforehand.stats.own_windows import Finds
from beforehand.words import words

NAME = "own windows"


def differences_lift(panel: Panel, request: LiftRequest) -> Lift:
    """The ratio of treated to untreated, in the window over before it.

    Raises:
        NothingCounted: If nothing was counted in all untreated places.
        Refusal: As ``stats.treated_panel`` does, where the panel cannot carry a comparison.
    """
    start, stop = window_of(panel, request.start, request.end)
    marked = treated_mask(panel.places, request.treated)
    parts = treated_panel(np.array(panel.values), marked, start, stop)
    if not parts.controls.any():
        raise NothingCounted(arm=words("held-out"), days=stop)
    allowed = 1 - request.level

    def finds(earlier: TreatedPanel) -> Finds:
        return lambda ratio: difference_p(earlier, 1 / ratio) <= allowed + 1e-9

    test = difference_test(parts, request.level)
    return _lift(panel, request, parts, test, try_earlier(parts, finds))


def _lift(
    panel: Panel,
    request: LiftRequest,
    parts: TreatedPanel,
    test: DifferenceTest,
    own: OwnWindows | None,
) -> Lift:
    low, high = finite(test.interval[0]) or None, finite(test.interval[1])
    verdict = verdict_of(test.p_value, request.level, test.ratio > 1)
    if not parts.treated[parts.pre :].any() and not parts.controls[:, parts.pre :].any():
        verdict = Verdict.CANNOT_TELL  # nothing to compare: the ratio is that of the histories
    counted = float(parts.treated[parts.pre :].sum()) * parts.places + 0.5  # as the ratio counts
    total = counted * (1 - 1 / test.ratio)
    ends = tuple(None if end is None else counted * (1 - 1 / end) for end in (low, high))
    return Lift(
        method=request.method,
        inference=request.inference,
        outcome=request.outcome,
        exploratory=True,
        treated=request.treated,
        effect_per_unit=total / (parts.places * parts.post),
        effect_total=total,
        lift=test.ratio - 1,
        ratio=ratio_figure(panel, request, test.ratio, (low, high), NAME),
        low=low,
        high=high,
        level=request.level,
        p=test.p_value,
        assignments=test.stretches,
        minimum_detectable_ratio=None if own is None else finite(own.smallest),
        weights={},
        l2_imbalance=None,
        scaled_l2_imbalance=None,
        verdict=verdict,
        sentence=ratio_sentence(verdict, test.ratio, low, high),
        data_hash=panel.data_hash,
        made_up=panel.made_up,
        warnings=(
            exploratory(),
            *never_in_time(test.stretches, request.level),
            own_history(own),
        ),
        further=difference_figure(panel, request, total, (ends[0], ends[1]), NAME),
        started_on=request.start,
        ended_on=request.end,
    )
