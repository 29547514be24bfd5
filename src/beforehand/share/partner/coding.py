"""One cell's text to the code of the standard, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from beforehand.share.partner.countries import (
    UNKNOWN_COUNTRY,
    area_words,
    citizenships,
    country_codes,
    country_words,
    folded,
)
from beforehand.share.partner.faults import nearest
from beforehand.vocabulary import FIELD, Field, FieldType
from beforehand.words import Words, words

Coded = str | int | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell does not fit, and the nearest code that would."""

    problem: Words
    nearest: str = ""


#: Words beside the codes and their labels, as seen in files of the field (HTCDS, CTDC, NRM).
_ALSO: Mapping[str, Mapping[str, str]] = {
    "gender": {
        "Woman": "Feminine",
        "Man": "Masculine",
        "Unknown": "NonSpecifiedUnknown",
    },
    "relationship_to_trafficker": {"Unacquainted": "Unaquainted"},
    "industry": {"Construction": "F", "Agriculture": "A", "Hospitality": "I"},
}
YES = frozenset({"true", "yes", "y", "1"})
NO = frozenset({"false", "no", "n", "0"})
_AREA = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")
_AGE = re.compile(
    r"([0-9]{1,3})(?:\s*(?:[-–—/]|to|deri)\s*([0-9]{1,3})|\s*(\+|(?:or|and) over|or more|e lart))?",
    re.IGNORECASE,
)
_UNDER = re.compile(r"(?:<|under|less than|below|nën)\s*([0-9]{1,3})", re.IGNORECASE)
_UP_TO = re.compile(
    r"(?:(?:≤|up to|deri në|deri)\s*([0-9]{1,3})|([0-9]{1,3})\s*(?:or under|and under))",
    re.IGNORECASE,
)
_OVER = re.compile(r"(?:>|over|more than|above|mbi)\s*([0-9]{1,3})", re.IGNORECASE)
_FROM = re.compile(r"(?:≥|at least|from)\s*([0-9]{1,3})", re.IGNORECASE)
_QUARTER = re.compile(r"([0-9]{4})(?:[\s-]*Q([1-4]))?", re.IGNORECASE)


def simplified(text: str) -> str:
    """Without capitals, spaces, underscores or kinds of dash, so that spellings meet."""
    dashes = text.replace("–", "-").replace("—", "-")
    return re.sub(r"[\s_]", "", dashes).casefold()


@cache
def choices(field: str) -> dict[str, str]:
    """Simplified codes, labels and other usual words of a coded field, to its codes."""
    codes = FIELD[field].codes
    if codes is None:
        return {}
    found = {simplified(word): code for word, code in _ALSO.get(field, {}).items()}
    found |= {simplified(code.english): code.value for code in codes}
    return found | {simplified(code.value): code.value for code in codes}


def code(field: str, text: str, separator: str = ";") -> Coded | Problem:
    """The code or codes that the text stands for; None for no text.

    ``none`` in a field that holds several codes is an empty tuple: recorded that there was none.
    Several codes are sorted and each is held once.
    """
    spec = FIELD[field]
    said = text.strip()
    if not said:
        return None
    if spec.kind is FieldType.CODES:
        return _several(spec, said, separator)
    if spec.kind is FieldType.WHOLE:
        return _whole(spec, said)
    if spec.kind is FieldType.YES_NO:
        return _yes_no(said)
    if spec.kind is FieldType.TEXT:
        return area(said)
    return country(said) if spec.iso_country else _one(spec, said)


def _several(spec: Field, said: str, separator: str) -> Coded | Problem:
    if simplified(said) == "none":
        return ()
    found: set[str] = set()
    for part in said.split(separator):
        if part.strip():
            coded = _part(spec, part.strip())
            if isinstance(coded, Problem):
                return coded
            found.update((coded,) if isinstance(coded, str) else coded)
    return tuple(sorted(found)) or None


def _part(spec: Field, said: str) -> str | tuple[str, ...] | Problem:
    """One of several: citizenships may stand side by side, countries stand alone."""
    if not spec.iso_country:
        return _one(spec, said)
    return _citizenship(said) if spec.name == "citizenship" else country(said)


def _one(spec: Field, said: str) -> str | Problem:
    known = choices(spec.name)
    found = known.get(simplified(said))
    if not found and spec.name == "industry":  # HTCDS writes F_Construction: read the letter
        letter = re.match(r"([A-Ua-u])[_ .-]", said)
        found = letter.group(1).upper() if letter else None
    if found:
        return found
    return Problem(
        words("is not a code of {field}", field=spec.label), _nearest_code(spec.name, said)
    )


def _nearest_code(field: str, said: str) -> str:
    known = choices(field)
    like = nearest(simplified(said), known)
    return known[like] if like else ""


def country(said: str) -> str | Problem:
    """The alpha-2 code of a country's code, name or nationality word; "NA" is Namibia."""
    found = country_words().get(folded(said))
    if found:
        return found
    like = nearest(folded(said), country_words())
    return Problem(words("is not a country"), country_words()[like] if like else "")


