"""The check of neighbours keeps its error where nothing travels, and sees what does."""

from __future__ import annotations

import numpy as np
import pytest

from beforehand.stats import admissible, complete_design, holm, spillover_test

PLACES, TREATED = 24, 10
RNG = np.random.default_rng(20261127)
ROWS = admissible(complete_design(PLACES, TREATED), RNG, 400)
AT = RNG.uniform(0, 1, (PLACES, 2))
BESIDE = np.hypot(*(AT[:, None] - AT).transpose(2, 0, 1)) < 0.2


def p_values(spill: float, runs: int) -> list[float]:
    rng = np.random.default_rng(7)
    found = []
    while len(found) < runs:
        row = ROWS[int(rng.integers(len(ROWS)))]
        near = ~row & (row.astype(float) @ (BESIDE & ~np.eye(PLACES, dtype=bool)) > 0)
        rates = rng.gamma(4, 5, PLACES)
        effect = np.where(row, 2.0, np.where(near, spill, 1.0))
        rows = np.vstack((row, ROWS))
        test = spillover_test(
            rng.poisson(rates * 3), rng.poisson(rates * effect), rows, BESIDE, 2.0
        )
        if test is not None:
            found.append(test.p_value)
    return found


def test_without_spillover_one_of_twenty_is_called():
    assert np.mean(np.array(p_values(1.0, 400)) <= 0.05) <= 0.05 + 3 * 0.011


def test_a_spillover_as_strong_as_the_effect_is_mostly_seen():
    assert np.mean(np.array(p_values(2.0, 100)) <= 0.05) >= 0.7


def test_without_a_near_place_there_is_no_check():
    nobody = np.zeros((PLACES, PLACES), dtype=bool)
    assert spillover_test(np.ones(PLACES), np.ones(PLACES), ROWS, nobody, 1.0) is None


@pytest.mark.parametrize(
    ("given", "adjusted"),
    [([0.01], [0.01]), ([0.01, 0.04], [0.02, 0.04]), ([0.04, 0.03, 0.01], [0.06, 0.06, 0.03])],
)
def test_holm_is_that_of_the_textbook(given, adjusted):
    assert holm(given) == pytest.approx(adjusted)


def test_holm_keeps_the_order_and_never_lowers_a_p_value():
    p = np.random.default_rng(3).uniform(size=20)
    out = holm(p)
    assert (out >= p).all()
    assert (np.diff(out[np.argsort(p)]) >= 0).all()
