"""What may be said with a number: an estimate, a range only, or nothing.

Nothing is said only where there is no estimate: no overlap, no maximum, effects that cannot be told
apart, chains that disagree. A poor answer is never hidden: it becomes a range, with the reason.
Why each threshold is what it is: ``docs/methods/hidden-verdict.md``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from beforehand.stats.mse.influence import Change
from beforehand.stats.mse.lists import Lists
from beforehand.stats.mse.reach import Reached
from beforehand.words import Words, words

TWOFOLD = 2.0  # answers that differ by this much are different answers
WIDEST = TWOFOLD**2  # upper over lower limit: twofold either way
LEAST_SHARED = 7  # people on two lists or more (Robson and Regier 1964; Seber 1982)
MOST_WITHOUT = 0.01  # share of resamples without a finite estimate
FAR_WORSE = 10.0  # of AIC and of BIC above the best (Burnham and Anderson 2002; Raftery 1995)
NOISIEST = 0.1  # Monte-Carlo error of a limit over the width of the interval


class Verdict(StrEnum):
    """What may be said with a number."""

    ESTIMATE = "estimate"
    RANGE = "range only"
    NONE = "no estimate warranted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a verdict is made from. What was not computed is None or empty, and not judged.

    Attributes:
        total: People in all; None if there is no estimate.
        refusal: Why there is none; empty if there is one.
        low: Lower limit; None without an interval.
        high: Upper limit; None without an interval, or where nothing bounds it.
        error_low: Monte-Carlo standard error of ``low``.
        error_high: The same of ``high``.
        without: Share of resamples without a finite estimate.
        shared: People on two lists or more; at the least, where counts are withheld.
        withheld: Whether counts are.
        within_reach: What other models say that the data support about as well.
        worse: How far the model's AIC and BIC both lie above the least of those models.
        left_out: The estimate without each list.
        lists: How many lists there are.
    """

    total: float | None
    refusal: Words | str = ""
    low: float | None = None
    high: float | None = None
    error_low: float | None = None
    error_high: float | None = None
    without: float = 0.0
    shared: int | None = None
    withheld: bool = False
    within_reach: tuple[float, ...] = ()
    worse: float = 0.0
    left_out: tuple[Change, ...] = ()
    lists: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict with its reason.

    Attributes:
        verdict: What may be said.
        reason: Why not more; empty for an estimate.
        warnings: Further reasons, and what a reader must know besides.
        low: Lower end of the range that spans the interval and the models within reach.
        high: Upper end; None where nothing bounds it.
    """

    verdict: Verdict
    reason: Words | str = ""
    warnings: tuple[Words, ...] = ()
    low: float | None = None
    high: float | None = None


def judge(evidence: Evidence) -> Judgement:
    """The verdict: the first rule broken is the reason, the others are warnings."""
    if evidence.total is None:
        return Judgement(verdict=Verdict.NONE, reason=evidence.refusal)
    broken = [said for said in _rules(evidence) if said]
    answers = [evidence.total, *evidence.within_reach]
    unbounded = evidence.low is not None and evidence.high is None
    return Judgement(
        verdict=Verdict.RANGE if broken else Verdict.ESTIMATE,
        reason=broken[0] if broken else "",
        warnings=(*broken[1:], *_warnings(evidence)),
        low=min(answers if evidence.low is None else [*answers, evidence.low]),
        high=None if unbounded else max([*answers, evidence.high or 0.0]),
    )


def worse_than(reached: Sequence[Reached], aic: float | None, bic: float | None) -> float:
    """How far a model's criteria both lie above the least of ``reached``; 0 without criteria."""
    if aic is None or bic is None or not reached:
        return 0.0
    least = min(one.aic for one in reached), min(one.bic for one in reached)
    return max(0.0, min(aic - least[0], bic - least[1]))


def shared_people(lists: Lists) -> int:
    """People on two lists or more."""
    at = np.arange(lists.counts.size)
    return int(lists.counts[(at & (at - 1)) != 0].sum())


def _rules(evidence: Evidence) -> tuple[Words | None, ...]:
    """One sentence for each rule that is broken, the gravest first."""
    return (
        _unbounded(evidence),
        _overlap(evidence),
        _fit(evidence),
        _models(evidence),
        _two_lists(evidence),
        _one_list(evidence),
        _wide(evidence),
        _resamples(evidence),
    )


