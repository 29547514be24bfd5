"""Exact days, and which of them are dates of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from beforehand.share.partner.gate.gazetteer import calendar_words
from beforehand.share.partner.gate.kinds import Kind, Span

_NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(\d{1,2})[ ]?([./-])[ ]?(\d{1,2})[ ]?\2[ ]?((?:19|20)?\d\d)"
    r"|((?:19|20)\d\d)([./-])(\d{1,2})\6(\d{1,2}))(?:[ T]\d\d:\d\d(?::\d\d)?)?(?![\d/-]|\.\d)"
)
_COMPACT = re.compile(
    r"(?<!\d)(?:19[3-9]\d|20[0-2]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
)
_BORN = re.compile(
    r"\bborn\b|\bd\.?o\.?b\b|birth|\blindur|datëlind|datelind|\blindje|\bdtl\b|n[ăa]scut|na[șs]ter|"
    r"urodz|\bur\.|sinh|ngày sinh|مواليد|ولد|الميلاد|ميلاد|تولد|нар\.|народж",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEAR = 30


#: A day with the month in words; whether it is a month is looked up.
_DAY_FIRST = re.compile(
    r"(?<!\d)\d{1,2}(?:st|nd|rd|th|\.|-?го)? ?(?:of |de |e )?[ -]?([^\W\d_]{3,12})\.?,?[ -]"
    r"(?:19|20)\d\d(?!\d)"
)
_MONTH_FIRST = re.compile(
    r"(?<!\w)([^\W\d_]{3,12})\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d(?!\d)"
)
_NUMBERED = re.compile(r"(?<!\d)\d{1,2} (?:tháng|thg) \d{1,2},? (?:năm )?(?:19|20)\d\d(?!\d)")


def days(text: str, born: bool = False) -> Iterator[Span]:
    """Spans of exact days. ``born``: the column's name says that they are dates of birth."""
    for found in _NUMERIC.finditer(text):
        if _is_day(found):
            yield _span(text, found, born)
    if _YEAR.search(text):
        yield from (_span(text, found, born) for found in _COMPACT.finditer(text))
        yield from (_span(text, found, born) for found in _NUMBERED.finditer(text))
        for pattern in (_DAY_FIRST, _MONTH_FIRST):
            for found in pattern.finditer(text):
                if found.group(1).casefold() in calendar_words():
                    yield _span(text, found, born)


def _is_day(found: re.Match[str]) -> bool:
    if found.group(1):
        parts = sorted((int(found.group(1)), int(found.group(3))))
        return 1 <= parts[0] <= 12 and 1 <= parts[1] <= 31
    return 1 <= int(found.group(7)) <= 12 and 1 <= int(found.group(8)) <= 31


def _span(text: str, found: re.Match[str], born: bool) -> Span:
    around = text[max(0, found.start() - _NEAR) : found.start()]
    kind = Kind.BIRTH if born or _BORN.search(around) else Kind.DATE
    return Span(found.start(), found.end(), kind, kind.reason)
