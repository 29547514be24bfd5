"""Synthetic control and its conformal test: the authors' numbers, a slow version, refusals."""

from __future__ import annotations

import csv
import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from beforehand.refusals import (
    ConstantSeries,
    GapsInPanel,
    NoPrePeriod,
    NoTreatedPlace,
    PlaceNotInPanel,
    TooFewControls,
    WindowOutsidePanel,
)
from beforehand.stats import (
    block_conformal,
    shuffles,
    simplex_weights,
    stretches,
    synthetic_control,
    synthetic_refit,
    treated_mask,
    treated_panel,
)

GEOLIFT = Path(__file__).parents[1] / "fixtures" / "geolift_test.csv"


@pytest.fixture(scope="module")
def geolift() -> tuple[np.ndarray, np.ndarray]:
    """40 cities by 105 days; chicago and portland treated in the last 15."""
    with GEOLIFT.open() as file:
        rows = list(csv.DictReader(file))
    places = sorted({row["location"] for row in rows})
    days = sorted({row["date"] for row in rows})
    panel = np.full((len(places), len(days)), np.nan)
    for row in rows:
        panel[places.index(row["location"]), days.index(row["date"])] = float(row["Y"])
    return panel, treated_mask(places, ["chicago", "portland"])


def test_the_effect_is_the_one_that_geolift_publishes(geolift) -> None:
    found = synthetic_control(*geolift, 90, 105)
    assert round(found.effect, 3) == 155.556
    assert round(found.total) == 4667
    assert round(100 * found.lift, 1) == 5.4
    assert round(found.scaled_imbalance, 4) == 0.1636


def test_the_block_conformal_p_of_geolift_is_5_stretches_of_105(geolift) -> None:
    tested = block_conformal(*geolift, 90, 105)
    assert tested.p_any == pytest.approx(5 / 105)
    assert tested.p_average == pytest.approx(12 / 105)
    assert tested.orders == 105


def test_the_interval_of_geolift_says_what_its_p_value_says(geolift) -> None:
    low, high = block_conformal(*geolift, 90, 105, level=0.9).interval
    assert low < 0 < 155.556 < high  # p_average is 0.11: not enough at 90 %
    low_85, high_85 = block_conformal(*geolift, 90, 105, level=0.85).interval
    assert low < 0 < low_85 < high_85 < high


def _slsqp(gram: np.ndarray, cross: np.ndarray) -> np.ndarray:
    scale, count = np.trace(gram) / len(gram), len(cross)
    return minimize(
        lambda w: (w @ gram @ w / 2 - cross @ w) / scale,
        np.full(count, 1 / count),
        jac=lambda w: (gram @ w - cross) / scale,
        bounds=[(0, 1)] * count,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": np.ones_like},
        method="SLSQP",
        options={"maxiter": 2000, "ftol": 1e-15},
    ).x


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 12), st.integers(1, 30))
def test_simplex_weights_fit_as_well_as_a_general_solver(seed, count, periods) -> None:
    rng = np.random.default_rng(seed)
    series, target = rng.normal(size=(periods, count)), rng.normal(size=periods) * 2
    gram, cross = series.T @ series, series.T @ target
    ours, theirs = simplex_weights(gram, cross), _slsqp(gram, cross)
    assert ours.min() >= 0
    assert ours.sum() == pytest.approx(1)
    misfit = [float(((target - series @ w) ** 2).sum()) for w in (ours, theirs)]
    assert misfit[0] <= misfit[1] + 1e-7 * (1 + misfit[1])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 15))
