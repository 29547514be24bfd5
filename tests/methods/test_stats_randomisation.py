"""The randomisation test: a slow version in plain Python, error rates, exact intervals, power."""

from __future__ import annotations

import itertools
import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beforehand.refusals import (
    AssignmentOutsideDesign,
    GapsInPanel,
    ImpossibleCounts,
    NoPrePeriod,
)
from beforehand.stats import (
    Expected,
    admissible,
    complete_design,
    draw,
    expected_counts,
    log_rate_ratio,
    minimum_detectable_ratio,
    permutation_p,
    randomisation_test,
    rejection_rates,
    rerandomised,
)


def _rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def _slow_log_ratio(pre: list[float], post: list[float], treated: tuple[int, ...]) -> float:
    held = [i for i in range(len(pre)) if i not in treated]
    rise = math.log((sum(post[i] for i in treated) + 0.5) / (sum(pre[i] for i in treated) + 0.5))
    return rise - math.log((sum(post[i] for i in held) + 0.5) / (sum(pre[i] for i in held) + 0.5))


def _slow_p(pre: list[float], post: list[float], treated: tuple[int, ...], ratio: float) -> float:
    supposed = [y / ratio if i in treated else y for i, y in enumerate(post)]
    choices = list(itertools.combinations(range(len(pre)), len(treated)))
    seen = abs(_slow_log_ratio(pre, supposed, treated))
    as_far = [abs(_slow_log_ratio(pre, supposed, other)) >= seen - 1e-9 for other in choices]
    return sum(as_far) / len(choices)


def _all(units: int, treated: int) -> np.ndarray:
    return admissible(complete_design(units, treated), _rng())


small_counts = st.lists(st.integers(0, 12), min_size=7, max_size=7)


@settings(deadline=None)
@given(small_counts, small_counts, st.sampled_from([0.5, 1.0, 1.7, 3.0]), st.integers(1, 4))
def test_the_test_equals_full_enumeration_in_plain_python(pre, post, ratio, k) -> None:
    treated = tuple(range(k))
    mask = np.arange(7) < k
    assert log_rate_ratio(pre, post, mask) == pytest.approx(
        _slow_log_ratio(pre, post, treated), abs=1e-12
    )
    fast = permutation_p(pre, post, mask, _all(7, k), null_ratio=ratio)
    assert fast == pytest.approx(_slow_p(pre, post, treated, ratio), abs=1e-12)


@settings(deadline=None, max_examples=60)
@given(small_counts, small_counts)
def test_the_interval_is_where_a_fine_search_finds_it(pre, post) -> None:
    mask, rows = np.arange(7) < 3, _all(7, 3)
    tested = randomisation_test(pre, post, mask, rows, level=0.8)
    low, high = tested.interval
    if sum(post[:3]) == 0:
        assert (low, high) == (0.0, math.inf)
        return
    for ratio in np.geomspace(0.003, 300, 150):
        kept = permutation_p(pre, post, mask, rows, null_ratio=ratio) > 0.2 + 1e-9
        assert not kept or low * (1 - 1e-6) <= ratio <= high * (1 + 1e-6)
    for edge, inside in ((low, 1 + 1e-6), (high, 1 - 1e-6)):
        if 0 < edge < math.inf:
            tries = (edge, edge * inside)  # a lone point may be all that is kept
            assert max(permutation_p(pre, post, mask, rows, null_ratio=r) for r in tries) > 0.2


def test_p_of_the_published_kind_is_checked_by_eye() -> None:
    # 3 places, the treated one doubled: its effect is the largest of the 3 that could have been.
    tested = randomisation_test([10, 10, 10], [20, 10, 10], [True, False, False], np.eye(3))
    assert tested.p_value == pytest.approx(1 / 3)
    assert tested.ratio == pytest.approx((20.5 / 10.5) / (20.5 / 20.5))
    assert tested.interval == (0.0, math.inf)  # 3 assignments can never reject at 5 %


def test_one_treated_county_of_twelve_never_reaches_5_per_cent() -> None:
    post = np.array([1000] + [10] * 11)
    tested = randomisation_test(np.full(12, 10), post, np.arange(12) == 0, np.eye(12))
    assert tested.p_value == pytest.approx(1 / 12)
    assert tested.interval == (0.0, math.inf)


