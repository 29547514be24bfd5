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

    id: str  # the two row ids, joined by a hyphen
    left: Side
    right: Side
    probability: float  # 1 or 0 where somebody decided
    given_name: str  # a level of ``store.linking.states.NAMES``; "" where no key was compared
    family_name: str
    birth_date: str  # a level of ``DATES``
    made_up: bool
    verdict: Verdict | None = None
    decided_by: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a reviewer looks at: the doubtful pairs, the most doubtful first, and those decided."""

    waiting: tuple[DoubtfulPair, ...]
    decided: tuple[DoubtfulPair, ...]  # the latest first; unsure ones wait as well
    left_out: int  # doubtful pairs that are not listed: the list is cut
