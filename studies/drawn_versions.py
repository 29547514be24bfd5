"""Versions drawn on our own page: how often is one called better that is not, and how often found?

    python studies/drawn_versions.py            20,000 campaigns a row; writes the page
    python studies/drawn_versions.py --quick    1,000 campaigns a row; prints only

Four looks, 5 % over all of them. Beside ours: the usual test of two shares at each look, and the
test that holds at every look whatever is planned (`prove creatives COUNTS.csv`).
"""

from __future__ import annotations

from paper import publish, quick, share, table  # isort: skip -- before NumPy

import numpy as np

from beforehand.stats.looks import look_weights, ratio_looks
from beforehand.stats.versions import Block, anytime_p

SEED = 20_261_128
RUNS, FEW_RUNS = 20_000, 1_000
ANYTIME_RUNS = 500  # one campaign after the other: slow
LOOKS, ERROR, TIMES = 4, 0.05, 1.5
Counts = tuple[np.ndarray, np.ndarray]


def main() -> None:
    """Simulate campaigns without a difference, then with one."""
    small = quick(__doc__)
    runs = FEW_RUNS if small else RUNS
    rng = np.random.default_rng(SEED)
    wrong = [
        (f"{visits:,}", f"{tapped:.0%}", *_wrong(campaigns(rng, runs, visits, (tapped, tapped))))
        for visits in (100, 400, 2000)
        for tapped in (0.01, 0.05, 0.3, 0.6)
    ]
    found = [
        (f"{visits:,}", f"{tapped:.0%}",
         *_found(campaigns(rng, runs, visits, (tapped, tapped * TIMES))))
        for visits in (200, 500, 1000)
        for tapped in (0.05, 0.1)
    ]  # fmt: skip
    publish("drawn_versions", page(runs, wrong, found), small)


def campaigns(
    rng: np.random.Generator, runs: int, visits: int, tapped: tuple[float, float]
) -> Counts:
    """Visits and taps by campaign, look and version, each look by itself."""
    first = rng.binomial(visits, 0.5, (runs, LOOKS))
    shown = np.stack((first, visits - first), -1)
    return shown, rng.binomial(shown, np.array(tapped))


def _ours(counts: Counts) -> float:
    shown, taps = (part.cumsum(axis=1) for part in counts)
    return float((ratio_looks(shown, taps, look_weights(LOOKS), ERROR).p <= ERROR).mean())


def _wrong(counts: Counts) -> tuple[str, str]:
    shown, taps = (part.cumsum(axis=1) for part in counts)
    pooled = taps.sum(-1) / shown.sum(-1)
    spread = np.sqrt(np.maximum(1e-9, pooled * (1 - pooled) * (1 / shown).sum(-1)))
    apart = np.abs(np.subtract(*np.moveaxis(taps / shown, -1, 0))) / spread
    return _told(_ours(counts), len(shown)), _told(float((apart > 1.96).any(1).mean()), len(shown))


def _found(counts: Counts) -> tuple[str, str]:
    few = range(min(ANYTIME_RUNS, len(counts[0])))
    anytime = np.mean([anytime_p(_blocks(counts, run)) <= ERROR for run in few])
    return _told(_ours(counts), len(counts[0])), _told(float(anytime), len(few))


def _blocks(counts: Counts, run: int) -> list[Block]:
    shown, taps = counts[0][run].tolist(), counts[1][run].tolist()
    return [Block(visits=tuple(n), successes=tuple(y)) for n, y in zip(shown, taps, strict=True)]


def _told(part: float, runs: int) -> str:
    return share(part, (part * (1 - part) / runs) ** 0.5)


def page(runs: int, wrong: list[tuple[str, ...]], found: list[tuple[str, ...]]) -> str:
    """The page, as it comes out."""
    head = ("visits a look", "tapped")
    return f"""
# Versions drawn on our own page

{runs:,} simulated campaigns a row, two versions shown with equal chances, {LOOKS} looks,
{ERROR:.0%} over all of them. Seed {SEED}. What the test is:
[the proof as a report](../methods/proof-report.md).

## Without a difference: how often any look calls one version better

{table((*head, "ours", "usual test of two shares, at each look"), wrong)}

## One version tapped {TIMES} times as often: how often it is found

{table((*head, "ours", "the test that holds at every look"), found)}

“Tapped” is the share of the less good version. The last column is of {ANYTIME_RUNS} campaigns a
row. Where most visits tap, ours is careful beyond need: it takes taps for rare.
"""


if __name__ == "__main__":
    main()
