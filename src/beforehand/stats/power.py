"""How large an effect a design can find, by simulating campaigns on counts like those before.

Counts are drawn from a negative binomial with each place's own rate and a spread fitted to the
history; the design draws the places, the effect multiplies their rates, and the randomisation
test of the design decides. How often it decides wrongly without an effect is shown beside.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from beforehand.refusals import GapsInPanel, ImpossibleCounts, NoPrePeriod
from beforehand.stats.assignments import admissible
from beforehand.stats.designs import Design
from beforehand.words import words

Floats = NDArray[np.float64]
TIE = 1e-9
COMPARED = 2_000  # assignments a simulated test compares; the real one compares more
WIDEST = 100.0  # a spread above which no count says anything
RATIOS = np.array([1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0, 10.0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the history says of the counts to come.

    Attributes:
        before: Expected count of each place before the campaign.
        after: Expected count of each place in the window, without an effect.
        spread_before: Variance beyond Poisson of the counts before, over their squared mean.
        spread_after: The same of the counts in the window.
    """

    before: Floats
    after: Floats
    spread_before: float
    spread_after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """What a design can find.

    Attributes:
        minimum_detectable_ratio: Smallest ratio found with the power asked for; infinite if even
            the largest one tried (10) is not.
        power: Power asked for.
        type_one: How often the test rejects without an effect, simulated alike.
        ratios: Ratios tried, from 1.
        rejected: How often the test rejects under each.
        simulations: How many campaigns were simulated for each.
    """

    minimum_detectable_ratio: float
    power: float
    type_one: float
    ratios: tuple[float, ...]
    rejected: tuple[float, ...]
    simulations: int


def minimum_detectable_ratio(
    history: ArrayLike,
    window: int,
    design: Design | NDArray[np.bool_],
    rng: np.random.Generator,
    power: float = 0.8,
    simulations: int = 1_000,
) -> Power:
    """The smallest rise that the design finds at 5 % with the power asked for.

    Args:
        history: Counts of the design's places, places by periods, in the design's order.
        window: Length of the campaign, in periods of the history.
        design: The design that will draw the places, or the assignments that it allows.
        rng: Draws the campaigns.
        power: How often the effect must be found, between 0 and 1.
        simulations: Campaigns to simulate for each ratio.

    Returns:
        The ratio, with the whole power curve and the type I error beside it.

    Raises:
        NoPrePeriod: If the history is shorter than two windows.
        ImpossibleCounts: If a count is negative, or the history has not the design's places.
        GapsInPanel: If a count is missing.
        NoAdmissibleAssignment: If the design allows nothing.
    """
    expected = expected_counts(history, window)
    units = design.units if isinstance(design, Design) else design.shape[1]
    if len(expected.before) != units:
        raise ImpossibleCounts(
            what=words("places"), reason=words("the history has not the design's places")
        )
    rejected = rejection_rates(expected, design, rng, tuple(RATIOS.tolist()), simulations)
    return power_of(rejected, power, simulations)


def power_of(rejected: tuple[float, ...], power: float, simulations: int) -> Power:
    """The power curve over ``RATIOS``, and where it reaches ``power``."""
    return Power(
        minimum_detectable_ratio=_crossing(RATIOS, rejected, power),
        power=power,
        type_one=rejected[0],
        ratios=tuple(RATIOS.tolist()),
        rejected=rejected,
        simulations=simulations,
    )


def longer(expected: Expected, factor: float) -> Expected:
    """The counts of a window so many times as long: its shocks even out over it."""
    return Expected(
        before=expected.before,
        after=expected.after * factor,
        spread_before=expected.spread_before,
        spread_after=expected.spread_after / factor,
    )


def expected_counts(history: ArrayLike, window: int) -> Expected:
    """Rates and spread of the counts, from a history without a campaign.

    Each place's rate is its own, drawn a little to the mean so that a place where nothing was
    counted yet may count later. The spread is of window-long totals, so that shocks that last
    are in it, after taking off each window's own level, which all places share.

    Args:
        history: Counts, places by periods.
        window: Length of the campaign, in periods.

    Returns:
        Expected counts and spreads, before (the whole history) and in the window.

    Raises:
        NoPrePeriod: If the history is shorter than two windows.
        ImpossibleCounts: If a count is negative.
        GapsInPanel: If a count is missing.
    """
    counts = np.asarray(history, dtype=np.float64)
    if not np.isfinite(counts).all():
        raise GapsInPanel(gaps=int((~np.isfinite(counts)).sum()))
    if (counts < 0).any():
        raise ImpossibleCounts(what=words("the history"), reason=words("a count is negative"))
    periods = counts.shape[1]
    if window < 1 or periods < 2 * window:
        raise NoPrePeriod(periods=periods, needed=max(2 * window, 2))
    mean = max(float(counts.mean()), 1e-9)
    rate = (counts.sum(axis=1) + 0.5) / (periods + 0.5 / mean)
    spread = _spread(counts[:, periods % window :].reshape(len(counts), -1, window).sum(axis=2))
    return Expected(
        before=rate * periods,
        after=rate * window,
        spread_before=spread * window / periods,
        spread_after=spread,
    )


