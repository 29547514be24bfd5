"""Shrinking many small shares: a slow plain version, robust edges, controlled false flags."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beforehand.refusals import ImpossibleCounts
from beforehand.stats import against_the_rest, benjamini_hochberg, beta_prior, shrink_shares

groups = st.lists(
    st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=12,
)


def _slow_fisher(part: int, group: int, successes: int, people: int) -> float:
    """Exact p in whole numbers: every table no more likely than the one seen."""
    ways = [
        math.comb(successes, k) * math.comb(people - successes, group - k) for k in range(group + 1)
    ]
    return float(Fraction(sum(w for w in ways if w <= ways[part]), math.comb(people, group)))


def _slow_likelihood(x: list[int], n: list[int], alpha: float, beta: float) -> float:
    """Beta-binomial log likelihood, factor by factor as Polya's urn draws them."""
    total = 0.0
    for part, whole in zip(x, n, strict=True):
        total += sum(math.log(alpha + i) for i in range(part))
        total += sum(math.log(beta + i) for i in range(whole - part))
        total -= sum(math.log(alpha + beta + i) for i in range(whole))
    return total


@given(groups)
def test_fishers_test_equals_the_slow_exact_sum(pairs) -> None:
    x, n = [p[0] for p in pairs], [p[1] for p in pairs]
    slow = [_slow_fisher(a, m, sum(x), sum(n)) for a, m in pairs]
    assert against_the_rest(x, n) == pytest.approx(slow, rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(groups)
def test_the_prior_is_as_likely_as_any_on_a_fine_grid(pairs) -> None:
    x, n = [p[0] for p in pairs], [p[1] for p in pairs]
    alpha, beta = beta_prior(x, n)
    if sum(1 for m in n if m) < 2 or sum(x) in (0, sum(n)):
        assert (alpha, beta) == (0.5, 0.5)
        return
    found = _slow_likelihood(x, n, alpha, beta)
    for mean in np.linspace(0.02, 0.98, 25):
        for size in np.geomspace(1, sum(n), 25):
            other = _slow_likelihood(x, n, size * mean, size * (1 - mean))
            assert found >= other - 1e-4


def test_the_prior_of_simulated_groups_is_recovered() -> None:
    rng = np.random.default_rng(20)
    n = rng.integers(20, 200, 2000)
    x = rng.binomial(n, rng.beta(6, 14, 2000))
    alpha, beta = beta_prior(x, n)
    assert alpha / (alpha + beta) == pytest.approx(0.3, abs=0.01)
    assert alpha + beta == pytest.approx(20, rel=0.1)


def test_a_small_group_is_drawn_to_the_pool_and_a_large_one_is_not() -> None:
    shrunk = shrink_shares([3, 400, 300, 550, 420], [3, 1000, 1000, 1000, 1000])
    assert shrunk.mean[0] < 0.7  # 3 of 3 is no share of 100 %
    assert shrunk.mean[1] == pytest.approx(0.4, abs=0.005)
    assert shrunk.high[0] - shrunk.low[0] > 5 * (shrunk.high[1] - shrunk.low[1])


def test_credible_intervals_hold_the_true_shares_as_often_as_promised() -> None:
    rng = np.random.default_rng(21)
    n = rng.integers(1, 80, 3000)
    truth = rng.beta(4, 6, 3000)
    shrunk = shrink_shares(rng.binomial(n, truth), n)
    inside = (shrunk.low <= truth) & (truth <= shrunk.high)
    assert inside.mean() == pytest.approx(0.95, abs=0.012)


def test_shrinking_errs_less_than_the_plain_shares() -> None:
    rng = np.random.default_rng(22)
    n = rng.integers(1, 40, 500)
    truth = rng.beta(8, 12, 500)
    x = rng.binomial(n, truth)
    shrunk_error = ((shrink_shares(x, n).mean - truth) ** 2).mean()
    assert shrunk_error < 0.6 * ((x / n - truth) ** 2).mean()


def _flags(x: np.ndarray, n: np.ndarray) -> np.ndarray:
    return benjamini_hochberg(against_the_rest(x, n))


def test_the_flags_are_the_tests_that_survive_the_step_for_false_discoveries() -> None:
    x, n = np.array([3, 90, 41, 38]), np.array([5, 100, 100, 100])
    assert (shrink_shares(x, n).differs == _flags(x, n)).all()
    assert benjamini_hochberg([0.001, 0.04, 0.03, 0.9]).tolist() == [True, False, False, False]
    assert benjamini_hochberg([0.01, 0.02, 0.03, 0.9]).tolist() == [True, True, True, False]


def test_without_differences_the_pools_are_rarely_flagged() -> None:
    rng = np.random.default_rng(23)
    n = np.array([3, 5, 8, 12, 20, 35, 60, 110, 200, 400, 900, 1800])
    flagged = [_flags(rng.binomial(n, 0.4), n).any() for _ in range(600)]
    assert np.mean(flagged) < 0.05 + 2.5 * math.sqrt(0.05 * 0.95 / 600)


def test_with_differences_few_of_the_flags_are_false_and_most_truths_are_found() -> None:
    rng = np.random.default_rng(24)
    n = np.full(40, 150)
    share = np.full(40, 0.45)
    share[:4], share[4:8] = 0.75, 0.15
    false, found = [], []
    for _ in range(150):
        differs = _flags(rng.binomial(n, share), n)
        false.append(differs[8:].sum() / max(differs.sum(), 1))
        found.append(differs[:8].mean())
    assert np.mean(false) < 0.07
    assert np.mean(found) > 0.95


def test_one_group_gets_the_jeffreys_prior_and_does_not_differ() -> None:
    shrunk = shrink_shares([3], [10])
    assert (shrunk.prior_alpha, shrunk.prior_beta) == (0.5, 0.5)
    assert not shrunk.differs.any()


def test_groups_that_never_succeed_keep_honest_intervals() -> None:
    shrunk = shrink_shares([0, 0, 0], [5, 6, 7])
    assert (shrunk.high > 0.2).all()
    assert not shrunk.differs.any()


def test_equal_groups_are_pooled_as_far_as_the_pool_allows() -> None:
    shrunk = shrink_shares([10, 10, 10], [20, 20, 20])
    assert shrunk.prior_alpha + shrunk.prior_beta == pytest.approx(60)
    assert shrunk.mean == pytest.approx([0.5, 0.5, 0.5])


def test_a_group_of_nobody_gets_the_prior_and_an_empty_pool_gets_no_share() -> None:
    shrunk = shrink_shares([5, 0, 9], [10, 0, 30])
    prior_mean = shrunk.prior_alpha / (shrunk.prior_alpha + shrunk.prior_beta)
    assert shrunk.mean[1] == pytest.approx(prior_mean)
    assert shrunk.p_value[1] == 1.0
    assert math.isnan(shrink_shares([0, 0], [0, 0]).pooled)
    assert len(shrink_shares([], []).mean) == 0


@settings(deadline=None)
@given(groups)
def test_shrunk_shares_lie_in_order_inside_0_to_1(pairs) -> None:
    shrunk = shrink_shares([p[0] for p in pairs], [p[1] for p in pairs])
    assert (shrunk.low >= 0).all()
    assert (shrunk.low <= shrunk.mean).all()
    assert (shrunk.mean <= shrunk.high).all()
    assert (shrunk.high <= 1).all()
    assert ((shrunk.p_value > 0) & (shrunk.p_value <= 1)).all()


@pytest.mark.parametrize("bad", [([1], [2, 3]), ([4], [3]), ([-1], [3]), ([0.5], [3])])
def test_impossible_groups_are_refused(bad) -> None:
    with pytest.raises(ImpossibleCounts, match="of groups cannot be right"):
        shrink_shares(*bad)
