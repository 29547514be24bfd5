"""Overlaps, answers side by side and the curve: true to their numbers, with nothing small told."""

from __future__ import annotations

from itertools import product
from xml.etree import ElementTree

import numpy as np
import pytest

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


def drawn(svg: str, tag: str, css: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(svg)
    return [one for one in root.iter(f"{SVG}{tag}") if one.get("class") == css]


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("narrow", [False, True])
def test_columns_stand_by_size_with_their_counts_and_a_dot_for_each_list(narrow: bool) -> None:
    svg = charts.upset(charts.overlaps(NAMES, COUNTED), narrow=narrow)
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
    shown = charts.overlaps(names, counted)
    assert "8 smaller combinations are not drawn" in texts(charts.upset(shown))
    assert "16 smaller combinations are not drawn" in texts(charts.upset(shown, narrow=True))


def test_small_counts_are_withheld_and_no_list_gives_one_back() -> None:
    shown = charts.overlaps(NAMES, [*COUNTED[:3], ((0, 1), 3), ((1, 2), 25)], least=11)
    hidden = {one.on for one in shown.combinations if one.people is None}
    assert (0, 1) in hidden
    assert len([on for on in hidden if 0 in on]) > 1, "list A less the rest would give 3"
    assert len([on for on in hidden if 1 in on]) > 1
    svg = charts.upset(shown, least=11)
    assert texts(svg).count("<11") == len(hidden)
    assert "3" not in texts(svg)


def test_sums_over_random_tables_never_leave_one_small_count_alone() -> None:
    rng = np.random.default_rng(1)
    patterns = [tuple(at for at in range(4) if number >> at & 1) for number in range(1, 16)]
    for _ in range(200):
        numbers = rng.poisson(rng.choice([2, 12, 40], 15))
        counted = [(on, int(n)) for on, n in zip(patterns, numbers, strict=True) if n]
        shown = charts.overlaps(tuple("ABCD"), counted, least=11)
        told = {one.on: one.people for one in shown.combinations}
        assert all(people is None or people >= 11 for people in told.values())
        for at in (None, 0, 1, 2, 3):
            group = {on: n for on, n in counted if at is None or at in on}
            gone = [n for on, n in group.items() if told[on] is None]
            every = len(gone) == len(group)
            assert every or not gone or (len(gone) > 1 and sum(gone) >= 22)


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
    shown = charts.overlaps(NAMES, COUNTED)
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
