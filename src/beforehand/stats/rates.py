"""Many small rates, drawn towards each other: counts over populations, and who is in the top."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, gammaln

from beforehand.refusals import ImpossibleCounts
from beforehand.words import words

Floats = NDArray[np.float64]
LEAST_GROUPS = 3
#: Spread of true rates between places, as a coefficient of variation: none to threefold.
_SPREADS = np.linspace(0.02, 3.0, 30)
_MEANS, _REACH = 41, 4.0  # grid points for the mean of the places' rates, and errors to each side
_KEPT = 1e-4  # share of the likelihood under which a grid point is let go
_HALVINGS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class ShrunkRates:
    """Rates after shrinking, one entry a place, in the order given.

    Attributes:
        mean: Posterior mean rate, events per unit of exposure.
        low: Lower limit of the equal-tailed credible interval.
        high: Upper limit of it.
        in_top: Probability that the place is among the ``top`` highest true rates.
        above: Probability that its true rate is above the rate of all places together.
        spread: Posterior mean of the true rates' coefficient of variation.
        pooled: Events over exposure of all places together.
    """

    mean: Floats
    low: Floats
    high: Floats
    in_top: Floats
    above: Floats
    spread: float
    pooled: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prior:
    """Gamma distributions that the places' rates may have been drawn from, and their weights."""

    shape: Floats
    rate: Floats
    weight: Floats


def shrink_rates(
    counts: ArrayLike,
    exposure: ArrayLike,
    rng: np.random.Generator,
    *,
    top: int = 3,
    level: float = 0.95,
    draws: int = 4000,
) -> ShrunkRates:
    """Shrink each place's rate towards the others', and say who may be at the top.

    A count is Poisson around exposure times a true rate; true rates are draws from one gamma
    distribution. How far they differ is not known, and with few places can hardly be learnt: so
    it is not fitted and then taken as known, but every spread on a grid is weighed by its
    likelihood (spread uniform from 0 to 3, mean uniform on the log scale), and each place's
    distribution is the mixture. A place of few people moves to the middle; a large one speaks for
    itself; and the intervals keep their word with a dozen places too.

    Args:
        counts: Whole counts, one a place.
        exposure: People (or person-years) they come from, above 0, same length.
        rng: For the ranking, which is drawn.
        top: How many places make the top.
        level: Level of the credible intervals.
        draws: Draws for the ranking.

    Returns:
        The shrunk rates, in the same order.

    Raises:
        ImpossibleCounts: If counts are negative or not whole, an exposure is not above 0, the
            lists differ in length, there are fewer than 3 places, or no event anywhere.

    Source:
        Clayton and Kaldor (1987), Biometrics 43, for the model; Marshall (1991), JRSS C 40(2).
        Integrating over the prior is Deely and Lindley (1981), JASA 76.
    """
    y, n = _places(counts, exposure)
    prior = _prior(y, n)
    shape, rate = y[:, None] + prior.shape, n[:, None] + prior.rate
    pooled = float(y.sum() / n.sum())
    tail = (1 - level) / 2
    drawn = _draws(prior, y, n, rng, draws)
    order = np.argsort(-drawn, axis=1)[:, : min(top, len(y))]
    return ShrunkRates(
        mean=_means(shape, rate, prior),
        low=_quantile(shape, rate, prior.weight, tail),
        high=_quantile(shape, rate, prior.weight, 1 - tail),
        in_top=np.bincount(order.ravel(), minlength=len(y)) / draws,
        above=1 - gammainc(shape, rate * pooled) @ prior.weight,
        spread=float(prior.weight @ (1 / np.sqrt(prior.shape))),
        pooled=pooled,
    )


def shrunk_means(counts: ArrayLike, exposure: ArrayLike) -> Floats:
    """The ``mean`` of ``shrink_rates`` alone: the limits take most of its time.

    Raises:
        ImpossibleCounts: As there.
    """
    y, n = _places(counts, exposure)
    prior = _prior(y, n)
    return _means(y[:, None] + prior.shape, n[:, None] + prior.rate, prior)


def _means(shape: Floats, rate: Floats, prior: _Prior) -> Floats:
    means: Floats = (shape / rate) @ prior.weight
    return means


def _prior(y: Floats, n: Floats) -> _Prior:
    """The gamma distributions on a grid, weighed by the negative binomial likelihood."""
    pooled, parts = y.sum() / n.sum(), n / n.sum()
    # The pooled rate's own error as an estimate of the places' mean, for each spread.
    error = np.sqrt(1 / y.sum() + _SPREADS**2 * (parts @ parts))
    means = pooled * np.exp(np.linspace(-_REACH, _REACH, _MEANS)[:, None] * error)
    shape, mean = np.broadcast_to(_SPREADS**-2.0, means.shape).ravel(), means.ravel()
    rate = shape / mean
    likelihood = np.sum(
        gammaln(y[:, None] + shape)
        - gammaln(shape)
        + shape * np.log(rate / (rate + n[:, None]))
        - y[:, None] * np.log((rate + n[:, None]) / n[:, None]),
        axis=0,
    )
    # Points lie closer where the error is small: each stands for its stretch of the log mean.
    weight = np.exp(likelihood - likelihood.max()) * np.broadcast_to(error, means.shape).ravel()
    kept = weight > _KEPT * weight.max()
    return _Prior(shape=shape[kept], rate=rate[kept], weight=weight[kept] / weight[kept].sum())


def _quantile(shape: Floats, rate: Floats, weight: Floats, at: float) -> Floats:
    """The quantile of each place's mixture of gammas, by halving."""
    low = np.zeros(len(shape))
    high = np.max((shape + 12 * np.sqrt(shape) + 30) / rate, axis=1)
    for _ in range(_HALVINGS):
        half = (low + high) / 2
        under = gammainc(shape, rate * half[:, None]) @ weight < at
        low, high = np.where(under, half, low), np.where(under, high, half)
    middle: Floats = np.asarray((low + high) / 2)
    return middle


def _draws(prior: _Prior, y: Floats, n: Floats, rng: np.random.Generator, draws: int) -> Floats:
    """True rates drawn for all places at once, so that ranks share one prior."""
    at = rng.choice(len(prior.weight), size=draws, p=prior.weight)
    shape, rate = prior.shape[at, None] + y, prior.rate[at, None] + n
    drawn: Floats = np.divide(rng.gamma(shape), rate)
    return drawn


def _places(counts: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats]:
    y, n = np.asarray(counts, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    what = words("places")
    if y.ndim != 1 or y.shape != n.shape:
        raise ImpossibleCounts(what=what, reason=words("the two lists differ in length"))
    if len(y) < LEAST_GROUPS:
        raise ImpossibleCounts(what=what, reason=words("there are fewer than three"))
    if not np.isfinite(y).all() or (y < 0).any() or (y != np.round(y)).any():
        raise ImpossibleCounts(what=what, reason=words("a count is negative, missing or not whole"))
    if not np.isfinite(n).all() or (n <= 0).any():
        raise ImpossibleCounts(what=what, reason=words("a population is missing or none"))
    if y.sum() == 0:
        raise ImpossibleCounts(what=what, reason=words("nothing was counted anywhere"))
    return y, n
