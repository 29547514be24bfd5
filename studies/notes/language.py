"""What a language gives to the study."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Sentences and names that are used together."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    sentences: tuple[str, ...]
    traps: tuple[str, ...]
    labels: tuple[str, ...]  # "{NHS}" with words before it, or alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language's two lots, and what both use."""

    name: str
    first: Lot
    held: Lot
    phones: tuple[str, ...]  # # is any digit; ranges that nobody is assigned
    streets: tuple[str, ...]
    months: tuple[str, ...]
    births: tuple[str, ...]  # how a day is written: {d} {m} {month} {y}
    places: tuple[str, ...]
    organisations: tuple[str, ...]
    jobs: tuple[str, ...]
    nationalities: tuple[str, ...]
    nouns: tuple[str, ...]  # written large by habit, as in forms: "the Client"
    money: tuple[str, ...]
    counts: tuple[str, ...]
    inflected: tuple[str, ...] = ("",)  # endings of a given name in a sentence


def lines(text: str) -> tuple[str, ...]:
    """One entry a line."""
    return tuple(line.strip() for line in text.strip().splitlines())


def words(text: str) -> tuple[str, ...]:
    """One entry a word; "_" is a space."""
    return tuple(word.replace("_", " ") for word in text.split())
