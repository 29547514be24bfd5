"""Who shares whom: lists, and the people on each combination of them (an UpSet plot).

Source:
    Lex, Gehlenborg, Strobelt, Vuillemot and Pfister (2014), IEEE TVCG 20(12).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    """People on exactly these lists; ``people`` is None where the number is withheld."""

    on: tuple[int, ...]  # places of the lists, in their order
    people: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlaps:
    """Lists with their sizes, and every combination that anybody is on."""

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    combinations: tuple[Combination, ...]

    @property
    def ranked(self) -> tuple[Combination, ...]:
        """Largest first; those withheld last, so that their order tells nothing."""
        return tuple(
            sorted(
                self.combinations,
                key=lambda one: (one.people is None, -(one.people or 0), len(one.on), one.on),
            )
        )


def overlaps(
    names: Sequence[str], counted: Sequence[tuple[tuple[int, ...], int]], least: int = 0
) -> Overlaps:
    """Lists and combinations, without the counts that are too small to be told.

    A count under ``least`` is withheld. So that neither the size of a list nor of everybody gives
    it back, the next larger ones of the same list are withheld with it until those withheld are
    two or more and hold twice ``least`` together, or none is left.

    Args:
        names: Of the lists.
        counted: Places of the lists and how many people are on exactly these, each above 0.
        least: The fewest people that may be told; 0 tells everything.
    """
    gone = {on for on, number in counted if number < least}
    groups = [[one for one in counted if at in one[0]] for at in range(len(names))]
    groups.append(list(counted))
    while more := [on for group in groups for on in _next(group, gone, least)]:
        gone |= set(more)
    return Overlaps(
        names=tuple(names),
        sizes=tuple(sum(number for on, number in counted if at in on) for at in range(len(names))),
        combinations=tuple(
            Combination(on=on, people=None if on in gone else number) for on, number in counted
        ),
    )


def _next(
    group: Sequence[tuple[tuple[int, ...], int]], gone: set[tuple[int, ...]], least: int
) -> list[tuple[int, ...]]:
    """What must go too, lest the group's sum less the rest of it tell of a small count."""
    hidden = [number for on, number in group if on in gone]
    left = sorted((number, on) for on, number in group if on not in gone)
    safe = not hidden or (len(hidden) > 1 and sum(hidden) >= 2 * least)
    return [] if safe or not left else [left[0][1]]


def upset(
    shown: Overlaps,
    *,
    least: int = 0,
    narrow: bool = False,
    language: str = "en",
    palette: Palette | None = None,
) -> str:
    """Lists as rows, combinations as columns by size; narrow, combinations are the rows.

    Columns of two lists or more are in the accent colour: they alone tell of the unseen.

    Args:
        shown: From ``overlaps``.
        least: As withheld counts are said: "<11".
        narrow: For 320 px. (A page shows one of both by CSS.)
        language: Of the words.
        palette: Explicit colours; None: classes.
    """
    most = MOST_NARROW if narrow else MOST_WIDE
    drawn = shown.ranked[:most]
    rest = len(shown.combinations) - len(drawn)
    size = _narrow_size(shown, len(drawn), rest) if narrow else _wide_size(shown, rest)
    canvas = Canvas(size, speak(says_overlaps(shown), language), palette)
    top = max((one.people or 0 for one in drawn), default=0) or 1
    if narrow:
        _legend(canvas, shown, language)
        for at, one in enumerate(drawn):
            _row(canvas, shown, one, at, (top, least, language))
    else:
        _lists(canvas, shown, language)
        for at, one in enumerate(drawn):
            _column(canvas, shown, one, at, (top, least, language))
    if rest:
        said = speak(words("{rest} smaller combinations are not drawn", rest=rest), language)
        canvas.text("tick", (0, size[1] - 4), said)
    return canvas.svg()


def says_overlaps(shown: Overlaps) -> Words:
    """The picture in a sentence: how many lists, and what two of them share most."""
    pairs = [one for one in shown.ranked if len(one.on) > 1]
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


_Scale = tuple[int, int, str]  # people of the largest combination, least, language


def _wide_size(shown: Overlaps, rest: int) -> tuple[float, float]:
    return WIDE, BARS + 30 + ROW * len(shown.names) + (16 if rest else 0)


def _lists(canvas: Canvas, shown: Overlaps, language: str) -> None:
    most = max(shown.sizes, default=0) or 1
    for at, (name, size) in enumerate(zip(shown.names, shown.sizes, strict=True)):
        y = BARS + 30 + at * ROW
        canvas.text("place", (0, y + 12), shorten(name, 31))
        canvas.text("sub", (NAMES, y + 12), speak(count(size), language), "end")
        canvas.line("base", (0, y + 19), (NAMES, y + 19))
        canvas.line("raw", (0, y + 19), (NAMES * size / most, y + 19))


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


def _height(one: Combination, scale: _Scale, most: float) -> float:
    return 2.0 if one.people is None else max(2.0, most * one.people / scale[0])


def _said(one: Combination, scale: _Scale) -> str:
    return f"<{scale[1]}" if one.people is None else speak(count(one.people), scale[2])


def _narrow_size(shown: Overlaps, drawn: int, rest: int) -> tuple[float, float]:
    return NARROW, 24.0 * len(shown.names) + 34 + LINE * drawn + (18 if rest else 0)


def _legend(canvas: Canvas, shown: Overlaps, language: str) -> None:
    """Each list with its letter and size: the letters stand over the dots."""
    most = max(shown.sizes, default=0) or 1
    for at, (name, size) in enumerate(zip(shown.names, shown.sizes, strict=True)):
        y = at * 24.0
        canvas.text("name", (0, y + 12), ascii_uppercase[at])
        canvas.text("place", (18, y + 12), shorten(name, 38))
        canvas.text("sub", (NARROW, y + 12), speak(count(size), language), "end")
        canvas.line("base", (18, y + 18), (NARROW, y + 18))
        canvas.line("raw", (18, y + 18), (18 + (NARROW - 18) * size / most, y + 18))
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
