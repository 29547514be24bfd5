"""Looking again and again costs no error: the e-value's p and its intervals hold at every look."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from beforehand.stats.versions import Block, anytime_p, anytime_share

LOOKS, A_LOOK = 20, 60


def run(rng: np.random.Generator, shares: tuple[float, float]) -> list[Block]:
    blocks = []
    for _ in range(LOOKS):
        visits = rng.binomial(2 * A_LOOK, 0.5)
        both = (int(visits), int(2 * A_LOOK - visits))
        hits = tuple(int(rng.binomial(n, p)) for n, p in zip(both, shares, strict=True))
        blocks.append(Block(visits=both, successes=hits))
    return blocks


@cache
def ever_rejected(shares: tuple[float, float], runs: int = 400) -> float:
    """Share of runs in which any of twenty looks calls a difference."""
    rng = np.random.default_rng(20261127)
    return float(np.mean([anytime_p(run(rng, shares)) <= 0.05 for _ in range(runs)]))


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5])
def test_twenty_looks_together_err_in_at_most_one_of_twenty(share):
    assert ever_rejected((share, share)) <= 0.05 + 3 * 0.011


def test_a_plain_test_looked_at_twenty_times_errs_far_more_often():
    rng = np.random.default_rng(5)
    wrong = 0
    for _ in range(300):
        n, y = np.zeros(2), np.zeros(2)
        for block in run(rng, (0.3, 0.3)):
            n, y = n + block.visits, y + block.successes
            pooled = y.sum() / n.sum()
            z = (y[0] / n[0] - y[1] / n[1]) / np.sqrt(pooled * (1 - pooled) * (1 / n).sum())
            if abs(z) > 1.96:
                wrong += 1
                break
    assert wrong / 300 > 0.15


def test_ten_points_are_mostly_found():
    assert ever_rejected((0.3, 0.42)) >= 0.8


def test_the_p_value_never_rises_with_further_looks():
    blocks = run(np.random.default_rng(2), (0.3, 0.4))
    found = [anytime_p(blocks[:k]) for k in range(len(blocks) + 1)]
    assert found[0] == 1.0
    assert found == sorted(found, reverse=True)


def test_an_interval_holds_its_share_at_all_looks_at_once():
    rng = np.random.default_rng(8)
    left_out = 0
    for _ in range(300):
        hits = np.cumsum(rng.binomial(40, 0.25, 25))
        for look, y in enumerate(hits, 1):
            low, high = anytime_share(int(y), 40 * look)
            if not low <= 0.25 <= high:
                left_out += 1
                break
    assert left_out / 300 <= 0.05 + 3 * 0.0126


def test_nothing_seen_bounds_nothing_and_the_ends_are_ends():
    assert anytime_share(0, 0) == (0.0, 1.0)
    assert anytime_share(0, 50)[0] == 0.0
    assert anytime_share(50, 50)[1] == 1.0
