"""The survey's interval holds the truth as often as it says, whatever places have in common."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from beforehand.stats import admissible, complete_design
from beforehand.stats.surveys import SurveyCells, clustered_survey_test, survey_test

PLACES, TREATED, STRATA, ITEMS = 16, 8, 4, 5
ROWS = admissible(complete_design(PLACES, TREATED), np.random.default_rng(5), 499)


def surveyed(rng: np.random.Generator, effect: float, unlike: float = 0.06) -> tuple:
    """One survey: places differ, and move differently from wave to wave."""
    treated = ROWS[int(rng.integers(len(ROWS)))]
    base = rng.uniform(0.35, 0.6, ITEMS) + rng.normal(0, 0.05, (STRATA, 1))
    place = rng.normal(0, unlike, (PLACES, 1, 1, 1))
    moved = rng.normal([0, 0.04], unlike, (PLACES, 2))[:, :, None, None]
    share = base + place + moved
    share = share + effect * (treated[:, None] * [0, 1])[:, :, None, None]
    people = rng.poisson(12, (PLACES, 2, STRATA, 1)) * np.ones(ITEMS, dtype=int)
    right = rng.binomial(people.astype(int), np.clip(share, 0.01, 0.99))
    return treated, SurveyCells(answers=people.astype(float), right=right.astype(float))


@cache
def covered(effect: float, runs: int = 250) -> tuple[float, float, float, float]:
    """Coverage and rejection of the designed test, then of the clustered one."""
    rng = np.random.default_rng(20261127)
    hits = np.zeros(4)
    for _ in range(runs):
        treated, cells = surveyed(rng, effect)
        for at, found in enumerate(
            (survey_test(cells, treated, ROWS), clustered_survey_test(cells, treated))
        ):
            low, high = found.interval
            hits[2 * at] += low <= effect <= high
            hits[2 * at + 1] += found.p_value <= 0.05
    return tuple(hits / runs)


ERROR = 3 * (0.05 * 0.95 / 250) ** 0.5


def test_without_an_effect_one_of_twenty_is_called():
    assert covered(0.0)[1] <= 0.05 + ERROR
    assert covered(0.0)[3] <= 0.05 + ERROR


@pytest.mark.parametrize("effect", [0.0, 0.12])
def test_the_interval_holds_the_truth(effect):
    assert covered(effect)[0] >= 0.95 - ERROR
    assert covered(effect)[2] >= 0.95 - ERROR


def test_twelve_points_are_mostly_found():
    assert covered(0.12)[1] >= 0.6


def test_answers_counted_as_if_each_stood_alone_would_claim_too_much():
    """What clustering by place is for: a plain test of shares on the same surveys."""
    rng = np.random.default_rng(3)
    claims = 0
    for _ in range(200):
        treated, cells = surveyed(rng, 0.0)
        n = np.array([cells.answers[side].sum(axis=(0, 2, 3)) for side in (treated, ~treated)])
        k = np.array([cells.right[side].sum(axis=(0, 2, 3)) for side in (treated, ~treated)])
        p = k / n
        z = ((p[0, 1] - p[0, 0]) - (p[1, 1] - p[1, 0])) / np.sqrt((p * (1 - p) / n).sum())
        claims += abs(z) > 1.96
    assert claims / 200 > 0.2


def test_the_ends_are_where_the_test_itself_turns():
    """Slowly: take effects off one by one, and ask the test each time."""
    treated, cells = surveyed(np.random.default_rng(11), 0.1)
    found = survey_test(cells, treated, ROWS)

    def p_of(effect: float) -> float:
        right = cells.right.copy()
        right[:, 1] -= effect * cells.answers[:, 1] * treated[:, None, None]
        return survey_test(SurveyCells(answers=cells.answers, right=right), treated, ROWS).p_value

    low, high = found.interval
    step = 1e-6
    for end, inward in ((low, step), (high, -step)):
        assert p_of(end + inward) > 0.05
        assert p_of(end - inward) <= 0.05


def test_weights_undo_a_wave_that_asked_other_people():
    """Young men are asked more often after: their answers may not pass for a change."""
    people = np.full((PLACES, 2, 2, 1), 100.0)
    people[:, 1, 0] = 300.0
    right = people * np.array([0.3, 0.7])[None, None, :, None]
    treated = ROWS[0]
    found = survey_test(SurveyCells(answers=people, right=right), treated, ROWS)
    assert found.scores[0] == pytest.approx(found.scores[1])
    assert found.difference == pytest.approx(0)


def test_one_place_a_side_bounds_nothing():
    answers = np.full((2, 2, 1, 1), 50.0)
    found = clustered_survey_test(SurveyCells(answers=answers, right=answers / 2), [True, False])
    assert found.interval == (-np.inf, np.inf)
    assert found.p_value == 1.0
