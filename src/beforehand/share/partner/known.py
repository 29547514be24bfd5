"""Usual words for fields and codes, in English, Albanian and the standards, each with its origin.

Source: the standards' own names (HTCDS 2.0, IOM, CC BY 4.0; CTDC; the UK's NRM), country names of
Unicode CLDR in Albanian (Unicode License v3), and lists of our own.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from beforehand.share.partner.countries import country_words, folded
from beforehand.vocabulary import FIELD
from beforehand.words import Words, words

#: Columns that name a person, and what part of the name they are.
WHO = "who:"
#: Columns that never leave, and what they look like.
STAYS = "stays:"
MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Known:
    """A usual word: what it stands for, as it is usually written, and whose word it is."""

    target: str
    word: str
    origin: str


ORIGINS = {
    "English": words("English"),
    "Albanian": words("Albanian"),
    "HTCDS": words("the standard HTCDS"),
    "CTDC": words("CTDC"),
    "NRM": words("the referral tables of the UK"),
    "CLDR": words("Albanian"),
    "ours": words("the case record"),
}

TARGET_WORDS = {
    "registered": words("Date or quarter registered"),
    "age": words("Age"),
    "people": words("Number of people"),
    "who:surname": words("Surname"),
    "who:given": words("First name"),
    "who:name": words("Full name"),
    "who:birth": words("Date of birth"),
    "stays:name": words("a name"),
    "stays:phone": words("a telephone number"),
    "stays:mail": words("a mail address"),
    "stays:address": words("an address"),
    "stays:place": words("a place on the map"),
    "stays:number": words("a number that stands for a person"),
    "stays:text": words("free text"),
}


def target_label(target: str) -> Words:
    """What a column is for, in words."""
    if target in FIELD:
        return FIELD[target].label
    return TARGET_WORDS.get(target, Words(target))


def joined(name: str) -> str:
    """A name without capitals, accents, spaces or signs, so that spellings meet."""
    return folded(name).replace(" ", "")


def parts(name: str) -> tuple[str, ...]:
    """The words of a column's name, also where capitals or underscores part them."""
    spread = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return tuple(folded(spread).split())


def _lines(name: str) -> list[dict[str, str]]:
    path = resources.files("beforehand") / "data" / "mappings" / f"{name}.csv"
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@cache
def field_words() -> dict[str, Known]:
    """Joined column names to what they are usually used for; the first of two wins."""
    found: dict[str, Known] = {}
    for row in _lines("field_words"):
        found.setdefault(joined(row["word"]), Known(row["field"], row["word"], row["origin"]))
    for spec in FIELD.values():
        for word in (spec.name, spec.english):
            found.setdefault(joined(word), Known(spec.name, word, "ours"))
    return found


def value_key(text: str) -> str:
    """Like ``joined``, but signs alone are kept: "-", "?" and "✓" are words too."""
    return joined(text) or re.sub(r"\s", "", text)


@cache
def value_words(field: str) -> dict[str, Known]:
    """Keys of usual words of one field, beside its codes and labels, to its codes."""
    found: dict[str, Known] = {}
    for row in _lines("value_words"):
        if row["field"] == field:
            found.setdefault(value_key(row["word"]), Known(row["code"], row["word"], row["origin"]))
    if field in FIELD and FIELD[field].iso_country:
        for row in _lines("country_words"):
            found.setdefault(joined(row["word"]), Known(row["code"], row["word"], row["origin"]))
    return found


@cache
def missing_words() -> dict[str, Known]:
    """Keys of words that mean "not recorded"."""
    return {
        value_key(row["word"]): Known("", row["word"], row["origin"])
        for row in _lines("value_words")
        if row["field"] == MISSING
    }


def is_missing(text: str, field: str = "") -> bool:
    """Whether the text means "not recorded". "NA" in a column of countries is Namibia."""
    if field in FIELD and FIELD[field].iso_country and folded(text) in country_words():
        return False
    return value_key(text) in missing_words()
