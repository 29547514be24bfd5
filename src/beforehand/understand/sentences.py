"""Holds a sentence against the figure that it states: every number in it must be backed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from beforehand import charts
from beforehand.records.figure import Figure, Unit
from beforehand.refusals import SentenceDisagrees, SentenceWithoutItsNumber
from beforehand.words import Words, words

#: Groups of three digits set apart as English or Albanian writes them; or plain digits.
_WHOLE = r"\d{1,3}(?:[,.   ]\d{3})+(?!\d)|\d+"
_NUMBER = re.compile(
    rf"(?<![\d.,])(?P<whole>{_WHOLE})(?:[.,](?P<tail>\d+))?"
    r"(?P<percent>[   ]?(?:%|per ?cent\b|percentage points?\b|për ?qind\b|pikë përqindjeje\b))?"
)
_PER_CENT = {Unit.SHARE, Unit.DIFFERENCE}
_SLACK = 1e-9  # binary fractions: 0.4665 may lie a hair under itself


@dataclass(frozen=True, slots=True)
class Said:
    """One number of a sentence: as written, its possible readings, digits after the point."""

    written: str
    readings: tuple[tuple[float, int], ...]
    percent: bool

    def is_(self, number: float) -> bool:
        """Whether it is this number, rounded to the digits that were written."""
        return any(
            abs(value - number) <= 0.5 * 10**-digits + _SLACK for value, digits in self.readings
        )


def numbers_said(sentence: str) -> tuple[Said, ...]:
    """Every number in digits. "1.452" is read both ways; "46.6%" and "46,6 për qind" are one."""
    return tuple(_said(found) for found in _NUMBER.finditer(sentence))


def _said(found: re.Match[str]) -> Said:
    whole, tail = found["whole"], found["tail"] or ""
    plain = re.sub(r"\D", "", whole)
    readings = [(float(f"{plain}.{tail or 0}"), len(tail))]
    one_group = re.fullmatch(r"(\d{1,3})[.,](\d{3})", whole)
    if one_group and not tail:
        readings.append((float(f"{one_group[1]}.{one_group[2]}"), 3))
    return Said(found[0].strip(), tuple(readings), found["percent"] is not None)


def check_sentence(sentence: str, figure: Figure, beside: tuple[str, ...] = ()) -> None:
    """Refuse a sentence that the figure does not back.

    The figure's value must be there in digits (of a share: the percentage, or the two counts).
    Every other number must be one of the figure's own (counts, ends of its interval, its level,
    people not recorded) after rounding, or stand in its definition, its source or ``beside``.
    Numbers in words ("nearly half") are not read: they are the writer's.

    Args:
        sentence: In any language; digits as English or Albanian writes them.
        figure: What it states.
        beside: Further words whose numbers it may repeat, such as its period.

    Raises:
        SentenceWithoutItsNumber: If the value is not in it.
        SentenceDisagrees: If a number in it is not backed.
    """
    said = numbers_said(sentence)
    words_beside = " ".join((str(figure.definition), figure.source, *beside))
    told = {*re.findall(r"\d+", words_beside), *(one.written for one in numbers_said(words_beside))}
    for one in said:
        if not _backed(one, figure, told):
            raise SentenceDisagrees(number=one.written, holds=holds_words(figure))
    if not _states(said, figure):
        raise SentenceWithoutItsNumber(holds=holds_words(figure))


def agrees(sentence: str, figure: Figure, beside: tuple[str, ...] = ()) -> bool:
    """Whether the figure backs the sentence."""
    try:
        check_sentence(sentence, figure, beside)
    except (SentenceDisagrees, SentenceWithoutItsNumber):
        return False
    return True


def holds_words(figure: Figure) -> Words:
    """The figure in one phrase: its value, counts and interval."""
    if figure.numerator is None or figure.denominator is None:
        return words("{value} ({span})", value=charts.value(figure), span=charts.span(figure))
    return words(
        "{value} ({span}; {part} of {all})",
        value=charts.value(figure),
        span=charts.span(figure),
        part=charts.count(figure.numerator),
        all=charts.count(figure.denominator),
    )


def suggested(figure: Figure) -> Words:
    """A sentence to begin with: what the figure is, its value, counts and interval."""
    return words("{definition}: {holds}.", definition=figure.definition, holds=holds_words(figure))


def _states(said: tuple[Said, ...], figure: Figure) -> bool:
    percent = figure.unit in _PER_CENT
    value = 100 * figure.value if percent else figure.value
    if any(one.is_(abs(value)) and one.percent == percent for one in said):
        return True
    counts = [figure.numerator, figure.denominator]
    return None not in counts and all(
        any(one.is_(float(number or 0)) and not one.percent for one in said) for number in counts
    )


def _backed(one: Said, figure: Figure, told: set[str]) -> bool:
    if not one.percent and {one.written, re.sub(r"\D", "", one.written)} & told:
        return True
    return any(one.is_(number) for number in _own(figure, one.percent))


def _own(figure: Figure, percent: bool) -> Iterator[float]:
    """The figure's own numbers, in per cent or as they are."""
    ends = figure.interval
    values = [figure.value, ends.low if ends else None, ends.high if ends else None]
    if percent and ends is not None:
        yield 100 * ends.level
    if percent == (figure.unit in _PER_CENT):
        yield from (abs(one) * (100 if percent else 1) for one in values if one is not None)
    if not percent:
        counts = (figure.numerator, figure.denominator, figure.unknown)
        yield from (float(one) for one in counts if one is not None)
