"""Delivery step by step in treated and held-out places."""

from __future__ import annotations

from dataclasses import dataclass

from beforehand.charts.numbers import count
from beforehand.charts.svg import Canvas, Palette
from beforehand.words import Words, speak, words

WIDTH, ROW, TOP, RIGHT = 320.0, 56.0, 4.0, 240.0
THINNEST = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelBar:
    """One step: a count by arm, None where it is withheld."""

    label: Words
    treated: float | None
    held_out: float | None = None
    held_out_exists: bool = True


def funnel(
    steps: tuple[FunnelBar, ...], *, language: str = "en", palette: Palette | None = None
) -> str:
    """Bars by step, treated over held out, all on the scale of the largest.

    Args:
        steps: In the order people pass them.
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    label = words("What was delivered, step by step: warned places over held-out places")
    canvas = Canvas((WIDTH, TOP + ROW * len(steps)), speak(label, language), palette)
    most = max((n for step in steps for n in (step.treated, step.held_out) if n), default=1.0)
    for at, step in enumerate(steps):
        top = TOP + at * ROW
        canvas.text("sub", (0, top + 12), speak(step.label, language))
        _bar(canvas, "on", top + 18, (step.treated, most), language)
        if step.held_out_exists:
            _bar(canvas, "bar", top + 33, (step.held_out, most), language)
    return canvas.svg()


def _bar(
    canvas: Canvas, css: str, top: float, part: tuple[float | None, float], language: str
) -> None:
    number, most = part
    if number is None:
        canvas.text("tick", (0, top + 10), speak(words("withheld"), language))
        return
    width = max(THINNEST, RIGHT * number / most)
    canvas.draw("rect", css, x=0, y=top, width=width, height=12, rx=2)
    canvas.text("tick", (width + 7, top + 10), speak(count(number), language))
