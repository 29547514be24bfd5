"""Answers side by side on one line of people: by model, as lists are added, without each list."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from beforehand.charts.forests import shorten
from beforehand.charts.numbers import count, decimal
from beforehand.charts.svg import Canvas, Palette
from beforehand.words import Words, speak, words

WIDE, NARROW = 660.0, 320.0
LEFT, RIGHT = 236.0, 540.0  # of the scale, wide
LOG_FROM = 5.0  # answers that differ more than so many times stand on a log scale
TOP = 34.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer; without a ``value`` its ``why`` stands in the place of a mark."""

    label: Words | str
    sub: Words | str = ""
    value: float | None
    low: float | None = None  # None without an interval
    high: float | None = None  # None beside a ``low``: nothing bounds it from above
    why: Words | str = ""
    chosen: bool = False

    @property
    def ends(self) -> tuple[float, ...]:
        """The finite numbers that must fit on the scale."""
        return tuple(one for one in (self.value, self.low, self.high) if one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A line across all answers, such as the people seen; ``ratio`` reads answers as times."""

    value: float
    label: Words
    ratio: bool = False


def answers(
    shown: Sequence[Answer],
    mark: Mark,
    *,
    joined: bool = False,
    narrow: bool = False,
    language: str = "en",
    palette: Palette | None = None,
) -> str:
    """One row an answer, with its interval; a full dot is the chosen one, a ring is not.

    Args:
        shown: In their order; at least one.
        mark: The line that all are read against.
        joined: Join the dots, where each answer grows out of the one before.
        narrow: For 320 px: the label over its line. (A page shows one of both by CSS.)
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    at = _Place(shown, mark, narrow)
    heights = [_height(one, narrow, language) for one in shown]
    bare = all(one.value is None for one in shown)  # then there is no axis either
    tops = list(accumulate(heights, initial=0.0 if bare else TOP))
    label = "; ".join(_told(one, mark, language) for one in shown)
    canvas = Canvas((at.width, tops[-1] + (0 if bare else 24)), label, palette)
    if not bare:
        _axis(canvas, at, tops[-1], (mark, language))
    for one, top, bottom in zip(shown, tops, tops[1:], strict=False):
        if one.value is not None:
            _grid(canvas, at, mark, (top, bottom))
    if joined:
        rows = zip(shown, tops, strict=False)
        _join(canvas, at, [(one, _line(top, one, narrow, language)) for one, top in rows])
    for one, top in zip(shown, tops, strict=False):
        _row(canvas, at, one, top, (mark, language))
    return canvas.svg()


def _axis(canvas: Canvas, at: _Place, bottom: float, how: _How) -> None:
    mark, language = how
    for tick in at.ticks:
        canvas.text("tick", (at(tick), bottom + 16), _number(tick, mark, language), at.anchor(tick))
    canvas.line("pool", (at(mark.value), TOP - 10), (at(mark.value), TOP))
    left = at(mark.value) < at.width * 0.6
    x = at(mark.value) + (-2 if left else 2)
    canvas.text("poolt", (x, TOP - 16), speak(mark.label, language), "start" if left else "end")


def _grid(canvas: Canvas, at: _Place, mark: Mark, rows: tuple[float, float]) -> None:
    """The ticks and the mark across one row; a row without a number has words there instead."""
    top, bottom = rows
    for tick in at.ticks:
        canvas.line("grid", (at(tick), top), (at(tick), bottom))
    canvas.line("pool", (at(mark.value), top), (at(mark.value), bottom))


def _told(one: Answer, mark: Mark, language: str) -> str:
    """The row in words, for who cannot see it."""
    label = speak(one.label, language)
    if one.value is None:
        return f"{label}: {speak(one.why, language)}"
    said = f"{label}: {_number(one.value, mark, language)}"
    return said if one.low is None else f"{said} ({speak(_span(one, mark, language), language)})"


class _Place:
    """Where a number lies: on a log scale if the answers differ more than fivefold."""

    def __init__(self, shown: Sequence[Answer], mark: Mark, narrow: bool) -> None:
        self.narrow, self.width = narrow, NARROW if narrow else WIDE
        known = [end for one in shown for end in one.ends] + [mark.value]
        low, high = min(known), max(known)
        self.log = mark.ratio or high > LOG_FROM * max(low, 1e-9)
        low, high = self._by(low), self._by(high)
        reach = (high - low) or abs(high) * 0.2 or 1.0
        self.low, self.high = low - 0.04 * reach, high + 0.06 * reach
        self.left, self.right = (4.0, NARROW - 8.0) if narrow else (LEFT, RIGHT)

    def _by(self, number: float) -> float:
        return math.log(max(number, 1e-9)) if self.log else number

    def __call__(self, number: float) -> float:
        part = (self._by(number) - self.low) / (self.high - self.low)
        return self.left + part * (self.right - self.left)

    def anchor(self, tick: float) -> str:
        """A tick near an edge of a phone leans inwards."""
        x = self(tick)
        return "start" if x < 22 else "end" if x > self.width - 22 else "middle"

    @property
    def ticks(self) -> list[float]:
        """Round numbers within the scale, far enough apart to be read."""
        found: list[float] = []
        for one in rounds(self.low, self.high, log=self.log):
            inside = self.left <= self(one) <= self.right
            if inside and (not found or self(one) - self(found[-1]) >= 52):
                found.append(one)
        return found


def rounds(low: float, high: float, *, log: bool) -> list[float]:
    """Round numbers between two ends; on a log scale the ends are natural logarithms."""
    if log:
        tens = range(math.floor(low / math.log(10)), math.ceil(high / math.log(10)) + 1)
        found = [part * 10.0**ten for ten in tens for part in (1, 2, 5)]
        return [one for one in found if low <= math.log(one) <= high]
    rough = (high - low) / 5
    ten = 10.0 ** math.floor(math.log10(rough))
    step = next(part * ten for part in (1, 2, 5, 10) if part * ten >= rough)
    return [step * at for at in range(max(0, math.ceil(low / step)), math.floor(high / step) + 1)]


_How = tuple[Mark, str]  # the mark, and the language


def _number(value: float, mark: Mark, language: str) -> str:
    if mark.ratio:
        digits = 0 if value >= 10 or float(value).is_integer() else 1 if value >= 0.1 else 2
        return speak(words("{number}×", number=decimal(value, digits)), language)
    return speak(count(value), language)


def _line(top: float, one: Answer, narrow: bool, language: str) -> float:
    """Where the marks of a row lie."""
    return top + 28 + 16 * (len(_label(one, narrow, language)) - 1) if narrow else top + 20


def _label(one: Answer, narrow: bool, language: str) -> list[str]:
    wide = 33 if narrow else 29
    return textwrap.wrap(speak(one.label, language), wide, max_lines=3, placeholder="…")


def _why(one: Answer, narrow: bool, language: str) -> list[str]:
    wide = 50 if narrow else 62
    return textwrap.wrap(speak(one.why, language), wide, max_lines=3, placeholder="…")


def _height(one: Answer, narrow: bool, language: str) -> float:
    more = 16.0 * (len(_label(one, narrow, language)) - 1)  # lines of the label after its first
    wide = max(42.0, 26.0 + more + (16.0 if one.sub else 0.0))
    if one.value is not None:
        return 58.0 + more if narrow else wide
    why = 15.0 * len(_why(one, narrow, language))
    return 26.0 + more + why if narrow else max(wide, 16.0 + why)


def _row(canvas: Canvas, at: _Place, one: Answer, top: float, how: _How) -> None:
    mark, language = how
    label = _label(one, at.narrow, language)
    for line, said in enumerate(label):
        canvas.text("name", (0, top + 14 + 16 * line), said)
    below = top + 16 * (len(label) - 1)
    if one.sub and not at.narrow:
        canvas.text("tick", (0, below + 30), shorten(speak(one.sub, language), 40))
    if one.value is None:
        left, first = (0.0, below + 30) if at.narrow else (at.left + 10, top + 14)
        for line, said in enumerate(_why(one, at.narrow, language)):
            canvas.text("sub", (left, first + 15 * line), said)
        return
    y = _line(top, one, at.narrow, language)
    _interval(canvas, at, one, y)
    canvas.dot("dot" if one.chosen else "ring", (at(one.value), y), 6)
    canvas.text("val", (at.width, top + 15), _number(one.value, mark, language), "end")
    if one.low is not None:
        said = speak(_span(one, mark, language), language)
        canvas.text("over tick", (at.width, y + 18 if at.narrow else top + 31), said, "end")


def _span(one: Answer, mark: Mark, language: str) -> Words:
    low = _number(one.low or 0.0, mark, language)
    if one.high is None:
        return words("{low} or more", low=low)
    return words("{low}–{high}", low=low, high=_number(one.high, mark, language))


def _interval(canvas: Canvas, at: _Place, one: Answer, y: float) -> None:
    if one.low is None:
        return
    end = at.right if one.high is None else at(one.high)
    canvas.line("ci", (at(one.low), y), (end, y))
    if one.high is None:
        canvas.path("on", f"M{end:.0f} {y - 6:.0f}l10 6l-10 6Z")


def _join(canvas: Canvas, at: _Place, rows: Sequence[tuple[Answer, float]]) -> None:
    known = [(at(one.value), y) for one, y in rows if one.value is not None]
    for start, end in pairwise(known):
        canvas.line("raw", start, end)
