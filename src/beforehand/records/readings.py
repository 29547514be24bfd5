"""A trend read closely: revisions, shifts of level, season, and what has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from beforehand.records.figure import Figure
from beforehand.records.picture import Basis
from beforehand.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """One period as an earlier edition told it."""

    edition: str
    given_on: date
    people: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodReading:
    """One period: the number now, the numbers before, and whether it is still to be revised."""

    period: str
    people: Figure
    earlier: tuple[Earlier, ...]  # oldest first; editions that told another number, or the same
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelShift:
    """A change of level from ``period`` on, within the stretch that it splits."""

    period: str
    before: Figure  # people a period, on average
    after: Figure
    p_value: float  # of a split as good where nothing changed
    provisional: bool  # it rests on a period still to be revised


class SeasonAnswer(StrEnum):
    """Whether quarters differ by season."""

    YES = "yes"
    NO = "no more than chance"
    CANNOT_TELL = "cannot tell"  # yearly counts, gaps, or fewer than three years


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonReading:
    """The four quarters against a year's middle; empty where it cannot be told."""

    answer: SeasonAnswer
    quarters: tuple[tuple[str, Figure], ...]
    p_value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendReading:
    """One route over time. ``steady``: it went one way throughout, so steps are a trend's."""

    basis: Basis
    periods: tuple[PeriodReading, ...]
    undated: int
    shifts: tuple[LevelShift, ...]
    steady: bool
    season: SeasonReading
    false_alarm: float  # of series without a change, the share in which a shift is found
    says: tuple[Words, ...]