def test_the_actual_assignment_counts_even_if_it_was_not_drawn() -> None:
    actual = np.arange(10) < 5
    rows = np.array([np.roll(actual, 1), np.roll(actual, 2), np.roll(actual, 3)])
    tested = randomisation_test(np.full(10, 5), np.where(actual, 50, 5), actual, rows)
    assert tested.assignments == 4
    assert tested.p_value == 0.25


def _one_of(rows: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return rows[int(rng.integers(len(rows)))]


def _campaign(rng: np.random.Generator, ratio: float, actual: np.ndarray) -> tuple[np.ndarray, ...]:
    """Negative binomial counts of places that differ, with an effect in the treated ones."""
    rate = rng.gamma(1.0, 6.0, len(actual))
    pre = rng.poisson(rate * 3 * rng.gamma(10, 0.1, len(actual)))
    post = rng.poisson(rate * rng.gamma(5, 0.2, len(actual)) * np.where(actual, ratio, 1.0))
    return pre, post


def test_without_an_effect_the_test_rejects_as_often_as_promised() -> None:
    rng = _rng(2)
    design = rerandomised(complete_design(24, 10), rng.normal(size=(24, 2)), rng)
    rows = admissible(design, rng, limit=999)
    rejected = []
    for _ in range(1500):
        actual = _one_of(rows, rng)
        rejected.append(permutation_p(*_campaign(rng, 1.0, actual), actual, rows) <= 0.05)
    assert np.mean(rejected) == pytest.approx(0.05, abs=3 * math.sqrt(0.0475 / 1500))


def test_a_known_effect_is_recovered_and_covered() -> None:
    rng = _rng(3)
    design = complete_design(61, 30)
    rows = admissible(design, rng, limit=1999)
    covered, logs = [], []
    for _ in range(300):
        actual = _one_of(rows, rng)
        pre, post = _campaign(rng, 2.0, actual)
        tested = randomisation_test(pre, post, actual, rows)
        covered.append(tested.interval[0] <= 2.0 <= tested.interval[1])
        logs.append(tested.log_ratio)
    assert np.mean(logs) == pytest.approx(math.log(2), abs=0.03)
    assert np.mean(covered) == pytest.approx(0.95, abs=3 * math.sqrt(0.0475 / 300))


def test_an_effect_on_places_that_were_drawn_is_found() -> None:
    rng = _rng(4)
    design = complete_design(61, 30)
    actual = draw(design, rng)
    pre, post = _campaign(rng, 6.0, actual)
    tested = randomisation_test(pre, post, actual, admissible(design, rng, actual=actual))
    assert tested.p_value < 0.01
    assert tested.interval[0] > 1


def test_the_interval_says_what_the_p_value_says() -> None:
    rng, rows = _rng(5), _all(10, 5)
    for _ in range(60):
        actual = _one_of(rows, rng)
        pre, post = _campaign(rng, 1.8, actual)
        tested = randomisation_test(pre, post, actual, rows)
        rejects = not tested.interval[0] <= 1 <= tested.interval[1]
        assert not rejects or tested.p_value <= 0.05


def test_a_hundred_thousand_assignments_of_61_places_take_a_moment() -> None:
    rng = _rng(6)
    rows = admissible(complete_design(61, 30), rng, limit=100_000)
    pre, post = _campaign(rng, 1.0, rows[0])
    times = []
    for _ in range(3):
        began = time.process_time()
        permutation_p(pre, post, rows[0], rows)
        times.append(time.process_time() - began)
    assert min(times) < 0.6  # 0.16 s of work; a loop over the assignments takes 2 s


@pytest.mark.parametrize(
    ("pre", "post", "treated", "rows", "refusal"),
    [
        ([1, 2], [1, -2], [1, 0], np.eye(2), ImpossibleCounts),
        ([1, 2], [1, math.nan], [1, 0], np.eye(2), ImpossibleCounts),
        ([1, 2], [1, 2, 3], [1, 0], np.eye(2), ImpossibleCounts),
        ([1, 2], [1, 2], [1, 0, 0], np.eye(2), AssignmentOutsideDesign),
        ([1, 2], [1, 2], [1, 0], np.eye(3), AssignmentOutsideDesign),
        ([1, 2], [1, 2], [1, 1], np.eye(2), AssignmentOutsideDesign),
        ([1, 2], [1, 2], [1, 0], np.zeros((1, 2)), AssignmentOutsideDesign),
    ],
)
def test_what_does_not_fit_together_is_refused(pre, post, treated, rows, refusal) -> None:
    with pytest.raises(refusal):
        randomisation_test(pre, post, treated, rows)


def test_power_agrees_with_simulating_the_campaigns_one_by_one() -> None:
    design = complete_design(16, 8)
    expected = Expected(
        before=np.full(16, 30.0), after=np.full(16, 10.0), spread_before=0.1, spread_after=0.2
    )
    fast = rejection_rates(expected, design, _rng(7), (1.0, 1.75), 1500)
    rng, rows, slow = _rng(8), admissible(design, _rng(), 500), []
    for _ in range(500):
        actual = _one_of(rows, rng)
        pre = rng.poisson(30 * rng.gamma(10, 0.1, 16))
        post = rng.poisson(10 * rng.gamma(5, 0.2, 16) * np.where(actual, 1.75, 1.0))
        slow.append(permutation_p(pre, post, actual, rows) <= 0.05)
    assert fast[0] == pytest.approx(0.05, abs=0.018)
    assert fast[1] == pytest.approx(np.mean(slow), abs=0.08)


def test_the_minimum_detectable_ratio_is_found_with_the_power_asked_for() -> None:
    history = _rng(9).poisson(_rng(10).gamma(2, 0.5, (30, 1)), (30, 32))
    design = complete_design(30, 15)
    found = minimum_detectable_ratio(history, 8, design, _rng(11), simulations=600)
    at_it = rejection_rates(
        expected_counts(history, 8), design, _rng(12), (found.minimum_detectable_ratio,), 1500
    )
    assert 1.1 < found.minimum_detectable_ratio < 2.5
    assert at_it[0] == pytest.approx(0.8, abs=0.05)
    assert found.type_one <= 0.08
    assert found.rejected[-1] > 0.99


def test_a_design_that_can_never_reject_has_no_detectable_ratio() -> None:
    history = np.full((12, 20), 5)
    found = minimum_detectable_ratio(history, 4, complete_design(12, 1), _rng(), simulations=100)
    assert found.minimum_detectable_ratio == math.inf
    assert found.rejected == (0.0,) * len(found.ratios)


@pytest.mark.parametrize("spread", [0.0, 0.1, 0.5, 1.5])
def test_the_spread_of_simulated_counts_is_recovered(spread: float) -> None:
    rng, found = _rng(13), []
    for _ in range(40):
        level = rng.gamma(4, 5, (40, 1)) * np.array([1, 2, 1, 1, 0.5, 1])
        shocks = rng.gamma(1 / spread, spread, (40, 6)) if spread else 1.0
        found.append(expected_counts(rng.poisson(level * shocks), 1).spread_after)
    assert np.mean(found) == pytest.approx(spread, rel=0.2, abs=0.02)


def test_a_place_where_nothing_was_counted_may_count_later() -> None:
    expected = expected_counts([[0, 0, 0, 0], [4, 5, 6, 5]], 2)
    assert 0 < expected.after[0] < 0.7
    assert expected.after[1] == pytest.approx(10, rel=0.1)


def test_a_history_that_cannot_tell_is_refused() -> None:
    with pytest.raises(NoPrePeriod, match="at least 8 are needed"):
        expected_counts(np.ones((4, 7)), 4)
    with pytest.raises(ImpossibleCounts):
        expected_counts([[1, -1, 2, 3]], 2)
    with pytest.raises(GapsInPanel):
        expected_counts([[1, math.nan, 2, 3]], 2)
    with pytest.raises(ImpossibleCounts, match="design's places"):
        minimum_detectable_ratio(np.ones((4, 8)), 2, complete_design(5, 2), _rng())
