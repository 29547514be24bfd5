"""The outcome before launch, by place: lots are balanced on it, power is simulated from it."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from beforehand.campaign.covariates import place_codes
from beforehand.campaign.request import PlanRequest
from beforehand.refusals import BadPlan, ImpossibleCounts

Floats = NDArray[np.float64]


def histories(request: PlanRequest) -> dict[str, Floats]:
    """Daily outcomes before the window, by place code; empty if no history was given.

    Days from the start of the window on are left out, and those before ``history_days``.

    Raises:
        UnknownPlaces: If the panel names places that the gazetteer does not know.
        BadPlan: If it holds no day before the window.
        ImpossibleCounts: If a count is negative or missing.
    """
    panel = request.history
    if panel is None:
        return {}
    start = request.window.start
    first = start - timedelta(days=request.window.history_days)
    days = [i for i, day in enumerate(panel.days) if first <= day < start]
    if not days:
        raise BadPlan(
            reason="the outcomes given hold no day of the history before the campaign",
            mend="Give earlier outcomes, or a later first day.",
        )
    codes = place_codes(
        list(panel.places), file=panel.source, kind=request.kind, country=request.country
    )
    values = np.asarray(panel.values, dtype=np.float64)[:, days]
    if not np.isfinite(values).all() or (values < 0).any():
        raise ImpossibleCounts(what=panel.source, reason="a count is negative or missing")
    return dict(zip(codes, values, strict=True))


def weekly(daily: Floats) -> Floats:
    """Sums of whole weeks, places by weeks, counted back from the last day."""
    weeks = daily.shape[1] // 7
    whole = daily[:, daily.shape[1] - 7 * weeks :]
    summed: Floats = whole.reshape(len(daily), weeks, 7).sum(axis=2)
    return summed
