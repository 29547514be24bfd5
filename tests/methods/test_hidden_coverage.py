"""Coverage on tables simulated from the user's own: known where the answer is known."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.special import ndtr

from beforehand.stats.mse import coverage, models
from beforehand.stats.mse.coverage import Plan, Simulation
from beforehand.stats.mse.lists import Lists, lists_of
from beforehand.stats.mse.searches import INDEPENDENCE, estimator

PLAIN = estimator(INDEPENDENCE)
FEW = Plan(tables=200, replicates=300, seed=3)


def three() -> Lists:
    """Three independent lists of 20,000 people, of whom about a fifth are seen."""
    return independent(20_000, (0.1, 0.08, 0.06))


def independent(people: int, shares: tuple[float, ...]) -> Lists:
    """Lists that catch people independently, as expected."""
    at = np.arange(8)
    parts = [np.where(at >> i & 1, p, 1 - p) for i, p in enumerate(shares)]
    counts = np.round(people * np.prod(parts, axis=0))
    counts[0] = 0
    return Lists(("A", "B", "C"), counts)


@cache
def simulated() -> Simulation:
    """Tables of the independent lists, each analysed."""
    return coverage.simulate(coverage.fitted_means(three(), ()), ("A", "B", "C"), PLAIN, FEW)


@pytest.mark.parametrize("terms", [(), (3,), (3, 5)])
def test_fitted_means_keep_what_the_model_keeps_and_give_its_estimate(
    terms: tuple[int, ...],
) -> None:
    lists = lists_of(
        ("A", "B", "C"),
        [((1, 0, 0), 40), ((0, 1, 0), 30), ((0, 0, 1), 20), ((1, 1, 0), 8), ((1, 0, 1), 5),
         ((0, 1, 1), 4), ((1, 1, 1), 3)],
    )  # fmt: skip
    means = coverage.fitted_means(lists, terms)
    at = np.arange(8)
    for term in (1, 2, 4, *terms):
        assert means[at & term == term].sum() == pytest.approx(
            lists.counts[at & term == term].sum()
        )
    assert means[1:].sum() == pytest.approx(lists.seen)
    assert means.sum() == pytest.approx(models.fit(lists, terms).estimate, rel=1e-6)


def test_a_dependence_without_people_has_mean_nought() -> None:
    lists = lists_of(
        ("A", "B", "C"),
        [((1, 0, 0), 40), ((0, 1, 0), 30), ((0, 0, 1), 20), ((1, 0, 1), 6), ((0, 1, 1), 5)],
    )
    means = coverage.fitted_means(lists, (3,))
    assert means[3] == means[7] == 0
    assert means.sum() == pytest.approx(models.fit(lists, (3,)).estimate, rel=1e-6)


def test_where_the_model_is_the_truth_the_interval_covers_about_as_promised() -> None:
    found = coverage.covered(simulated(), "bca", coverage.nominal(0.95))
    assert found.tables == 200
    assert found.covered == pytest.approx(0.95, abs=0.04)
    assert found.covered + found.below + found.above == pytest.approx(1)
    assert found.error == pytest.approx(np.sqrt(found.covered * (1 - found.covered) / 200))
    assert 1 < found.ratio < 1.6


def test_where_most_people_are_seen_the_nominal_interval_is_too_short_and_is_mended() -> None:
    # Resamples hold the number of people seen fixed; where two thirds are seen, that it might
    # have been another number is a good part of what is not known.
    lists = independent(1000, (0.4, 0.3, 0.25))
    found = coverage.recalibrated(lists, [()], PLAIN, FEW)
    assert found.before[0].covered < 0.92
    assert found.after[0].covered > 0.93
    other = coverage.simulate(
        coverage.fitted_means(lists, ()), lists.names, PLAIN, replace(FEW, seed=1000)
    )
    assert coverage.covered(other, "bca", found.at).covered > 0.92


@pytest.mark.parametrize("kind", ["bca", "percentile"])
@pytest.mark.parametrize("level", [0.5, 0.8, 0.95])
def test_positions_of_the_truth_say_the_coverage_at_every_level(
    kind: coverage.Kind, level: float
) -> None:
    low, high = coverage.nominal(level)
    counted = coverage.covered(simulated(), kind, (low, high)).covered
    at = simulated().positions(kind)
    assert np.mean((at >= low) & (at <= high)) == pytest.approx(counted, abs=0.011)


def shifted(by: float) -> Simulation:
    """Replicates around estimates that are off by a known number of standard errors."""
    rng = np.random.default_rng(8)
    estimates = 1000 + 100 * (rng.standard_normal(2000) + by)
    drawn = np.sort(estimates[:, None] + 100 * rng.standard_normal((2000, 400)), axis=1)
    return Simulation(total=1000, estimates=estimates, drawn=drawn, accelerations=np.zeros(2000))


def test_a_known_bias_moves_the_coverage_and_the_level_as_theory_says() -> None:
    biased = shifted(1.0)
    found = coverage.covered(biased, "percentile", coverage.nominal(0.95))
    assert found.covered == pytest.approx(ndtr(0.96) - ndtr(-2.96), abs=0.02)
    assert found.above > 0.14 > 0.01 > found.below
    low, high = coverage.quantiles_that_cover([biased], "percentile", 0.95)
    assert low == pytest.approx(ndtr(-2.96), abs=0.002)
    assert high == 0.975
    assert (
        coverage.covered(biased, "percentile", (low, high)).above <= 0.034
    )  # 400 replicates can place it at no finer step than 1 in 400


def test_the_widest_of_several_truths_counts_and_never_less_than_the_nominal_interval() -> None:
    both = coverage.quantiles_that_cover([shifted(1.0), shifted(-1.0)], "percentile", 0.95)
    alone = coverage.quantiles_that_cover([shifted(1.0)], "percentile", 0.95)
    assert both[0] == alone[0] < 0.01
    assert both[1] > 0.99


def test_recalibrated_limits_are_no_narrower_and_the_same_for_the_same_seed() -> None:
    plan = Plan(tables=100, replicates=200, seed=4)
    found = coverage.recalibrated(three(), [()], PLAIN, plan)
    again = coverage.recalibrated(three(), [()], PLAIN, plan)
    assert (found.low, found.high, found.at) == (again.low, again.high, again.at)
    assert found.low < 20_000 < found.high
    assert found.at[0] <= 0.025
    assert found.at[1] >= 0.975
    assert found.after[0].covered >= found.before[0].covered


def test_a_budget_of_seconds_makes_fewer_tables_but_never_too_few() -> None:
    ticks = iter([0.0, 64.0, 0.0, 64e-6])
    plan = Plan()
    short = coverage.affordable(three(), PLAIN, plan, 60, clock=lambda: next(ticks))
    assert (short.tables, short.replicates) == (100, 200)
    assert coverage.affordable(three(), PLAIN, plan, 60, clock=lambda: next(ticks)) == plan
