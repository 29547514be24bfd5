"""Splits and the stepped test: full enumeration in plain Python, error rates, intervals."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beforehand.refusals import AssignmentOutsideDesign, ImpossibleCounts, ImpossibleDesign
from beforehand.stats import (
    Split,
    admissible_splits,
    balanced_split,
    check_split,
    draw_split,
    imbalance,
    split_design,
    steady_weights,
    stepped_test,
)
from beforehand.stats.shocks import Shocks, shocks_of
from beforehand.stats.splits import every_split, spread_apart
from beforehand.stats.stepped_power import Rollout, stepped_power, stepped_rates, told_by

STARTS = (3, 5, 7)
PERIODS = 8


def _rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def _slow_excess(counts: list[list[float]], waves: tuple[int, ...]) -> float:
    total = sum(map(sum, counts))
    excess = 0.0
    for i, row in enumerate(counts):
        for j, y in enumerate(row):
            if j >= STARTS[waves[i]]:
                excess += y - sum(row) * sum(other[j] for other in counts) / total
    return excess


def _slow_p(counts: list[list[float]], waves: tuple[int, ...], ratio: float) -> float:
    supposed = [
        [y / ratio if j >= STARTS[waves[i]] else y for j, y in enumerate(row)]
        for i, row in enumerate(counts)
    ]
    every = set(itertools.permutations(waves))
    seen = abs(_slow_excess(supposed, waves))
    far = [abs(_slow_excess(supposed, other)) >= seen - 1e-9 for other in every]
    return sum(far) / len(far)


panels = st.lists(
    st.lists(st.integers(0, 9), min_size=PERIODS, max_size=PERIODS), min_size=5, max_size=5
).filter(lambda panel: any(map(any, panel)))


def _first(split: Split, waves: tuple[int, ...]) -> np.ndarray:
    return admissible_splits(split, _rng(), actual=waves)


@settings(deadline=None, max_examples=40)
@given(panels, st.permutations((0, 0, 1, 1, 2)))
def test_the_stepped_test_equals_full_enumeration_in_plain_python(panel, waves) -> None:
    rows = _first(split_design((2, 2, 1)), tuple(waves))
    assert len(rows) == 30
    tested = stepped_test(panel, STARTS, rows, level=0.8)
    assert tested.p_value == pytest.approx(_slow_p(panel, tuple(waves), 1.0), abs=1e-12)
    if 0 < tested.ratio < math.inf:
        adjusted = [
            [y / tested.ratio if j >= STARTS[waves[i]] else y for j, y in enumerate(row)]
            for i, row in enumerate(panel)
        ]
        assert _slow_excess(adjusted, tuple(waves)) == pytest.approx(0, abs=1e-6)


@settings(deadline=None, max_examples=8)
@given(panels, st.permutations((0, 0, 1, 1, 2)))
def test_the_stepped_interval_is_where_a_search_finds_it(panel, waves) -> None:
    tested = stepped_test(panel, STARTS, _first(split_design((2, 2, 1)), tuple(waves)), level=0.8)
    low, high = tested.interval
    for ratio in np.geomspace(0.02, 50, 40):
        kept = _slow_p(panel, tuple(waves), float(ratio)) > 0.2 + 1e-9
        assert not kept or low * (1 - 1e-6) <= ratio <= high * (1 + 1e-6)


def test_every_split_is_listed_once() -> None:
    rows = every_split(split_design((2, 1, 3)))
    assert len(rows) == len(np.unique(rows, axis=0)) == math.factorial(6) // (2 * 6)
    assert (np.sort(rows, axis=1) == [0, 0, 1, 2, 2, 2]).all()


def test_a_split_in_two_is_as_far_apart_as_the_distance_between_two_groups() -> None:
    balance, rows = _rng(2).normal(size=(8, 3)), every_split(split_design((4, 4)))
    assert spread_apart(rows, balance) == pytest.approx(imbalance(rows > 0, balance))


def test_only_balanced_splits_are_drawn_each_as_often() -> None:
    rule = balanced_split(split_design((2, 2, 2)), _rng(3).normal(size=(6, 2)), _rng(), keep=0.2)
    rows = admissible_splits(rule, _rng())
    assert 18 <= len(rows) <= 30  # a fifth of 90, and those that swap waves tie with them
    drawn = [tuple(draw_split(rule, _rng(seed)).tolist()) for seed in range(1500)]
    counts = np.array([drawn.count(tuple(row)) for row in rows.tolist()])
    assert counts.sum() == 1500
    chi = ((counts - counts.mean()) ** 2 / counts.mean()).sum()
    assert chi < len(rows) - 1 + 6 * math.sqrt(2 * (len(rows) - 1))
    worst = max(every_split(rule), key=lambda row: spread_apart(row[None, :], rule.balance)[0])
    with pytest.raises(AssignmentOutsideDesign, match="less balanced"):
        check_split(rule, worst)
    with pytest.raises(AssignmentOutsideDesign, match="number of places"):
        check_split(rule, [0, 0, 0, 1, 1, 2])


def test_splits_too_many_to_list_are_drawn_with_the_actual_one_first() -> None:
    rule = split_design((3, 3, 3, 3))
    actual = draw_split(rule, _rng(4))
    rows = admissible_splits(rule, _rng(5), 300, actual)
    assert rule.unrestricted == 369_600
    assert (rows[0] == actual).all()
    assert 300 <= len(rows) <= 301
    assert len(np.unique(rows, axis=0)) == len(rows)


def test_groups_that_compare_nothing_are_refused() -> None:
    for sizes in ((5,), (3, 0), (0, 4)):
        with pytest.raises(ImpossibleDesign):
            split_design(sizes)
    with pytest.raises(ImpossibleDesign):
        balanced_split(split_design((2, 2)), np.ones((4, 1)), _rng())
    with pytest.raises(ImpossibleDesign):
        balanced_split(split_design((2, 2)), np.ones((3, 1)), _rng())


def _rollouts(ratio: float, runs: int, weights: bool) -> tuple[list[bool], list[bool]]:
    """Negative binomial counts of places that differ, a rollout in three waves."""
    rng, rule = _rng(6), split_design((4, 4, 4))
    rows = admissible_splits(rule, rng, 399)
    starts, rejected, covered = np.array([8, 10, 12]), [], []
    for _ in range(runs):
        actual = rows[int(rng.integers(len(rows)))]
        compared = np.vstack((actual, rows[(rows != actual).any(axis=1)]))
        rate = rng.gamma(1.0, 6.0, (12, 1)) * rng.gamma(8, 1 / 8, (12, 14))
        reached = np.arange(14) >= starts[actual][:, None]
        counts = rng.poisson(rate * np.where(reached, ratio, 1.0))
        weigh = steady_weights(counts[:, :8].sum(axis=1)) if weights else None
        tested = stepped_test(counts, starts, compared, weigh)
        rejected.append(tested.p_value <= 0.05)
        covered.append(tested.interval[0] <= ratio <= tested.interval[1])
    return rejected, covered


@pytest.mark.parametrize("weights", [False, True])
def test_without_an_effect_the_stepped_test_rejects_as_often_as_promised(weights: bool) -> None:
    rejected, covered = _rollouts(1.0, 500, weights)
    assert np.mean(rejected) <= 0.05 + 3 * math.sqrt(0.0475 / 500)
    assert np.mean(covered) >= 0.95 - 3 * math.sqrt(0.0475 / 500)


def test_a_doubling_is_found_and_covered() -> None:
    rejected, covered = _rollouts(2.0, 200, weights=True)
    assert np.mean(rejected) > 0.8
    assert np.mean(covered) >= 0.95 - 3 * math.sqrt(0.0475 / 200)


def test_a_large_place_weighs_less_for_each_of_its_counts_but_more_in_all() -> None:
    weights = steady_weights([0, 20, 200])
    assert weights.mean() == pytest.approx(1)
    assert weights[0] > weights[1] > weights[2]
    assert weights[2] * 200 > weights[1] * 20
    assert weights[0] / weights[1] == pytest.approx(2)


def test_power_of_a_rollout_agrees_with_rollouts_one_by_one() -> None:
    rng = _rng(7)
    history = rng.poisson(rng.gamma(2, 2, (12, 1)) * np.ones((12, 12)))
    rows = admissible_splits(split_design((4, 4, 4)), rng, 399)
    rollout = Rollout(schedules=rows, stretch=3, window=7)
    found = stepped_power(history, rollout, _rng(8), simulations=600)
    assert found.type_one <= 0.08
    assert found.rejected[-1] > 0.99
    (rates, shocks), starts, hits = told_by(history, 3), np.array([12, 15, 18]), []
    factors = shocks.drawn(rng, (300, 12, 19))
    for factor in factors:
        actual = rows[int(rng.integers(len(rows)))]
        reached = np.arange(19) >= starts[actual][:, None]
        lift = np.where(reached, found.minimum_detectable_ratio, 1.0)
        counts = rng.poisson(lift * rates[:, None] * factor)
        compared = np.vstack((actual, rows[(rows != actual).any(axis=1)]))
        hits.append(stepped_test(counts, starts, compared).p_value <= 0.05)
    assert np.mean(hits) == pytest.approx(0.8, abs=0.1)


def _told(answer: tuple[float, float, float], places: int, rng: np.random.Generator) -> Shocks:
    """What 150 periods of five counts each tell, made with one answer for stretches of five."""
    truth = Shocks(answers=np.array([answer]), weights=np.ones(1))
    return shocks_of(rng.poisson(5.0 * truth.drawn(rng, (1, places, 150))[0]).astype(float), 5)


@pytest.mark.parametrize("answer", [(0.4, 0.9, 0.2), (0.1, 0.7, 0.8)])
def test_a_long_history_tells_how_wild_its_places_are_and_for_how_long(
    answer: tuple[float, float, float],
) -> None:
    told = [_told(answer, 60, _rng(seed)) for seed in range(9, 15)]
    assert [one.weights.sum() for one in told] == pytest.approx([1] * 6)
    lasting, left, passing = np.mean([one.weights @ one.answers for one in told], axis=0)
    assert lasting == pytest.approx(answer[0], rel=0.1)
    assert left == pytest.approx(answer[1], abs=0.03)
    assert passing == pytest.approx(answer[2], rel=0.15)


def test_shocks_are_one_on_average_and_last_as_they_say() -> None:
    one = Shocks(answers=np.array([[0.4, 0.8, 0.3]]), weights=np.ones(1))
    drawn = one.drawn(_rng(10), (4_000, 3, 6))
    assert drawn.mean() == pytest.approx(1, abs=0.02)
    assert (drawn[:, :, 0] * drawn[:, :, 3]).mean() - 1 == pytest.approx(1.4**0.512 - 1, abs=0.05)
    assert drawn.var() == pytest.approx(1.4 * 1.3 - 1, rel=0.1)


def test_shocks_that_last_longer_cost_a_rollout_power() -> None:
    rows, rates = admissible_splits(split_design((3, 3, 3, 3)), _rng(11), 199), np.full(12, 2.0)
    rollout = Rollout(schedules=rows, stretch=5, window=16)

    def found(left: float) -> float:
        told = rates, Shocks(answers=np.array([[0.4, left, 0.1]]), weights=np.ones(1))
        return stepped_rates(told, 26, rollout, _rng(12), ((2.0,), 300))[0]

    assert found(0.2) > found(0.9) + 0.15


def test_nothing_in_the_treated_cells_bounds_nothing_and_nothing_at_all_is_refused() -> None:
    rows = _first(split_design((1, 1)), (0, 1))
    tested = stepped_test([[4, 4, 0, 0], [4, 4, 4, 0]], [2, 3], rows)
    assert tested.ratio == 0
    assert tested.interval == (0.0, math.inf)
    with pytest.raises(ImpossibleCounts, match="nothing was counted"):
        stepped_test(np.zeros((2, 4)), [2, 3], rows)
    with pytest.raises(ImpossibleCounts):
        stepped_test([[1, -1, 0, 0], [1, 1, 1, 1]], [2, 3], rows)
    for starts, schedules in (([2, 9], rows), ([2], rows), ([2, 3], [[0, 1, 1]])):
        with pytest.raises(AssignmentOutsideDesign):
            stepped_test(np.ones((2, 4)), starts, schedules)
