"""An estimate as the brief tells it: no small count, and none that its numbers give back.

With the sizes of lists an exact answer is an equation for how many share them: of two lists
``total = a * b / shared``. So the brief says answers to two digits, and reasons without counts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace

from beforehand.charts import LEAST_PEOPLE, HiddenCharts
from beforehand.records.figure import Figure, Interval
from beforehand.records.hidden import HiddenEstimate, HiddenPopulation
from beforehand.words import Parameter, Words, words


def withholds(told: HiddenPopulation) -> bool:
    """Whether a group of people on the same lists is too small to be told."""
    return HiddenCharts(told=told, least=LEAST_PEOPLE).withholds


def veiled(told: HiddenPopulation) -> HiddenPopulation:
    """The estimate for who is not the analyst: every number of people but the seen to two digits.

    Where a group of fewer than 11 people is withheld no overlap is left in it, so that no sentence
    adds them up. What other lists than all of them say is left out, and sentences are to be made
    anew.
    """
    total = _rounded(told.total)
    warnings = [bare for one in told.warnings if (bare := _without_counts(one))]
    return replace(
        told,
        overlaps=() if withholds(told) else told.overlaps,
        total=total,
        hidden=_unseen(told.hidden, total, told.seen.value),
        reason=_without_counts(told.reason),
        estimates=tuple(map(_estimate, told.estimates)),
        warnings=tuple(warnings),
        reach=_outwards(told.reach),
        models=(),
        left_out=(),
        merged=(),
        strata=(),
        trajectory=(),
        consistency=(),
        sensitivity=(),
        may_say=(),
        may_not_say=(),
    )


def _unseen(hidden: Figure | None, total: Figure | None, seen: float) -> Figure | None:
    """The rounded total less the seen: rounded by itself it would be a second equation."""
    if hidden is None or total is None:
        return None
    return replace(hidden, value=max(total.value - seen, 0.0), interval=None)


def _estimate(one: HiddenEstimate) -> HiddenEstimate:
    return replace(one, total=_rounded(one.total), reason=_without_counts(one.reason))


def _rounded(total: Figure | None) -> Figure | None:
    if total is None:
        return None
    value = to_two_digits(total.value, round)
    return replace(total, value=value, interval=_outwards(total.interval))


def _outwards(ends: Interval | None) -> Interval | None:
    """Never narrower than it is."""
    if ends is None:
        return None
    low = None if ends.low is None else to_two_digits(ends.low, math.floor)
    high = None if ends.high is None else to_two_digits(ends.high, math.ceil)
    return replace(ends, low=low, high=high)


def to_two_digits(number: float, towards: Callable[[float], int]) -> float:
    """A number of people to its two first digits; under 100 to a whole one."""
    step = 10.0 ** max(0, math.floor(math.log10(max(number, 1.0))) - 1)
    return towards(number / step) * step


def _without_counts(said: Words | None) -> Words | None:
    """A reason without the counts of it, and with what it says of people in all to two digits."""
    if said is None:
        return None
    if said.template in _BARE:
        return _BARE[said.template]
    return Words(said.template, {name: _bare(name, one) for name, one in said.params.items()})


def _bare(name: str, one: Parameter) -> Parameter:
    if isinstance(one, Words):
        return _without_counts(one)
    if name not in _ANSWERS or one is None:
        return one
    return re.sub(r"\d[\d,]*(\.\d+)?", _said, str(one))


def _said(number: re.Match[str]) -> str:
    return f"{to_two_digits(float(number[0].replace(',', '')), round):,.0f}"


#: Parameters of reasons that are numbers of people in all.
_ANSWERS = {"low", "high", "other", "total", "medians"}

#: Reasons whose counts tell of the few who share lists, and the same without.
_BARE = {
    "only {n} people are on two lists or more, and at least {least} are needed": words(
        "too few people are on two lists or more"
    ),
    "with counts withheld, as few as {n} people may be on two lists or more, and at least "
    "{least} are needed": words("too few people are on two lists or more"),
    "{n} of {of} resamples have no finite estimate": words(
        "some resamples have no finite estimate"
    ),
    "{percent} % of resamples have no finite estimate, so the upper limit is not to be relied "
    "on": words(
        "too many resamples have no finite estimate, so the upper limit is not to be relied on"
    ),
}