def _citizenship(said: str) -> tuple[str, ...] | Problem:
    if said.strip().upper() == UNKNOWN_COUNTRY:
        return (UNKNOWN_COUNTRY,)
    found = country(said)
    if isinstance(found, str):
        return (found,)
    return tuple(citizenships(said) or ()) or found


def area(said: str) -> str | Problem:
    """The code of a county, police area or region by code or name, or an ISO 3166-2 code."""
    known = area_words().get(folded(said))
    if known:
        return known
    like = _AREA.fullmatch(said.upper())
    if like and like.group(1) in country_codes() - {"AL"}:
        return said.upper()
    near = nearest(folded(said), area_words())
    return Problem(words("is not the code of an area"), area_words()[near] if near else "")


def _whole(spec: Field, said: str) -> int | Problem:
    low, high = spec.low or 0, spec.high or 0
    if re.fullmatch(r"[0-9]{1,6}", said) and low <= int(said) <= high:
        return int(said)
    return Problem(words("is not a whole number from {low} to {high}", low=low, high=high))


def _yes_no(said: str) -> bool | Problem:
    if said.casefold() in YES | NO:
        return said.casefold() in YES
    return Problem(words("is neither yes nor no"))


Ends = tuple[int | None, int | None]


def age(said: str, bands: Mapping[int, Ends] | None = None) -> Ends | Problem:
    """An age or a band, such as 23, 18-20 or 48+, as whole years from and to.

    Where a source's ``bands`` are given by their lower bounds, a cell is one of them whatever
    sign stands between its ends (``30-38``, ``30--38``), and nothing else.
    """
    text = said.strip()
    if bands and text:
        return _band(text, bands)
    if not text:
        return (None, None)
    found = _AGE.fullmatch(text)
    ends = _open_age(text)
    if found:
        low = int(found.group(1))
        ends = low, int(found.group(2)) if found.group(2) else (None if found.group(3) else low)
    if ends and 0 <= ends[0] <= (ends[0] if ends[1] is None else ends[1]) <= 120:
        return ends
    return Problem(words("is not an age or a band such as 23, 18-20 or 48+"))


_BAND = re.compile(r"([0-9]{1,3})[^0-9A-Za-z]{0,5}([0-9]{1,3})?[^0-9A-Za-z]*")


def _band(text: str, bands: Mapping[int, Ends]) -> Ends | Problem:
    found = _BAND.fullmatch(text)
    ends = bands.get(int(found.group(1))) if found else None
    high = int(found.group(2)) if found and found.group(2) else None
    if ends and ends[1] == high:
        return ends
    return Problem(words("is not one of the bands of ages that this source uses"))


def _open_age(text: str) -> tuple[int, int | None] | None:
    """Bands with one end in words or signs: "under 18" ends at 17, "over 60" begins at 61."""
    if found := _UNDER.fullmatch(text):
        return 0, int(found.group(1)) - 1
    if found := _UP_TO.fullmatch(text):
        return 0, int(found.group(1) or found.group(2))
    if found := _OVER.fullmatch(text):
        return int(found.group(1)) + 1, None
    if found := _FROM.fullmatch(text):
        return int(found.group(1)), None
    return None


def day(said: str, formats: tuple[str, ...]) -> date | None:
    """The date written in one of the formats or as ISO 8601; None if it is in none.

    ``excel`` and ``excel-1904`` are the day numbers that spreadsheets count dates by.
    """
    if serial := _serial_day(said.strip(), formats):
        return serial
    for form in (*formats, "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"):
        try:
            return datetime.strptime(said.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except (ValueError, re.error):  # the last where a form names one part twice: "%d %d"
            continue
    return None


#: Day 0 of a spreadsheet's calendar, the second that of old Macintosh files.
_EPOCHS = {"excel": date(1899, 12, 30), "excel-1904": date(1904, 1, 1)}


def _serial_day(said: str, formats: tuple[str, ...]) -> date | None:
    found = re.fullmatch(r"([1-7][0-9]{4})(?:\.[0-9]+)?", said)
    epoch = next((_EPOCHS[form] for form in formats if form in _EPOCHS), None)
    return epoch + timedelta(days=int(found.group(1))) if found and epoch else None


def registered(said: str, formats: tuple[str, ...]) -> tuple[int | None, int | None] | Problem:
    """A date, a year or a year and quarter, coarsened to year and quarter."""
    if not said.strip():
        return (None, None)
    found = _QUARTER.fullmatch(said.strip())
    if found and not _serial_day(said.strip(), formats):
        year, quarter = int(found.group(1)), int(found.group(2)) if found.group(2) else None
    elif when := day(said, formats):
        year, quarter = when.year, (when.month + 2) // 3
    else:
        return Problem(
            words("is not a date as the mapping writes dates, a year, or a quarter such as 2023-Q1")
        )
    low, high = FIELD["registered_year"].low or 0, FIELD["registered_year"].high or 0
    if not low <= year <= high:
        return Problem(words("is not a year from {low} to {high}", low=low, high=high))
    return (year, quarter)
