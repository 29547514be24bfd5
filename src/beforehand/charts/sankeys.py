"""Routes from place to place: bars for places, ribbons for the people between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from beforehand.charts.forests import shorten
from beforehand.charts.numbers import count, people
from beforehand.charts.sankey_layout import (
    BAR,
    Band,
    Bar,
    Frame,
    Lane,
    Layout,
    laid_out,
    untangled,
)
from beforehand.charts.stage_lists import stage_list
from beforehand.charts.svg import Canvas, Palette, number
from beforehand.records.picture import OTHER, Flows, Ribbon
from beforehand.words import Words, speak, words

Place = str | None
#: From a place's code and the number of its stage to its name.
Name = Callable[[int, str], str]
LEAST_RIBBON, LEAST_PASSING = 0.8, 0.4
WIDE = Frame(width=660, left=190, right=459, letters=27)
NARROW = Frame(width=320, left=100, right=192, letters=11)
#: Three or four stages: names between them stand on the ribbons, beside their bars.
MANY = Frame(width=760, left=150, right=590, letters=20, between=17, counts=True)


def sankey(
    flows: Flows,
    name: Name,
    *,
    narrow: bool = False,
    language: str = "en",
    palette: Palette | None = None,
) -> str:
    """Bars by place with ribbons between them; "not recorded" and the others stand last.

    A bar is as high as its people; no ribbon is drawn thinner than can be seen. Part of a bar
    without ribbon is withheld. Ribbons that pass a stage over run under its bars, and are counted
    there. Of two stages the places stand most people first; of more, so that little crosses.

    Args:
        flows: Folded, so that no stage has more places than can be read; two to four stages.
        name: From a place's code and the number of its stage to its name.
        narrow: For 320 px; three or four stages are then a list, one stage under the other.
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    spoken = _Spoken(name, language)
    if narrow and len(flows.stages) > 2:
        return stage_list(flows, spoken.place, _label(flows), language=language, palette=palette)
    frame = NARROW if narrow else WIDE if len(flows.stages) == 2 else MANY
    ordered = flows if len(flows.stages) == 2 else untangled(flows)
    layout = laid_out(ordered, frame)
    canvas = Canvas((frame.width, layout.height), speak(_label(flows), language), palette)
    for band in layout.bands:
        _band(canvas, band, spoken)
    _stages(canvas, frame, layout, ordered, spoken)
    return canvas.svg()


@dataclass(frozen=True, slots=True)
class _Spoken:
    name: Name
    language: str

    def place(self, stage: int, place: Place, folded: int = 0) -> str:
        if place is None:
            return speak(words("not recorded"), self.language)
        if place == OTHER:
            said = words("{places} others", places=folded) if folded else words("others")
            return speak(said, self.language)
        return self.name(stage, place)


def _label(flows: Flows) -> Words:
    return words(
        "People from where they were recruited to where they were exploited: {places} places, "
        "{ribbons} stretches; the same numbers stand in the table",
        places=sum(map(len, flows.nodes)),
        ribbons=len(flows.ribbons),
    )


def _band(canvas: Canvas, band: Band, spoken: _Spoken) -> None:
    thick = max(band.thick, LEAST_RIBBON if band.ribbon.reach == 1 else LEAST_PASSING)
    there = _edge(band.points, 0.0)
    back = _edge(tuple(reversed(band.points)), thick)
    (x, y), (end_x, end_y) = band.points[0], band.points[-1]
    outline = f"M{number(x)} {number(y)}{there}L{number(end_x)} {number(end_y + thick)}{back}Z"
    one = band.ribbon
    partial = one.start is None or one.end is None or one.reach > 1
    canvas.path("ribbon partial" if partial else "ribbon", outline, _title(one, spoken))


def _edge(points: tuple[tuple[float, float], ...], down: float) -> str:
    """Curves from point to point, straight across each lane, ``down`` lower than the points."""
    said = []
    for at, ((x, y), (to_x, to_y)) in enumerate(pairwise(points)):
        if at % 2:
            said.append(f"L{number(to_x)} {number(to_y + down)}")
            continue
        middle = (x + to_x) / 2
        numbers = (middle, y + down, middle, to_y + down, to_x, to_y + down)
        said.append("C" + " ".join(number(one) for one in numbers))
    return "".join(said)


def _title(one: Ribbon, spoken: _Spoken) -> str:
    start = spoken.place(one.stage, one.start)
    end = spoken.place(one.stage + one.reach, one.end)
    return f"{start} → {end}: {speak(people(one.people.value), spoken.language)}"


def _stages(canvas: Canvas, frame: Frame, layout: Layout, flows: Flows, spoken: _Spoken) -> None:
    last = len(layout.columns) - 1
    for at, (column, lane) in enumerate(zip(layout.columns, layout.lanes, strict=True)):
        letters = frame.letters if at in {0, last} else frame.between
        for bar in column:
            _bar(canvas, bar, _Side(at, letters, at == 0, at == last, frame.counts), spoken)
        if lane:
            _lane(canvas, lane, spoken)
        x = frame.x(at, last + 1)
        where = (x - 7, 14.0) if at == 0 else (x + (BAR + 7 if at == last else 0), 14.0)
        anchor = "end" if at == 0 else "start"
        canvas.text("sub", where, speak(flows.stages[at], spoken.language), anchor)


@dataclass(frozen=True, slots=True)
class _Side:
    """A stage, and on which side of its bars how long a name may stand."""

    stage: int
    letters: int
    first: bool
    last: bool
    counts: bool  # among the letters


def _bar(canvas: Canvas, bar: Bar, side: _Side, spoken: _Spoken) -> None:
    """The bar, its name and its people, on its outer side or, between stages, to its right."""
    css = {None: "bar", OTHER: "other"}.get(bar.node.place, "on")
    whole = spoken.place(side.stage, bar.node.place, bar.node.folded)
    canvas.draw("rect", css, x=bar.x, y=bar.y, width=BAR, height=bar.height, rx=1.5)
    seen = speak(count(bar.node.people.value), spoken.language)
    y = bar.y + min(bar.height / 2, 30) + 4
    said = shorten(whole, side.letters - (len(seen) + 1 if side.counts else 0))
    if side.first:
        canvas.text("place", (bar.x - 7, y), f"{seen} {said}", "end")
    else:
        css = "place" if side.last else "place over"
        canvas.text(css, (bar.x + BAR + 7, y), f"{said} {seen}", "start")


def _lane(canvas: Canvas, lane: Lane, spoken: _Spoken) -> None:
    seen = speak(count(lane.people), spoken.language)
    said = f"{speak(words('not recorded'), spoken.language)} {seen}"
    canvas.text("sub over", (lane.x + BAR + 7, lane.y + 12), said, "start")
