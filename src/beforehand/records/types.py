"""Types of cases: latent classes of who × how × where, described in words."""

from __future__ import annotations

from dataclasses import dataclass

from beforehand.records.figure import Figure
from beforehand.records.picture import Basis
from beforehand.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """One answer that a type has much more often than everybody together."""

    field: str
    code: str
    label: Words
    within: float  # share of the type's people, of those for whom it is recorded
    everyone: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseType:
    """One stable type. ``share`` is of the people weighed, its interval from resampling."""

    share: Figure
    people: int  # about: the share of the people weighed, rounded
    traits: tuple[Trait, ...]  # what tells it most, first
    usual: tuple[Trait, ...]  # every answer that at least three in ten of it have
    jaccard: float  # mean overlap with the class found again in resampled people


@dataclass(frozen=True, slots=True, kw_only=True)
class Typology:
    """The types of one route, or why there are none to show."""

    basis: Basis
    people: Figure  # weighed
    types: tuple[CaseType, ...]  # largest first; empty if none is stable
    why: Words  # in words: how many were found, or why none is shown
    fields: tuple[Words, ...]  # whose answers were weighed
    tried: tuple[tuple[int, float], ...]  # number of classes and its BIC
    adjusted_rand: float | None  # of the number that was tried for stability last
    seed: int
