"""Dependence that no table can show: the curve of answers, and the yardsticks for it."""

import numpy as np
import pytest

from beforehand.stats.mse import sensitivity
from beforehand.stats.mse.lists import Lists, lists_of
from beforehand.stats.mse.models import fit, pairs_of
from beforehand.words import speak


def _expected(many: int, effects: dict[int, float]) -> tuple[Lists, float]:
    """The table of expected counts of a log-linear model, and the people it leaves unseen."""
    at = np.arange(1 << many)
    logs = sum(np.where(at & term == term, effect, 0.0) for term, effect in effects.items())
    counts = np.exp(logs)
    unseen = float(counts[0])
    counts[0] = 0
    return Lists(tuple("ABCDE"[:many]), counts), unseen


MAINS = {0: 8.0, 1: -1.5, 2: -1.0, 4: -2.0}


@pytest.mark.parametrize("ratio", [0.2, 1.0, 3.1])
def test_two_lists_with_a_known_odds_ratio_lie_on_the_curve(ratio):
    lists, unseen = _expected(2, {0: 8.0, 1: -1.5, 2: -1.0, 3: np.log(ratio)})
    first, second, both = lists.counts[1:]
    total = lists.counts.sum() + first * second / both
    assert fit(lists, ()).estimate == pytest.approx(total, abs=1)  # seen is a whole number
    assert sensitivity.moved(total, lists.counts.sum(), ratio) == pytest.approx(
        lists.counts.sum() + unseen
    )


@pytest.mark.parametrize(("many", "turned"), [(3, -1), (4, 1)])
def test_an_interaction_of_all_lists_is_the_factor_that_no_table_can_show(many, turned):
    pairs = {int(pair): 0.3 for pair in pairs_of(many)}
    mains = {0: 8.0} | {1 << i: -1.0 for i in range(many)}
    everybody = (1 << many) - 1
    lists, unseen = _expected(many, {**mains, **pairs, everybody: turned * 0.9})
    terms = tuple(term for term in range(everybody) if term.bit_count() > 1)
    assert sensitivity._unseen(lists, terms) * np.exp(0.9) == pytest.approx(unseen)


def test_a_pair_held_at_its_true_odds_ratio_gives_the_truth():
    lists, unseen = _expected(3, {**MAINS, 0b011: np.log(4), 0b110: 0.7})
    found = sensitivity.pairs_moved(lists, (0b110,), (1.0, 4.0))
    totals = {one.pair: one.totals for one in found}
    assert set(totals) == {0b011, 0b101}
    assert totals[0b011][1] - lists.seen == pytest.approx(unseen)
    assert totals[0b011][0] == pytest.approx(fit(lists, (0b110,)).estimate)
    assert totals[0b011][0] < 0.8 * totals[0b011][1]


def test_an_empty_overlap_in_the_model_stays_minus_infinity():
    rows = [((1, 0, 0), 60), ((0, 1, 0), 40), ((0, 0, 1), 30), ((1, 1, 0), 12), ((0, 1, 1), 25)]
    lists = lists_of("ABC", rows)
    at_one = sensitivity.pairs_moved(lists, (0b101,), (1.0,))
    assert [one.totals[0] for one in at_one] == pytest.approx([fit(lists, (0b101,)).estimate] * 2)


def test_the_odds_ratio_of_two_lists_is_counted_among_people_on_a_third():
    rows = [((1, 1, 1), 8), ((1, 0, 1), 4), ((0, 1, 1), 5), ((0, 0, 1), 20), ((1, 1, 0), 90)]
    first = {one.pair: one for one in sensitivity.seen_dependences(lists_of("ABC", rows))}[0b011]
    assert first.odds_ratio == pytest.approx(8 * 20 / (4 * 5))
    assert first.least == 4


def test_a_ratio_that_hangs_on_a_handful_is_no_yardstick():
    rows = [((1, 1, 1), 1), ((1, 0, 1), 1), ((0, 1, 1), 1), ((0, 0, 1), 500), ((1, 1, 0), 90)]
    rows += [((1, 0, 0), 100), ((0, 1, 0), 100)]
    found = sensitivity.seen_dependences(lists_of("ABC", rows))
    assert found[0].odds_ratio > 100
    assert sensitivity.strongest(found) is None


def test_among_people_on_a_list_the_truth_is_known():
    rows = [((1, 0, 0), 300), ((1, 1, 0), 30), ((1, 0, 1), 20), ((1, 1, 1), 6)]
    rows += [((0, 1, 0), 50), ((0, 0, 1), 60), ((0, 1, 1), 9)]
    first = sensitivity.known_factors(lists_of("ABC", rows), (0b110,))
    assert [one.place for one in first] == [1, 2]  # on A, a pair of two lists cannot be told
    first = sensitivity.known_factors(lists_of("ABC", rows), ())
    assert first[0].foretold == pytest.approx(30 * 20 / 6)
    assert (first[0].missed, first[0].factor) == (300, pytest.approx(3))


def test_the_factor_that_gives_another_answer_is_told_if_there_is_one():
    assert sensitivity.factor_for(1100, 100, 2100) == 2
    assert sensitivity.factor_for(1100, 600, 550) is None
    assert sensitivity.moved(1100, 100, sensitivity.factor_for(1100, 100, 440)) == 440


def test_the_words_say_how_strong_it_must_be_beside_what_is_seen():
    rows = [((1, 0, 0), 300), ((1, 1, 0), 30), ((1, 0, 1), 20), ((1, 1, 1), 6)]
    rows += [((0, 1, 0), 50), ((0, 0, 1), 60), ((0, 1, 1), 9)]
    lists = lists_of("ABC", rows)
    total = fit(lists, ()).estimate
    doubled, yardstick, known = map(speak, sensitivity.in_words(lists, (), total))
    assert f"If {(2 * total - 475) / (total - 475):.2g} times as many" in doubled
    assert "B and C do among people on another list (odds ratio 3)" in yardstick  # 6 300 / (30 20)
    assert f"not {total:,.0f}." in yardstick
    assert known.startswith("Of the people on list A, 300 are on no other list")
    assert "foretells 100" in known
    assert f"there are {475 + 3 * (total - 475):,.0f} in all" in known


def test_two_lists_are_told_that_nothing_shows():
    (only,) = sensitivity.in_words(
        lists_of("AB", [((1, 0), 30), ((0, 1), 20), ((1, 1), 10)]), (), 120
    )
    assert "Two lists cannot show" in speak(only)
    assert "odds ratio of 3," in speak(only)
