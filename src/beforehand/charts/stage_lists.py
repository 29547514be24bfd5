"""Routes of three or four stages on a phone: one stage under the other, each place in a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from beforehand.charts.forests import shorten
from beforehand.charts.numbers import count
from beforehand.charts.svg import Canvas, Palette
from beforehand.records.picture import OTHER, Flows, Node, Ribbon
from beforehand.words import Words, speak, words

Place = Callable[[int, str | None, int], str]
WIDTH, LEFT = 320.0, 4.0
LETTERS, ONWARD_LETTERS = 34, 46
MOST_ONWARD = 3
HEAD, LINE, ONWARD, AFTER, BAR = 26.0, 17.0, 14.0, 9.0, 5.0


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
    onward = _onward(flows)
    height = sum(
        HEAD + sum(LINE + AFTER + (ONWARD if (stage, one.place) in onward else 0) for one in nodes)
        for stage, nodes in enumerate(flows.nodes)
    )
    canvas = Canvas((WIDTH, height + 6), speak(label, language), palette)
    most = max((one.people.value for nodes in flows.nodes for one in nodes), default=1.0)
    y = 0.0
    for stage, nodes in enumerate(flows.nodes):
        canvas.text("sub", (LEFT, y + 16), speak(flows.stages[stage], language), "start")
        y += HEAD
        for one in nodes:
            next_ones = onward.get((stage, one.place), [])
            said = _said(next_ones, place, language)
            y = _line(canvas, y, (one, place(stage, one.place, one.folded), said), most, language)
    return canvas.svg()


def _onward(flows: Flows) -> dict[tuple[int, str | None], list[Ribbon]]:
    """Where people of each place went next, most first."""
    found: dict[tuple[int, str | None], list[Ribbon]] = {}
    for one in flows.ribbons:
        found.setdefault((one.stage, one.start), []).append(one)
    return {key: sorted(some, key=lambda one: -one.people.value) for key, some in found.items()}


def _said(ribbons: Sequence[Ribbon], place: Place, language: str) -> str:
    told = [
        f"{place(one.stage + one.reach, one.end, 0)} {speak(count(one.people.value), language)}"
        for one in ribbons[:MOST_ONWARD]
    ]
    more = len(ribbons) - len(told)
    if more:
        told.append(speak(words("{number} more", number=more), language))
    return "→ " + " · ".join(told) if told else ""


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
