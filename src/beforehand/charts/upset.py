"""Who shares whom: lists, and the people on each combination of them (an UpSet plot).

Source:
    Lex, Gehlenborg, Strobelt, Vuillemot and Pfister (2014), IEEE TVCG 20(12).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase

from beforehand.charts.forests import shorten
from beforehand.charts.numbers import count, people
from beforehand.charts.svg import Canvas, Palette
from beforehand.words import Words, speak, words

MOST_WIDE, MOST_NARROW = 22, 14  # combinations drawn
WIDE, NARROW = 660.0, 320.0
LEFT, NAMES, ROW = 262.0, 240.0, 27.0  # where columns begin, width of the names, height of a list
BARS = 132.0  # height of the tallest column
LINE = 22.0  # height of a combination, narrow


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """People on exactly these lists; ``people`` is None where the table itself withholds it."""

    on: tuple[int, ...]  # places of the lists, in their order
    people: int | None
    at_most: int = 0  # where it is withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlaps:
    """Lists with their sizes, and the combinations that anybody is on.

    Attributes:
        names: Of the lists.
        sizes: People on each; None where that is not told.
        combinations: Those that are told.
        not_told: How many others there are.
    """

    names: tuple[str, ...]
    sizes: tuple[int | None, ...]
    combinations: tuple[Combination, ...]
    not_told: int = 0

    @property
    def ranked(self) -> tuple[Combination, ...]:
        """Largest first; those of unknown size last."""
        return tuple(
            sorted(
                self.combinations,
                key=lambda one: (one.people is None, -(one.people or 0), len(one.on), one.on),
            )
        )


def told_apart(shown: Overlaps, least: int) -> Overlaps:
    """The overlaps without counts of fewer than ``least`` people, and what would give one back.

    A group under ``least`` is not told that it is there, and once one is not told the size of no
    list is either. Then the sum of everybody is the only equation that groups not told stand in:
    the smallest others go with them until they are two or more and hold twice ``least`` together,
    or none is left. Each of them may then be any number from none to that sum. Of two lists all
    three groups go, since the estimate itself is an equation between them.
    """
    gone = {one.on for one in shown.combinations if (one.people or 0) < least}
    if not gone:
        sizes = tuple(None if size is None or size < least else size for size in shown.sizes)
        return replace(shown, sizes=sizes)
    if len(shown.names) == 2:
        gone = {one.on for one in shown.combinations}
    while more := _next(shown.combinations, gone, least):
        gone |= more
    return replace(
        shown,
        sizes=(None,) * len(shown.sizes),
        combinations=tuple(one for one in shown.combinations if one.on not in gone),
        not_told=shown.not_told + len(gone),
    )


def _next(
    group: Sequence[Combination], gone: set[tuple[int, ...]], least: int
) -> set[tuple[int, ...]]:
    """What must go too, lest the group's sum less the rest of it tell of a small count."""
    hidden = [one.people or 0 for one in group if one.on in gone]
    left = sorted((one.people or 0, one.on) for one in group if one.on not in gone)
    safe = len(hidden) > 1 and sum(hidden) >= 2 * least
    return set() if safe or not left else {left[0][1]}


