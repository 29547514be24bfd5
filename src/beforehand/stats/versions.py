"""Which version works better, looked at as often as one likes, at an error rate that holds.

Two versions are shown at random. Each look adds a block of ``n`` visits a version, of which ``y``
did what the page is for. Were both the same, with any share, the likelihood of the block under two
shares ``p, q`` fixed beforehand, over that under their weighted mean, has a mean of at most 1
(an e-value). The shares for a block are those learnt from the blocks before it, so the product
over blocks is a test martingale: at no look, and at no stopping rule, does it pass ``1 / alpha``
with a chance of more than ``alpha``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import betaln, xlog1py, xlogy

LEARNT_FROM = 0.5  # answers of each kind supposed before the first block (Jeffreys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What one look adds: visits and successes of two versions."""

    visits: tuple[int, int]
    successes: tuple[int, int]


def anytime_p(blocks: Sequence[Block]) -> float:
    """P-value that holds at every look: 1 over the largest e-value so far, at most 1.

    Args:
        blocks: In the order in which they were looked at. Blocks in which a version had no visit
            teach nothing and are passed over.

    Returns:
        P-value of no difference.

    Source:
        Turner, Ly and Grünwald (2024), J. Statistical Planning and Inference 230 ("Generic
        E-variables for exact sequential k-sample tests").
    """
    seen = np.full((2, 2), LEARNT_FROM)  # version by success, failure
    log_e = largest = 0.0
    for block in blocks:
        n, y = np.array(block.visits, dtype=float), np.array(block.successes, dtype=float)
        if not n.all():
            continue
        shares = seen[:, 0] / seen.sum(axis=1)
        mean = float((n * shares).sum() / n.sum())
        log_e += float(
            (xlogy(y, shares) + xlog1py(n - y, -shares)).sum()
            - xlogy(y.sum(), mean) - xlog1py((n - y).sum(), -mean)
        )  # fmt: skip
        largest = max(largest, log_e)
        seen += np.column_stack((y, n - y))
    return float(np.exp(-largest))


def anytime_share(successes: int, visits: int, level: float = 0.95) -> tuple[float, float]:
    """Interval of a share that holds at every look at once.

    Args:
        successes: So far.
        visits: So far.
        level: Of the whole sequence of intervals.

    Returns:
        The shares whose likelihood is at least ``1 - level`` of the mixture's.

    Source:
        Robbins (1970), Annals of Mathematical Statistics 41(5): the beta mixture.
    """
    if not visits:
        return 0.0, 1.0
    mixed = betaln(0.5 + successes, 0.5 + visits - successes) - betaln(0.5, 0.5)
    bound = float(mixed + np.log(1 - level))

    def beyond(share: float) -> float:
        return float(xlogy(successes, share) + xlog1py(visits - successes, -share)) - bound

    best, edge = successes / visits, 1e-12
    low = 0.0 if not successes else float(brentq(beyond, edge, best))
    high = 1.0 if successes == visits else float(brentq(beyond, best, 1 - edge))
    return low, high


def by_place_p(
    visits: ArrayLike, successes: ArrayLike, second: ArrayLike, rng: Generator, draws: int = 20_000
) -> float:
    """P-value of no difference where each place was drawn for one of two versions.

    Args:
        visits: By place, at the end: this test is for one look.
        successes: By place.
        second: True where the place got the second version.
        rng: Draws the places again.
        draws: How often; the draw that was made counts as one more.
    """
    n, y = np.asarray(visits, dtype=float), np.asarray(successes, dtype=float)
    made = np.asarray(second, dtype=bool)
    rows = np.vstack((made, rng.permuted(np.tile(made, (draws, 1)), axis=1))).astype(float)

    def shares(side: NDArray[np.float64]) -> NDArray[np.float64]:
        total = side @ n
        found: NDArray[np.float64] = np.divide(side @ y, total, where=total > 0,
                                               out=np.zeros_like(total))  # fmt: skip
        return found

    apart = np.abs(shares(rows) - shares(1 - rows))
    return float((apart >= apart[0] - 1e-12).mean())
