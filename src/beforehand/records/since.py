"""What has changed in a route since a brief that was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from beforehand.records.figure import Figure
from beforehand.records.picture import Basis, Brief
from beforehand.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBrief:
    """A brief as it was on a day. Kept so that a recall of anything under it takes it away."""

    brief: Brief
    kept_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefMade:
    """That a brief was taken along as a file, on which submissions; nothing of what it says."""

    route: str  # "AL:GB"
    submissions: tuple[str, ...]
    made_on: date
    made_by: str  # a role, "analyst"; never a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One share, then and now, and the difference with its interval."""

    field: str
    code: str
    label: Words
    then: Figure
    now: Figure
    difference: Figure
    beyond_chance: bool  # at the stated false discovery rate, over all shares together


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """Two briefs of one route in one source: shares by the size of their change."""

    basis: Basis  # of now
    kept_on: date
    then_people: Figure
    now_people: Figure
    same_data: bool
    growing: bool  # now holds all of then: what came since is held against what was there
    changes: tuple[Change, ...]
    false_discovery: float
    says: tuple[Words, ...]