def upset(
    shown: Overlaps,
    *,
    narrow: bool = False,
    language: str = "en",
    palette: Palette | None = None,
) -> str:
    """Lists as rows, combinations as columns by size; narrow, combinations are the rows.

    Columns of two lists or more are in the accent colour: they alone tell of the unseen.

    Args:
        shown: Lists and combinations.
        narrow: For 320 px. (A page shows one of both by CSS.)
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    most = MOST_NARROW if narrow else MOST_WIDE
    drawn = shown.ranked[:most]
    rest = len(shown.combinations) - len(drawn) + shown.not_told
    size = _narrow_size(shown, len(drawn), rest) if narrow else _wide_size(shown, rest)
    canvas = Canvas(size, speak(says_overlaps(shown), language), palette)
    top = max((one.people or 0 for one in drawn), default=0) or 1
    if narrow:
        _legend(canvas, shown, language)
        for at, one in enumerate(drawn):
            _row(canvas, shown, one, at, (top, language))
    else:
        _lists(canvas, shown, language)
        for at, one in enumerate(drawn):
            _column(canvas, shown, one, at, (top, language))
    if rest:
        said = speak(words("Not drawn: {rest} smaller groups", rest=rest), language)
        canvas.text("tick", (0, size[1] - 4), said)
    return canvas.svg()


def says_overlaps(shown: Overlaps) -> Words:
    """The picture in a sentence: how many lists, and what two of them share most."""
    pairs = [one for one in shown.ranked if len(one.on) > 1]
    if not pairs and shown.not_told:
        return words("{lists} lists; who shares whom is not told", lists=len(shown.names))
    if not pairs:
        return words("{lists} lists; no two share anybody", lists=len(shown.names))
    first = pairs[0]
    if first.people is None:
        return words(
            "{lists} lists; people on two or more are in {pairs} combinations, each few",
            lists=len(shown.names),
            pairs=len(pairs),
        )
    return words(
        "{lists} lists; people on two or more are in {pairs} combinations, most of them in "
        "{names}: {people}",
        lists=len(shown.names),
        pairs=len(pairs),
        names=" + ".join(shown.names[at] for at in first.on),
        people=people(first.people),
    )


_Scale = tuple[int, str]  # people of the largest combination, and the language


def _wide_size(shown: Overlaps, rest: int) -> tuple[float, float]:
    return WIDE, BARS + 30 + ROW * len(shown.names) + (16 if rest else 0)


def _lists(canvas: Canvas, shown: Overlaps, language: str) -> None:
    most = max((size or 0 for size in shown.sizes), default=0) or 1
    for at, (name, size) in enumerate(zip(shown.names, shown.sizes, strict=True)):
        y = BARS + 30 + at * ROW
        canvas.text("place", (0, y + 12), shorten(name, 31))
        canvas.text("sub", (NAMES, y + 12), _size(size, language), "end")
        canvas.line("base", (0, y + 19), (NAMES, y + 19))
        canvas.line("raw", (0, y + 19), (NAMES * (size or 0) / most, y + 19))


def _column(canvas: Canvas, shown: Overlaps, one: Combination, at: int, scale: _Scale) -> None:
    step = min((WIDE - LEFT) / min(len(shown.combinations), MOST_WIDE), 34.0)
    x = LEFT + (at + 0.5) * step
    height = _height(one, scale, BARS - 16)
    box = {"x": x - step * 0.31, "y": BARS - height, "width": step * 0.62, "height": height}
    canvas.draw("rect", "bar on" if len(one.on) > 1 else "bar", **box)
    canvas.text("tick", (x, BARS - height - 5), _said(one, scale), "middle")
    ys = [BARS + 30 + row * ROW + 10 for row in range(len(shown.names))]
    canvas.line("ci", (x, ys[one.on[0]]), (x, ys[one.on[-1]]))
    for row, y in enumerate(ys):
        canvas.dot("dot" if row in one.on else "land", (x, y), min(step * 0.32, 5.5))


def _size(size: int | None, language: str) -> str:
    return "–" if size is None else speak(count(size), language)


def _height(one: Combination, scale: _Scale, most: float) -> float:
    return 2.0 if one.people is None else max(2.0, most * one.people / scale[0])


def _said(one: Combination, scale: _Scale) -> str:
    return f"<{one.at_most + 1}" if one.people is None else speak(count(one.people), scale[1])


def _narrow_size(shown: Overlaps, drawn: int, rest: int) -> tuple[float, float]:
    return NARROW, 24.0 * len(shown.names) + 34 + LINE * drawn + (18 if rest else 0)


def _legend(canvas: Canvas, shown: Overlaps, language: str) -> None:
    """Each list with its letter and size: the letters stand over the dots."""
    most = max((size or 0 for size in shown.sizes), default=0) or 1
    for at, (name, size) in enumerate(zip(shown.names, shown.sizes, strict=True)):
        y = at * 24.0
        canvas.text("name", (0, y + 12), ascii_uppercase[at])
        canvas.text("place", (18, y + 12), shorten(name, 38))
        canvas.text("sub", (NARROW, y + 12), _size(size, language), "end")
        canvas.line("base", (18, y + 18), (NARROW, y + 18))
        canvas.line("raw", (18, y + 18), (18 + (NARROW - 18) * (size or 0) / most, y + 18))
        x = _letter(shown, at)
        canvas.text("tick", (x, 24.0 * len(shown.names) + 22), ascii_uppercase[at], "middle")


def _letter(shown: Overlaps, at: int) -> float:
    step = min(18.0, 190.0 / len(shown.names))
    return (at + 0.5) * step


def _row(canvas: Canvas, shown: Overlaps, one: Combination, at: int, scale: _Scale) -> None:
    y = 24.0 * len(shown.names) + 34 + (at + 0.5) * LINE
    xs = [_letter(shown, place) for place in range(len(shown.names))]
    canvas.line("ci", (xs[one.on[0]], y), (xs[one.on[-1]], y))
    for place, x in enumerate(xs):
        canvas.dot("dot" if place in one.on else "land", (x, y), 4.5)
    left = xs[-1] + 18
    width = _height(one, scale, NARROW - left - 34)
    box = {"x": left, "y": y - 6, "width": width, "height": 12.0}
    canvas.draw("rect", "bar on" if len(one.on) > 1 else "bar", **box)
    canvas.text("tick", (left + width + 5, y + 4), _said(one, scale))
