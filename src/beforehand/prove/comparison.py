"""Finished campaigns side by side: what was done, what it changed, what it cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from beforehand.records.figure import Figure
from beforehand.records.impact import Verdict
from beforehand.records.release import Release, SafeImpact
from beforehand.words import Words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One finished campaign as a line of the table; a figure is None where it is withheld."""

    plan_id: str
    title: str
    outcome: str
    weeks: float
    places: int
    effect: Figure | None
    verdict: Verdict | None
    exploratory: bool
    reached: Figure | None
    spent: Figure | None
    per_further: Figure | None
    made_up: bool


def compare(releases: Iterable[Release[SafeImpact]]) -> tuple[Compared, ...]:
    """Released reports by the surest gain first: the lower end of the interval, not the estimate.

    A campaign that stood out by luck has a wide interval, and so is not put before one that is
    known to work.
    """
    return tuple(sorted((_line(one.payload) for one in releases), key=_surest, reverse=True))


def comparison_words() -> Words:
    """How to read the table."""
    return words(
        "Ordered by the lower end of the interval. Where two intervals overlap, which campaign "
        "works better cannot be told; the one that worked best so far is also the one that was "
        "luckiest, so expect less of it next time."
    )


def _line(safe: SafeImpact) -> Compared:
    effect = safe.effects[0] if safe.effects else None
    reached = next((step.treated.figure for step in safe.funnel if step.name == "reached"), None)
    return Compared(
        plan_id=safe.plan_id,
        title=safe.title,
        outcome=effect.outcome if effect else "",
        weeks=((safe.window[1] - safe.window[0]).days + 1) / 7,
        places=len(safe.places_treated),
        effect=effect.estimate.figure if effect else None,
        verdict=effect.verdict if effect else None,
        exploratory=bool(effect and effect.exploratory),
        reached=reached,
        spent=safe.spent_eur.figure if safe.funnel else None,
        per_further=next((one.figure for one in safe.costs if one.name == "effect"), None),
        made_up=safe.made_up,
    )


def _surest(line: Compared) -> float:
    if line.effect is None or line.effect.interval is None:
        return 0.0
    return line.effect.interval.low or 0.0
