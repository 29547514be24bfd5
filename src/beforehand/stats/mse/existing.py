"""Compiled: does the likelihood of a log-linear model have a maximum, and only one?"""

from __future__ import annotations

import numpy as np
from numba import njit

from beforehand.stats.mse.kernels import solve

EXISTS, NOT_FINITE, NOT_IDENTIFIABLE, NEITHER = 0, 1, 2, 3


@njit(cache=True, nogil=True)
def _design(stays, chosen):
    """Rows of the design of the chosen patterns."""
    rows = np.zeros((chosen.sum(), stays.size))
    for row, at in enumerate(np.flatnonzero(chosen)):
        for j in range(stays.size):
            if at & stays[j] == stays[j]:
                rows[row, j] = 1.0
    return rows


@njit(cache=True, nogil=True)
def _reduced(stays, counts, kept):
    """Rows of the design where people were seen, reduced; (matrix, pivots, rank)."""
    rows = _design(stays, kept & (counts > 0))
    seen = len(rows)
    pivots = np.full(stays.size, -1, np.int64)
    rank = 0
    for j in range(stays.size):
        best, size = -1, 1e-9
        for i in range(rank, seen):
            if abs(rows[i, j]) > size:
                best, size = i, abs(rows[i, j])
        if best < 0:
            continue
        for k in range(stays.size):
            rows[rank, k], rows[best, k] = rows[best, k], rows[rank, k]
        rows[rank] /= rows[rank, j]
        for i in range(seen):
            if i != rank and rows[i, j] != 0.0:
                rows[i] -= rows[i, j] * rows[rank]
        pivots[j] = rank
        rank += 1
    return rows, pivots, rank


@njit(cache=True, nogil=True)
def _directions(stays, rows, pivots, rank):
    """Directions of the effects that move no seen pattern, one a row (from the reduced rows)."""
    found = np.zeros((stays.size - rank, stays.size))
    at = 0
    for j in range(stays.size):
        if pivots[j] < 0:
            found[at, j] = 1.0
            for k in range(stays.size):
                if pivots[k] >= 0:
                    found[at, k] = -rows[pivots[k], j]
            at += 1
    return found


@njit(cache=True, nogil=True)
def _moved(directions, stays, counts, kept):
    """How each direction moves each unseen pattern: one direction a row, one pattern a column."""
    return directions @ _design(stays, kept & (counts == 0)).T


@njit(cache=True, nogil=True)
def _rank(matrix):
    """Rank of a small matrix, which is lost."""
    rank = 0
    for j in range(matrix.shape[1]):
        best, size = -1, 1e-7
        for i in range(rank, matrix.shape[0]):
            if abs(matrix[i, j]) > size:
                best, size = i, abs(matrix[i, j])
        if best < 0:
            continue
        for k in range(matrix.shape[1]):
            matrix[rank, k], matrix[best, k] = matrix[best, k], matrix[rank, k]
        for i in range(rank + 1, matrix.shape[0]):
            share = matrix[i, j] / matrix[rank, j]
            for k in range(j, matrix.shape[1]):
                matrix[i, k] -= share * matrix[rank, k]
        rank += 1
    return rank


@njit(cache=True, nogil=True)
def _steepest(moved, rest, active, most):
    """The column, not yet active, that lowers the residual fastest; -1 if none by ``most``."""
    best = -1
    for j in range(active.size):
        if not active[j]:
            gain = -(moved[:, j] * rest).sum()
            if gain > most:
                best, most = j, gain
    return best


@njit(cache=True, nogil=True)
def balances(moved):
    """Whether some positive weights of the columns add up to nothing in every row.

    By Stiemke's theorem (1915) that is so just where no combination of the rows lowers some
    columns and raises none. Found by non-negative least squares over weights of 1 and more
    (Lawson and Hanson 1974, chapter 23): the residual left over would be such a combination.
    """
    many = moved.shape[1]
    rest = moved.sum(axis=1)
    whole = np.sqrt((rest**2).sum()) + 1.0
    weights = np.zeros(many)
    active = np.zeros(many, np.bool_)
    first = rest.copy()
    for _ in range(3 * many + 10):
        if np.sqrt((rest**2).sum()) < 1e-9 * whole:
            return True
        best = _steepest(moved, rest, active, 1e-9 * whole)
        if best < 0:
            return False
        active[best] = True
        while not _step(moved, first, weights, active):
            pass
        rest[:] = first + moved @ weights
    return False


@njit(cache=True, nogil=True)
def _step(moved, first, weights, active):
    """Least squares over the active columns; True if all weights stay positive."""
    chosen = np.flatnonzero(active)
    many = chosen.size
    matrix = np.zeros((many, many))
    wanted = np.zeros(many)
    for a in range(many):
        for i in range(first.size):
            wanted[a] -= moved[i, chosen[a]] * first[i]
        for b in range(a + 1):
            for i in range(first.size):
                matrix[a, b] += moved[i, chosen[a]] * moved[i, chosen[b]]
    if not solve(matrix, wanted):
        active[chosen[many - 1]] = False
        return True
    share = 1.0
    for a in range(many):
        if wanted[a] <= 0:
            share = min(share, weights[chosen[a]] / (weights[chosen[a]] - wanted[a]))
    full = True
    for a in range(many):
        j = chosen[a]
        weights[j] += share * (wanted[a] - weights[j])
        if wanted[a] <= 0 and weights[j] <= 1e-12:
            weights[j] = 0.0
            active[j] = False
            full = False
    return full


@njit(cache=True, nogil=True)
def existence(stays, counts, kept):
    """Whether a maximum exists and is one point: EXISTS, NOT_FINITE, NOT_IDENTIFIABLE, NEITHER.

    Full column rank on the patterns where people were seen proves both. Otherwise the directions
    of the effects that move no seen pattern decide: one that moves no pattern at all leaves the
    effects unidentified, one that lowers some and raises none lets the likelihood rise for ever
    (Fienberg and Rinaldo 2012, section 3).
    """
    rows, pivots, rank = _reduced(stays, counts, kept)
    if rank == stays.size:
        return EXISTS
    moved = _moved(_directions(stays, rows, pivots, rank), stays, counts, kept)
    finite = moved.shape[1] == 0 or balances(moved)
    code = EXISTS if finite else NOT_FINITE
    if moved.shape[1] == 0 or _rank(moved) < stays.size - rank:
        code += NOT_IDENTIFIABLE
    return code