def _unbounded(evidence: Evidence) -> Words | None:
    if evidence.low is None or evidence.high is not None:
        return None
    return words("nothing bounds it from above: too few people are on two lists or more")


def _overlap(evidence: Evidence) -> Words | None:
    if evidence.shared is None or evidence.shared >= LEAST_SHARED:
        return None
    if evidence.withheld:
        return words(
            "with counts withheld, as few as {n} people may be on two lists or more, and at least "
            "{least} are needed",
            n=evidence.shared,
            least=LEAST_SHARED,
        )
    return words(
        "only {n} people are on two lists or more, and at least {least} are needed",
        n=evidence.shared,
        least=LEAST_SHARED,
    )


def _models(evidence: Evidence) -> Words | None:
    answers = [evidence.total or 0.0, *evidence.within_reach]
    low, high = min(answers), max(answers)
    if high < TWOFOLD * low:
        return None
    return words(
        "models that fit about as well say {low} to {high}",
        low=_round(low),
        high=_round(high),
    )


def _fit(evidence: Evidence) -> Words | None:
    if evidence.worse <= FAR_WORSE:
        return None
    return words(
        "other models fit these lists far better, by {n} units of AIC and of BIC or more",
        n=math.floor(evidence.worse),
    )


def _two_lists(evidence: Evidence) -> Words | None:
    if evidence.lists != 2:
        return None
    return words(
        "there are two lists alone: whether they know nothing of each other, which the number "
        "rests on, cannot be tested with two"
    )


def _one_list(evidence: Evidence) -> Words | None:
    if evidence.lists == 2:  # without either nothing is left, and ``_two_lists`` says so
        return None
    moved = [change for change in evidence.left_out if _factor(change, evidence) >= TWOFOLD]
    if not moved:
        return None
    worst = max(moved, key=lambda change: _factor(change, evidence))
    if worst.estimate is None:
        return words(
            "it hangs on list {name}: without it nothing can be estimated", name=worst.changed[0]
        )
    return words(
        "it hangs on list {name}: without it the estimate would be {other}",
        name=worst.changed[0],
        other=_round(worst.estimate),
    )


def _factor(change: Change, evidence: Evidence) -> float:
    """How manifold the estimate moves without a list; infinite where none is left."""
    if not evidence.total:
        return 1.0
    if not change.estimate:
        return math.inf
    share = change.estimate / evidence.total
    return max(share, 1 / share)


def _wide(evidence: Evidence) -> Words | None:
    if evidence.low is None or evidence.high is None or evidence.high < WIDEST * evidence.low:
        return None
    return words(
        "the interval reaches from {low} to {high}",
        low=_round(evidence.low),
        high=_round(evidence.high),
    )


def _resamples(evidence: Evidence) -> Words | None:
    if evidence.without <= MOST_WITHOUT:
        return None
    return words(
        "{percent} % of resamples have no finite estimate, so the upper limit is not to be relied "
        "on",
        percent=round(100 * evidence.without, 1),
    )


def _warnings(evidence: Evidence) -> tuple[Words, ...]:
    return (*_without_interval(evidence), *_outside(evidence), *_noisy(evidence))


def _without_interval(evidence: Evidence) -> tuple[Words, ...]:
    if evidence.low is not None or evidence.high is not None:
        return ()
    return (words("no interval was made, so nothing shows how unsure the number is"),)


def _outside(evidence: Evidence) -> tuple[Words, ...]:
    """Lists without which the estimate leaves the interval, though by less than twofold."""
    if evidence.low is None or evidence.high is None:
        return ()
    return tuple(
        words(
            "without list {name} the estimate would be {other}, outside the interval",
            name=change.changed[0],
            other=_round(change.estimate),
        )
        for change in evidence.left_out
        if change.estimate is not None
        and not evidence.low <= change.estimate <= evidence.high
        and _factor(change, evidence) < TWOFOLD
    )


def _noisy(evidence: Evidence) -> tuple[Words, ...]:
    if evidence.low is None or evidence.high is None:
        return ()
    errors = [error for error in (evidence.error_low, evidence.error_high) if error is not None]
    if not errors or max(errors) <= NOISIEST * (evidence.high - evidence.low):
        return ()
    return (words("the limits still move by chance: use more replicates"),)


def _round(people: float) -> str:
    """People for a sentence, with thousands set off."""
    return f"{people:,.0f}"
