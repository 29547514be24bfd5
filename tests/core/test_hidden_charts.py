"""Overlaps, answers side by side and the curve: true to their numbers, with nothing small told."""

from __future__ import annotations

from itertools import product
from xml.etree import ElementTree

import numpy as np
import pytest
from scipy.optimize import linprog

from beforehand import charts
from beforehand.charts import Answer, Mark
from beforehand.words import words

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("A", "B", "C")
COUNTED = [((0,), 40), ((1,), 30), ((2,), 20), ((0, 1), 16), ((1, 2), 12)]
SEEN = Mark(value=100, label=words("seen"))
ROWS = (
    Answer(label="One", value=200, low=150, high=300, chosen=True),
    Answer(label="Open", value=250, low=120),
    Answer(label="None", value=None, why=words("the chains disagree")),
)


def overlaps(
    names: tuple[str, ...], counted: list[tuple[tuple[int, ...], int]], least: int = 0
) -> charts.Overlaps:
    made = charts.Overlaps(
        names=names,
        sizes=tuple(sum(n for on, n in counted if at in on) for at in range(len(names))),
        combinations=tuple(charts.Combination(on=on, people=n) for on, n in counted),
    )
    return charts.told_apart(made, least) if least else made


def drawn(svg: str, tag: str, css: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(svg)
    return [one for one in root.iter(f"{SVG}{tag}") if one.get("class") == css]


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("narrow", [False, True])
def test_columns_stand_by_size_with_their_counts_and_a_dot_for_each_list(narrow: bool) -> None:
    svg = charts.upset(overlaps(NAMES, COUNTED), narrow=narrow)
    side = "width" if narrow else "height"
    sizes = [float(one.get(side) or 0) for one in ElementTree.fromstring(svg).iter(f"{SVG}rect")]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] / sizes[3] == pytest.approx(40 / 16, rel=0.01)
    assert len(drawn(svg, "circle", "dot")) == 7
    assert len(drawn(svg, "circle", "land")) == 15 - 7
    assert len(drawn(svg, "rect", "bar on")) == 2, "those of two lists"
    assert {"40", "30", "20", "16", "12", "56", "58", "32"} <= set(texts(svg))
    assert 'aria-label="3 lists; people on two or more are in 2 combinations, most' in svg


def test_columns_that_find_no_room_are_counted_under_the_picture() -> None:
    names = tuple("ABCDE")
    counted = [
        (tuple(at for at, on in enumerate(row) if on), 31 - n)
        for n, row in enumerate(product((0, 1), repeat=5))
        if any(row) and n < 31
    ]
    shown = overlaps(names, counted)
    assert "Not drawn: 8 smaller groups" in texts(charts.upset(shown))
    assert "Not drawn: 16 smaller groups" in texts(charts.upset(shown, narrow=True))


def test_small_groups_are_not_drawn_and_no_list_gives_one_back() -> None:
    shown = overlaps(NAMES, [*COUNTED[:3], ((0, 1), 3), ((1, 2), 25)], least=11)
    told = {one.on for one in shown.combinations}
    assert told == {(0,), (1,), (1, 2)}, "the next smallest goes with that of 3"
    assert shown.sizes == (None, None, None), "list A less the rest would give 3"
    for narrow in (False, True):
        svg = charts.upset(shown, narrow=narrow)
        assert not {"3", "43", "58", "45"} & set(texts(svg))
        assert texts(svg).count("–") == 3
        assert "Not drawn: 2 smaller groups" in texts(svg)


def test_of_two_lists_all_is_told_or_nothing() -> None:
    counted = [((0,), 50), ((1,), 30), ((0, 1), 12)]
    assert overlaps(("A", "B"), counted, least=11).sizes == (62, 42)
    short = overlaps(("A", "B"), [*counted[:2], ((0, 1), 4)], least=11)
    assert (short.sizes, short.combinations, short.not_told) == ((None, None), (), 3)


def test_a_count_that_the_table_itself_withholds_is_drawn_flat_with_its_bound() -> None:
    made = charts.Overlaps(
        names=("A", "B"),
        sizes=(20, 10),
        combinations=(
            charts.Combination(on=(0,), people=20),
            charts.Combination(on=(0, 1), people=None, at_most=4),
        ),
    )
    assert "<5" in texts(charts.upset(made))
    assert "each few" in charts.upset(made)


@pytest.mark.parametrize("lists", [3, 4, 5])
def test_whoever_solves_every_equation_learns_no_small_group_to_within_ten(lists: int) -> None:
    """Told are the number of everybody, list sizes, and groups: the rest is solved for."""
    rng = np.random.default_rng(lists)
    drawn_with_small = 0
    for _ in range(60):
        counted = random_groups(rng, lists)
        shown = overlaps(tuple("ABCDE"[:lists]), counted, least=11)
        told = {one.on for one in shown.combinations}
        assert all(n >= 11 for on, n in counted if on in told)
        small = [on for on, n in counted if n < 11]
        drawn_with_small += bool(told and small)
        for on in small if told else ():
            low, high = solved_for(on, counted, shown)
            assert high - low > 10, (on, counted)
    assert drawn_with_small > 20, "else nothing is tested"


