"""Estimates of the people on no list, written in a test as ``understand`` would make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from beforehand.records.figure import Figure, Interval, Meaning, Recipe, Unit
from beforehand.records.hidden import (
    HiddenConsistency,
    HiddenEstimate,
    HiddenList,
    HiddenOverlap,
    HiddenPopulation,
    HiddenSensitivity,
    HiddenVariant,
    HiddenVerdict,
)
from beforehand.words import Words, words

#: People by the lists that they are on: A shares with B, B with C, A not with C.
COUNTS = {("A",): 40, ("B",): 30, ("C",): 20, ("A", "B"): 6, ("B", "C"): 4}

#: As in the demo's coalition: seven partners with long names, 121 people, 17 of them on two lists.
PARTNERS = tuple(
    f"Made-up Charity {name} (example)"
    for name in ("East", "North", "South", "West", "Valley", "Coast", "River")
)
COALITION_COUNTS = {
    tuple(PARTNERS[at] for at in on): people
    for on, people in {
        (1,): 26, (0,): 18, (2,): 17, (3,): 16, (4,): 12, (5,): 9, (6,): 6, (0, 1): 4, (0, 2): 2,
        (3, 4): 2, (1, 3): 1, (4, 5): 1, (1, 6): 1, (2, 6): 1, (2, 4): 1, (0, 5): 1, (0, 4): 1,
        (2, 3): 1, (1, 4): 1,
    }.items()
}  # fmt: skip


def figure(value: float, low: float | None = None, high: float | None = None) -> Figure:
    """People, with an interval where ``low`` is given; without ``high`` it is open above."""
    ends = Interval(low=low, high=high, method="bca", meaning=Meaning.MODEL)
    return Figure(
        value=value,
        unit=Unit.PEOPLE,
        definition=words("People, seen and unseen"),
        source="A table made in a test",
        data_hash="f" * 64,
        recipe=Recipe(function="understand.hidden"),
        interval=ends if low is not None else None,
    )


def variant(label: str, total: float | None, *lists: str, seen: int = 90) -> HiddenVariant:
    """An answer with something changed; none where ``total`` is None."""
    return HiddenVariant(
        label=words(label),
        lists=lists,
        seen=figure(seen),
        total=None if total is None else figure(total),
        reason=words("no two lists share anybody") if total is None else None,
    )


def method(
    name: str, total: Figure | None, *terms: tuple[str, ...], reason: Words | None = None
) -> HiddenEstimate:
    """One method's answer."""
    return HiddenEstimate(
        method=name,
        label=words(name),
        total=total,
        model=terms,
        exists=total is not None,
        identifiable=True,
        verdict=HiddenVerdict.ESTIMATE if total else HiddenVerdict.NONE,
        aic=50.0,
        bic=60.0,
        reason=reason,
    )


def hidden(counts: Mapping[tuple[str, ...], int] = COUNTS, **changed: Any) -> HiddenPopulation:
    """Three lists and 100 people seen; 120 to 600 in all unless ``changed``."""
    names = sorted({name for on in counts for name in on})
    total = figure(280, 120, 600)
    told = HiddenPopulation(
        basis=None,
        title=words("People on no list"),
        source="A table made in a test",
        data_hash="f" * 64,
        made_up=False,
        lists=tuple(
            HiddenList(
                name=name,
                label=words(name),
                people=figure(sum(n for on, n in counts.items() if name in on)),
            )
            for name in names
        ),
        overlaps=tuple(HiddenOverlap(lists=on, people=figure(n)) for on, n in counts.items()),
        seen=figure(sum(counts.values())),
        chosen="stepwise",
        total=total,
        hidden=figure(180, 20, 500),
        verdict=HiddenVerdict.ESTIMATE,
        reason=None,
        estimates=(
            method("stepwise", total),
            method("aic", figure(400, 150, None), ("A", "B")),
            method("lcmcr", None, reason=words("the chains disagree")),
        ),
        models=(),
        left_out=(variant("without A", 200, "A"), variant("without B", None, "B")),
        merged=(variant("A and B as one", 240, "A", "B"),),
        strata=(),
        strata_sum=None,
        trajectory=(variant("A and B", 260, "A", "B"), variant("with C", 280, "A", "B", "C")),
        consistency=(
            HiddenConsistency(name="A", truth=figure(46), estimate=figure(52, 30, 90)),
            HiddenConsistency(
                name="B", truth=figure(40), estimate=None, reason=words("nobody is shared")
            ),
        ),
        sensitivity=tuple(
            HiddenSensitivity(times=ratio, total=figure(100 + 180 * ratio))
            for ratio in (0.5, 1.0, 2.0, 4.0)
        ),
        coverage=None,
        linking=None,
        warnings=(),
        may_say=(),
        may_not_say=(),
    )
    return replace(told, **changed)
