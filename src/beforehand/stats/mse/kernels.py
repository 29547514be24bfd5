"""Compiled: does a log-linear model of overlapping lists have a maximum, and which one?

A *pattern* is a whole number whose bit i says that a person is on list i; the table of all
patterns of K lists is a vector of length 2**K, whose entry 0 (people on no list) is never
observed. A *term* of a log-linear model is a pattern too: it acts on every pattern that holds
it. So a linear predictor is a sum over subsets, a sufficient statistic and each entry of the
information matrix a sum over supersets, and both cost K * 2**K additions instead of a design
matrix (Yates 1937; Kennes and Smets 1990).

All that is compiled stands in this module, in plain loops: what is kept on disk is compiled anew
only when its own module changes, and array expressions take long to compile.
"""

from __future__ import annotations

import math

import numpy as np

from beforehand.stats.mse.compiling import compiled

EXISTS, NOT_FINITE, NOT_IDENTIFIABLE, NEITHER, NOT_FOUND = 0, 1, 2, 3, 4
LIKELIHOOD, CODE, P_VALUES = 0, 1, 2  # columns of what ``fit_each`` finds
_SHARED, _KEPT, _MEANS, _SUMS, _SEEN = range(5)  # rows of the room for one table
_STEPS = 60  # of Newton; ten are plenty where the maximum exists
_CLOSE = 1e-6  # largest last step, in units of a log mean; what is left is about its square


@compiled
def add_supersets(values):
    """Turn each entry into the sum over all patterns that hold it, in place."""
    bit = 1
    while bit < values.size:
        for first in range(0, values.size, 2 * bit):
            for at in range(first, first + bit):
                values[at] += values[at + bit]
        bit *= 2


@compiled
def add_subsets(values):
    """Turn each entry into the sum over all patterns within it, in place."""
    bit = 1
    while bit < values.size:
        for first in range(0, values.size, 2 * bit):
            for at in range(first, first + bit):
                values[at + bit] += values[at]
        bit *= 2


@compiled
def _likely(stays, effects, room):
    """The likelihood without its factorials; fills the means.

    Logs of means add up over subsets, so means multiply.
    """
    means = room[_MEANS]
    for at in range(means.size):
        means[at] = 1.0
    for j in range(stays.size):
        means[stays[j]] = math.exp(effects[j])
    bit = 1
    while bit < means.size:
        for first in range(0, means.size, 2 * bit):
            for at in range(first, first + bit):
                means[at + bit] *= means[at]
        bit *= 2
    found = 0.0
    for at in range(means.size):
        means[at] *= room[_KEPT, at]
        found -= means[at]
    for j in range(stays.size):
        found += effects[j] * room[_SHARED, stays[j]]
    return found


@compiled
def _factor(stays, sums, matrix):
    """Cholesky factor of the information, whose entries are sums; False if not of full rank."""
    for j in range(stays.size):
        for k in range(j + 1):
            s = whole = sums[stays[j] | stays[k]]
            for m in range(k):
                s -= matrix[j, m] * matrix[k, m]
            if k < j:
                matrix[j, k] = s / matrix[k, k]
            elif s > 1e-11 * whole:
                matrix[j, j] = math.sqrt(s)
            else:
                return False
    return True


@compiled
def _solve(matrix, right, n):
    """Solve for the right side in place, by the factor."""
    for j in range(n):
        for k in range(j):
            right[j] -= matrix[j, k] * right[k]
        right[j] /= matrix[j, j]
    for j in range(n - 1, -1, -1):
        for k in range(j + 1, n):
            right[j] -= matrix[k, j] * right[k]
        right[j] /= matrix[j, j]


@compiled
def _pivot(matrix, row, column):
    """Make a column nought but for a one in this row, by Gauss and Jordan."""
    by = matrix[row, column]
    for k in range(matrix.shape[1]):
        matrix[row, k] /= by
    for i in range(matrix.shape[0]):
        share = matrix[i, column]
        if i != row and share != 0.0:
            for k in range(matrix.shape[1]):
                matrix[i, k] -= share * matrix[row, k]


@compiled
def _reduced(stays, seen, pivots):
    """The design where people were seen, reduced; fills the row of each column's pivot, or -1."""
    many = rank = 0
    rows = np.empty((int(seen.sum()), stays.size))
    for at in range(seen.size):
        if seen[at] > 0:
            for j in range(stays.size):
                rows[many, j] = 1.0 if at & stays[j] == stays[j] else 0.0
            many += 1
    for j in range(stays.size):
        best, size = -1, 1e-8
        for i in range(rank, many):
            if abs(rows[i, j]) > size:
                best, size = i, abs(rows[i, j])
        pivots[j] = -1 if best < 0 else rank
        if best >= 0:
            for k in range(stays.size):
                rows[rank, k], rows[best, k] = rows[best, k], rows[rank, k]
            _pivot(rows, rank, j)
            rank += 1
    return rows


