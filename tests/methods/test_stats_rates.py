"""Rates drawn together: right on average, honest with a dozen places, never topped by luck."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from beforehand.refusals import ImpossibleCounts
from beforehand.stats import shrink_rates
from beforehand.stats.rates import shrunk_means

RATE = 3e-4
Floats = NDArray[np.float64]


def world(rng: np.random.Generator, places: int, spread: float) -> tuple[Floats, Floats, Floats]:
    """Populations of very unlike places, their true rates, and what was counted."""
    living = np.exp(rng.normal(10.5, 1.2, places)).round()
    true = rng.gamma(spread**-2, RATE * spread**2, places)
    return living, true, rng.poisson(true * living).astype(np.float64)


@pytest.mark.parametrize(("places", "spread"), [(12, 0.3), (12, 1.0), (61, 0.5)])
def test_the_interval_covers_the_truth_as_often_as_it_says(places: int, spread: float) -> None:
    rng = np.random.default_rng(11)
    covered = []
    for _ in range(30):
        living, true, counted = world(rng, places, spread)
        found = shrink_rates(counted, living, rng, draws=50)
        covered.append(np.mean((found.low <= true) & (true <= found.high)))
    assert 0.91 <= float(np.mean(covered)) <= 0.985


def test_small_places_top_the_raw_rates_and_not_the_rates_that_places_surely_have() -> None:
    rng = np.random.default_rng(3)
    raw, sure = [], []
    for _ in range(30):
        living, _, counted = world(rng, 61, 0.3)
        found = shrink_rates(counted, living, rng, draws=50)
        smaller = np.argsort(np.argsort(living)) / 60  # 0 the smallest place, 1 the largest
        raw.append(smaller[np.argmax(counted / living)])
        sure.append(smaller[np.argmax(found.low)])
    assert np.mean(np.array(raw) < 0.25) > 0.5
    assert np.mean(np.array(sure) < 0.25) < 0.1


def test_a_place_of_five_people_is_drawn_in_and_a_large_one_speaks_for_itself() -> None:
    counted, living = [1, 300, 310, 290, 305], [5, 100_000, 100_000, 100_000, 100_000]
    found = shrink_rates(counted, living, np.random.default_rng(0))
    assert found.mean[0] < 0.02  # counted: 0.2
    assert found.mean[1] == pytest.approx(0.003, rel=0.03)
    assert shrunk_means(counted, living).tolist() == found.mean.tolist()


def test_the_probability_of_the_top_is_right_where_it_is_told() -> None:
    """Among places told to be in the top with about 70 %, about 70 % are."""
    rng = np.random.default_rng(8)
    told, were = [], []
    for _ in range(40):
        living, true, counted = world(rng, 12, 0.6)
        found = shrink_rates(counted, living, rng, top=3, draws=400)
        assert found.in_top.sum() == pytest.approx(3)
        told += list(found.in_top)
        were += list(np.isin(np.arange(12), np.argsort(-true)[:3]))
    likely = [(a, b) for a, b in zip(told, were, strict=True) if 0.4 < a < 0.9]
    assert len(likely) > 40
    assert np.mean([b for _, b in likely]) == pytest.approx(
        np.mean([a for a, _ in likely]), abs=0.15
    )


def test_it_agrees_with_a_slow_draw_from_the_prior() -> None:
    """Plain importance sampling: draw spread, mean and rates; weigh by the likelihood."""
    counted, living = np.array([4.0, 0, 30, 9]), np.array([1e4, 5e3, 8e4, 9e4])
    rng = np.random.default_rng(1)
    size = 200_000
    spread = rng.uniform(0.02, 3, size)
    mean = counted.sum() / living.sum() * np.exp(rng.uniform(-4, 4, size))
    true = rng.gamma(spread[:, None] ** -2, (mean * spread**2)[:, None], (size, 4))
    expected = np.maximum(true * living, 1e-300)
    weight = np.exp((counted * np.log(expected) - expected).sum(axis=1))
    slow = (weight[:, None] * true).sum(axis=0) / weight.sum()
    found = shrink_rates(counted, living, rng)
    assert found.mean == pytest.approx(slow, rel=0.06)


@pytest.mark.parametrize(
    ("counted", "living"),
    [
        ([1, 2], [10, 10]),
        ([1, 2, 3], [10, 10]),
        ([1, 2, -3], [10, 10, 10]),
        ([1, 2, 2.5], [10, 10, 10]),
        ([1, 2, 3], [10, 10, 0]),
        ([0, 0, 0], [10, 10, 10]),
        ([1, 2, float("nan")], [10, 10, 10]),
    ],
)
def test_counts_that_cannot_answer_are_refused(counted: list[float], living: list[float]) -> None:
    with pytest.raises(ImpossibleCounts):
        shrink_rates(counted, living, np.random.default_rng(0))
