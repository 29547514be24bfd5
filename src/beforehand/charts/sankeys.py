"""Routes from place to place: bars for places, ribbons for the people between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from beforehand.charts.forests import shorten
from beforehand.charts.numbers import count, people
from beforehand.charts.svg import Canvas, Palette, number
from beforehand.records.picture import OTHER, Flows, Node, Ribbon
from beforehand.words import Words, speak, words

Place = str | None
Name = Callable[[str], str]
GAP, LEAST_BAR, LEAST_RIBBON, LABEL = 7.0, 2.0, 0.8, 15.0
TOP, BAR = 30.0, 11.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Where the columns stand, and how long a name may be."""

    width: float
    left: float  # of the first bar
    right: float  # of the last bar's left side
    letters: int


WIDE = _Layout(width=660, left=190, right=459, letters=27)
NARROW = _Layout(width=320, left=100, right=192, letters=11)


@dataclass(frozen=True, slots=True)
class _Bar:
    node: Node
    x: float
    y: float
    height: float


def sankey(
    flows: Flows,
    name: Name,
    *,
    narrow: bool = False,
    language: str = "en",
    palette: Palette | None = None,
) -> str:
    """Bars by place with ribbons between them, most people first, "not recorded" last.

    A bar is as high as its people; no ribbon is drawn thinner than can be seen. Part of a bar
    without ribbon is withheld.

    Args:
        flows: Folded, so that no stage has more places than can be read.
        name: From a place's code to its name.
        narrow: For 320 px.
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    layout = NARROW if narrow else WIDE
    stages = [sum(node.people.value for node in stage) for stage in flows.nodes]
    rows = max(map(len, flows.nodes), default=1)
    height = max(190.0, rows * (LABEL + GAP) + 40)
    scale = (height - rows * GAP) / max(*stages, 1.0)
    columns = [
        _column(stage, _x(layout, at, len(flows.nodes)), scale)
        for at, stage in enumerate(flows.nodes)
    ]
    lowest = max((bar.y + bar.height for column in columns for bar in column), default=TOP)
    lowest = max(lowest, TOP + rows * LABEL)
    canvas = Canvas((layout.width, lowest + 12), speak(_label(flows), language), palette)
    for ribbon, start, end in _placed(flows, columns, scale):
        _draw(canvas, ribbon, start, end, _Spoken(name, language))
    for at, column in enumerate(columns):
        _bars(canvas, layout, column, _Spoken(name, language), last=at == len(columns) - 1)
        _stage(canvas, layout, at, flows.stages, language)
    return canvas.svg()


@dataclass(frozen=True, slots=True)
class _Spoken:
    name: Name
    language: str

    def place(self, place: Place, folded: int = 0) -> str:
        if place is None:
            return speak(words("not recorded"), self.language)
        if place == OTHER:
            said = words("{places} others", places=folded) if folded else words("others")
            return speak(said, self.language)
        return self.name(place)


def _label(flows: Flows) -> Words:
    return words(
        "People from where they were recruited to where they were exploited: {places} places, "
        "{ribbons} stretches; the same numbers stand in the table",
        places=sum(map(len, flows.nodes)),
        ribbons=len(flows.ribbons),
    )


def _x(layout: _Layout, at: int, columns: int) -> float:
    return layout.left + (layout.right - layout.left) * at / max(columns - 1, 1)


def _column(stage: Sequence[Node], x: float, scale: float) -> list[_Bar]:
    """Bars one under the other, each at least as far apart as its label needs."""
    bars, y = [], TOP
    for node in stage:
        height = max(LEAST_BAR, node.people.value * scale)
        bars.append(_Bar(node, x, y, height))
        y += max(height + GAP, LABEL)
    return bars


def _placed(
    flows: Flows, columns: list[list[_Bar]], scale: float
) -> list[tuple[Ribbon, tuple[float, float, float], tuple[float, float, float]]]:
    """Each ribbon with x, y and width of both ends, stacked in the order of the bars they join."""
    order = [{bar.node.place: at for at, bar in enumerate(column)} for column in columns]
    spent: dict[tuple[int, str, Place], float] = {}
    found = []
    ordered = sorted(
        flows.ribbons,
        key=lambda one: (one.stage, order[one.stage][one.start], order[one.stage + 1][one.end]),
    )
    for one in ordered:
        start = columns[one.stage][order[one.stage][one.start]]
        end = columns[one.stage + 1][order[one.stage + 1][one.end]]
        thick = one.people.value * scale
        out = spent.get((one.stage, "out", one.start), 0.0)
        into = spent.get((one.stage, "in", one.end), 0.0)
        spent[one.stage, "out", one.start] = out + thick
        spent[one.stage, "in", one.end] = into + thick
        found.append((one, (start.x + BAR, start.y + out, thick), (end.x, end.y + into, thick)))
    return found


def _draw(
    canvas: Canvas,
    ribbon: Ribbon,
    start: tuple[float, float, float],
    end: tuple[float, float, float],
    spoken: _Spoken,
) -> None:
    thick = max(start[2], LEAST_RIBBON)
    middle = (start[0] + end[0]) / 2
    a, z = start[1], end[1]
    points = [number(value) for value in (
        start[0], a, middle, a, middle, z, end[0], z,
        end[0], z + thick, middle, z + thick, middle, a + thick, start[0], a + thick,
    )]  # fmt: skip
    outline = "M{} {}C{} {} {} {} {} {}L{} {}C{} {} {} {} {} {}Z".format(*points)
    partial = ribbon.start is None or ribbon.end is None
    title = f"{spoken.place(ribbon.start)} → {spoken.place(ribbon.end)}: " + speak(
        people(ribbon.people.value), spoken.language
    )
    canvas.path("ribbon partial" if partial else "ribbon", outline, title)


def _bars(
    canvas: Canvas, layout: _Layout, column: list[_Bar], spoken: _Spoken, *, last: bool
) -> None:
    for bar in column:
        css = {None: "bar", OTHER: "other"}.get(bar.node.place, "on")
        canvas.draw("rect", css, x=bar.x, y=bar.y, width=BAR, height=bar.height, rx=1.5)
        name = shorten(spoken.place(bar.node.place, bar.node.folded), layout.letters)
        y = bar.y + min(bar.height / 2, 30) + 4
        seen = speak(count(bar.node.people.value), spoken.language)
        if last:
            x = bar.x + BAR + 7
            _name(canvas, (x, y), name, seen, "start")
        else:
            _name(canvas, (bar.x - 7, y), name, seen, "end")


def _name(canvas: Canvas, at: tuple[float, float], name: str, seen: str, anchor: str) -> None:
    canvas.text("place", at, f"{name} {seen}" if anchor == "start" else f"{seen} {name}", anchor)


def _stage(
    canvas: Canvas, layout: _Layout, at: int, stages: Sequence[Words], language: str
) -> None:
    last = at == len(stages) - 1
    x = layout.right + BAR + 7 if last else _x(layout, at, len(stages)) - 7
    canvas.text("sub", (x, 14), speak(stages[at], language), "start" if last else "end")
