"""A survey of beliefs and knowledge: what is asked, and counts of answers, never of one person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Wave(StrEnum):
    """When it was asked."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One statement, by language, and which answer shows that somebody knows."""

    id: str
    text: dict[str, str]
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """The items of one version. A changed wording is a new version: answers are not mixed."""

    version: str
    items: tuple[Item, ...]
    answers: dict[str, dict[str, str]]  # code: words by language
    draft: bool  # until a native speaker has signed it off


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyTally:
    """Answers to one item in one place, wave, age band and gender. No row is a person."""

    place: str
    wave: Wave
    age: str
    gender: str
    item: str
    answers: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyTallies:
    """All tallies of one version of the survey."""

    version: str
    tallies: tuple[SurveyTally, ...]
    source: str
    data_hash: str
    made_up: bool = False
