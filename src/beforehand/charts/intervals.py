"""One number drawn with how sure we are: a share on its line, an effect beside no change."""

from __future__ import annotations

import math
from dataclasses import replace

from beforehand.charts.numbers import count, decimal, percent, span, value
from beforehand.charts.svg import Canvas, Palette
from beforehand.records.figure import Figure, Unit
from beforehand.words import Words, speak, words

BAR = (210.0, 14.0)
EFFECT = (420.0, 46.0)
EDGE = 12.0


def interval_bar(figure: Figure, language: str = "en", palette: Palette | None = None) -> str:
    """A share on the line from 0 to 1 with its interval: to stand under a large number."""
    label = words("{value}, interval {span}", value=value(figure), span=span(figure))
    canvas = Canvas(BAR, speak(label, language), palette)
    middle = BAR[1] / 2
    canvas.line("base", (0, middle), (BAR[0], middle))
    if figure.interval is not None:
        low, high = figure.interval.low or 0.0, figure.interval.high
        canvas.line(
            "ci", (low * BAR[0], middle), ((1.0 if high is None else high) * BAR[0], middle)
        )
    canvas.dot("dot", (figure.value * BAR[0], middle), 4.5)
    return canvas.svg()


def effect_bar(
    effect: Figure,
    *,
    no_change: float | None = None,
    language: str = "en",
    palette: Palette | None = None,
) -> str:
    """An effect with its interval beside the mark of no change.

    Args:
        effect: A ratio (drawn on a log scale, no change at 1) or a difference (no change at 0).
            An open end of its interval runs to the edge, with an arrow.
        no_change: Where the mark stands, if elsewhere.
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    mark = (1.0 if effect.unit is Unit.RATIO else 0.0) if no_change is None else no_change
    ends = (effect.interval.low, effect.interval.high) if effect.interval else (None, None)
    place = _Scale(effect, mark, ends)
    label = words(
        "Effect {value}, interval {span}, no change at {mark}",
        value=value(effect),
        span=span(effect),
        mark=_tick(effect, mark),
    )
    canvas = Canvas(EFFECT, speak(label, language), palette)
    canvas.line("base", (0, 14), (EFFECT[0], 14))
    canvas.line("pool", (place(mark), 4), (place(mark), 24))
    _reach(canvas, ends, place)
    canvas.dot("dot", (place(effect.value), 14), 6)
    taken = [place(mark)]
    canvas.text("poolt", (place(mark), 41), speak(words("no change"), language), "middle")
    for end in ends:
        if end is not None and all(abs(place(end) - other) > 48 for other in taken):
            canvas.text("tick", (place(end), 41), speak(_tick(effect, end), language), "middle")
            taken.append(place(end))
    return canvas.svg()


def people_bar(
    total: Figure, seen: float, language: str = "en", palette: Palette | None = None
) -> str:
    """A number of people with its interval, beside the mark of those who were seen.

    On a log scale; an open end of the interval runs to the edge, with an arrow.
    """
    ends = (total.interval.low, total.interval.high) if total.interval else (None, None)
    place = _Scale(replace(total, unit=Unit.RATIO), seen, ends)
    label = words(
        "{value} people, interval {span}, seen {seen}",
        value=value(total),
        span=span(total),
        seen=count(seen),
    )
    canvas = Canvas(EFFECT, speak(label, language), palette)
    canvas.line("base", (0, 14), (EFFECT[0], 14))
    canvas.line("pool", (place(seen), 4), (place(seen), 24))
    if total.interval is not None:
        _reach(canvas, ends, place)
    canvas.dot("dot", (place(total.value), 14), 6)
    said = speak(words("seen {number}", number=count(seen)), language)
    canvas.text("poolt", (max(0, place(seen) - 14), 41), said)
    taken = place(seen) + 66
    for end in ends:
        if end is not None and place(end) - taken > 24:
            canvas.text("tick", (place(end), 41), speak(count(end), language), "middle")
            taken = place(end) + 24
    return canvas.svg()


class _Scale:
    """Where a value lies on the effect's line: log for ratios, plain for the rest."""

    def __init__(
        self, effect: Figure, mark: float, ends: tuple[float | None, float | None]
    ) -> None:
        self._log = effect.unit is Unit.RATIO
        known = [self._at(one) for one in (effect.value, mark, *ends) if one is not None]
        reach = max(max(known) - min(known), 0.1)
        self._low, self._high = min(known) - 0.25 * reach, max(known) + 0.25 * reach

    def _at(self, number: float) -> float:
        return math.log(max(number, 1e-3)) if self._log else number

    def __call__(self, number: float) -> float:
        part = (self._at(number) - self._low) / (self._high - self._low)
        return EDGE + part * (EFFECT[0] - 2 * EDGE)


def _reach(canvas: Canvas, ends: tuple[float | None, float | None], place: _Scale) -> None:
    low = EDGE if ends[0] is None else place(ends[0])
    high = EFFECT[0] - EDGE if ends[1] is None else place(ends[1])
    canvas.line("ci", (low, 14), (high, 14))
    if ends[0] is None:
        canvas.path("on", "M0 14L10 8V20Z")
    if ends[1] is None:
        canvas.path("on", f"M{EFFECT[0]:.0f} 14l-10 -6v12Z")


def _tick(effect: Figure, at: float) -> Words:
    if effect.unit is Unit.SHARE:
        return percent(at)
    # Points, as the sentence beside it says.
    return decimal(100 * at if effect.unit is Unit.DIFFERENCE else at)
