"""What people decide about two rows that may be one person, and what they see when they do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What somebody decided about a pair of rows."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    UNDONE = "undone"  # the decision before is taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDecision:
    """Who decided what about which pair, and when. Rows are named by the hub's random ids."""

    left: str  # the smaller id
    right: str
    verdict: Verdict
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One row of a doubtful pair: its coded fields alone, as field and value."""

    row_id: str
    partner: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulPair:
    """Two rows that may be one person, and how far their keys agree, never what the keys are."""

    left: Side
    right: Side
    probability: float
    given_name: str  # a level of ``store.linking.states.NAMES``
    family_name: str
    birth_date: str  # a level of ``DATES``
    verdict: Verdict | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
