"""Latent classes: people differ in how easily each list finds them, in ways nobody recorded.

Within a class the lists are independent; a person's class is unknown, and so is how many classes
there are (a mixture with a broken-stick prior, cut at ten classes). Dependence between lists comes
from the mixture alone.

Source:
    Manrique-Vallier (2016), Biometrics 72(4), with the priors of the R package LCMCR.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beforehand.refusals import NoEstimate
from beforehand.stats.mse import chains as diagnose
from beforehand.stats.mse import latent_loops
from beforehand.stats.mse.lists import Lists
from beforehand.words import Words, words

Floats = NDArray[np.float64]
CLASSES = 10
FEWEST_CHAINS = 4
MOST_R_HAT = 1.01  # what Vehtari et al. ask for; below it chains cannot be told apart by eye
FEWEST_DRAWS = 400.0  # effective, bulk and tail: 100 a chain
_MORE = 5  # times that a run is doubled before chains that disagree are given up
_BLOCK = 64
_MOST_UNSEEN = 1e12


@dataclass(frozen=True, slots=True, kw_only=True)
class LatentPosterior:
    """What the chains say of the people in all, seen and unseen.

    Attributes:
        draws: People in all: one row a chain, one column a draw, warm-up left out.
        seen: People on at least one list.
        sweeps: Steps of each chain, warm-up included.
        r_hat: Rank-normalised split R-hat of ``draws``.
        ess_bulk: Effective number of draws for the median.
        ess_tail: Effective number of draws for the 5 % and 95 % quantiles.
    """

    draws: Floats
    seen: int
    sweeps: int
    r_hat: float
    ess_bulk: float
    ess_tail: float

    @property
    def mean(self) -> float:
        """Posterior mean of the people in all."""
        return float(self.draws.mean())

    @property
    def median(self) -> float:
        """Posterior median of the people in all."""
        return self.quantile(0.5)

    @property
    def agrees(self) -> bool:
        """Whether the chains tell the same, with draws enough to say so."""
        enough = min(self.ess_bulk, self.ess_tail) >= FEWEST_DRAWS
        return self.r_hat <= MOST_R_HAT and enough

    def quantile(self, at: float) -> float:
        """Quantile of the people in all."""
        return float(np.quantile(self.draws, at))

    def error(self, at: float) -> float:
        """Monte-Carlo standard error of ``quantile(at)``."""
        return diagnose.error_of_quantile(self.draws, at)


def latent_class_posterior(
    lists: Lists, *, seed: int, chains: int = 4, draws: int = 4000, classes: int = CLASSES
) -> LatentPosterior:
    """Posterior of the people in all, by several chains that must agree.

    Chances of each list in each class are uniform beforehand; the stick is broken by
    Beta(1, a) with a from Gamma(1/4, 1/4); the total's prior is proportional to one over it.
    The first half of each chain is left out as warm-up. While chains disagree they are run on to
    twice their length, five times at most.

    Args:
        lists: Table of 3 lists or more.
        seed: Gives the same draws on any number of processors.
        chains: At least 4, from starts with from few to very many unseen.
        draws: Steps of each chain at first, at least 100.
        classes: Most classes of people that the mixture may use.

    Raises:
        NoEstimate: Two lists, which cannot tell classes apart; or the chains still disagree.
    """
    if lists.many < 3:
        raise NoEstimate(
            reason=words("two lists cannot tell classes of people apart: three are needed")
        )
    many = max(chains, FEWEST_CHAINS)
    runs = [Chain.at(lists, classes, own) for own in np.random.SeedSequence(seed).spawn(many)]
    run_on(runs, draws)
    found = _posterior(lists, runs)
    for _ in range(_MORE):
        if found.agrees:
            return found
        run_on(runs, found.sweeps)
        found = _posterior(lists, runs)
    if not found.agrees:
        raise NoEstimate(reason=_disagreement(found))
    return found


@dataclass(slots=True, kw_only=True)
class Chain:
    """One chain: where it stands, its luck, and what it drew.

    Attributes:
        draw: Its own source of luck.
        table: Patterns and people of each (see ``latent_loops.run``).
        state: Where it stands.
        missed: Draws of the chance that a person is on no list, from the first step on.
    """

    draw: np.random.Generator
    table: tuple[NDArray[np.int64], Floats]
    state: tuple[Floats, Floats, Floats, Floats, Floats]
    missed: Floats

    @classmethod
    def at(cls, lists: Lists, classes: int, seed: np.random.SeedSequence) -> Chain:
        """A chain at a start of its own: the number says whether few or many go unseen."""
        draw = np.random.Generator(np.random.PCG64(seed))
        patterns = np.concatenate([[0], np.flatnonzero(lists.counts)])
        rarity = 10.0 ** -(seed.spawn_key[-1] % FEWEST_CHAINS)
        chances = draw.uniform(size=(classes, lists.many)) * rarity
        logs = np.log(draw.dirichlet(np.ones(classes)))
        rows = np.empty((classes, patterns.size))
        for mine, row in zip(chances, rows, strict=True):
            latent_loops.fill_row(mine, patterns, row)
        counts = lists.counts[patterns]
        likely = latent_loops.log_likelihood(rows, logs, counts)
        room = np.empty((3, max(lists.many, patterns.size, classes)))
        state = chances, logs, rows, np.array([1.0, likely]), room
        return cls(draw=draw, table=(patterns, counts), state=state, missed=np.empty(0))

    def run(self, sweeps: int) -> None:
        """Go on, in blocks so that memory stays flat."""
        classes, lists = self.state[0].shape
        found = np.empty(sweeps)
        for at in range(0, sweeps, _BLOCK):
            many = min(_BLOCK, sweeps - at)
            lucks = self.draw.random((many, classes, lists + 5, lists + 3))
            gammas = self.draw.standard_gamma(classes - 1 + 0.25, many)
            part = found[at : at + many]
            latent_loops.run(lucks, gammas, self.table, self.state, part)
        self.missed = np.concatenate([self.missed, found])


def run_on(runs: list[Chain], sweeps: int) -> None:
    """Run every chain on, side by side."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        list(pool.map(lambda chain: chain.run(sweeps), runs))


def _posterior(lists: Lists, runs: list[Chain]) -> LatentPosterior:
    """Draw the unseen for every kept draw of the chance of being missed: negative binomial."""
    sweeps = runs[0].missed.size
    drawn = []
    for chain in runs:
        missed = np.minimum(chain.missed[sweeps // 2 :], 1 - 1e-12)
        mean = chain.draw.standard_gamma(lists.seen, missed.size) * missed / (1 - missed)
        drawn.append(lists.seen + chain.draw.poisson(np.minimum(mean, _MOST_UNSEEN)))
    draws = np.array(drawn, dtype=float)
    return LatentPosterior(
        draws=draws,
        seen=lists.seen,
        sweeps=sweeps,
        r_hat=diagnose.r_hat(draws),
        ess_bulk=diagnose.ess_bulk(draws),
        ess_tail=diagnose.ess_tail(draws),
    )


def _disagreement(found: LatentPosterior) -> Words:
    return words(
        "the {n} chains of the latent-class model still disagree after {sweeps} steps each: their "
        "medians are {medians} (R-hat {r_hat}, effective draws {effective})",
        n=len(found.draws),
        sweeps=f"{found.sweeps:,}",
        medians=", ".join(f"{at:,.0f}" for at in np.median(found.draws, axis=1)),
        r_hat=f"{found.r_hat:.3f}",
        effective=f"{min(found.ess_bulk, found.ess_tail):,.0f}",
    )
