"""Routes of three or four stages on a phone: one stage under the other, each place in a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from beforehand.charts.forests import shorten
from beforehand.charts.numbers import count
from beforehand.charts.svg import Canvas, Palette
from beforehand.records.picture import OTHER, Flows, Node, Ribbon
from beforehand.words import Words, speak

Place = Callable[[int, str | None, int], str]
WIDTH, LEFT = 320.0, 4.0
LETTERS, ONWARD_LETTERS = 34, 46
MOST_ONWARD = 3
HEAD, LINE, ONWARD, AFTER, BAR = 34.0, 17.0, 19.0, 11.0, 5.0


def stage_list(
    flows: Flows,
    place: Place,
    label: Words,
    *,
    language: str = "en",
    palette: Palette | None = None,
) -> str:
    """Each stage as a list of its places, their people as a bar, and where most went next.

    Args:
        flows: Folded; three or four stages.
        place: The name of a place by its stage, its code, and how many are put together in it.
        label: What it shows, in words.
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    said = {key: _said(some, place, language) for key, some in _onward(flows).items()}
    height = sum(
        HEAD + sum(LINE + AFTER + (ONWARD if said.get((stage, one.place)) else 0) for one in nodes)
        for stage, nodes in enumerate(flows.nodes)
    )
    canvas = Canvas((WIDTH, height + 6), speak(label, language), palette)
    most = max((one.people.value for nodes in flows.nodes for one in nodes), default=1.0)
    y = 0.0
    for stage, nodes in enumerate(flows.nodes):
        canvas.text("sub", (LEFT, y + 22), speak(flows.stages[stage], language), "start")
        y += HEAD
        for one in nodes:
            name, onward = place(stage, one.place, one.folded), said.get((stage, one.place), "")
            y = _line(canvas, y, (one, name, onward), most, language)
    return canvas.svg()


def _onward(flows: Flows) -> dict[tuple[int, str | None], list[Ribbon]]:
    """Where people of each place went next, most first."""
    found: dict[tuple[int, str | None], list[Ribbon]] = {}
    for one in flows.ribbons:
        found.setdefault((one.stage, one.start), []).append(one)
    return {key: sorted(some, key=lambda one: -one.people.value) for key, some in found.items()}


def _said(ribbons: Sequence[Ribbon], place: Place, language: str) -> str:
    """The places of the next stage where most went; the table has the rest."""
    named = [one for one in ribbons if one.reach == 1 and one.end not in {None, OTHER}]
    told = [
        f"{place(one.stage + 1, one.end, 0)} {speak(count(one.people.value), language)}"
        for one in named[:MOST_ONWARD]
    ]
    if not told:
        return ""
    return "→ " + " · ".join(told) + (" …" if len(ribbons) > len(told) else "")


def _line(
    canvas: Canvas, y: float, said: tuple[Node, str, str], most: float, language: str
) -> float:
    """One place's name, people, bar and next places; returns where the next line begins."""
    node, name, next_ones = said
    seen = speak(count(node.people.value), language)
    canvas.text("place", (LEFT, y + 12), shorten(name, LETTERS), "start")
    canvas.text("place", (WIDTH - LEFT, y + 12), seen, "end")
    css = {None: "bar", OTHER: "other"}.get(node.place, "on")
    wide = max(2.0, (WIDTH - 2 * LEFT) * node.people.value / most)
    canvas.draw("rect", css, x=LEFT, y=y + LINE, width=wide, height=BAR, rx=1.5)
    y += LINE + AFTER
    if next_ones:
        canvas.text("next", (LEFT, y + 9), shorten(next_ones, ONWARD_LETTERS), "start")
        y += ONWARD
    return y
