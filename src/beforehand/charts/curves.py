"""How an answer moves with something that nobody can see: a curve, and where it leaves a band."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from beforehand.charts.models import rounds
from beforehand.charts.numbers import count, decimal
from beforehand.charts.svg import Canvas, Palette
from beforehand.words import Words, speak, words

WIDE, NARROW = (660.0, 250.0), (320.0, 220.0)
LEFT, TOP, FLOOR = 58.0, 26.0, 44.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """People by a strength above 0, where 1 is none; ``low`` to ``high`` is the stated interval."""

    points: tuple[tuple[float, float], ...]  # (strength, people), strengths ascending
    value: float
    low: float | None
    high: float | None
    across: Words  # what the strength is


def curve(
    shown: Curve,
    *,
    narrow: bool = False,
    language: str = "en",
    palette: Palette | None = None,
) -> str:
    """The answer at each strength, on log scales, over the band of the stated interval.

    Args:
        shown: At least two points.
        narrow: For 320 px. (A page shows one of both by CSS.)
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    at = _Place(shown, NARROW if narrow else WIDE)
    canvas = Canvas(at.size, speak(_says(shown), language), palette)
    if shown.low is not None:
        top = TOP if shown.high is None else at.y(shown.high)
        box = {"x": LEFT, "y": top, "width": at.right - LEFT, "height": at.y(shown.low) - top}
        canvas.draw("rect", "partial", **box)
    for tick in _apart(rounds(*at.up, log=True), at.y, 24):
        canvas.line("grid", (LEFT, at.y(tick)), (at.right, at.y(tick)))
        said = speak(count(tick), language)
        canvas.text("tick", (LEFT - 8, at.y(tick) + 4), said, "end")
    for tick in _apart(rounds(*at.along, log=True), at.x, 44):
        digits = 0 if float(tick).is_integer() else 1 if tick >= 0.1 else 2
        said = speak(words("{number}×", number=decimal(tick, digits)), language)
        canvas.text("tick", (at.x(tick), at.floor + 17), said, "middle")
    canvas.line("pool", (at.x(1.0), TOP - 8), (at.x(1.0), at.floor))
    canvas.text("poolt", (at.x(1.0) + 4, TOP - 10), speak(words("as the method says"), language))
    path = "L".join(f"{at.x(x):.1f} {at.y(y):.1f}" for x, y in shown.points)
    canvas.path("trace", f"M{path}")
    canvas.dot("dot", (at.x(1.0), at.y(shown.value)), 6)
    canvas.text("tick", (at.right, at.size[1] - 4), speak(shown.across, language), "end")
    return canvas.svg()


def _says(shown: Curve) -> Words:
    (weakest, fewest), (strongest, most) = shown.points[0], shown.points[-1]
    return words(
        "{across}: at {weakest}× {fewest} people, at 1× {value}, at {strongest}× {most}",
        across=shown.across,
        weakest=decimal(weakest),
        fewest=count(fewest),
        value=count(shown.value),
        strongest=decimal(strongest),
        most=count(most),
    )


class _Place:
    """Where a strength and a number of people lie."""

    def __init__(self, shown: Curve, size: tuple[float, float]) -> None:
        self.size, self.right, self.floor = size, size[0] - 12, size[1] - FLOOR
        people = [y for _, y in shown.points] + [shown.value]
        people += [end for end in (shown.low, shown.high) if end]
        self.along = math.log(shown.points[0][0]), math.log(shown.points[-1][0])
        self.up = math.log(min(people)) - 0.08, math.log(max(people)) + 0.08

    def x(self, strength: float) -> float:
        part = (math.log(strength) - self.along[0]) / (self.along[1] - self.along[0])
        return LEFT + part * (self.right - LEFT)

    def y(self, people: float) -> float:
        part = (math.log(people) - self.up[0]) / (self.up[1] - self.up[0])
        return self.floor - part * (self.floor - TOP)


def _apart(found: Sequence[float], place: Callable[[float], float], least: float) -> list[float]:
    """Those of them that lie far enough from the one before to be read."""
    kept: list[float] = []
    for one in found:
        if not kept or abs(place(one) - place(kept[-1])) >= least:
            kept.append(one)
    return kept
