"""The codes of one field as bars with their intervals: what a profile is made of."""

from __future__ import annotations

from beforehand.charts.forests import shorten
from beforehand.charts.numbers import people, percent
from beforehand.charts.svg import Canvas, Palette
from beforehand.records.figure import Share
from beforehand.records.picture import FieldProfile
from beforehand.words import speak, words

WIDTH, LEFT, RIGHT, ROW, TOP = 320.0, 0.0, 250.0, 35.0, 0.0


def share_bars(
    field: FieldProfile,
    *,
    most: int = 6,
    least: int = 0,
    language: str = "en",
    palette: Palette | None = None,
) -> str:
    """One line a code, largest first: its share of everyone, and the interval on it.

    Args:
        field: Whose ``of_everyone`` to draw.
        most: Lines to draw.
        least: Shares of fewer people are told as "under 11 people", without a mark.
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    shown = field.of_everyone[:most]
    label = words("{field}: share of everyone", field=field.label)
    canvas = Canvas((WIDTH, TOP + ROW * max(len(shown), 1)), speak(label, language), palette)
    for at, share in enumerate(shown):
        _line(canvas, share, TOP + at * ROW, least, language)
    return canvas.svg()


def _line(canvas: Canvas, share: Share, top: float, least: int, language: str) -> None:
    number, y = share.figure.numerator or 0, top + 25
    canvas.text("sub", (LEFT, top + 15), shorten(speak(share.label, language), 44))
    canvas.line("base", (LEFT, y), (RIGHT, y))
    if number < least:
        canvas.text("tick", (WIDTH, top + 15), speak(people(number, least), language), "end")
        return
    x = LEFT + share.figure.value * (RIGHT - LEFT)
    if share.figure.interval is not None:
        low, high = share.figure.interval.low or 0.0, share.figure.interval.high or 1.0
        span = RIGHT - LEFT
        canvas.line("ci", (LEFT + low * span, y), (LEFT + high * span, y))
    canvas.dot("dot", (x, y), 4.5)
    canvas.text("val", (WIDTH, y + 5), speak(percent(share.figure.value), language), "end")
