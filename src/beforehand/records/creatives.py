"""Which version of a message works: what each was shown to, and how two compare."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from beforehand.records.figure import Figure
from beforehand.records.reach import Event
from beforehand.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionShare:
    """One version: what share of its visits did what the page is for."""

    version: str
    share: Figure
    headlines: dict[str, str] = field(default_factory=dict)  # by language


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPair:
    """Two versions compared; ``better`` is empty where we cannot tell.

    Where looks were planned, ``first`` is the one of which a larger share worked.
    """

    first: str
    second: str
    p: float
    p_adjusted: float  # for all pairs (Holm)
    better: str
    sentence: Words
    ratio: Figure | None = None  # of the shares, first to second, where looks were planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Creatives:
    """All versions and all pairs. ``looks`` were taken; the error rate holds over all of them."""

    drawn: str  # "page" or "place"
    looks: int
    level: float
    versions: tuple[VersionShare, ...]
    pairs: tuple[VersionPair, ...]
    made_up: bool
    warnings: tuple[Words, ...] = ()
    worked: Event | None = None  # the tap that counted, where our own page drew by the plan
    planned: tuple[date, ...] = ()  # the last day of each look that the plan has
