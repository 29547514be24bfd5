"""Do the chains of the latent-class model draw from its posterior, and agree from seed to seed?

python studies/hidden_latent.py            writes the page
python studies/hidden_latent.py --quick    few tables and seeds
"""

from __future__ import annotations

from paper import publish, quick, table, watched  # isort: skip -- before NumPy

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from beforehand.refusals import NoEstimate
from beforehand.stats.mse import latent_classes
from beforehand.stats.mse.latent_classes import CLASSES, latent_class_posterior
from beforehand.stats.mse.lists import Lists
from beforehand.stats.mse.tables import read_table

HERE = Path(__file__).parents[1] / "tests" / "fixtures" / "mse"
MANY, PEOPLE = 4, 60  # lists and people seen in each simulated table
SWEEPS, RANKS, BINS = 1200, 99, 10
SEEDS = {"UKdat": 5, "NewOrl": 5, "Ned": 5, "Ned_5": 3}
FEW_SEEDS = {"NewOrl": 2}

PAGE = """# Latent classes: the chains, checked

Command: `python studies/hidden_latent.py`.

## Do they draw from the posterior?

Simulation-based calibration (Cook, Gelman and Rubin 2006). {tables} times: chances, shares and
concentration are drawn from the prior; {people} people on at least one of {many} lists from what
they say; four chains of {sweeps} steps are run on the table. If they draw from the posterior, the
true chance of being on no list ranks uniformly among {ranks} of their draws, whatever the model.

{histogram}

Chi-square on {free} degrees of freedom {chi:.1f} (p = {p:.2f}); mean rank {mean:.3f} ± {error:.3f}
of the way, 0.5 if all is well.

## Do they agree from seed to seed?

{seeds}

{reading}
"""
READING = """
Five seeds of LCMCR answer near 51,000 (three) or 143,000 (two) for Ned. `dga`, which is summed and
not drawn, gives 147,231 (116,635 to 186,591) there, and 90,570 (41,682 to 210,277) for Ned_5: two
explanations, between which chains seldom cross."""


def drawn_table(draw: np.random.Generator) -> tuple[Lists, float]:
    """A table from the prior, and the true chance of being on no list."""
    left = np.log(draw.uniform(size=CLASSES - 1)) / max(draw.gamma(0.25, 4.0), 1e-12)
    before = np.exp(np.concatenate([[0.0], np.cumsum(left)]))
    shares = before * np.concatenate([-np.expm1(left), [1.0]])
    chances = draw.uniform(size=(CLASSES, MANY))
    at = np.arange(1 << MANY)[:, None, None] >> np.arange(MANY) & 1
    cells = np.where(at, chances, 1 - chances).prod(axis=2) @ shares
    seen = cells[1:] / cells[1:].sum()
    counts = np.concatenate([[0], draw.multinomial(PEOPLE, seen)]).astype(float)
    return Lists(tuple("ABCD"[:MANY]), counts), float(cells[0])


def rank(seed: int) -> int:
    """How many of the kept draws lie below the truth, 0 to RANKS."""
    lists, truth = drawn_table(np.random.default_rng(np.random.SeedSequence(seed)))
    runs = [
        latent_classes.Chain.at(lists, CLASSES, one)
        for one in np.random.SeedSequence(seed, spawn_key=(1,)).spawn(4)
    ]
    latent_classes.run_on(runs, SWEEPS)
    kept = np.concatenate([chain.missed[SWEEPS // 2 :] for chain in runs])
    return int((kept[np.linspace(0, kept.size - 1, RANKS).astype(int)] < truth).sum())


def histogram(ranks: NDArray[np.int64]) -> tuple[NDArray[np.int64], float]:
    """Counts in equal bins, and their chi-square."""
    counts = np.bincount(ranks * BINS // (RANKS + 1), minlength=BINS)
    expected = ranks.size / BINS
    return counts, float(((counts - expected) ** 2).sum() / expected)


def seeds_of(names: dict[str, int]) -> Iterable[list[str]]:
    """One row a table and seed."""
    for name, many in watched(list(names.items()), "seeds"):
        lists = read_table((HERE / f"{name}.csv").read_bytes(), name).lists
        for seed in range(1, many + 1):
            try:
                one = latent_class_posterior(lists, seed=seed)
            except NoEstimate as no:
                yield [name, str(seed), "none", str(no.params["reason"].params["medians"]), "", "",
                       no.params["reason"].params["r_hat"]]  # fmt: skip
                continue
            yield [
                name, str(seed), f"{one.median:,.0f}",
                f"{one.quantile(0.025):,.0f} to {one.quantile(0.975):,.0f}", f"{one.sweeps:,}",
                f"{min(one.ess_bulk, one.ess_tail):,.0f}", f"{one.r_hat:.4f}",
            ]  # fmt: skip


def main() -> None:
    """Run both parts and write the page."""
    small = quick(__doc__)
    many = 30 if small else 400
    ranks = np.array([rank(seed) for seed in watched(range(many), "tables")])
    counts, chi = histogram(ranks)
    places = (ranks + 0.5) / (RANKS + 1)
    head = [f"{at / BINS:.1f} to {(at + 1) / BINS:.1f}" for at in range(BINS)]
    rows = list(seeds_of(FEW_SEEDS if small else SEEDS))
    page = PAGE.format(
        tables=many, people=PEOPLE, many=MANY, sweeps=f"{SWEEPS:,}", ranks=RANKS,
        histogram=table(head, [[str(count) for count in counts]], 0),
        free=BINS - 1, chi=chi, p=chi2.sf(chi, BINS - 1),
        mean=places.mean(), error=(1 / 12 / many) ** 0.5,
        seeds=table(["table", "seed", "median", "95 %, or what each chain says", "steps",
                     "effective draws", "R-hat"], rows, 2),
        reading=READING.strip(),
    )  # fmt: skip
    publish("hidden_latent", page, small)


if __name__ == "__main__":
    main()