def random_groups(rng: np.random.Generator, lists: int) -> list[tuple[tuple[int, ...], int]]:
    """People by the lists they are on; many groups are of few."""
    patterns = [
        tuple(at for at in range(lists) if number >> at & 1) for number in range(1, 2**lists)
    ]
    means = rng.choice([2, 15, 40, 90], len(patterns), p=[0.15, 0.15, 0.35, 0.35])
    numbers = rng.poisson(means)
    return [(on, int(n)) for on, n in zip(patterns, numbers, strict=True) if n]


def solved_for(
    on: tuple[int, ...], counted: list[tuple[tuple[int, ...], int]], shown: charts.Overlaps
) -> tuple[float, float]:
    """Least and most people in a group, to one who even knows which groups nobody is in."""
    told = {one.on: one.people or 0 for one in shown.combinations}
    unknown = [group for group, _ in counted if group not in told]
    rows = [[1] * len(unknown)]
    sums = [sum(n for _, n in counted) - sum(told.values())]
    for at, size in enumerate(shown.sizes):
        if size is not None:
            rows.append([int(at in group) for group in unknown])
            sums.append(size - sum(n for group, n in told.items() if at in group))
    aim = np.array([float(group == on) for group in unknown])
    ends = [linprog(sign * aim, A_eq=rows, b_eq=sums, bounds=(1, None)) for sign in (1, -1)]
    assert all(one.success for one in ends)
    return float(ends[0].fun), float(-ends[1].fun)


@pytest.mark.parametrize("narrow", [False, True])
def test_each_answer_lies_within_its_interval_and_a_refused_one_says_why(narrow: bool) -> None:
    svg = charts.answers(ROWS, SEEN, narrow=narrow)
    dots = drawn(svg, "circle", "dot") + drawn(svg, "circle", "ring")
    bars = drawn(svg, "line", "ci")
    assert len(dots) == len(bars) == 2
    for dot, bar in zip(dots, bars, strict=True):
        at = float(dot.get("cx") or 0)
        assert float(bar.get("x1") or 0) < at < float(bar.get("x2") or 0)
    assert "the chains disagree" in texts(svg)
    assert "120 or more" in texts(svg)
    assert len(drawn(svg, "path", "on")) == 1, "an arrow where nothing bounds it"
    assert "One: 200 (150–300); Open: 250 (120 or more); None: the chains disagree" in svg


def test_answers_that_differ_more_than_fivefold_stand_on_a_log_scale() -> None:
    def places(most: float) -> tuple[float, float, float]:
        rows = [Answer(label=str(n), value=n) for n in (100, (100 * most) ** 0.5, most)]
        found = drawn(charts.answers(rows, SEEN), "circle", "ring")
        first, middle, last = (float(one.get("cx") or 0) for one in found)
        return first, middle, last

    first, middle, last = places(10_000)
    assert middle == pytest.approx((first + last) / 2, abs=0.2), "the geometric mean is halfway"
    first, middle, last = places(400)
    assert middle == pytest.approx(first + (last - first) / 3, abs=0.2), "200 of 100 to 400"


def test_one_answer_alone_that_is_the_mark_itself_can_be_drawn() -> None:
    assert "<svg" in charts.answers([Answer(label="Same", value=100)], SEEN)


def test_the_curve_passes_through_the_answer_where_nothing_is_hidden() -> None:
    shown = charts.Curve(
        points=((0.5, 150.0), (1.0, 200.0), (2.0, 300.0)),
        value=200.0, low=160.0, high=None, across=words("odds ratio"),
    )  # fmt: skip
    for narrow in (False, True):
        svg = charts.curve(shown, narrow=narrow)
        (dot,) = drawn(svg, "circle", "dot")
        path = drawn(svg, "path", "trace")[0].get("d") or ""
        points = [tuple(map(float, one.split())) for one in path[1:].split("L")]
        assert points[1] == pytest.approx((float(dot.get("cx") or 0), float(dot.get("cy") or 0)))
        assert points[0][1] > points[1][1] > points[2][1]


def test_every_class_has_a_style_and_print_needs_none() -> None:
    shown = overlaps(NAMES, COUNTED)
    curve = charts.Curve(points=((0.5, 9), (2, 11)), value=10, low=9, high=11, across=words("x"))
    for palette in (None, charts.PAPER):
        for svg in (
            charts.upset(shown, palette=palette),
            charts.upset(shown, narrow=True, palette=palette),
            charts.answers(ROWS, SEEN, joined=True, palette=palette),
            charts.curve(curve, palette=palette),
        ):
            root = ElementTree.fromstring(svg)
            assert len(root.get("aria-label") or "") > 5
            assert " style=" not in svg
            inner = [one for one in root.iter() if one is not root]
            for css in {css for one in inner for css in (one.get("class") or "").split()}:
                assert palette is None
                assert f".{css}" in charts.STYLE, css