def rejection_rates(
    expected: Expected,
    design: Design | NDArray[np.bool_],
    rng: np.random.Generator,
    ratios: tuple[float, ...],
    simulations: int,
) -> tuple[float, ...]:
    """How often the randomisation test rejects at 5 % under each ratio.

    Args:
        expected: Rates and spread of the counts.
        design: The design that draws the places and that the test permutes, or its assignments.
        rng: Draws assignments and counts.
        ratios: Effects, from small to large, 1 or more.
        simulations: Campaigns to simulate; the same ones serve every ratio.

    Returns:
        Share of campaigns rejected, one a ratio.

    Raises:
        NoAdmissibleAssignment: If the design allows nothing.
    """
    rows = admissible(design, rng, COMPARED) if isinstance(design, Design) else design
    if len(rows) > COMPARED:
        rows = rows[np.sort(rng.choice(len(rows), COMPARED, replace=False))]
    made = rng.integers(len(rows), size=simulations)
    treated = rows[made].T
    pre, mean = _simulated_counts(expected, rng, simulations)
    post = rng.poisson(mean).astype(np.float64)
    marks = rows.astype(np.float64)
    before = _log_apart(pre, marks)
    reached, rejected = 1.0, []
    for ratio in ratios:
        # The rise is added to the counts of the last ratio, so that power rises smoothly.
        post = post + rng.poisson(mean * (ratio - reached)) * treated
        reached = ratio
        rejected.append(_share_rejected(_log_apart(post, marks) - before, made))
    return tuple(rejected)


def _simulated_counts(
    expected: Expected, rng: np.random.Generator, simulations: int
) -> tuple[Floats, Floats]:
    """Counts before, and the places' levels in the window; places by simulations."""
    size = (len(expected.before), simulations)
    before = rng.poisson(expected.before[:, None] * _shocks(expected.spread_before, size, rng))
    level = expected.after[:, None] * _shocks(expected.spread_after, size, rng)
    return before.astype(np.float64), level


def _shocks(spread: float, size: tuple[int, int], rng: np.random.Generator) -> Floats:
    """Gamma shocks of mean 1: a Poisson with one is a negative binomial."""
    return rng.gamma(1 / spread, spread, size) if spread > 0 else np.ones(size)


def _log_apart(counts: Floats, rows: Floats) -> Floats:
    """Log ratio of treated over held-out counts, assignments by simulations."""
    treated = rows @ counts
    apart: Floats = np.log(treated + 0.5) - np.log(counts.sum(axis=0) - treated + 0.5)
    return apart


def _share_rejected(effects: Floats, made: NDArray[np.int64], level: float = 0.05) -> float:
    sizes = np.abs(effects)
    seen = sizes[made, np.arange(len(made))]
    return float(((sizes >= seen - TIE).mean(axis=0) <= level).mean())


def _spread(totals: Floats) -> float:
    """Spread at which the totals by window are as far from expected as they should be (Pearson).

    Reads some tenth low, since the expected counts are fitted to the same few windows.
    """
    from scipy.optimize import brentq  # here: half a second that few commands need

    expected = np.outer(totals.sum(axis=1), totals.sum(axis=0)) / max(float(totals.sum()), 1e-9)
    freedom = float((totals.shape[1] - 1) * max(totals.shape[0] - 1, 1))
    seen, e = totals[expected > 0], expected[expected > 0]

    def too_far(spread: float) -> float:
        return float(((seen - e) ** 2 / (e + spread * e * e)).sum()) - freedom

    if too_far(0.0) <= 0:
        return 0.0
    return float(brentq(too_far, 0.0, WIDEST)) if too_far(WIDEST) < 0 else WIDEST


def _crossing(ratios: Floats, rejected: tuple[float, ...], power: float) -> float:
    """Where the power curve first reaches ``power``, straight between ratios on the log scale."""
    for i in range(1, len(ratios)):
        if rejected[i] >= power > rejected[i - 1]:
            part = (power - rejected[i - 1]) / (rejected[i] - rejected[i - 1])
            return float(ratios[i - 1] * (ratios[i] / ratios[i - 1]) ** part)
    return math.inf if rejected[-1] < power else float(ratios[0])
