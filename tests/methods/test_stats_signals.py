"""Early signals: as rarely false as is said, and raised where something is new."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom, poisson

from beforehand.refusals import ImpossibleCounts
from beforehand.stats import early_signals


def quiet(rng: np.random.Generator, series: int, periods: int, size: float) -> np.ndarray:
    means = 8 * rng.gamma(2, 0.5, series)[:, None] * np.ones(periods)
    shock = rng.gamma(size, 1 / size, means.shape) if np.isfinite(size) else 1.0
    return rng.poisson(means * shock)


@pytest.mark.parametrize("size", [np.inf, 5.0])
def test_where_nothing_is_new_hardly_any_look_calls_anything(size: float) -> None:
    rng = np.random.default_rng(4)
    called = [bool(early_signals(quiet(rng, 30, 11, size)).signals.any()) for _ in range(400)]
    assert np.mean(called) < 0.085


def test_a_tripling_is_called_and_named_among_many_quiet_series() -> None:
    rng = np.random.default_rng(5)
    hits, named = 0, []
    for _ in range(100):
        counts = quiet(rng, 30, 13, 20)
        counts[7, :-1], counts[7, -1] = rng.poisson(12, 12), rng.poisson(44)
        found = early_signals(counts)
        hits += bool(found.signals[7])
        named += [found.signals.sum() - found.signals[7]]
    assert hits > 85
    assert np.mean(named) < 0.15


def test_with_a_long_calm_past_it_is_the_plain_poisson_tail() -> None:
    counts = np.tile([10, 11, 9, 10, 10], (40, 4))
    counts = np.column_stack([counts, np.full(40, 18)])
    found = early_signals(counts)
    assert found.size == np.inf or found.size > 100
    assert found.p_value[0] == pytest.approx(float(poisson.sf(17, 10)), rel=0.5)


def test_the_upper_end_is_the_least_count_that_is_exceeded_rarely_enough() -> None:
    rng = np.random.default_rng(6)
    counts = quiet(rng, 20, 13, 5)
    found = early_signals(counts)
    for at in range(20):
        looked = counts.copy()
        looked[at, -1] = found.high[at] + 1
        assert early_signals(looked).p_value[at] <= 0.025 + 1e-9
        looked[at, -1] = found.high[at]
        assert early_signals(looked).p_value[at] > 0.025 - 1e-9


def test_an_old_wave_does_not_hide_a_new_one() -> None:
    quiet_past = np.tile([6, 5, 7, 6], (12, 3))
    counts = np.column_stack([quiet_past, np.full(12, 6)]).astype(float)
    counts[0, 4] = 60
    counts[0, -1] = 24
    assert early_signals(counts).expected[0] < 9


def test_a_signal_of_fewer_than_five_people_is_not_raised() -> None:
    counts = np.zeros((3, 30))
    counts[0, -1], counts[1, -1] = 4, 6
    assert list(early_signals(counts).signals) == [False, True, False]


def test_the_spread_that_series_share_is_found() -> None:
    rng = np.random.default_rng(7)
    counts = rng.negative_binomial(4, 4 / (4 + 20), (200, 21))
    assert 2.5 < early_signals(counts).size < 4.5
    assert nbinom.var(4, 4 / 24) == pytest.approx(20 + 400 / 4)


def test_series_that_cannot_answer_are_refused() -> None:
    for wrong in ([[1] * 6], [1] * 9, [[1] * 8 + [-1]], [[1] * 8 + [float("nan")]]):
        with pytest.raises(ImpossibleCounts):
            early_signals(wrong)
