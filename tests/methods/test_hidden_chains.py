"""Agreement of Markov chains, against slow and plain versions of the published formulas."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from beforehand.stats.mse import chains


def _noisy(rows: int, length: int, memory: float, seed: int = 1) -> np.ndarray:
    draw = np.random.default_rng(seed)
    found = draw.standard_normal((rows, length))
    for at in range(1, length):
        found[:, at] = memory * found[:, at - 1] + math.sqrt(1 - memory**2) * found[:, at]
    return found


def _plain_ranks(rows: list[list[float]]) -> list[list[float]]:
    flat = [value for row in rows for value in row]

    def ranked(value: float) -> float:
        below = sum(other < value for other in flat)
        same = sum(other == value for other in flat)
        return NormalDist().inv_cdf((below + (same + 1) / 2 - 3 / 8) / (len(flat) + 1 / 4))

    return [[ranked(value) for value in row] for row in rows]


def _plain_halves(draws: np.ndarray) -> list[list[float]]:
    half = draws.shape[1] // 2
    return [list(row[:half]) for row in draws] + [list(row[-half:]) for row in draws]


def _plain_variances(rows: list[list[float]]) -> tuple[float, float]:
    length = len(rows[0])
    means = [sum(row) / length for row in rows]
    centre = sum(means) / len(rows)
    within = sum(
        sum((value - mean) ** 2 for value in row) / (length - 1)
        for row, mean in zip(rows, means, strict=True)
    ) / len(rows)
    between = sum((mean - centre) ** 2 for mean in means) / (len(rows) - 1)
    return within, (length - 1) / length * within + between


def _plain_r_hat(rows: list[list[float]]) -> float:
    within, whole = _plain_variances(rows)
    return math.sqrt(whole / within)


def _plain_ess(rows: list[list[float]]) -> float:
    within, whole = _plain_variances(rows)
    length, people = len(rows[0]), len(rows) * len(rows[0])

    def alike(lag: int) -> float:
        if lag == 0:
            return 1.0
        shared = 0.0
        for row in rows:
            mean = sum(row) / length
            shared += (
                sum((row[at] - mean) * (row[at + lag] - mean) for at in range(length - lag))
                / length
            )
        return 1 - (within - shared / len(rows)) / whole

    total, least = 0.0, math.inf
    for lag in range(0, length - 1, 2):
        pair = alike(lag) + alike(lag + 1)
        if pair <= 0:
            break
        least = min(least, pair)
        total += least
    return people / max(2 * total - 1, 1 / math.log10(people))


@pytest.mark.parametrize("memory", [-0.4, 0.0, 0.8])
def test_r_hat_and_effective_draws_equal_the_plain_formulas(memory):
    draws = np.round(np.exp(_noisy(4, 81, memory)), 2)  # skew, with ties, of odd length
    halves = _plain_halves(draws)
    median = float(np.median([value for row in halves for value in row]))
    far = [[abs(value - median) for value in row] for row in halves]
    assert chains.r_hat(draws) == pytest.approx(
        max(_plain_r_hat(_plain_ranks(halves)), _plain_r_hat(_plain_ranks(far))), rel=1e-9
    )
    assert chains.ess_bulk(draws) == pytest.approx(_plain_ess(_plain_ranks(halves)), rel=1e-9)
    for at in (0.05, 0.95):
        edge = np.quantile(draws, at)
        reached = [[float(value <= edge) for value in row] for row in halves]
        assert chains.ess_quantile(draws, at) == pytest.approx(_plain_ess(reached), rel=1e-9)


def test_a_chain_with_memory_is_worth_what_theory_says():
    draws = _noisy(4, 10_000, 0.6)
    assert chains.ess_bulk(draws) == pytest.approx(40_000 * 0.4 / 1.6, rel=0.1)
    assert chains.r_hat(draws) < 1.005


def test_one_chain_elsewhere_or_of_another_spread_is_noticed():
    draws = _noisy(4, 1000, 0.0)
    moved, wider = draws.copy(), draws.copy()
    moved[3] += 1
    wider[3] *= 3
    assert chains.r_hat(moved) > 1.05
    assert chains.r_hat(wider) > 1.05


def test_the_error_of_a_quantile_is_its_spread_over_many_runs():
    runs = [_noisy(4, 400, 0.5, seed) for seed in range(100)]
    spread = np.std([np.quantile(run, 0.9) for run in runs])
    told = np.mean([chains.error_of_quantile(run, 0.9) for run in runs])
    assert told == pytest.approx(spread, rel=0.25)


def test_chains_that_stand_still_are_told_apart():
    assert chains.r_hat(np.ones((4, 10))) == 1
    assert chains.r_hat(np.arange(4.0)[:, None] * np.ones((1, 10))) == np.inf