@compiled
def _moved(stays, seen, room):
    """How the directions that move no seen pattern move the unseen: one a row, a pattern a column.

    A column of the reduced design without a pivot gives a direction: one for itself, minus its
    entry for each column with a pivot. The last column holds minus the sum of the others.
    """
    pivots = np.empty(stays.size, np.int64)
    rows = _reduced(stays, seen, pivots)
    kept, moves, free = room[_KEPT], room[_MEANS], 0
    unseen = int(kept.sum() - seen.sum())
    moved = np.zeros((stays.size - (pivots >= 0).sum() + 1, unseen + 1))
    for j in range(stays.size):
        if pivots[j] >= 0:
            continue
        for at in range(seen.size):
            moves[at] = 0.0
        moves[stays[j]] = 1.0
        for k in range(stays.size):
            if pivots[k] >= 0:
                moves[stays[k]] = -rows[pivots[k], j]
        add_subsets(moves)
        column = 0
        for at in range(seen.size):
            if kept[at] > seen[at]:
                moved[free, column] = moves[at]
                moved[free, unseen] -= moves[at]
                column += 1
        free += 1
    return moved


@compiled
def _balances(moved):
    """Whether some positive weights of the columns add up to nothing in every row.

    By Stiemke's theorem (1915) that is so just where no combination of the rows lowers some
    columns and raises none. Weights of 1 and more are sought by the first phase of the simplex
    method, with Bland's rule (1977) against cycles; the last row is what is still missing.
    """
    last, end = moved.shape[0] - 1, moved.shape[1] - 1
    basis = np.arange(end, end + last)
    for i in range(last):
        sign = -1.0 if moved[i, end] < 0 else 1.0
        for j in range(end + 1):
            moved[i, j] *= sign
            moved[last, j] -= moved[i, j]
    while True:
        enters = 0
        while enters < end and moved[last, enters] > -1e-9:
            enters += 1
        if enters == end:
            return moved[last, end] > -1e-7
        leaves = _leaves(moved, basis, enters)
        if leaves < 0:
            return False
        _pivot(moved, leaves, enters)
        basis[leaves] = enters


@compiled
def _leaves(moved, basis, enters):
    """The row whose weight is the first to reach nought; the earliest in the basis of equals."""
    leaves, least, end = -1, np.inf, moved.shape[1] - 1
    for i in range(basis.size):
        if moved[i, enters] > 1e-9:
            share = moved[i, end] / moved[i, enters]
            if share < least - 1e-12 or (share < least + 1e-12 and basis[i] < basis[leaves]):
                leaves, least = i, min(share, least)
    return leaves


@compiled
def _existence(stays, counts, room, matrix):
    """Whether a maximum exists and is one point: EXISTS, NOT_FINITE, NOT_IDENTIFIABLE, NEITHER.

    Full column rank on the patterns where people were seen proves both. Otherwise the directions
    of the effects that move no seen pattern decide: one that moves no pattern at all leaves the
    effects unidentified, one that lowers some and raises none lets the likelihood rise for ever
    (Fienberg and Rinaldo 2012, section 3).
    """
    sums, kept, seen = room[_SUMS], room[_KEPT], room[_SEEN]
    for at in range(counts.size):
        seen[at] = sums[at] = 1.0 if kept[at] > 0 and counts[at] > 0 else 0.0
    add_supersets(sums)
    if _factor(stays, sums, matrix):
        return EXISTS
    moved = _moved(stays, seen, room)
    code = EXISTS if _balances(moved) else NOT_FINITE
    for at in range(counts.size):
        sums[at] = kept[at]
    add_supersets(sums)
    return code if _factor(stays, sums, matrix) else code + NOT_IDENTIFIABLE


@compiled
def _begin(stays, counts, room, matrix, effects):
    """Effects to begin with: one weighted least squares step from the counts themselves."""
    weights, working, kept = room[_SUMS], room[_MEANS], room[_KEPT]
    for at in range(counts.size):
        weights[at] = kept[at] * (counts[at] + 0.1)
        working[at] = weights[at] * math.log(counts[at] + 0.1)
    add_supersets(weights)
    add_supersets(working)
    for j in range(stays.size):
        effects[j] = working[stays[j]]
    if _factor(stays, weights, matrix):
        _solve(matrix, effects, stays.size)


@compiled
def _climb(stays, room, matrix, effects, moves):
    """Maximise the Poisson likelihood by Newton's method with halved steps, in place.

    Returns:
        Sum of count times log mean less the means (the likelihood without its factorials);
        not a number if no maximum was found.
    """
    sums, move, tried = room[_SUMS], moves[0], moves[1]
    likelihood = _likely(stays, effects, room)
    for _ in range(_STEPS):
        length = _newton(stays, room, sums, matrix, move)
        if length < 0:
            return np.nan
        share = 20.0 / max(length, 20.0)
        while True:
            for j in range(stays.size):
                tried[j] = effects[j] + share * move[j]
            found = _likely(stays, tried, room)
            if found >= likelihood - 1e-10 * (1 + abs(likelihood)) or share < 1e-8:
                break
            share /= 2
        likelihood = found
        for j in range(stays.size):
            effects[j] = tried[j]
        if length < _CLOSE:
            return likelihood
    return np.nan


