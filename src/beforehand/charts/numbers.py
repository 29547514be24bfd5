"""Numbers as words, so that each language writes them in its own way.

English writes 7,659 and 46.6%; Albanian 7 659 and 46,6%: the signs between the digits are part
of the template, and so are translated.
"""

from __future__ import annotations

from beforehand.records.figure import Figure, Unit
from beforehand.words import Words, words

#: Counts of people under this are said as "under 11" where a page must not show them.
LEAST_PEOPLE = 11


def count(number: float) -> Words:
    """A whole number with its thousands set apart."""
    whole = round(number)
    if abs(whole) < 1000:
        return words("{whole}", whole=whole)
    thousands, rest = divmod(abs(whole), 1000)
    return words(
        "{sign}{thousands},{rest}",
        sign="-" if whole < 0 else "",
        thousands=count(thousands),
        rest=f"{rest:03d}",
    )


def decimal(number: float, digits: int = 1) -> Words:
    """A number with ``digits`` after its sign."""
    sign = "−" if round(number, digits) < 0 else ""
    whole, _, tail = f"{abs(number):.{digits}f}".partition(".")
    if not tail:
        return words("{sign}{whole}", sign=sign, whole=whole)
    return words("{sign}{whole}.{tail}", sign=sign, whole=whole, tail=tail)


def percent(share: float, digits: int = 1) -> Words:
    """A share, 0 to 1, as a percentage."""
    return words("{number}%", number=decimal(100 * share, digits))


def p_value(p: float) -> Words:
    """A p-value, never as 0."""
    return decimal(p, 3) if p >= 0.001 else words("under 0.001")


def rate(number: float) -> Words:
    """A rate per 100,000: two digits after the sign where it is under one."""
    return decimal(number, 1 if number >= 1 else 2)


def people(number: float, least: int = 0) -> Words:
    """A number of people; under ``least`` it is not told."""
    if number < least:
        return words("under {least} people", least=least)
    if round(number) == 1:
        return words("1 person")
    return words("{number} people", number=count(number))


def value(figure: Figure) -> Words:
    """A figure's value in its own unit."""
    if figure.unit in {Unit.SHARE, Unit.DIFFERENCE}:
        return percent(figure.value)
    if figure.unit is Unit.RATIO:
        return words("{number}×", number=decimal(figure.value))
    if figure.unit is Unit.RATE:
        return rate(figure.value)
    if figure.unit is Unit.EUR:
        return words("€{number}", number=count(figure.value))
    return count(figure.value)


def span(figure: Figure) -> Words:
    """Its interval as ``61.0%–63.1%``, or ``complete count`` where it has none."""
    if figure.interval is None:
        return words("complete count") if figure.complete_count else words("no interval")
    low, high = figure.interval.low, figure.interval.high
    if low is None and high is None:
        return words("anything is possible")
    if low is None:
        return words("up to {high}", high=_end(figure, high))
    if high is None:
        return words("{low} or more", low=_end(figure, low))
    return words("{low}–{high}", low=_end(figure, low), high=_end(figure, high))


def _end(figure: Figure, end: float | None) -> Words:
    at = 0.0 if end is None else end
    if figure.unit in {Unit.SHARE, Unit.DIFFERENCE}:
        return percent(at)
    if figure.unit is Unit.RATE:
        return rate(at)
    return decimal(at, _ratio_digits(figure)) if figure.unit is Unit.RATIO else count(at)


def _ratio_digits(figure: Figure) -> int:
    """One, or two where an end that is not 1 would read as 1.0: on which side it lies is said."""
    ends = () if figure.interval is None else (figure.interval.low, figure.interval.high)
    return 2 if any(end not in {None, 1.0} and round(end or 0.0, 1) == 1.0 for end in ends) else 1
