"""What a column holds, by its cells alone: codes, countries, ages, dates, or somebody's details."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from beforehand.share.partner.coding import NO, YES, Problem, age, area, day, registered, simplified
from beforehand.share.partner.flags import TICKS
from beforehand.share.partner.known import is_missing
from beforehand.share.partner.notes import is_total
from beforehand.share.partner.showing.survey import Column
from beforehand.share.partner.showing.values import SEPARATORS, known_share, part_codes
from beforehand.vocabulary import FIELD, FieldType

#: Forms of dates that are tried, day before month first.
FORMATS = (
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d/%m/%y",
    "%d.%m.%y",
    "%m/%d/%Y",
    "%Y/%m/%d",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%B %Y",
    "%b %Y",
    "%m/%Y",
    "%m.%Y",
    "%Y-%m",
    "%Y%m%d",
    "excel",
)
#: Fields whose own words show them, in the order they are tried.
TELLING = (
    "gender",
    "exploitation",
    "control",
    "recruitment_method",
    "recruitment_platform",
    "criminal_activity",
    "industry",
    "citizenship",
    "trafficking_status",
    "recruiter_relation",
    "sexual_exploitation_type",
    "relationship_to_trafficker",
    "partner_type",
    "duration_months",
)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]{6,}[0-9]")
_WEB = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"[A-Z]{0,3}[ -]?[0-9][0-9 /-]{4,}[A-Z]?", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]+(?:[ '’-]+[^\W\d_]+){0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """How a column's dates are written, and whether another reading would fit as well."""

    formats: tuple[str, ...]
    doubtful: bool
    years: tuple[int, ...]


def fit(column: Column, target: str) -> float:
    """Share of the column's filled cells that the field would understand."""
    return known_share(column.counts, lambda value: knows(target, value))


def knows(target: str, value: str) -> bool:
    """Whether the field understands the word, or it means "not recorded"."""
    if is_missing(value, target):
        return True
    if target == "age":
        return not isinstance(age(value), Problem) or bool(part_codes_of("age", value))
    if target == "registered":
        return not isinstance(registered(value, FORMATS), Problem)
    if target == "people":
        return bool(re.fullmatch(r"[0-9]{1,3}(?:[ ,.\u00a0]?[0-9]{3})*", value))
    if target not in FIELD or target == "partner":
        return target == "partner"
    spec = FIELD[target]
    if spec.kind is FieldType.TEXT:
        return not isinstance(area(value), Problem)
    if spec.kind is FieldType.YES_NO:
        return yes_or_no(value)
    if spec.kind is FieldType.WHOLE:
        return value.isdecimal() and (spec.low or 0) <= int(value) <= (spec.high or 0)
    return bool(part_codes_of(target, value))


def part_codes_of(target: str, value: str) -> set[str]:
    """The codes of the word, or of its parts where all of them are known; empty otherwise."""
    whole = part_codes(target, value)
    if whole:
        return whole
    pieces = re.split(rf"[{''.join(map(re.escape, SEPARATORS))}]", value)
    found = [part_codes(target, piece) for piece in pieces if piece.strip()]
    if len(found) < 2 or any(one is None for one in found):
        return set()
    return {code for one in found for code in one or ()}


def yes_or_no(value: str) -> bool:
    """Whether a cell says yes or no, in English, in Albanian, or with a tick."""
    return simplified(value) in YES | NO | TICKS | {"po", "jo"}


def is_flags(column: Column) -> bool:
    """Whether the column says yes, no or nothing."""
    return bool(column.filled) and column.distinct <= 6 and _all(column, _flag)


def _flag(value: str) -> bool:
    return yes_or_no(value) or is_missing(value)


def _all(column: Column, test: Callable[[str], bool]) -> bool:
    return all(test(value) for value in column.counts)


def telling(column: Column) -> list[tuple[str, float]]:
    """Fields whose words fill most of the column, best first."""
    if not column.filled or column.too_many:
        return []
    found = [(name, fit(column, name)) for name in TELLING]
    return sorted((one for one in found if one[1] >= 0.7), key=lambda pair: -pair[1])


def identifies(column: Column) -> str:
    """``stays:`` and what the cells look like, or "" where they show nobody."""
    values = column.counts
    if not values:
        return ""
    for target, pattern in (
        ("stays:mail", _MAIL),
        ("stays:text", _WEB),
        ("stays:phone", _PHONE),
        ("stays:number", _LONG_NUMBER),
    ):
        if known_share(values, lambda value, form=pattern: bool(form.fullmatch(value))) >= 0.5:  # type: ignore[misc]
            return "" if _harmless(column) else target
    if known_share(values, _is_prose) >= 0.3:
        return "stays:text"
    likes = known_share(values, lambda value: bool(_NAME.fullmatch(value)))
    return "stays:name" if column.filled >= 5 and column.unlike > 0.7 and likes > 0.7 else ""


def _harmless(column: Column) -> bool:
    """Dates and years are digits too."""
    return dates(column) is not None or fit(column, "registered") > 0.9


def _is_prose(value: str) -> bool:
    return len(value) > 60 or len(value.split()) > 7


def dates(column: Column) -> Dates | None:
    """How the column's dates are written; None if it holds none, or several kinds at once."""
    texts = [value for value in column.counts if _may_be_date(value)][:500]
    if not texts:
        return None
    if all(day(text, ()) for text in texts):
        return Dates(formats=(), doubtful=False, years=_years(texts, ()))
    fitting = [form for form in FORMATS if _reads(form, texts)]
    if not fitting:
        return None
    doubtful = "%d/%m/%Y" in fitting and "%m/%d/%Y" in fitting
    return Dates(formats=(fitting[0],), doubtful=doubtful, years=_years(texts, (fitting[0],)))


def _may_be_date(value: str) -> bool:
    """Whether it is short and has a digit: not a note, a total or a word for nothing."""
    short = len(value) <= 24 and any(sign.isdecimal() for sign in value)
    return short and not is_missing(value) and not is_total(value)


def _reads(form: str, texts: Iterable[str]) -> bool:
    found = [day(text, (form,)) for text in texts]
    return all(when is not None and 1900 < when.year < 2100 for when in found)


def _years(texts: Iterable[str], formats: tuple[str, ...]) -> tuple[int, ...]:
    found = (day(text, formats) for text in texts)
    return tuple(sorted(when.year for when in found if when))


def born(found: Dates, today: date | None = None) -> bool:
    """Whether dates are rather of births: most lie long before the latest of them."""
    years = Counter(found.years)
    if len(years) < 4:
        return bool(found.years) and found.years[-1] < 2000
    middle = found.years[len(found.years) // 2]
    latest = today.year if today else max(found.years[-1], 2012)
    return latest - middle >= 12
