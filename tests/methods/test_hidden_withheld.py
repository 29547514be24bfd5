"""Withheld counts: bounds hold the truth, and reading them as zeros would not."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from beforehand import understand
from beforehand.records.hidden import HiddenPopulation
from beforehand.stats.mse.estimates import Options, estimate, estimator_of
from beforehand.stats.mse.lists import Lists, lists_of
from beforehand.stats.mse.tables import Table, Withheld, read_table
from beforehand.stats.mse.verdict import Verdict
from beforehand.stats.mse.withheld import bounds, estimate_table, filled
from beforehand.understand.hidden_sheet import hidden_content

MANY, PEOPLE = 4, 2000
LEAST = 5  # smaller counts are withheld
PLAIN = Options(interval="none")
NAMES = ("A", "B", "C", "D")


@cache
def simulated(seed: int) -> tuple[Lists, Table]:
    """A population of 2,000 met by four lists, as it was counted and as it is published."""
    draw = np.random.default_rng(seed)
    chances = np.array([0.12, 0.1, 0.08, 0.06])
    on = draw.random((PEOPLE, MANY)) < chances
    counts = np.bincount(on @ (1 << np.arange(MANY)), minlength=1 << MANY).astype(float)
    counts[0] = 0
    withheld = tuple(
        Withheld(pattern, 0, LEAST - 1) for pattern in range(1, 16) if counts[pattern] < LEAST
    )
    shown = counts.copy()
    shown[[one.pattern for one in withheld]] = LEAST - 1
    return Lists(NAMES, counts), Table(lists=Lists(NAMES, shown), withheld=withheld)


def test_a_withheld_count_is_read_with_its_bounds() -> None:
    text = "A,B,C,count\n1,0,0,60\n0,1,0,40\n0,0,1,30\n1,1,0,<5\n1,0,1,2-3\n0,1,1,≤9\n"
    found = read_table(text.encode(), "lists.csv").withheld
    assert [(one.least, one.most) for one in found] == [(0, 4), (2, 3), (0, 9)]


@pytest.mark.parametrize("seed", range(6))
def test_bounds_hold_the_estimate_from_the_true_table(seed: int) -> None:
    true, table = simulated(seed)
    each = estimator_of("independence", PLAIN)
    assert each is not None
    assert table.withheld
    found = bounds(table, each)
    wanted = estimate(true, "independence", options=PLAIN).total
    assert wanted is not None
    assert found.low <= wanted <= found.high


#: Nobody is expected in the last two combinations, yet one person may be in each.
PERHAPS = "A,B,C,count\n1,0,0,60\n0,1,0,50\n0,0,1,40\n1,1,0,20\n1,0,1,9\n0,1,1,<2\n1,1,1,<2\n"
FEW = "A,B,C,count\n1,0,0,60\n0,1,0,50\n0,0,1,40\n1,1,0,<5\n1,0,1,<5\n0,1,1,<5\n1,1,1,<5\n"


def told_of(text: str) -> HiddenPopulation:
    table = read_table(text.encode(), "lists.csv")
    about = understand.About(source="lists.csv", data_hash="f" * 64, made_up=False)
    return understand.hidden_population(table, about, PLAIN, methods=("stepwise",))


def test_withheld_counts_that_are_taken_as_nobody_are_not_left_out() -> None:
    told = told_of(PERHAPS)
    held = {one.lists: (one.at_least, one.at_most) for one in told.overlaps if one.people is None}
    assert held == {("B", "C"): (0, 1), ("A", "B", "C"): (0, 1)}
    assert not any("two lists or more" in str(one) for one in told.may_say)


def test_people_seen_and_list_sizes_have_bounds_where_counts_are_withheld() -> None:
    told = told_of(PERHAPS)
    assert not told.seen.complete_count
    assert told.seen.interval is not None
    assert (told.seen.interval.low, told.seen.interval.high) == (179, 181)
    assert "179 to 181 people are on at least one of 3 lists." in map(str, told.may_say)
    ends = [one.people.interval for one in told.lists]
    assert [(one.low, one.high) for one in ends if one] == [(89, 90), (70, 72), (49, 51)]
    assert not any(one.seen.complete_count for one in told.left_out)


def test_people_on_two_lists_are_the_fewest_that_may_be_where_counts_are_withheld() -> None:
    made = estimate_table(read_table(FEW.encode(), "lists.csv"), "stepwise", options=PLAIN)
    assert made.verdict is Verdict.RANGE
    assert "as few as 0 people may be on two lists" in str(made.reason)
    assert "too few people are on two lists" in hidden_content(told_of(FEW), "en")["says"]


def test_exact_bounds_are_those_of_every_filling_and_drawn_ones_lie_within() -> None:
    counts = [((1, 0), 50), ((0, 1), 40), ((1, 1), 4)]
    table = Table(lists=lists_of("AB", counts), withheld=(Withheld(0b11, 1, 4),))
    each = estimator_of("independence", PLAIN)
    assert each is not None
    found = bounds(table, each)
    by_hand = [(50 + both) * (40 + both) / both for both in range(1, 5)]
    assert (found.low, found.high) == pytest.approx((min(by_hand), max(by_hand)))
    assert found.exact


@pytest.mark.parametrize("method", ["bic-all", "bic-average"])
def test_all_models_are_bounded_over_every_filling_too(method: str) -> None:
    table = read_table(
        b"A,B,C,count\n1,0,0,40\n0,1,0,52\n0,0,1,33\n1,1,0,9\n1,0,1,<3\n0,1,1,<3\n", "l.csv"
    )
    one_by_one = []
    for first in range(3):
        for second in range(3):
            counts = table.lists.counts.copy()
            counts[[one.pattern for one in table.withheld]] = first, second
            found = estimate(Lists(table.lists.names, counts), method, options=PLAIN).total
            one_by_one.append(np.inf if found is None else found)
    told = [str(one) for one in estimate_table(table, method, options=PLAIN).warnings]
    high = f"{max(one_by_one):,.0f}" if np.isfinite(max(one_by_one)) else "any number"
    wanted = f"whatever they are, the estimate lies between {min(one_by_one):,.0f} and {high}"
    assert wanted in told
    assert any("between 134 and 138 people were seen" in one for one in told)


def test_too_many_withheld_counts_for_every_filling_are_drawn_and_said_so() -> None:
    true, table = simulated(2)
    small = tuple(Withheld(at, 0, 9) for at in range(1, 16) if at.bit_count() > 1)
    wide = Table(lists=table.lists, withheld=small)
    told = [str(one) for one in estimate_table(wide, "independence", options=PLAIN).warnings]
    assert any("too many to try each" in one for one in told)
    each = estimator_of("independence", PLAIN)
    assert each is not None
    wanted = estimate(true, "independence", options=PLAIN).total
    found = bounds(wide, each)
    assert not found.exact
    assert wanted is not None
    assert found.low <= wanted


def test_a_withheld_count_read_as_zero_says_too_many_and_one_drawn_does_not() -> None:
    """Overlaps are what is small: without them lists seem to miss more than they do."""
    filled_in, as_zero = [], []
    for seed in range(30):
        true, table = simulated(seed)
        zeros = true.counts.copy()
        zeros[[one.pattern for one in table.withheld]] = 0
        wanted = estimate(true, "independence", options=PLAIN).total
        nought = estimate(Lists(NAMES, zeros), "independence", options=PLAIN).total
        ours = estimate(filled(table, PLAIN), "independence", options=PLAIN).total
        assert wanted is not None
        assert nought is not None
        assert ours is not None
        as_zero.append(np.log(nought / wanted))
        filled_in.append(np.log(ours / wanted))
    assert np.mean(as_zero) > 0.02
    assert abs(np.mean(filled_in)) < np.mean(as_zero) / 4


def test_the_interval_is_wider_for_what_is_withheld() -> None:
    counts = [((1, 0), 50), ((0, 1), 40), ((1, 1), 4)]
    lists = lists_of("AB", counts)
    options = Options(replicates=400, interval="percentile")
    known = estimate(lists, "independence", options=options)
    unknown = estimate_table(
        Table(lists=lists, withheld=(Withheld(0b11, 0, 9),)), "independence", options=options
    )
    assert known.low is not None
    assert unknown.low is not None
    assert unknown.low < known.low
    assert unknown.replicates == 400


def test_resamples_of_a_table_with_withheld_counts_depend_on_the_seed_alone() -> None:
    _, table = simulated(1)
    options = Options(replicates=300)
    first, second = (estimate_table(table, "stepwise", options=options) for _ in range(2))
    assert first == second
    assert any("drawn anew" in str(one) for one in first.warnings)
    assert any("whatever they are" in str(one) for one in first.warnings)
