"""Shifts of level and seasons: found where they are, and as rarely elsewhere as is said."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files

import numpy as np
import pytest

from beforehand.refusals import ImpossibleCounts
from beforehand.stats import level_shifts, season
from beforehand.stats.series import LEAST_SEGMENT

SERIES = "data/cases/nrm_referrals_by_quarter_2009_2023.csv"


def real() -> tuple[list[str], list[int]]:
    """Referrals of all nationalities to the National Referral Mechanism, 59 quarters."""
    text = (files("beforehand") / SERIES).read_text(encoding="utf-8")
    found: Counter[str] = Counter()
    for row in csv.DictReader(text.splitlines()):
        found[f"{row['year']} {row['quarter']}"] += int(row["referrals"] or 0)
    names = sorted(found)
    return names, [found[name] for name in names]


@pytest.mark.parametrize("size", [np.inf, 4.0])
def test_where_nothing_changed_a_shift_is_found_about_one_time_in_twenty(size: float) -> None:
    rng = np.random.default_rng(5)
    found = 0
    for _ in range(150):
        mean = 15 * (rng.gamma(size, 1 / size, 24) if np.isfinite(size) else np.ones(24))
        found += bool(level_shifts(rng.poisson(mean), rng, draws=199))
    assert found / 150 < 0.1


def test_a_doubling_is_found_near_where_it_happened() -> None:
    rng = np.random.default_rng(6)
    at = []
    for _ in range(60):
        counts = rng.poisson([20] * 10 + [40] * 10)
        at += [one.at for one in level_shifts(counts, rng, draws=199)]
    assert len(at) >= 57
    assert np.mean(np.abs(np.array(at) - 10) <= 1) > 0.8


def test_the_best_split_is_the_one_that_a_plain_search_finds() -> None:
    rng = np.random.default_rng(7)

    def plain(y: list[int]) -> int:
        def fit(part: list[int]) -> float:
            mean = sum(part) / len(part)
            return sum(n * np.log(mean) - mean for n in part) if mean else 0.0

        splits = range(LEAST_SEGMENT, len(y) - LEAST_SEGMENT + 1)
        return max(splits, key=lambda k: fit(y[:k]) + fit(y[k:]))

    for _ in range(20):
        y = [int(n) for n in rng.poisson([12] * 7 + [60] * 8)]
        (first, *_) = level_shifts(y, rng, draws=99)
        found = level_shifts(y, rng, draws=99)
        widest = max(found, key=lambda one: one.stop - one.start)
        assert widest.at == plain(y)
        assert first.before < 40


def test_a_season_is_found_and_a_trend_does_not_pass_for_one() -> None:
    rng = np.random.default_rng(8)
    found = [
        season(rng.poisson(60 * np.array([1.3, 1, 0.9, 0.8] * 5)), rng, draws=399).p_value
        for _ in range(40)
    ]
    assert np.mean(np.array(found) <= 0.025) > 0.75
    rising = [
        season(rng.poisson(40 * np.exp(0.04 * np.arange(24))), rng, draws=399).p_value
        for _ in range(150)
    ]
    assert np.mean(np.array(rising) <= 0.025) < 0.07


def test_the_real_series_of_59_quarters_shifted_and_its_quarters_hardly_differ() -> None:
    names, counts = real()
    assert len(counts) == 59
    shifts = level_shifts(counts, np.random.default_rng(1))
    assert "2018 Q1" in {names[one.at] for one in shifts}
    quarters = season(counts, np.random.default_rng(1))
    assert np.all(np.abs(quarters.factors - 1) < 0.08)


def test_series_that_cannot_answer_are_refused() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(ImpossibleCounts):
        level_shifts([5] * 7, rng)
    with pytest.raises(ImpossibleCounts):
        level_shifts([5] * 7 + [-1], rng)
    with pytest.raises(ImpossibleCounts):
        season([5] * 15, rng)
    assert level_shifts([0] * 9, rng) == ()
    assert level_shifts([7] * 9, rng) == ()
