"""Each partner's share against the pool's line."""

from __future__ import annotations

from dataclasses import dataclass

from beforehand.charts.numbers import count, people, percent
from beforehand.charts.svg import Canvas, Palette
from beforehand.records.figure import Figure
from beforehand.records.picture import Comparison, GroupShare
from beforehand.words import speak, words

MOST_WIDE = 8  # rows before they close up
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Where things stand; the narrow one writes a row's name over its line."""

    width: float
    left: float  # x of 0 %
    right: float  # x of 100 %
    row: float  # height of a row
    line: float  # y of the dot inside its row
    top: float = 34.0

    def x(self, share: float) -> float:
        return self.left + share * (self.right - self.left)


WIDE = _Layout(width=660, left=268, right=604, row=44, line=22)
DENSE = _Layout(width=660, left=248, right=604, row=27, line=14)
NARROW = _Layout(width=320, left=8, right=268, row=58, line=38)


def forest(
    comparison: Comparison,
    *,
    shrunk: bool = False,
    narrow: bool = False,
    least: int = 0,
    language: str = "en",
    palette: Palette | None = None,
) -> str:
    """One row a partner, or kind of partner: dot, interval, and the pool as a line.

    A full dot differs from the others by more than noise; a ring does not.

    Args:
        comparison: What to draw, in its order.
        shrunk: Draw each share as drawn towards the pool, with a small stroke at the counted one.
        narrow: For 320 px: the name over its line. (A page shows one of both by CSS.)
        least: Groups of fewer people are not drawn, and fewer people with the code are not
            given away.
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    rows = [one for one in comparison.groups if (one.figure.denominator or 0) >= least]
    layout = NARROW if narrow else WIDE if len(rows) <= MOST_WIDE else DENSE
    bottom = layout.top + layout.row * len(rows)
    label = words(
        "{code} by who saw them; everyone together {pool}",
        code=comparison.label,
        pool=percent(comparison.pool.value),
    )
    canvas = Canvas((layout.width, bottom + 24), speak(label, language), palette)
    _axis(canvas, layout, bottom, language)
    _pool(canvas, layout, bottom, comparison, language)
    for at, group in enumerate(rows):
        _row(canvas, layout, layout.top + at * layout.row, _Drawn(group, shrunk, least, language))
    return canvas.svg()


@dataclass(frozen=True, slots=True)
class _Drawn:
    group: GroupShare
    shrunk: bool
    least: int
    language: str

    @property
    def small(self) -> bool:
        """Whether the count over the line is too small to be given away."""
        return (self.group.figure.numerator or 0) < self.least

    @property
    def figure(self) -> Figure:
        return self.group.shrunk if self.shrunk else self.group.figure


def _axis(canvas: Canvas, layout: _Layout, bottom: float, language: str) -> None:
    for tick in TICKS:
        x = layout.x(tick)
        canvas.line("grid", (x, layout.top - 6), (x, bottom))
        anchor = "start" if tick == 0 and layout is NARROW else "middle"
        canvas.text("tick", (x, bottom + 17), speak(percent(tick, 0), language), anchor)


def _pool(
    canvas: Canvas, layout: _Layout, bottom: float, comparison: Comparison, language: str
) -> None:
    x = layout.x(comparison.pool.value)
    said = words("everyone together {share}", share=percent(comparison.pool.value))
    canvas.line("pool", (x, layout.top - 10), (x, bottom))
    left = comparison.pool.value <= 0.5
    at = x - 2 if left else x + 2
    canvas.text("poolt", (at, layout.top - 17), speak(said, language), "start" if left else "end")


def _row(canvas: Canvas, layout: _Layout, top: float, drawn: _Drawn) -> None:
    figure, y = drawn.figure, top + layout.line
    name = speak(drawn.group.label, drawn.language)
    seen = speak(people(figure.denominator or 0), drawn.language)
    if layout is NARROW:
        canvas.text("name", (0, top + 14), shorten(name, 32))
        canvas.text("sub", (layout.width, top + 14), seen, "end")
    elif layout is DENSE:
        canvas.text("name", (0, y + 5), shorten(name, 27))
        number = speak(count(figure.denominator or 0), drawn.language)
        canvas.text("sub", (layout.left - 16, y + 5), number, "end")
    else:
        canvas.text("lab", (0, y - 2), shorten(name, 32))
        canvas.text("sub", (0, y + 14), seen)
    _mark(canvas, layout, y, drawn)


def _mark(canvas: Canvas, layout: _Layout, y: float, drawn: _Drawn) -> None:
    figure = drawn.figure
    if drawn.small and not drawn.shrunk:
        said = speak(words("in under {least} of them", least=drawn.least), drawn.language)
        canvas.text("sub", (layout.x(0) + 8, y + 5), said)
        return
    low, high = (figure.value,) * 2
    if figure.interval is not None:
        low, high = figure.interval.low or 0.0, figure.interval.high or 1.0
        canvas.line("ci", (layout.x(low), y), (layout.x(high), y))
    if drawn.shrunk and not drawn.small:
        counted = layout.x(drawn.group.figure.value)
        canvas.line("raw", (counted, y - 8), (counted, y + 8))
    canvas.dot("dot" if drawn.group.differs else "ring", (layout.x(figure.value), y), 6)
    # A share drawn towards the pool, in whole per cent, gives no small count back.
    said = speak(percent(figure.value, 0 if drawn.small else 1), drawn.language)
    canvas.text("val", (max(layout.x(high), layout.x(figure.value)) + 11, y + 5), said)


def shorten(text: str, most: int) -> str:
    """The text, cut at ``most`` letters with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
