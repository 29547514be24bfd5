"""Intervals of shares and counts: published values, exact coverage, properties."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaln

from beforehand.refusals import ImpossibleCounts
from beforehand.stats import (
    jeffreys,
    jeffreys_each,
    newcombe_difference,
    poisson_exact,
    wilson,
    wilson_each,
)

counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_wilson_gives_the_interval_of_the_albanian_route() -> None:
    low, high = wilson(3566, 7659)
    assert (round(100 * low, 1), round(100 * high, 1)) == (45.4, 47.7)


def test_wilson_agrees_with_the_examples_that_newcombe_published() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3.
    published = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    for (part, whole), limits in published.items():
        assert wilson(part, whole) == pytest.approx(limits, abs=5e-5)


def test_the_difference_agrees_with_the_examples_that_newcombe_published() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table II, method 10.
    assert newcombe_difference((56, 70), (48, 80)) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert newcombe_difference((9, 10), (3, 10)) == pytest.approx((0.1705, 0.8090), abs=5e-5)
    assert newcombe_difference((10, 10), (0, 10)) == pytest.approx((0.6075, 1.0), abs=5e-5)


def test_the_poisson_interval_agrees_with_garwoods_table() -> None:
    assert poisson_exact(0) == pytest.approx((0.0, 3.689), abs=5e-4)
    assert poisson_exact(1) == pytest.approx((0.0253, 5.572), abs=5e-4)
    assert poisson_exact(10) == pytest.approx((4.795, 18.390), abs=5e-4)


def test_jeffreys_has_the_published_ends() -> None:
    assert jeffreys(0, 10) == pytest.approx((0.0, 1 - 0.025 ** (1 / 10)))
    assert jeffreys(10, 10) == pytest.approx((0.025 ** (1 / 10), 1.0))
    assert jeffreys(1, 10)[0] == 0.0
    assert jeffreys(9, 10)[1] == 1.0
    # Brown, Cai and DasGupta (2001), table 5: n = 10, x = 5.
    assert jeffreys(5, 10) == pytest.approx((0.224, 0.776), abs=5e-4)


def _binomial(n: int, p: np.ndarray) -> np.ndarray:
    x = np.arange(n + 1)[:, None]
    log_ways = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
    return np.exp(log_ways + x * np.log(p) + (n - x) * np.log1p(-p))


@pytest.mark.parametrize("n", [10, 50, 300])
@pytest.mark.parametrize("interval", [wilson_each, jeffreys_each])
def test_shares_are_covered_on_average_as_often_as_promised(interval, n) -> None:
    p = np.linspace(0.005, 0.995, 991)
    low, high = interval(np.arange(n + 1), np.full(n + 1, n))
    inside = (low[:, None] <= p) & (p <= high[:, None])
    coverage = (_binomial(n, p) * inside).sum(axis=0)
    assert coverage.mean() == pytest.approx(0.95, abs=0.015)
    assert coverage.min() > 0.82


@pytest.mark.parametrize("mean", [0.2, 1.0, 3.3, 12.0, 80.0])
def test_the_poisson_interval_never_covers_less_than_promised(mean: float) -> None:
    seen = np.arange(400)
    chance = np.exp(seen * math.log(mean) - mean - gammaln(seen + 1))
    limits = [poisson_exact(int(count)) for count in seen]
    covered = sum(c for c, (low, high) in zip(chance, limits, strict=True) if low <= mean <= high)
    assert covered >= 0.95


@given(counts, st.floats(0.5, 0.999))
def test_an_interval_of_a_share_lies_in_0_to_1_and_holds_the_share(pair, level) -> None:
    for interval in (wilson, jeffreys):
        low, high = interval(*pair, level)
        assert 0 <= low <= pair[0] / pair[1] <= high <= 1
        assert low < high


@given(st.integers(1, 400), st.floats(0.5, 0.999))
def test_limits_rise_with_the_count(n: int, level: float) -> None:
    for interval in (wilson_each, jeffreys_each):
        low, high = interval(np.arange(n + 1), n, level)
        assert (np.diff(low) >= 0).all()
        assert (np.diff(high) >= 0).all()


@given(counts)
def test_an_interval_turns_over_when_successes_and_failures_trade_names(pair) -> None:
    part, whole = pair
    for interval in (wilson, jeffreys):
        low, high = interval(part, whole)
        mirrored = interval(whole - part, whole)
        assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high), abs=1e-9)


@given(counts, counts)
def test_the_difference_holds_the_point_and_turns_over(one, other) -> None:
    low, high = newcombe_difference(one, other)
    assert -1 <= low <= one[0] / one[1] - other[0] / other[1] <= high <= 1
    assert newcombe_difference(other, one) == pytest.approx((-high, -low))


def test_a_share_of_nothing_is_anywhere() -> None:
    assert wilson(0, 0) == jeffreys(0, 0) == (0.0, 1.0)
    assert newcombe_difference((0, 0), (3, 4)) == (-1.0, 1.0)


def test_many_shares_at_once_equal_one_at_a_time() -> None:
    low, high = jeffreys_each([0, 3, 9], [9, 9, 9])
    assert list(zip(low, high, strict=True)) == [jeffreys(x, 9) for x in (0, 3, 9)]


@pytest.mark.parametrize("counts", [(-1, 5), (6, 5), (math.nan, 5), (1, math.inf)])
def test_impossible_counts_are_refused(counts) -> None:
    for interval in (wilson, jeffreys):
        with pytest.raises(ImpossibleCounts, match="of a share cannot be right"):
            interval(*counts)


def test_a_negative_count_of_events_is_refused() -> None:
    with pytest.raises(ImpossibleCounts, match="of events cannot be right"):
        poisson_exact(-1)
