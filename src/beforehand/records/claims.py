"""A claim: a sentence, the figure that backs it, where it was used, whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from beforehand.records.cases import SourceClass
from beforehand.records.figure import Figure
from beforehand.words import Words


class Standing(StrEnum):
    """Whether a claim still holds, counted now."""

    HOLDS = "holds"
    NEW_DATA = "holds on new data"  # the data changed, the sentence still agrees
    MOVED = "moved"  # the number is another one now, after rounding
    REDEFINED = "redefined"  # what is counted means something else now
    TAKEN_BACK = "taken back"  # data under it were recalled, or may no longer be used
    GONE = "cannot be counted"  # nobody is in it any more, or nothing here makes it
    RETIRED = "retired"  # said no longer, on purpose


#: A claim in one of these must not be said any more.
BROKEN = frozenset({Standing.MOVED, Standing.REDEFINED, Standing.TAKEN_BACK, Standing.GONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence pinned to a figure, as it was on the day. Never changed, only retired.

    It is kept so that it can be read only while every submission under it stands: see
    ``store.resting``.
    """

    sentence: str
    figure: Figure
    source_class: SourceClass
    period: tuple[str, str]  # of the answer that held the figure; empty strings if undated
    pinned_on: date
    pinned_by: str  # a role, "analyst"; never a person


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimUse:
    """A place where the sentence was published. It stays when the data under it are recalled."""

    claim_id: str
    sentence: str
    place: str  # "newsletter, March 2026"
    used_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRetired:
    """The day from which a claim is said no longer, and why."""

    claim_id: str
    reason: str
    retired_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One claim of the ledger. ``claim`` is None once data under it were recalled."""

    id: str
    claim: Claim | None
    uses: tuple[ClaimUse, ...]
    retired: ClaimRetired | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCheck:
    """A line of the ledger, counted again.

    ``now`` is None where nothing can or may be counted: after a recall the difference between
    then and now would be what was recalled.
    """

    line: LedgerLine
    standing: Standing
    says: Words
    now: Figure | None = None

    @property
    def broken(self) -> bool:
        """Whether the sentence must not be said any more."""
        return self.standing in BROKEN
