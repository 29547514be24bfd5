"""The augmented control: GeoLift's published number, a plain slow version, and what it leaves."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from beforehand.stats import augmented_control, augmented_refit, synthetic_control, treated_panel


def _simplex(series: np.ndarray, aim: np.ndarray) -> np.ndarray:
    count, scale = len(series), float((series**2).sum())
    return minimize(
        lambda w: ((aim - w @ series) ** 2).sum() / scale,
        np.full(count, 1 / count),
        jac=lambda w: -2 * series @ (aim - w @ series) / scale,
        bounds=[(0, 1)] * count,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": np.ones_like},
        method="SLSQP",
        options={"maxiter": 2000, "ftol": 1e-16},
    ).x


def _ridge(series: np.ndarray, aim: np.ndarray, penalty: float) -> np.ndarray:
    """In the space of periods, as the paper and the authors' package write it."""
    base = _simplex(series, aim)
    inverse = np.linalg.inv(series.T @ series + penalty * np.eye(len(aim)))
    return base + (aim - base @ series) @ inverse @ series.T


def _slow(panel: np.ndarray, treated: np.ndarray, start: int) -> tuple[float, float]:
    """Effect and penalty: every period but the last left out in turn, by a general solver."""
    demeaned = panel - panel[:, :start].mean(axis=1, keepdims=True)
    target, donors = demeaned[treated].mean(axis=0), demeaned[~treated]
    average = donors[:, :start].mean(axis=0)
    series, aim = donors[:, :start] - average, target[:start] - average
    largest = np.linalg.svd(series)[1][0] ** 2
    penalties = [largest * 1e-8 ** (k / 20) for k in range(21)]
    squares = np.zeros((start - 1, 21))
    for t in range(start - 1):
        kept = np.arange(start) != t
        for k, penalty in enumerate(penalties):
            weights = _ridge(series[:, kept], aim[kept], penalty)
            squares[t, k] = (aim[t] - weights @ series[:, t]) ** 2
    means = squares.mean(axis=0)
    best = int(means.argmin())
    error = squares[:, best].std(ddof=1) / np.sqrt(start - 1)
    chosen = max(p for p, mean in zip(penalties, means, strict=True) if mean <= means[best] + error)
    gaps = target - _ridge(series, aim, chosen) @ donors
    return float(gaps[start:].mean()), chosen


def _panel(seed: int, places: int, periods: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return 50 + rng.normal(size=(places, periods)).cumsum(axis=1) + rng.normal(size=periods) * 3


@pytest.mark.parametrize(("seed", "places", "periods"), [(1, 6, 16), (2, 9, 12), (3, 5, 20)])
def test_effect_and_penalty_equal_a_plain_slow_version(seed, places, periods) -> None:
    panel, treated = _panel(seed, places, periods), np.arange(places) < 2
    effect, penalty = _slow(panel, treated, periods - 4)
    found = augmented_control(panel, treated, periods - 4, periods)
    assert found.penalty == pytest.approx(penalty)
    assert found.effect == pytest.approx(effect, abs=1e-4)
    assert found.weights.sum() == pytest.approx(1)


def test_where_the_control_fits_perfectly_nothing_is_corrected() -> None:
    panel = _panel(4, 8, 40)
    panel[0] = 0.3 * panel[3] + 0.7 * panel[4] + 9
    panel[0, 30:] += 5
    found = augmented_control(panel, np.arange(8) == 0, 30, 40)
    assert found.effect == pytest.approx(5)
    assert found.weights[[2, 3]] == pytest.approx([0.3, 0.7])


def test_it_reaches_a_place_that_lies_outside_all_mixes_of_the_others() -> None:
    panel = _panel(5, 8, 60)
    panel[0] = 1.6 * panel[3] - 0.6 * panel[4]
    treated = np.arange(8) == 0
    plain, augmented = (
        fit(panel, treated, 50, 60) for fit in (synthetic_control, augmented_control)
    )
    assert augmented.imbalance < plain.imbalance / 2
    assert abs(augmented.effect) < abs(plain.effect)
    assert augmented.weights.min() < 0


def test_controls_that_are_one_series_leave_nothing_to_a_ridge() -> None:
    panel = np.tile(_panel(6, 1, 20), (4, 1))
    panel[0] *= 2
    found = augmented_control(panel, np.arange(4) == 0, 15, 20)
    assert found.penalty == 0
    assert found.effect == pytest.approx(synthetic_control(panel, np.arange(4) == 0, 15, 20).effect)


def test_the_penalty_is_chosen_anew_under_every_supposed_effect() -> None:
    panel, treated = _panel(7, 7, 24), np.arange(7) < 1
    parts = treated_panel(panel, treated, 18, 24)
    shape = (np.arange(24) >= 18).astype(float)
    moved = panel.copy()
    moved[0, 18:] -= 12.5
    again = augmented_refit(treated_panel(moved, treated, 18, 24), shape)(0.0)
    assert augmented_refit(parts, shape)(12.5) == pytest.approx(again)
