"""A birth date and what is left of it under its usual errors."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from beforehand.share.partner.coding import day

#: Parts of a date that a key may hold. Each survives an error in what it leaves out: ``dm`` a
#: wrong year (one digit, or counted from another year's end), ``my`` a wrong day (or "the first
#: of the month"), ``dy`` a wrong month, ``swap`` day and month exchanged, ``y`` "1 January".
PARTS = ("date", "swap", "dm", "my", "dy", "y")
#: Years that somebody alive may be born in.
YEARS = (1900, 2100)


def birth_of(text: str, formats: tuple[str, ...]) -> date | None:
    """The date in a cell, or None where it is none or in no year that is believed."""
    found = day(text, formats) if text.strip() else None
    return found if found and YEARS[0] <= found.year <= YEARS[1] else None


@lru_cache(maxsize=50_000)
def birth_parts(text: str, formats: tuple[str, ...]) -> tuple[str, ...]:
    """Each part of the date in a cell, in the order of ``PARTS``; empty where there is none."""
    born = birth_of(text, formats)
    if born is None:
        return ("",) * len(PARTS)
    year, month, at = f"{born.year}", f"{born.month:02}", f"{born.day:02}"
    first, second = sorted((month, at))
    return (
        f"{year}{month}{at}",
        f"{year}{first}{second}",
        f"{month}{at}",
        f"{year}{month}",
        f"{year}-{at}",
        year,
    )
