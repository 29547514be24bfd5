"""Many small shares, drawn towards their pool, and which of them differ by more than noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, betaln, digamma, expit, gammaln, logit

from beforehand.refusals import ImpossibleCounts
from beforehand.words import words

Floats = NDArray[np.float64]
SAME_PROBABILITY = 1 + 1e-7  # two tables this close are equally likely; the rest is rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Shrunk:
    """Shares after shrinking, one entry a group, in the order given.

    Attributes:
        mean: Posterior mean share, 0 to 1.
        low: Lower limit of the equal-tailed credible interval.
        high: Upper limit of it.
        p_value: Fisher's exact two-sided p of the group against the rest of the pool.
        differs: True where the difference is more than noise (see ``shrink_shares``).
        prior_alpha: First parameter of the fitted Beta prior.
        prior_beta: Second parameter; their sum is how many people the prior counts for.
        pooled: Successes over trials of all groups together; not a number if there are none.
    """

    mean: Floats
    low: Floats
    high: Floats
    p_value: Floats
    differs: NDArray[np.bool_]
    prior_alpha: float
    prior_beta: float
    pooled: float


def shrink_shares(
    successes: ArrayLike, trials: ArrayLike, level: float = 0.95, false_discovery: float = 0.05
) -> Shrunk:
    """Shrink each group's share towards the pool, and flag the groups that truly differ.

    The groups' shares are taken as draws from one Beta distribution, fitted by marginal maximum
    likelihood; a small group borrows from it, a large one speaks for itself. That distribution
    counts every group once, so its middle is not the pooled share where one group is most of the
    pool: shrink groups of one kind together (partners within their type). A group ``differs``
    if Fisher's exact test of it against the rest of the pool survives the Benjamini-Hochberg
    step: of all groups flagged, at most ``false_discovery`` are flagged by noise, on average.

    Args:
        successes: Whole counts, one a group.
        trials: Whole counts, same length; a group with none gets the prior and never differs.
        level: Level of the credible intervals.
        false_discovery: Accepted expected share of false flags among the flags.

    Returns:
        The shrunk shares, in the same order.

    Raises:
        ImpossibleCounts: If counts are negative, missing, not one list, or above their whole.

    Source:
        Skellam (1948) for the beta-binomial; Benjamini and Hochberg (1995), JRSS B 57(1).
    """
    x, n = _groups(successes, trials)
    alpha, beta = beta_prior(x, n)
    p_value = against_the_rest(x, n)
    tail = (1 - level) / 2
    return Shrunk(
        mean=(x + alpha) / (n + alpha + beta),
        low=betaincinv(x + alpha, n - x + beta, tail),
        high=betaincinv(x + alpha, n - x + beta, 1 - tail),
        p_value=p_value,
        differs=benjamini_hochberg(p_value, false_discovery),
        prior_alpha=alpha,
        prior_beta=beta,
        pooled=float(x.sum() / n.sum()) if n.sum() > 0 else float("nan"),
    )


def beta_prior(successes: ArrayLike, trials: ArrayLike) -> tuple[float, float]:
    """Fit the Beta distribution that the groups' shares were drawn from.

    Marginal maximum likelihood over the prior's mean and its size (alpha + beta). The size is
    kept between 1 and the number of people in the pool: a prior may not speak louder than the
    data it was fitted to, nor less than one person. With fewer than two groups that have any
    trials, or with no success or no failure anywhere, there is nothing to fit, and the prior is
    Jeffreys' Beta(1/2, 1/2).

    Args:
        successes: Whole counts, one a group.
        trials: Whole counts, same length.

    Returns:
        ``alpha`` and ``beta``, both above 0.

    Raises:
        ImpossibleCounts: If counts are negative, missing, not one list, or above their whole.
    """
    from scipy.optimize import minimize  # here: half a second that few commands need

    x, n = _groups(successes, trials)
    x, n = x[n > 0], n[n > 0]
    if len(n) < 2 or x.sum() in (0, n.sum()):
        return 0.5, 0.5
    pooled, largest = (x.sum() + 0.5) / (n.sum() + 1), float(np.log(n.sum()))
    starts = [(float(logit(pooled)), size) for size in (0.3 * largest, 0.9 * largest)]
    bounds = [(-20.0, 20.0), (0.0, largest)]
    fits = [
        minimize(_misfit, start, args=(x, n), jac=True, method="L-BFGS-B", bounds=bounds)
        for start in starts
    ]
    centre, size = min(fits, key=lambda fit: float(fit.fun)).x
    return float(np.exp(size) * expit(centre)), float(np.exp(size) * expit(-centre))


def against_the_rest(successes: ArrayLike, trials: ArrayLike) -> Floats:
    """Fisher's exact two-sided p of each group against all other groups together.

    Args:
        successes: Whole counts, one a group.
        trials: Whole counts, same length.

    Returns:
        One p-value a group, above 0 and at most 1; 1 where the group or the rest is empty.

    Raises:
        ImpossibleCounts: If counts are negative, missing, not one list, or above their whole.

    Source:
        Fisher (1935); two-sided by summing the tables no more likely than the one seen.
    """
    x, n = _groups(successes, trials)
    return np.array([_fisher(a, m, x.sum(), n.sum()) for a, m in zip(x, n, strict=True)])


def benjamini_hochberg(p_values: ArrayLike, false_discovery: float = 0.05) -> NDArray[np.bool_]:
    """Which tests to call true so that few of the calls are false.

    Args:
        p_values: One a test, 0 to 1.
        false_discovery: Accepted expected share of false calls among the calls.

    Returns:
        True for each test called, in the order given.
    """
    p = np.asarray(p_values, dtype=np.float64)
    ranked = np.sort(p)
    passing = ranked <= false_discovery * np.arange(1, len(p) + 1) / max(len(p), 1)
    return p <= ranked[passing][-1] if passing.any() else np.zeros(len(p), dtype=np.bool_)


def _misfit(at: Floats, x: Floats, n: Floats) -> tuple[float, Floats]:
    """Minus the marginal log likelihood at ``(logit mean, log size)``, and its gradient."""
    mean, size = float(expit(at[0])), float(np.exp(at[1]))
    # The mean may round to 0 or 1; the smallest prior we allow keeps the likelihood finite.
    a, b = max(size * mean, 1e-12), max(size * float(expit(-at[0])), 1e-12)
    likelihood = float((betaln(x + a, n - x + b) - betaln(a, b)).sum())
    shared = digamma(n + a + b) - digamma(a + b)
    by_a = float((digamma(x + a) - digamma(a) - shared).sum())
    by_b = float((digamma(n - x + b) - digamma(b) - shared).sum())
    by_centre = (by_a - by_b) * size * mean * (1 - mean)
    return -likelihood, -np.array([by_centre, by_a * a + by_b * b])


def _fisher(part: float, group: float, successes: float, people: float) -> float:
    """Share of the hypergeometric tables that are no more likely than the one seen."""
    first = max(0.0, group + successes - people)
    seen = np.arange(first, min(group, successes) + 1)
    log_weight = -(
        gammaln(seen + 1)
        + gammaln(successes - seen + 1)
        + gammaln(group - seen + 1)
        + gammaln(people - successes - group + seen + 1)
    )
    weight = np.exp(log_weight - log_weight.max())
    observed = weight[round(part - first)]
    # The table seen counts too, so p is never 0, even where its weight is below rounding.
    extreme = weight[weight <= observed * SAME_PROBABILITY].sum() / weight.sum()
    return float(np.clip(extreme, np.finfo(float).tiny, 1.0))


def _groups(successes: ArrayLike, trials: ArrayLike) -> tuple[Floats, Floats]:
    x, n = np.asarray(successes, dtype=np.float64), np.asarray(trials, dtype=np.float64)
    if x.ndim != 1 or x.shape != n.shape:
        raise ImpossibleCounts(what=words("groups"), reason=words("the two lists differ in length"))
    if not (np.isfinite(n).all() and np.isfinite(x).all()) or (x != np.round(x)).any():
        raise ImpossibleCounts(
            what=words("groups"), reason=words("a count is missing or not whole")
        )
    if (n != np.round(n)).any() or (x < 0).any() or (x > n).any():
        raise ImpossibleCounts(
            what=words("groups"), reason=words("a part is negative or above its whole")
        )
    return x, n
