"""A panel of outcomes: places by periods, some treated in a window. Checked before use."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from beforehand.refusals import (
    ConstantSeries,
    GapsInPanel,
    NoPrePeriod,
    NoTreatedPlace,
    PlaceNotInPanel,
    TooFewControls,
    WindowOutsidePanel,
)
from beforehand.words import words

Floats = NDArray[np.float64]
FEWEST_CONTROLS = 2
FEWEST_PRE_PERIODS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatedPanel:
    """A checked panel, up to the end of the campaign window.

    Attributes:
        treated: Mean outcome of the treated places, one a period.
        controls: Outcomes of the untreated places, places by periods.
        places: How many places are treated.
        pre: How many periods lie before the window; the rest are the window.
    """

    treated: Floats
    controls: Floats
    places: int
    pre: int

    @property
    def periods(self) -> int:
        """Periods before and in the window."""
        return len(self.treated)

    @property
    def post(self) -> int:
        """Periods in the window."""
        return self.periods - self.pre


def treated_mask(places: Sequence[str], treated: Sequence[str]) -> NDArray[np.bool_]:
    """Mark the treated among the places of a panel, by name.

    Args:
        places: Name of each row of the panel.
        treated: Names of the treated places, spelt as in ``places``.

    Returns:
        True for each row that is treated.

    Raises:
        PlaceNotInPanel: If a treated place has no row; names the nearest spelling.
        NoTreatedPlace: If none is named.
    """
    if not treated:
        raise NoTreatedPlace
    for name in treated:
        if name not in places:
            near = difflib.get_close_matches(name.lower(), [p.lower() for p in places], 1, 0.0)
            spelt = {p.lower(): p for p in places}
            raise PlaceNotInPanel(place=name, nearest=spelt[near[0]] if near else "-")
    return np.isin(np.array(places, dtype=np.str_), list(treated))


def treated_panel(panel: ArrayLike, treated: ArrayLike, start: int, stop: int) -> TreatedPanel:
    """Check a panel and split it into treated mean and controls.

    Args:
        panel: Outcomes, places by periods, no gaps.
        treated: True for each treated place, one a row.
        start: Index of the first period of the window, from 0.
        stop: Index after its last period. Later periods are left out.

    Returns:
        The parts of the panel up to ``stop``.

    Raises:
        GapsInPanel: If a cell is missing or not finite.
        WindowOutsidePanel: If the window is empty or not inside the periods.
        NoPrePeriod: If fewer than 2 periods come before the window.
        PlaceNotInPanel: If ``treated`` does not have one entry a row.
        NoTreatedPlace: If no place is treated.
        TooFewControls: If fewer than 2 places are untreated.
        ConstantSeries: If the treated mean, or every control, never changes before the window.
    """
    outcomes = np.asarray(panel, dtype=np.float64)
    marked = np.asarray(treated, dtype=np.bool_)
    _check_shape(outcomes, marked, start, stop)
    outcomes = outcomes[:, :stop]
    whole = TreatedPanel(
        treated=outcomes[marked].mean(axis=0),
        controls=outcomes[~marked],
        places=int(marked.sum()),
        pre=start,
    )
    if np.ptp(whole.treated[:start]) == 0:
        raise ConstantSeries(who=words("the treated places"))
    if (np.ptp(whole.controls[:, :start], axis=1) == 0).all():
        raise ConstantSeries(who=words("all untreated places"))
    return whole


def _check_shape(outcomes: Floats, marked: NDArray[np.bool_], start: int, stop: int) -> None:
    rows, periods = outcomes.shape
    if not np.isfinite(outcomes).all():
        raise GapsInPanel(gaps=int((~np.isfinite(outcomes)).sum()))
    if not 0 <= start < stop <= periods:
        raise WindowOutsidePanel(start=start + 1, stop=stop, periods=periods)
    if start < FEWEST_PRE_PERIODS:
        raise NoPrePeriod(periods=start, needed=FEWEST_PRE_PERIODS)
    if marked.shape != (rows,):
        raise PlaceNotInPanel(
            place=words("Row {row}", row=len(marked)), nearest=words("row {row}", row=rows)
        )
    if not marked.any():
        raise NoTreatedPlace
    if (~marked).sum() < FEWEST_CONTROLS:
        raise TooFewControls(needed=FEWEST_CONTROLS, controls=int((~marked).sum()))
