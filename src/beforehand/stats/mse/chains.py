"""Do several Markov chains tell the same, and how many independent draws are they worth?

Source:
    Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021), Bayesian Analysis 16(2).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtri

Floats = NDArray[np.float64]  # draws of one number: a row for each chain


def r_hat(draws: Floats) -> float:
    """Rank-normalised split R-hat: 1 where chains agree in place and in spread.

    Args:
        draws: At least 2 chains of at least 4 draws, finite.

    Returns:
        The larger of the statistic of the ranks and that of the ranks of the distances to the
        median. 1 where all draws are equal; infinite where each chain stands still elsewhere.
    """
    halves = _split(draws)
    far = np.abs(halves - np.median(halves))
    return max(_r_hat(_normal_ranks(halves)), _r_hat(_normal_ranks(far)))


def ess_bulk(draws: Floats) -> float:
    """Effective number of draws for the middle of the distribution."""
    return _ess(_normal_ranks(_split(draws)))


def ess_tail(draws: Floats) -> float:
    """Effective number of draws for the 5 % and 95 % quantiles: the smaller of both."""
    return min(ess_quantile(draws, at) for at in (0.05, 0.95))


def ess_quantile(draws: Floats, at: float) -> float:
    """Effective number of draws for one quantile."""
    return _ess(_split((draws <= np.quantile(draws, at)).astype(float)))


def error_of_quantile(draws: Floats, at: float) -> float:
    """Monte-Carlo standard error of a quantile: half the width of its own 68 % interval."""
    effective = ess_quantile(draws, at)
    ends = betaincinv(effective * at + 1, effective * (1 - at) + 1, [0.1587, 0.8413])
    low, high = np.quantile(draws, ends)
    return float(high - low) / 2


def _split(draws: Floats) -> Floats:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def _normal_ranks(draws: Floats) -> Floats:
    _, place, alike = np.unique(draws, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(alike) - (alike - 1) / 2)[place].reshape(draws.shape)  # ties share theirs
    found: Floats = ndtri((ranks - 3 / 8) / (draws.size + 1 / 4))
    return found


def _r_hat(draws: Floats) -> float:
    within, whole = _variances(draws)
    if within == 0:
        return np.inf if whole > 0 else 1.0
    return float(np.sqrt(whole / within))


def _variances(draws: Floats) -> tuple[float, float]:
    """Mean variance within chains, and the variance of all that allows for their distances."""
    within = float(draws.var(axis=1, ddof=1).mean())
    between = float(draws.mean(axis=1).var(ddof=1))
    return within, within * (1 - 1 / draws.shape[1]) + between


def _ess(draws: Floats) -> float:
    """Effective draws by Geyer's initial monotone sequence over all chains together."""
    within, whole = _variances(draws)
    if within == 0:
        return float(draws.size) if whole == 0 else 1.0
    length = draws.shape[1]
    shared = _autocovariance(draws).mean(axis=0)
    alike = 1 - (within - shared) / whole
    alike[0] = 1.0
    pairs = alike[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
    ends = np.flatnonzero(pairs <= 0)
    last = int(ends[0]) if ends.size else pairs.size
    time = -1 + 2 * np.minimum.accumulate(pairs[:last]).sum()
    return float(draws.size / max(time, 1 / np.log10(draws.size)))


def _autocovariance(draws: Floats) -> Floats:
    length = draws.shape[1]
    room = 1 << (2 * length - 1).bit_length()
    waves = np.fft.rfft(draws - draws.mean(axis=1, keepdims=True), room)
    found: Floats = np.fft.irfft(np.abs(waves) ** 2, room)[:, :length] / length
    return found
