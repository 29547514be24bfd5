"""Rates by area: a map in five shades, and a row an area with its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence

from beforehand.charts.maps import MapOf
from beforehand.charts.numbers import rate, span, value
from beforehand.charts.svg import SHADES, Canvas, Palette
from beforehand.records.hotspots import Hotspot
from beforehand.words import Words, speak, words

WIDE, NARROW = (660.0, 190.0), (320.0, 8.0)  # width, and where rates begin
ROW, TALL = 34.0, 50.0
MARGIN = 66.0  # to the right, for the rate in digits


def rate_map(
    of: MapOf, areas: Sequence[Hotspot], label: Words, *, language: str = "en",
    palette: Palette | None = None,
) -> str:  # fmt: skip
    """Areas shaded by the rate that each surely has: the lower end of its interval.

    Args:
        of: The boundaries.
        areas: Those not named are left blank.
        label: What the map shows, in words.
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    drawn = of.drawn()
    canvas = Canvas((drawn.width, drawn.height), speak(label, language), palette)
    sure = {one.area: _surely(one) for one in areas if one.people.numerator}
    said = {one.area: speak(_told(one), language) for one in areas}
    most = max(sure.values(), default=0.0)
    for area in drawn.areas:
        step = math.ceil(SHADES * sure.get(area.code, 0.0) / most) if most else 0
        title = f"{area.name}: {said[area.code]}" if area.code in said else area.name
        canvas.path(f"area shade{step}" if step else "area blank", area.path, title)
    return canvas.svg()


def rate_rows(
    areas: Sequence[Hotspot], whole: float, *, narrow: bool = False, language: str = "en",
    palette: Palette | None = None,
) -> str:  # fmt: skip
    """One row an area: the shrunk rate, its interval, and a stroke at the rate as counted.

    A full dot is surely above all areas together (the line); a ring is not.

    Args:
        areas: In their order; at least one.
        whole: The rate of all areas together.
        narrow: For 320 px: the name over its line.
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    (width, left), row = (NARROW, TALL) if narrow else (WIDE, ROW)
    right = width - MARGIN
    most = max([_high(one) for one in areas] + [whole])

    def x(at: float) -> float:
        return left + (right - left) * min(at / most, 1.0) if most else left

    label = words("Rates by area; all areas together {rate}", rate=rate(whole))
    canvas = Canvas((width, row * len(areas) + 22), speak(label, language), palette)
    canvas.line("pool", (x(whole), 14), (x(whole), row * len(areas) + 22))
    all_ = speak(words("all areas {rate}", rate=rate(whole)), language)
    canvas.text("poolt", (x(whole) + 4, 11), all_)
    for at, one in enumerate(areas):
        y = 22 + at * row + (row - 14 if narrow else row / 2)
        canvas.text("name", (0, y - 14 if narrow else y + 5), speak(one.label, language))
        canvas.line("ci", (x(_surely(one)), y), (x(_high(one)), y))
        if one.raw.value <= most:
            canvas.line("raw", (x(one.raw.value), y - 8), (x(one.raw.value), y + 8))
        canvas.dot("dot" if one.above else "ring", (x(one.shrunk.value), y), 5.5)
        canvas.text("val", (x(_high(one)) + 10, y + 5), speak(value(one.shrunk), language))
    return canvas.svg()


def _told(one: Hotspot) -> Words:
    return words("{rate} per 100,000 ({span})", rate=value(one.shrunk), span=span(one.shrunk))


def _surely(one: Hotspot) -> float:
    return (one.shrunk.interval.low or 0.0) if one.shrunk.interval else 0.0


def _high(one: Hotspot) -> float:
    ends = one.shrunk.interval
    return one.shrunk.value if ends is None or ends.high is None else ends.high
