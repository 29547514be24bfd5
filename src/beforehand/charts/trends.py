"""Two groups over time, each against its own average before a launch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from beforehand.charts.numbers import decimal
from beforehand.charts.svg import Canvas, Palette
from beforehand.words import Words, speak, words

SIZE = (460.0, 218.0)
LEFT, RIGHT, TOP, FLOOR = 34.0, 348.0, 24.0, 186.0
APART = 15.0  # between the names of two lines


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendLines:
    """Counts by bin of equal length; the launch is where bin ``launch`` begins."""

    treated: Sequence[float]
    held_out: Sequence[float]
    launch: int
    weeks: int  # a bin


def trend(shown: TrendLines, *, language: str = "en", palette: Palette | None = None) -> str:
    """Both groups as multiples of their own average before launch, which is 1.

    Args:
        shown: At least one bin on each side of the launch.
        language: Of the words.
        palette: Explicit colours; None: classes.

    Returns:
        The drawing; empty where a group counted nothing before launch.
    """
    lines = [_index(counts, shown.launch) for counts in (shown.treated, shown.held_out)]
    if not all(lines):
        return ""
    top = max(2.0, *(max(line) for line in lines)) * 1.06
    canvas = Canvas(SIZE, speak(_says(shown, lines), language), palette)

    def at(x: float, y: float) -> tuple[float, float]:
        along = LEFT + (x + 0.5) / len(lines[0]) * (RIGHT - LEFT)
        return along, FLOOR - y / top * (FLOOR - TOP)

    for tick in range(int(top) + 1):
        if top < 6 or tick % 2 == 0 or tick == 1:
            canvas.line("grid", (LEFT, at(0, tick)[1]), (RIGHT, at(0, tick)[1]))
            said = speak(words("{number}×", number=decimal(tick, 0)), language)
            canvas.text("tick", (LEFT - 6, at(0, tick)[1] + 4), said, "end")
    launch = at(shown.launch - 0.5, 0)[0]
    canvas.line("pool", (launch, TOP - 6), (launch, FLOOR))
    canvas.text("poolt", (launch, TOP - 11), speak(words("launch"), language), "middle")
    names = (words("warned"), words("held out"))
    ends = _apart([at(0, line[-1])[1] for line in lines])
    for line, css, name, end in zip(lines, ("trace", "raw"), names, ends, strict=True):
        points = "L".join(f"{x:.1f} {y:.1f}" for x, y in (at(i, y) for i, y in enumerate(line)))
        canvas.path(css, f"M{points}", fill="none")
        said = speak(name, language)
        canvas.text("name" if css == "trace" else "sub", (RIGHT + 6, end + 4), said)
    for bin_, anchor in ((0, "start"), (len(lines[0]) - 1, "end")):
        said = speak(_when(shown, bin_), language)
        edge = LEFT if anchor == "start" else RIGHT
        canvas.text("tick", (edge, FLOOR + 18), said, anchor)
    return canvas.svg()


def _index(counts: Sequence[float], launch: int) -> list[float]:
    before = sum(counts[:launch]) / launch
    return [count / before for count in counts] if before else []


def _apart(ends: list[float]) -> list[float]:
    first, second = ends
    if abs(first - second) >= APART:
        return ends
    middle, up = (first + second) / 2, -1 if first <= second else 1
    return [middle + up * APART / 2, middle - up * APART / 2]


def _when(shown: TrendLines, bin_: int) -> Words:
    weeks = (bin_ - shown.launch) * shown.weeks
    if weeks < 0:
        return words("{weeks} weeks before", weeks=-weeks)
    return words("{weeks} weeks after", weeks=weeks + shown.weeks)


def _says(shown: TrendLines, lines: list[list[float]]) -> Words:
    treated, held_out = (sum(line[shown.launch :]) / len(line[shown.launch :]) for line in lines)
    return words(
        "Against their own average before launch: warned places {treated} times as many after it, "
        "held-out places {held_out} times",
        treated=decimal(treated),
        held_out=decimal(held_out),
    )
