"""Latent classes of rows of categorical answers, some missing: fitted, counted, and tried out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from beforehand.refusals import ImpossibleCounts
from beforehand.words import words

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MISSING = -1
SMOOTHING = 0.05  # of an answer added to every level, so that no chance becomes 0
CLOSE = 1e-7  # of the log likelihood, a row
MOST_STEPS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LatentClasses:
    """One fit. Answers are taken as independent of each other within a class.

    Attributes:
        sizes: Share of each class, largest first; they add to 1.
        chances: One array an item, classes by levels: the chance of each answer in each class.
        posterior: Rows by classes: how likely each row is of each class.
        log_likelihood: Of the rows given, weights counted.
        bic: Bayesian information criterion; lower is better.
    """

    sizes: Floats
    chances: tuple[Floats, ...]
    posterior: Floats
    log_likelihood: float
    bic: float

    @property
    def members(self) -> Ints:
        """The likeliest class of each row."""
        return np.asarray(self.posterior.argmax(axis=1), dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """How well a fit is found again in resampled rows.

    Attributes:
        jaccard: Mean over resamples, one a class, of the best overlap with a class found there.
        adjusted_rand: Mean over resamples of the agreement of whole groupings; 0 = chance.
        low: 2.5 % quantile of each class's size over resamples.
        high: 97.5 % quantile of it.
    """

    jaccard: Floats
    adjusted_rand: float
    low: Floats
    high: Floats


def fit_classes(
    answers: ArrayLike, weights: ArrayLike, classes: int, rng: Generator, starts: int = 12
) -> LatentClasses:
    """Fit latent classes by expectation maximisation from several random starts.

    A missing answer says nothing of the class (missing at random, given the other answers).

    Args:
        answers: Rows by items; levels are 0, 1, ..., and ``MISSING`` is -1.
        weights: People of each row, above 0.
        classes: How many, at least 1.
        rng: Where the starts come from.
        starts: Random starts; the likeliest end is kept.

    Returns:
        Classes by size, largest first.

    Raises:
        ImpossibleCounts: If rows and weights differ in number, or an item has no answer at all.

    Source:
        Goodman (1974), Biometrika 61(2); Dempster, Laird and Rubin (1977), JRSS B 39(1).
    """
    x, w, levels = _checked(answers, weights)
    seen = _indicators(x, levels)
    best = max((_climb(seen, w, levels, classes, rng) for _ in range(starts if classes > 1 else 1)),
               key=lambda one: one[2])  # fmt: skip
    sizes, chance, likelihood = best
    order = np.argsort(-sizes, kind="stable")
    sizes, chance = sizes[order], chance[:, order]
    parameters = classes - 1 + classes * int(sum(level - 1 for level in levels))
    cuts = np.cumsum(levels)[:-1]
    return LatentClasses(
        sizes=sizes,
        chances=tuple(part.T for part in np.split(chance, cuts, axis=0)),
        posterior=_posterior(seen, sizes, chance)[0],
        log_likelihood=likelihood,
        bic=-2 * likelihood + parameters * float(np.log(w.sum())),
    )


def stability(
    answers: ArrayLike, weights: ArrayLike, fit: LatentClasses, rng: Generator, resamples: int = 50
) -> Stability:
    """Fit again to people drawn with replacement, from fresh starts, and compare.

    Args:
        answers: As given to ``fit_classes``.
        weights: Likewise; each resample draws as many people.
        fit: Whose classes are tried.
        rng: Where the resamples and starts come from.
        resamples: How many.

    Source:
        Hennig (2007), Computational Statistics and Data Analysis 52(1): classes of mean Jaccard
        0.75 and above are stable, below 0.6 they are not. Hubert and Arabie (1985).
    """
    x, w, _ = _checked(answers, weights)
    people, classes = round(w.sum()), len(fit.sizes)
    overlap, sizes, rand = np.zeros((resamples, classes)), np.zeros((resamples, classes)), []
    for at in range(resamples):
        drawn = rng.multinomial(people, w / w.sum()).astype(np.float64)
        there = drawn > 0
        if (x[there] == MISSING).all(axis=0).any():
            continue
        again = fit_classes(x[there], drawn[there], classes, rng, starts=4)
        table = _table(fit.members[there], again.members, drawn[there], classes)
        jaccard = _jaccard(table)
        overlap[at] = jaccard.max(axis=1)
        sizes[at] = again.sizes[jaccard.argmax(axis=1)]
        rand.append(adjusted_rand(table))
    low, high = np.quantile(sizes, [0.025, 0.975], axis=0)
    return Stability(
        jaccard=overlap.mean(axis=0),
        adjusted_rand=float(np.mean(rand)) if rand else 0.0,
        low=low,
        high=high,
    )


def adjusted_rand(table: ArrayLike) -> float:
    """Agreement of two groupings from their table of counts: 1 = the same, 0 = chance."""
    n = np.asarray(table, dtype=np.float64)
    pairs = (n * (n - 1) / 2).sum()
    rows, columns = n.sum(axis=1), n.sum(axis=0)
    a, b = (rows * (rows - 1) / 2).sum(), (columns * (columns - 1) / 2).sum()
    whole = n.sum() * (n.sum() - 1) / 2
    expected = a * b / whole if whole else 0.0
    most = (a + b) / 2
    return 1.0 if most == expected else float((pairs - expected) / (most - expected))


def _checked(answers: ArrayLike, weights: ArrayLike) -> tuple[Ints, Floats, list[int]]:
    x, w = np.asarray(answers, dtype=np.int64), np.asarray(weights, dtype=np.float64)
    if x.ndim != 2 or w.shape != x.shape[:1] or not len(x):
        raise ImpossibleCounts(
            what=words("answers"), reason=words("rows and weights differ in number")
        )
    if (x < MISSING).any() or (w <= 0).any() or (x == MISSING).all(axis=0).any():
        raise ImpossibleCounts(what=words("answers"), reason=words("an item has no answer at all"))
    return x, w, [max(2, int(level)) for level in x.max(axis=0) + 1]


def _indicators(x: Ints, levels: list[int]) -> Floats:
    """Rows by all levels of all items: 1 where that is the answer; a missing item is all 0."""
    seen = np.zeros((len(x), sum(levels)))
    starts = np.concatenate(([0], np.cumsum(levels)[:-1]))
    rows, items = np.nonzero(x != MISSING)
    seen[rows, starts[items] + x[rows, items]] = 1.0
    return seen


def _climb(
    seen: Floats, w: Floats, levels: list[int], classes: int, rng: Generator
) -> tuple[Floats, Floats, float]:
    """One run from one random start: sizes, chances (levels by classes), log likelihood."""
    posterior = rng.dirichlet(np.ones(classes), size=len(seen))
    cuts, before = np.cumsum(levels)[:-1], -np.inf
    for _ in range(MOST_STEPS):
        sizes, chance = _maximised(seen, w, posterior, cuts)
        posterior, by_row = _posterior(seen, sizes, chance)
        likelihood = float(w @ by_row)
        if likelihood - before < CLOSE * w.sum():
            break
        before = likelihood
    return sizes, chance, likelihood


def _maximised(
    seen: Floats, w: Floats, posterior: Floats, cuts: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    weighted = posterior * w[:, None]
    counts = seen.T @ weighted + SMOOTHING
    parts = [part / part.sum(axis=0) for part in np.split(counts, cuts, axis=0)]
    sizes = (weighted.sum(axis=0) + SMOOTHING) / (w.sum() + SMOOTHING * posterior.shape[1])
    return sizes, np.concatenate(parts)


def _posterior(seen: Floats, sizes: Floats, chance: Floats) -> tuple[Floats, Floats]:
    joint = seen @ np.log(chance) + np.log(sizes)
    top = joint.max(axis=1, keepdims=True)
    likely = np.exp(joint - top)
    total = likely.sum(axis=1, keepdims=True)
    return likely / total, (np.log(total) + top)[:, 0]


def _table(one: Ints, other: Ints, w: Floats, classes: int) -> Floats:
    table = np.zeros((classes, classes))
    np.add.at(table, (one, other), w)
    return table


def _jaccard(table: Floats) -> Floats:
    either = table.sum(axis=1)[:, None] + table.sum(axis=0)[None, :] - table
    return np.asarray(np.divide(table, either, out=np.zeros_like(table), where=either > 0))