def test_no_shift_of_weight_between_two_places_fits_better(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    series = rng.integers(0, 5, size=(8, count)).astype(float)  # whole numbers: many ties
    target = rng.integers(0, 5, size=8).astype(float)
    gram, cross = series.T @ series, series.T @ target
    weights = simplex_weights(gram, cross)
    slope = gram @ weights - cross
    assert (slope[weights > 1e-9].max() - slope.min()) <= 1e-7 * (1 + np.abs(gram).max())


def test_a_start_from_a_nearby_answer_leads_to_the_same_weights() -> None:
    rng = np.random.default_rng(5)
    series, target = rng.normal(size=(50, 12)), rng.normal(size=50)
    gram, cross = series.T @ series, series.T @ target
    near = simplex_weights(gram, cross + 1.0)
    assert simplex_weights(gram, cross, near) == pytest.approx(simplex_weights(gram, cross))


def test_two_places_with_the_same_series_are_no_trouble() -> None:
    rng = np.random.default_rng(6)
    series = rng.normal(size=(30, 5))
    doubled = np.hstack((series, series))
    target = series @ np.array([0.5, 0.3, 0.2, 0.0, 0.0])
    weights = simplex_weights(doubled.T @ doubled, doubled.T @ target)
    assert weights[:5] + weights[5:] == pytest.approx([0.5, 0.3, 0.2, 0, 0], abs=1e-8)


def _simulated(
    rng: np.random.Generator, places: int = 12, periods: int = 60, carry: float = 0.5
) -> np.ndarray:
    """A shared trend plus shocks of each place that last, at levels of their own."""
    noise = rng.normal(size=(places, periods))
    for day in range(1, periods):
        noise[:, day] += carry * noise[:, day - 1]
    trend = np.cumsum(rng.normal(size=periods))
    return 100 + 20 * rng.random((places, 1)) + 5 * trend + 3 * noise


def test_a_mixture_of_controls_is_found_and_the_known_effect_with_it() -> None:
    panel = _simulated(np.random.default_rng(7))
    panel[0] = 0.6 * panel[3] + 0.4 * panel[5] + 40  # a level of its own is no matter
    panel[0, 50:] += 12.5
    found = synthetic_control(panel, np.arange(12) == 0, 50, 60)
    assert found.effect == pytest.approx(12.5)
    assert found.total == pytest.approx(125)
    assert found.weights[[2, 4]] == pytest.approx([0.6, 0.4])
    assert found.scaled_imbalance < 1e-6
    assert found.observed - found.synthetic == pytest.approx(np.repeat([0, 12.5], [50, 10]))


def test_periods_after_the_window_change_nothing() -> None:
    panel = _simulated(np.random.default_rng(8))
    later = np.hstack((panel, np.full((12, 4), 1e6)))
    treated = np.arange(12) < 2
    assert synthetic_control(later, treated, 50, 60).effect == pytest.approx(
        synthetic_control(panel, treated, 50, 60).effect
    )


def _slow_p_any(panel: np.ndarray, treated: np.ndarray, start: int) -> float:
    """Refit under no effect with the general solver, then move the window day by day."""
    target, donors = panel[treated].mean(axis=0), panel[~treated]
    target = target - target.mean()
    donors = donors - donors.mean(axis=1, keepdims=True)
    residuals = target - _slsqp(donors @ donors.T, donors @ target) @ donors
    sizes = [float(np.abs(np.roll(residuals, k)[start:]).mean()) for k in range(len(target))]
    return float(np.mean([size >= sizes[0] - 1e-6 for size in sizes]))


def test_the_conformal_p_equals_a_slow_version_with_another_solver() -> None:
    for seed in range(8):
        panel = _simulated(np.random.default_rng(seed), places=6, periods=40)
        treated = np.arange(6) < 2
        fast = block_conformal(panel, treated, 32, 40).p_any
        assert fast == pytest.approx(_slow_p_any(panel, treated, 32))


def test_without_an_effect_the_conformal_tests_reject_about_as_often_as_promised() -> None:
    # With shocks that last and 60 days, moving blocks reject some 12 % of the time at 10 %.
    rng, treated = np.random.default_rng(9), np.arange(12) < 2
    tests = [block_conformal(_simulated(rng), treated, 50, 60, 0.99) for _ in range(400)]
    allowed = 0.12 + 3 * math.sqrt(0.1 / 400)
    assert np.mean([t.p_any <= 0.1 for t in tests]) <= allowed
    assert np.mean([t.p_average <= 0.1 for t in tests]) <= allowed


def _residuals(panel: np.ndarray, start: int):
    parts = treated_panel(panel, np.arange(len(panel)) < 2, start, panel.shape[1])
    shape = (np.arange(panel.shape[1]) >= start).astype(float)
    return parts, synthetic_refit(parts, shape)(0.0)


def test_shuffled_periods_give_the_share_of_all_orders() -> None:
    parts, residuals = _residuals(_simulated(np.random.default_rng(3), 6, 12), 9)
    every = [abs(sum(residuals[i] for i in c)) for c in itertools.combinations(range(12), 3)]
    exact = np.mean([size >= abs(residuals[9:].sum()) - 1e-9 for size in every])
    share, orders = shuffles(parts, np.random.default_rng(1), 20_000)
    assert orders == 20_000
    assert share(residuals) == pytest.approx(exact, abs=4 * math.sqrt(0.25 / 20_000))


def test_where_shocks_last_shuffled_periods_reject_too_often_and_stretches_do_not() -> None:
    rng, shuffled, moved = np.random.default_rng(31), [], []
    for _ in range(400):
        parts, residuals = _residuals(_simulated(rng, carry=0.8), 50)
        shuffled.append(shuffles(parts, rng, 200)[0](residuals) <= 0.05)
        moved.append(stretches(parts)[0](residuals) <= 0.05)
    margin = 3 * math.sqrt(0.05 * 0.95 / 400)
    assert np.mean(shuffled) > 0.05 + margin
    assert np.mean(moved) <= 0.05 + margin


def test_the_interval_covers_a_known_effect() -> None:
    rng, treated, covered = np.random.default_rng(12), np.arange(12) < 2, []
    for _ in range(80):
        panel = _simulated(rng)
        panel[:2, 50:] += 30.0
        low, high = block_conformal(panel, treated, 50, 60, 0.9).interval
        covered.append(low <= 30.0 <= high)
        assert high - low < 60
    assert np.mean(covered) >= 0.88 - 3 * math.sqrt(0.1 / 80)


def test_a_panel_too_short_for_the_level_gets_an_open_interval() -> None:
    panel = _simulated(np.random.default_rng(11), periods=15)
    tested = block_conformal(panel, np.arange(12) < 2, 12, 15, level=0.95)
    assert tested.interval == (-math.inf, math.inf)


def test_treated_places_are_found_by_name_and_a_wrong_one_names_the_nearest() -> None:
    assert treated_mask(["kukes", "lezhe", "diber"], ["diber"]).tolist() == [False, False, True]
    with pytest.raises(PlaceNotInPanel, match=r"Kukes is not a place .* there is kukes"):
        treated_mask(["lezhe", "kukes"], ["Kukes"])


def _panel_of(rows: int, periods: int = 12) -> np.ndarray:
    return np.random.default_rng(1).random((rows, periods))


@pytest.mark.parametrize(
    ("panel", "treated", "window", "refusal"),
    [
        (_panel_of(2), [True, False], (8, 12), TooFewControls),
        (_panel_of(3), [False] * 3, (8, 12), NoTreatedPlace),
        (_panel_of(3), [True, False], (8, 12), PlaceNotInPanel),
        (_panel_of(3), [True, False, False], (8, 13), WindowOutsidePanel),
        (_panel_of(3), [True, False, False], (8, 8), WindowOutsidePanel),
        (_panel_of(3), [True, False, False], (-1, 8), WindowOutsidePanel),
        (_panel_of(3), [True, False, False], (1, 8), NoPrePeriod),
        (np.ones((3, 12)), [True, False, False], (8, 12), ConstantSeries),
        (_panel_of(3) * [[1], [0], [0]], [True, False, False], (8, 12), ConstantSeries),
        (_panel_of(3) * [[1], [1], [np.nan]], [True, False, False], (8, 12), GapsInPanel),
    ],
)
def test_a_panel_that_cannot_carry_a_comparison_is_refused(panel, treated, window, refusal) -> None:
    with pytest.raises(refusal):
        treated_panel(panel, treated, *window)
