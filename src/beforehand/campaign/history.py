"""The outcome before launch, by place: lots are balanced on it, power is simulated from it."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from beforehand.campaign.covariates import place_codes
from beforehand.campaign.request import PlanRequest
from beforehand.refusals import BadPlan, ImpossibleCounts
from beforehand.words import words

Floats = NDArray[np.float64]


def histories(request: PlanRequest) -> dict[str, Floats]:
    """Outcomes by period before the window, by place code; empty if no history was given.

    Periods from the start of the window on are left out, and those before ``history_days``.

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
            reason=words("the outcomes given hold no day of the history before the campaign"),
            mend=words("Give earlier outcomes, or a later first day."),
        )
    codes = place_codes(
        list(panel.places),
        file=panel.source,
        kind=request.kind,
        country=request.country,
        said=request.said,
    )
    values = np.asarray(panel.values, dtype=np.float64)[:, days]
    if not np.isfinite(values).all() or (values < 0).any():
        raise ImpossibleCounts(what=panel.source, reason=words("a count is negative or missing"))
    return dict(zip(codes, values, strict=True))


def by_week(request: PlanRequest, counts: Floats) -> tuple[Floats, int]:
    """Sums of whole weeks where the periods are days, else the periods as they are.

    Args:
        request: Its history says how long a period is.
        counts: Places by periods.

    Returns:
        Places by weeks (or by longer periods), counted back from the last; days in each.
    """
    days = request.history.days if request.history else ()
    step = (days[1] - days[0]).days if len(days) > 1 else 1
    together = max(1, 7 // step)
    weeks = counts.shape[1] // together
    whole = counts[:, counts.shape[1] - together * weeks :]
    summed: Floats = whole.reshape(len(counts), weeks, together).sum(axis=2)
    return summed, step * together
