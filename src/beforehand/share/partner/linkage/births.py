"""A birth date and what is left of it under its usual errors."""

from __future__ import annotations

from datetime import date

from beforehand.share.partner.coding import day

#: Parts of a date that a key may hold. Each survives an error in what it leaves out: ``dm`` a
#: wrong year (one digit, or counted from another year's end), ``my`` a wrong day (or "the first
#: of the month"), ``dy`` a wrong month, ``swap`` day and month exchanged, ``y`` "1 January".
PARTS = ("date", "swap", "dm", "my", "dy", "y")


def birth_of(
    text: str, formats: tuple[str, ...], years: tuple[int, int] = (1900, 2100)
) -> date | None:
    """The date in a cell, or None where it is none or no year that somebody alive was born in."""
    found = day(text, formats) if text.strip() else None
    return found if found and years[0] <= found.year <= years[1] else None


def birth_parts(born: date | None) -> dict[str, str]:
    """Each part of the date as text; empty strings where no date is recorded."""
    if born is None:
        return dict.fromkeys(PARTS, "")
    first, second = sorted((born.day, born.month))
    return {
        "date": f"{born:%Y%m%d}",
        "swap": f"{born.year}{first:02}{second:02}",
        "dm": f"{born:%m%d}",
        "my": f"{born:%Y%m}",
        "dy": f"{born:%Y}-{born.day:02}",
        "y": f"{born.year}",
    }
