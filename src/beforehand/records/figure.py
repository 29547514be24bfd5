"""A number that can be backed up: what was counted, of how many, how sure, and from which data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from beforehand.words import Words

RecipeParameter = str | int | float | bool | None


class Meaning(StrEnum):
    """What an interval speaks about."""

    SAMPLING = "sampling"  # other people drawn from the same population
    PROCESS = "process"  # another period of the same process, where the count itself is complete
    MODEL = "model"  # what a model or a design leaves open


class Unit(StrEnum):
    """What a figure's value counts in."""

    SHARE = "share"  # 0 to 1
    PEOPLE = "people"
    CASES = "cases"
    COUNT = "count"  # contacts, visits, answers
    RATIO = "ratio"  # 1 = no change
    RATE = "rate"  # people per 100,000 residents
    DIFFERENCE = "difference"  # of two shares, -1 to 1
    EUR = "eur"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An interval; an end is None where nothing bounds it."""

    low: float | None
    high: float | None
    method: str  # "wilson", "jeffreys", "randomisation", ...
    meaning: Meaning
    level: float = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to count a figure again: call ``function`` with ``parameters`` on ``submissions``."""

    function: str  # "understand.profile"
    parameters: dict[str, RecipeParameter] = field(default_factory=dict)
    definition_version: str = "1"
    submissions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number with everything needed to doubt it.

    ``value`` is numerator / denominator for shares. ``interval`` is None only for a number that
    has none to give (a count that was simply made); ``complete_count`` says whether the numbers
    are a census of the source rather than a sample. ``unknown`` counts the people left out of
    the denominator because the field is not recorded for them.
    """

    value: float
    unit: Unit
    definition: Words
    source: str  # "Home Office, National Referral Mechanism statistics"
    data_hash: str
    recipe: Recipe
    numerator: int | None = None
    denominator: int | None = None
    interval: Interval | None = None
    complete_count: bool = False
    unknown: int = 0
    made_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The part of a group that has ``code``; ``label`` is the code in words."""

    code: str
    label: Words
    figure: Figure
