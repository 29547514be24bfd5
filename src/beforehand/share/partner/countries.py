"""Countries, areas and nationality words: from what people write to codes of the standards."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources

#: A further citizenship that nobody recorded; user-assigned in ISO 3166-1.
UNKNOWN_COUNTRY = "ZZ"


def _table(name: str) -> list[dict[str, str]]:
    path = resources.files("beforehand") / "data" / "cases" / f"{name}.csv"
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def folded(text: str) -> str:
    """Letters and digits alone, without accents or capitals, parted by single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter)
    )
    return " ".join(kept.split())


@cache
def country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2, and XK."""
    return frozenset(row["code"] for row in _table("countries"))


@cache
def country_words() -> dict[str, str]:
    """Folded alpha-2 and alpha-3 codes, country names and nationality words to alpha-2."""
    found = {folded(row["nationality"]): row["code"] for row in _table("nationalities")}
    for row in _table("countries"):
        found |= {folded(row[key]): row["code"] for key in ("name", "alpha3", "code") if row[key]}
    return found


@cache
def area_words() -> dict[str, str]:
    """Folded codes and names of the counties and police areas and regions we know, to codes.

    A name that two areas share ("West Midlands": a police area and a region) is not in it.
    """
    rows = _table("areas")
    names = [folded(row["name"]) for row in rows]
    found = {
        name: row["code"] for name, row in zip(names, rows, strict=True) if names.count(name) == 1
    }
    return found | {folded(row["code"]): row["code"] for row in rows}


@cache
def _nationalities() -> dict[tuple[str, ...], str]:
    return {
        tuple(folded(row["nationality"]).split()): row["code"] for row in _table("nationalities")
    }


def citizenships(text: str) -> list[str] | None:
    """Country codes of nationality words joined by spaces, sorted; None if a word is unknown.

    The longest name that fits is read first ("South Sudanese Sudanese" is SS and SD), going back
    where the rest would not fit. "Unknown" beside a known one is ZZ; alone it is nothing known,
    and the list is empty.
    """
    tokens = tuple(folded(text).split())
    if tokens == ("unknown",):
        return []
    found = _split(tokens)
    return None if found is None or not tokens else sorted(set(found))


def _split(tokens: tuple[str, ...]) -> list[str] | None:
    if not tokens:
        return []
    for length in range(len(tokens), 0, -1):
        head = tokens[:length]
        code = UNKNOWN_COUNTRY if head == ("unknown",) else _nationalities().get(head)
        rest = _split(tokens[length:]) if code else None
        if code and rest is not None:
            return [code, *rest]
    return None


def country_choices() -> Iterator[tuple[str, str]]:
    """Code and English name of each country."""
    yield from ((row["code"], row["name"]) for row in _table("countries"))


def area_choices() -> Iterator[tuple[str, str]]:
    """Code and name of each area that we know, its kind beside a name that two share."""
    rows = _table("areas")
    names = [row["name"] for row in rows]
    for row in rows:
        twice = names.count(row["name"]) > 1
        yield row["code"], f"{row['name']} ({row['kind']})" if twice else row["name"]
