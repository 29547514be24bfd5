"""How many people no list saw: the estimates side by side, what they rest on, what may be said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from beforehand.records.figure import Figure, Interval
from beforehand.records.picture import Basis
from beforehand.words import Words


class HiddenVerdict(StrEnum):
    """What may be said with an estimate of people on no list."""

    ESTIMATE = "estimate"
    RANGE = "range only"
    NONE = "no estimate warranted"


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenList:
    """One of the overlapping lists: a partner, a kind of partner, or a column of a table."""

    name: str
    label: Words
    people: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenOverlap:
    """People on exactly these lists and no other; combinations without anybody are left out.

    ``people`` is None where the table withholds a small count: then it is at least ``at_least``
    and at most ``at_most``.
    """

    lists: tuple[str, ...]
    people: Figure | None
    at_least: int = 0
    at_most: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenEstimate:
    """One method's answer; ``total`` (people seen and unseen) is None where it has none.

    Monte-Carlo errors are standard errors of the interval's ends that more resamples would
    remove. ``weight`` is the model's share where models are weighed against each other.
    """

    method: str
    label: Words
    total: Figure | None
    model: tuple[tuple[str, ...], ...]  # terms of two lists or more, each sorted
    exists: bool
    identifiable: bool
    verdict: HiddenVerdict
    aic: float | None = None
    bic: float | None = None
    weight: float | None = None
    replicates: int = 0
    error_low: float | None = None
    error_high: float | None = None
    reason: Words | None = None
    warnings: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenVariant:
    """The answer with something changed: lists left out, merged, fewer of them, or one stratum."""

    label: Words
    lists: tuple[str, ...]  # that were left out, merged, or held: what ``label`` says
    seen: Figure
    total: Figure | None
    reason: Words | None = None  # why there is no total


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenConsistency:
    """A list that is known, estimated from the others as if it were not."""

    name: str
    truth: Figure
    estimate: Figure | None
    reason: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenSensitivity:
    """The total if dependence that no table can show made the unseen so many times as many."""

    times: float  # 1: none beyond the model
    total: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenCoverage:
    """How often intervals made like this one held the truth, on tables simulated from this one."""

    nominal: float  # such as 0.95
    covered: Figure
    recalibrated: float | None  # the level to ask for, to reach the nominal one
    total: Figure | None  # with the interval at that level


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenLinking:
    """How far the total moves when uncertain links between rows are drawn anew."""

    drawn: int
    uncertain: int  # pairs of rows whose link is not certain
    total: Figure | None  # median over drawings, with the interval that they span
    without: int  # drawings that have no estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenPopulation:
    """How many people no list saw, by every method, with what would change the answer.

    ``chosen`` is the method that the headline speaks of; ``hidden`` and ``total`` are None where
    none is warranted, and ``reason`` says why. ``reach`` is what a verdict of "range only" says:
    it spans the interval of ``total`` and the models within reach; None where there is no range.
    """

    basis: Basis | None  # of the pool; None where a table was given
    title: Words
    source: str
    data_hash: str
    made_up: bool
    lists: tuple[HiddenList, ...]
    overlaps: tuple[HiddenOverlap, ...]
    seen: Figure
    chosen: str
    total: Figure | None
    hidden: Figure | None  # people on no list
    verdict: HiddenVerdict
    reason: Words | None
    estimates: tuple[HiddenEstimate, ...]  # one a method
    models: tuple[HiddenEstimate, ...]  # single models within reach of the best, best first
    left_out: tuple[HiddenVariant, ...]  # one list left out each
    merged: tuple[HiddenVariant, ...]  # two lists merged each
    strata: tuple[HiddenVariant, ...]
    strata_sum: Figure | None
    trajectory: tuple[HiddenVariant, ...]  # with more and more lists
    consistency: tuple[HiddenConsistency, ...]
    sensitivity: tuple[HiddenSensitivity, ...]
    coverage: HiddenCoverage | None
    linking: HiddenLinking | None
    warnings: tuple[Words, ...]
    may_say: tuple[Words, ...]
    may_not_say: tuple[Words, ...]
    reach: Interval | None = None
