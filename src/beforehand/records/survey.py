"""A survey of beliefs and knowledge: what is asked, and counts of answers, never of one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Wave(StrEnum):
    """When it was asked."""

    BEFORE = "before"
    AFTER = "after"


#: The wording that a new plan pins. One that was sealed before keeps its own.
WORDING: Final = "signs-1"
UNSAID: Final = "unsaid"
#: Broad on purpose: what tells few people apart. The survey is for people of 18 and over.
AGES: Final = ("18-24", "25-34", "35+", UNSAID)
GENDERS: Final = ("Masculine", "Feminine", "Other", UNSAID)
#: Ends of addresses on our own page: neutral, since a browser's history shows them.
SURVEY_PATHS: Final = {Wave.BEFORE: "ask/1/", Wave.AFTER: "ask/2/"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyForm:
    """One wave of the survey as our own page takes it: the only values that are counted."""

    wording: str  # version of the items
    wave: Wave
    opens_on: date
    closes_on: date  # the last day, included
    places: tuple[str, ...]  # codes, warned and held-out ones alike, in no order that tells which
    items: tuple[str, ...]
    answers: tuple[str, ...]

    def open_on(self, day: date) -> bool:
        """Whether answers are taken on that day."""
        return self.opens_on <= day <= self.closes_on


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCount:
    """How often one answer was given to one item: no day, no person, no other answer beside it."""

    campaign: str
    wording: str
    wave: Wave
    place: str
    age: str
    gender: str
    item: str
    answer: str
    count: int


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
    left_out: int = 0  # people whose age band and gender were too rare to compare
