"""Named, versioned definitions of kinds of exploitation; the same data under several."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from beforehand.records.figure import Figure, Share
from beforehand.records.picture import Basis
from beforehand.words import Words


class Denominator(StrEnum):
    """Of whom a share is."""

    EVERYONE = "everyone"  # those for whom nothing is recorded stay below the line
    RECORDED = "recorded"  # those for whom the field is recorded, "none" included
    ANY = "any of the group"  # those with any flag of the group; "none" cannot be told from null


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One kind of exploitation as a definition has it: which recorded codes count for it."""

    code: str  # "labour"
    label: Words
    counts: tuple[str, ...]  # codes of ``exploitation``


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A way to say who counts as exploited how. A change of it is a new version."""

    key: str  # "nrm"
    version: str
    name: Words
    says: Words
    source: str
    denominator: Denominator
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedAnswer:
    """One definition's answer: every kind's share, and who the people of one kind are."""

    definition: Definition
    shares: tuple[Share, ...]  # of each concept that anybody has, largest first
    people: Figure  # of the concept asked about
    inside: tuple[Share, ...]  # of the field asked about, among those people


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """The same people under several definitions, side by side. Never added, never averaged."""

    basis: Basis
    concept: str
    field: str
    answers: tuple[DefinedAnswer, ...]
    says: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeBounds:
    """Of the people whose age is known on one basis, how many are of ages ``low`` to ``high``.

    Ages come in bands. People whose band lies across a limit may be inside or not, so there is no
    share to tell but the least and the most that it can be; where no band straddles, both are one.
    """

    basis: str  # at_registration, at_exploitation, when_trafficked, or "" (not said)
    label: Words
    at_least: Figure
    at_most: Figure
    straddling: tuple[tuple[str, int], ...]  # bands across a limit, and people in them
    says: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """The bounds on every basis that anybody's age is recorded on: three things, never pooled."""

    basis: Basis
    low: int
    high: int
    bounds: tuple[AgeBounds, ...]  # most people first
    unknown: int  # people without any age, or whose rows disagree