@compiled
def _newton(stays, room, sums, matrix, move):
    """Fill Newton's step from the means; returns its longest part, -1 if there is none."""
    for at in range(sums.size):
        sums[at] = room[_MEANS, at]
    add_supersets(sums)
    if not _factor(stays, sums, matrix):
        return -1.0
    for j in range(stays.size):
        move[j] = room[_SHARED, stays[j]] - sums[stays[j]]
    _solve(matrix, move, stays.size)
    length = 0.0
    for j in range(stays.size):
        length = max(length, abs(move[j]))
    return length


@compiled
def _split(counts, terms, chosen, stays, room):
    """Fill overlaps, the terms that stay and the patterns with a mean; returns how many stay.

    A term with an empty overlap is minus infinity: its patterns have mean zero and leave the fit.
    """
    shared, kept, many = room[_SHARED], room[_KEPT], 0
    for at in range(counts.size):
        shared[at] = counts[at]
        kept[at] = 1.0
    kept[0] = shared[0] = 0.0
    add_supersets(shared)
    for j in range(terms.size):
        if chosen[j] and shared[terms[j]] > 0:
            stays[many] = j
            many += 1
        elif chosen[j]:
            for at in range(counts.size):
                if at & terms[j] == terms[j]:
                    kept[at] = 0.0
    return many


@compiled
def _p_value(seen, mean):
    """The smaller one-sided Poisson p-value of a count (Chan, Silverman and Vincent 2021, 3.2)."""
    if mean <= 0.0:
        return 1.0 if seen == 0 else 0.0
    point = math.exp(seen * math.log(mean) - mean - math.lgamma(seen + 1.0))
    tail, part, at = 1.0, 1.0, seen
    while part > 1e-17 * tail and (seen > mean or at > 0):
        if seen > mean:
            at += 1.0
            part *= mean / at
        else:
            part *= at / mean
            at -= 1.0
        tail += part
    near = point * tail
    return min(near, 1.0 - near + point)


@compiled
def _fit(mine, counts, room, matrix, moves):
    """Fit one model from the effects in the last of ``moves``; (likelihood, code)."""
    code = _existence(mine, counts, room, matrix)
    if code != EXISTS:
        return np.nan, code
    start, likely = moves[2], np.nan
    if start[0] == start[0]:
        likely = _climb(mine, room, matrix, start, moves)
    if likely != likely:
        _begin(mine, counts, room, matrix, start)
        likely = _climb(mine, room, matrix, start, moves)
    return likely, code if likely == likely else NOT_FOUND


@compiled
def _fill_p_values(terms, chosen, room, found):
    add_supersets(room[_MEANS])
    for j in range(terms.size):
        known, mean = room[_SHARED, terms[j]], room[_MEANS, terms[j]]
        found[j] = 1.0 if chosen[j] else _p_value(known, mean)


@compiled
def fit_each(tables, terms, rows, chosen, effects, found):
    """Fit many models, each to one of many tables.

    Args:
        tables: Counts by pattern, one table a row (float).
        terms: Terms that the models are made of; first the empty one (int64).
        rows: Which table each model is fitted to (int64).
        chosen: Which terms each model holds, one model a row (bool).
        effects: Of each model's terms, to start from, not a number in the first column where
            nothing is known; holds the maximum afterwards (the empty term's is the log of the
            expected unseen), minus infinity for chosen terms with an empty overlap.
        found: Filled: the likelihood without its factorials (not a number where there is no
            single maximum), EXISTS to NEITHER or NOT_FOUND, and, if there are columns for it,
            the p-value of each term's overlap, 1 for those in the model.
    """
    room = np.empty((5, tables.shape[1]))
    matrix = np.empty((terms.size, terms.size))
    moves = np.empty((3, terms.size))
    places = np.empty(terms.size, np.int64)
    stays = np.empty(terms.size, np.int64)
    for row in range(rows.size):
        counts = tables[rows[row]]
        many = _split(counts, terms, chosen[row], places, room)
        for j in range(many):
            stays[j] = terms[places[j]]
            moves[2, j] = effects[row, places[j]]
        likely, code = _fit(stays[:many], counts, room, matrix, moves)
        for j in range(terms.size):
            effects[row, j] = -np.inf if chosen[row, j] else 0.0
        for j in range(many):
            effects[row, places[j]] = moves[2, j]
        found[row, LIKELIHOOD], found[row, CODE] = likely, code
        if found.shape[1] > P_VALUES and code == EXISTS:
            _fill_p_values(terms, chosen[row], room, found[row, P_VALUES:])
