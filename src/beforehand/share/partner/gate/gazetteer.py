"""Words that are nobody's name: places, countries, languages, months, codes, organisations.

Places: GeoNames, CC BY 4.0 (Albania and the United Kingdom, 500 people and more). Countries,
languages, months and days in thirteen languages: Unicode CLDR. The rest was written by hand.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

from beforehand.share.partner.countries import area_words, country_words, folded
from beforehand.vocabulary import FIELDS

#: A place of fewer people than this is named as a finding: with it one can be singled out.
FEW_PEOPLE = 2_000
LONGEST = 5  # words of a name that is looked up
_ENDINGS = ("it", "in", "ut", "un", "es", "en", "se", "ne", "ve", "s", "i", "u", "a", "e", "n")

Phrase = tuple[str, ...]


def _lines(name: str) -> list[dict[str, str]]:
    path = resources.files("beforehand") / "data" / "gate" / f"{name}.tsv"
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def _written() -> dict[str, tuple[str, ...]]:
    """The words written by hand, by section, as they are written."""
    path = resources.files("beforehand") / "data" / "gate" / "words.txt"
    found: dict[str, list[str]] = {}
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            found.setdefault(section, []).extend(line.split())
    return {name: tuple(words) for name, words in found.items()}


def listed(section: str) -> tuple[str, ...]:
    """A section's words as they are written."""
    return _written()[section]


@cache
def sections() -> dict[str, frozenset[str]]:
    """The words written by hand, folded, by section."""
    return {
        name: frozenset(folded(word.replace("_", " ")) for word in words)
        for name, words in _written().items()
    }


@cache
def small_places() -> dict[str, int]:
    """Folded names of places of fewer than ``FEW_PEOPLE``, whose number is known, to that number.

    A name that a larger place has too is not in it.
    """
    largest: dict[str, int] = {}
    for row in _lines("places"):
        name, people = folded(row["name"]), int(row["population"] or 0)
        largest[name] = max(people or FEW_PEOPLE, largest.get(name, 0))
    return {name: people for name, people in largest.items() if people < FEW_PEOPLE}


@cache
def known() -> dict[str, tuple[Phrase, ...]]:
    """Phrases that are nobody's name by their first word, the longest first."""
    found: dict[str, set[Phrase]] = {}
    for name in _names():
        parts = tuple(folded(name).split())
        if 0 < len(parts) <= LONGEST and not (len(parts) == 1 and is_given(parts[0])):
            found.setdefault(parts[0], set()).add(parts)
    return {first: tuple(sorted(some, key=len, reverse=True)) for first, some in found.items()}


def _names() -> Iterator[str]:
    for row in _lines("places"):
        yield from _forms(row["name"]) if row["country"] == "AL" else (row["name"],)
    yield from (row["name"] for row in _lines("countries"))
    yield from (row["word"] for row in _lines("calendar"))
    yield from country_words()
    yield from area_words()
    for part in ("organisation", "acronym", "place", "nationality", "month"):
        yield from sections()[part]
    yield from _of_the_standard()


def _of_the_standard() -> Iterator[str]:
    """Words of code labels and codes; field names."""
    for field in FIELDS:
        yield from field.english.split()
        for code in field.codes or ():
            yield from re.findall(r"[^\W\d_]{3,}", code.english)
            yield code.value


def _forms(name: str) -> Iterator[str]:
    """An Albanian place as it is written in a sentence: Kukës, Kukësi, Kukësit, Kukësin."""
    plain = folded(name)
    yield plain
    stem = plain[:-1] if plain[-1] in "aeiou" else plain
    if plain.endswith("er"):
        stem = plain[:-2] + "r"
    endings: Iterable[str] = ("a", "e", "es", "en", "i", "it", "in", "u", "ut", "un")
    yield from (stem + ending for ending in endings)
    yield from (plain + ending for ending in ("ja", "jes", "jen", "ne", "i", "it", "in"))


@cache
def is_given(word: str) -> bool:
    """Whether the folded word is a common given name, as it is or with an Albanian ending."""
    names = sections()["given"]
    if word in names:
        return True
    return any(
        len(word) - len(ending) >= 3
        and word.endswith(ending)
        and (word[: -len(ending)] in names or word[: -len(ending)] + "a" in names)
        for ending in _ENDINGS
    )


@cache
def calendar_words() -> frozenset[str]:
    """Names of months and their short forms of three letters and more, written small."""
    rows = (row["word"].strip(".") for row in _lines("calendar") if row["kind"] == "month")
    return frozenset(
        word.casefold() for word in rows if len(word) >= 3 and not any(map(str.isdecimal, word))
    )
