"""People by period, as columns."""

from __future__ import annotations

from beforehand.charts.numbers import count, people
from beforehand.charts.svg import Canvas, Palette
from beforehand.records.picture import Trend, TrendPoint
from beforehand.words import speak, words

WIDTH, HEIGHT, FLOOR, CEILING = 320.0, 140.0, 116.0, 22.0
MOST_LABELS = 8


def columns(
    trend: Trend,
    *,
    least: int = 0,
    width: float = WIDTH,
    language: str = "en",
    palette: Palette | None = None,
) -> str:
    """One column a period, the highest in the accent colour, with its count over it.

    Args:
        trend: At least one point.
        least: Columns of fewer people (but not none) are drawn flat and said as "<11".
        width: In drawing units; 320 is right for a phone and a card.
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    points = trend.points
    peak = max(points, key=lambda point: point.people.value)
    label = words(
        "People by period, from {first} to {last}; most in {peak}: {people}",
        first=points[0].period,
        last=points[-1].period,
        peak=peak.period,
        people=people(peak.people.value, least),
    )
    canvas = Canvas((width, HEIGHT), speak(label, language), palette)
    step = width / len(points)
    every = -(-len(points) // max(1, int(width / (WIDTH / MOST_LABELS))))
    for at, point in enumerate(points):
        top, middle = _top(point, peak.people.value, least), at * step + step / 2
        canvas.draw("rect", "bar on" if point is peak else "bar", **_box(at * step, step, top))
        if at % every == 0 or point is peak:
            canvas.text("tick", (middle, top - 6), _said(point, least, language), "middle")
        if at % every == 0:
            canvas.text("tick", (middle, HEIGHT - 8), _short(point.period), "middle")
    return canvas.svg()


def _top(point: TrendPoint, most: float, least: int) -> float:
    number = point.people.value
    height = 0.0 if not most else (FLOOR - CEILING) * number / most
    return FLOOR - (2.0 if 0 < number < least else height)


def _box(left: float, step: float, top: float) -> dict[str, float | str]:
    gap = min(8.0, step * 0.18)
    return {"x": left + gap / 2, "y": top, "width": step - gap, "height": FLOOR - top}


def _said(point: TrendPoint, least: int, language: str) -> str:
    number = point.people.value
    return f"<{least}" if 0 < number < least else speak(count(number), language)


def _short(period: str) -> str:
    """``2022 Q2`` as ``22 Q2``: seven of them fit a phone."""
    return period[2:] if " " in period else period
