"""The difference of log ratios and its own windows: by hand, a slow version, error and power."""

from __future__ import annotations

import math

import numpy as np
import pytest

from beforehand.stats import difference_p, difference_test, treated_panel, try_earlier


def _counts(rng: np.random.Generator, places: int = 12, periods: int = 60, ratio: float = 1.0):
    """Negative binomial counts with shocks of each place that last, and one that all share."""
    shocks = rng.normal(size=(places, periods)) * 0.24
    for week in range(1, periods):
        shocks[:, week] += 0.8 * shocks[:, week - 1]
    mean = 8 * np.exp(shocks + 0.2 * rng.normal(size=periods))
    mean[:3, -8:] *= ratio
    return rng.negative_binomial(2, 2 / (2 + mean)).astype(float)


def _parts(panel: np.ndarray):
    return treated_panel(panel, np.arange(len(panel)) < 3, panel.shape[1] - 8, panel.shape[1])


def test_the_ratio_is_that_of_the_counts_by_hand() -> None:
    panel = np.ones((5, 20))
    panel[:2, ::2] = 2  # 2 places x 12 weeks x 1.5 = 36 before; 48 in the window
    panel[:2, 12:] = 3
    panel[2:, 3] = 4  # 3 places: 45 before, 24 in the window
    found = difference_test(treated_panel(panel, np.arange(5) < 2, 12, 20))
    assert found.ratio == pytest.approx((48.5 / 36.5) / (24.5 / 45.5))


def _slow_p(panel: np.ndarray) -> float:
    """Cyclic stretches one by one, in plain Python."""
    treated, others = panel[:3].sum(axis=0).tolist(), panel[3:].sum(axis=0).tolist()
    periods = len(treated)

    def size(first: int) -> float:
        inside = {(first + k) % periods for k in range(8)}
        t_in, c_in = (sum(s[i] for i in inside) + 0.5 for s in (treated, others))
        t_out, c_out = (
            sum(s[i] for i in range(periods) if i not in inside) + 0.5 for s in (treated, others)
        )
        return abs(math.log(t_in / t_out) - math.log(c_in / c_out))

    return sum(size(first) >= size(periods - 8) - 1e-9 for first in range(periods)) / periods


@pytest.mark.parametrize("seed", range(6))
def test_p_equals_a_slow_version(seed) -> None:
    panel = _counts(np.random.default_rng(seed), ratio=1.5)
    assert difference_p(_parts(panel)) == pytest.approx(_slow_p(panel))


@pytest.mark.parametrize("seed", range(6))
def test_the_interval_holds_what_the_test_does_not_reject_and_ends_there(seed) -> None:
    parts = _parts(_counts(np.random.default_rng(seed), ratio=3))
    low, high = difference_test(parts, level=0.9).interval
    assert difference_p(parts, low * 1.001) > 0.1 >= difference_p(parts, low * 0.999)
    assert difference_p(parts, high * 0.999) > 0.1 >= difference_p(parts, high * 1.001)


def test_no_ratio_is_bounded_where_nothing_was_counted_in_the_window() -> None:
    panel = _counts(np.random.default_rng(1))
    panel[:3, -8:] = 0
    assert difference_test(_parts(panel)).interval == (0.0, math.inf)


def test_without_an_effect_it_rejects_no_more_often_than_promised_though_weeks_hang_together():
    rng, runs = np.random.default_rng(20), 1000
    rejected = np.mean([difference_p(_parts(_counts(rng))) <= 0.05 for _ in range(runs)])
    assert rejected <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / runs)


def test_a_tripling_is_found_more_often_than_not_and_covered() -> None:
    rng, found, covered = np.random.default_rng(21), 0, 0
    for _ in range(60):
        test = difference_test(_parts(_counts(rng, ratio=3)), 0.95)
        found += test.p_value <= 0.05
        covered += test.interval[0] <= 3 <= test.interval[1]
    assert found >= 30
    assert covered >= 57 - 3 * math.sqrt(60 * 0.05 * 0.95)


def test_earlier_windows_show_what_the_test_finds_and_claims() -> None:
    parts = _parts(_counts(np.random.default_rng(3), periods=120))
    own = try_earlier(parts, lambda earlier: lambda ratio: difference_p(earlier, 1 / ratio) <= 0.05)
    assert own.windows == 20
    assert 1 < own.smallest < 16
    assert own.false <= 5


def test_earlier_windows_are_as_long_and_end_before_the_campaign() -> None:
    parts, tried = _parts(_counts(np.random.default_rng(3), periods=120)), []
    try_earlier(parts, lambda earlier: lambda _ratio: not tried.append(earlier))
    assert {earlier.post for earlier in tried} == {8}
    assert max(earlier.periods for earlier in tried) == parts.pre
    assert min(earlier.pre for earlier in tried) >= parts.pre / 2
    assert all((one.treated == parts.treated[: one.periods]).all() for one in tried)


def test_a_test_that_finds_everything_or_nothing_says_so() -> None:
    parts = _parts(_counts(np.random.default_rng(3), periods=120))
    everything = try_earlier(parts, lambda _: lambda _ratio: True)
    assert (everything.false, everything.windows) == (20, 20)
    assert try_earlier(parts, lambda _: lambda _ratio: False).smallest == math.inf
    known = try_earlier(parts, lambda _: lambda ratio: ratio >= 1.7)
    assert known.smallest == pytest.approx(1.7, rel=0.02)


def test_a_history_too_short_for_earlier_windows_is_told_apart() -> None:
    parts = _parts(_counts(np.random.default_rng(3), periods=24))
    assert try_earlier(parts, lambda _: lambda _ratio: True) is None
