"""Compiled loops for overlapping lists: sums over the lattice of patterns, and fits.

A *pattern* is a whole number whose bit i says that a person is on list i; the table of all
patterns of K lists is a vector of length 2**K, whose entry 0 (people on no list) is never
observed. A *term* of a log-linear model is a pattern too: it acts on every pattern that holds
it. So a linear predictor is a sum over subsets, a sufficient statistic and each entry of the
information matrix a sum over supersets, and both cost K * 2**K additions instead of a design
matrix (Yates 1937; Kennes and Smets 1990).
"""

from __future__ import annotations

import numpy as np
from numba import njit

_STEPS = 60  # of Newton; ten are plenty where the maximum exists
_CLOSE = 1e-9  # largest last step, in units of a log mean; the next one would be its square


@njit(cache=True, nogil=True)
def add_supersets(values, lists):
    """Turn each entry into the sum over all patterns that hold it, in place."""
    for i in range(lists):
        bit = 1 << i
        for at in range(values.size):
            if not at & bit:
                values[at] += values[at | bit]


@njit(cache=True, nogil=True)
def add_subsets(values, lists):
    """Turn each entry into the sum over all patterns within it, in place."""
    for i in range(lists):
        bit = 1 << i
        for at in range(values.size):
            if at & bit:
                values[at] += values[at ^ bit]


@njit(cache=True, nogil=True)
def overlaps(counts, lists):
    """How many people are on all lists of each term, whatever else they are on."""
    sums = counts.astype(np.float64)
    sums[0] = 0.0
    add_supersets(sums, lists)
    return sums


@njit(cache=True, nogil=True)
def split(terms, shared, kept):
    """Columns of a model: terms whose overlap is not empty; fills which cells they explain.

    A term with an empty overlap is minus infinity: its patterns have mean zero and leave the fit.

    Returns:
        (terms that stay, in order; how many are minus infinity).
    """
    kept[:] = True
    kept[0] = False
    stays = np.empty(terms.size, np.int64)
    many = 0
    for term in terms:
        if shared[term] > 0:
            stays[many] = term
            many += 1
        else:
            for at in range(kept.size):
                if at & term == term:
                    kept[at] = False
    return stays[:many], terms.size - many


@njit(cache=True, nogil=True)
def solve(matrix, right):
    """Solve a symmetric positive definite system in place by Cholesky; False if it is not."""
    n = right.size
    for j in range(n):
        for k in range(j):
            s = matrix[j, k]
            for m in range(k):
                s -= matrix[j, m] * matrix[k, m]
            matrix[j, k] = s / matrix[k, k]
        s = matrix[j, j]
        for m in range(j):
            s -= matrix[j, m] ** 2
        if s <= 1e-14 * matrix[j, j] or not s > 0:
            return False
        matrix[j, j] = np.sqrt(s)
    for j in range(n):
        for k in range(j):
            right[j] -= matrix[j, k] * right[k]
        right[j] /= matrix[j, j]
    for j in range(n - 1, -1, -1):
        for k in range(j + 1, n):
            right[j] -= matrix[k, j] * right[k]
        right[j] /= matrix[j, j]
    return True


@njit(cache=True, nogil=True)
def _predict(stays, effects, kept, lists, predictor, means):
    """Fill linear predictor and means; returns the sum of the means."""
    predictor[:] = 0.0
    for j in range(stays.size):
        predictor[stays[j]] = effects[j]
    add_subsets(predictor, lists)
    whole = 0.0
    for at in range(kept.size):
        if kept[at]:
            means[at] = np.exp(min(predictor[at], 700.0))
            whole += means[at]
        else:
            means[at] = 0.0
    return whole


@njit(cache=True, nogil=True)
def _information(stays, sums):
    matrix = np.empty((stays.size, stays.size))
    for j in range(stays.size):
        for k in range(j + 1):
            matrix[j, k] = sums[stays[j] | stays[k]]
    return matrix


@njit(cache=True, nogil=True)
def start(stays, counts, kept, lists):
    """Effects to begin with: one weighted least squares step from the counts themselves."""
    weights = np.zeros(counts.size)
    working = np.zeros(counts.size)
    for at in range(counts.size):
        if kept[at]:
            weights[at] = counts[at] + 0.1
            working[at] = weights[at] * np.log(weights[at])
    add_supersets(weights, lists)
    add_supersets(working, lists)
    effects = np.empty(stays.size)
    for j in range(stays.size):
        effects[j] = working[stays[j]]
    solve(_information(stays, weights), effects)
    return effects


@njit(cache=True, nogil=True)
def fit(stays, shared, kept, lists, effects, sums):
    """Maximise the Poisson likelihood by Newton's method with halved steps.

    Args:
        stays: Terms with a finite effect, the empty one among them (int64).
        shared: ``overlaps`` of the counts.
        kept: Patterns that the model gives a positive mean.
        lists: How many lists.
        effects: Where to start; holds the maximum afterwards.
        sums: Room for 2**lists; holds the fitted overlap of each term afterwards.

    Returns:
        Sum of count times log mean less the means (the likelihood without its factorials);
        not a number if no maximum was found.
    """
    predictor = np.empty(kept.size)
    means = np.empty(kept.size)
    whole = _predict(stays, effects, kept, lists, predictor, means)
    likelihood = _inner(stays, shared, effects) - whole
    for _ in range(_STEPS):
        sums[:] = means
        add_supersets(sums, lists)
        move = np.empty(stays.size)
        for j in range(stays.size):
            move[j] = shared[stays[j]] - sums[stays[j]]
        if not solve(_information(stays, sums), move):
            return np.nan
        length = np.abs(move).max()
        share = 20.0 / max(length, 20.0)
        tried = np.empty(stays.size)
        while True:
            for j in range(stays.size):
                tried[j] = effects[j] + share * move[j]
            whole = _predict(stays, tried, kept, lists, predictor, means)
            found = _inner(stays, shared, tried) - whole
            if found >= likelihood - 1e-9 * (1 + abs(likelihood)) or share < 1e-8:
                break
            share /= 2
        effects[:] = tried
        likelihood = found
        if length < _CLOSE:
            sums[:] = means
            add_supersets(sums, lists)
            return likelihood
    return np.nan


@njit(cache=True, nogil=True)
def _inner(stays, shared, effects):
    total = 0.0
    for j in range(stays.size):
        total += effects[j] * shared[stays[j]]
    return total
