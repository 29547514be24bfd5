"""Compiled searches for the pairs of lists that depend on each other, one table at a time.

Each search runs without the interpreter, so that it can be repeated in every resample.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from beforehand.stats.mse.existing import EXISTS, existence
from beforehand.stats.mse.kernels import fit, overlaps, split, start


@njit(cache=True, nogil=True)
def poisson_p(seen, mean):
    """The smaller one-sided Poisson p-value of a count (Chan, Silverman and Vincent 2021, 3.2)."""
    if mean <= 0.0:
        return 1.0 if seen == 0 else 0.0
    point = math.exp(seen * math.log(mean) - mean - math.lgamma(seen + 1.0))
    tail, part, at = 1.0, 1.0, seen
    if seen > mean:
        while part > 1e-17 * tail:
            at += 1.0
            part *= mean / at
            tail += part
    else:
        while part > 1e-17 * tail and at > 0:
            part *= at / mean
            at -= 1.0
            tail += part
    near = point * tail
    return min(near, 1.0 - near + point)


@njit(cache=True, nogil=True)
def model_terms(chosen, pairs, lists):
    """The empty term, every list, and the chosen pairs, in that order."""
    terms = np.empty(1 + lists + chosen.sum(), np.int64)
    terms[0] = 0
    for i in range(lists):
        terms[1 + i] = 1 << i
    at = 1 + lists
    for j in range(pairs.size):
        if chosen[j]:
            terms[at] = pairs[j]
            at += 1
    return terms


@njit(cache=True, nogil=True)
def _carried(stays, effects, old):
    """Effects of the model before, to start from; new terms at nought."""
    made = np.zeros(stays.size)
    for j in range(stays.size):
        for k in range(old.size):
            if old[k] == stays[j]:
                made[j] = effects[k]
    return made


@njit(cache=True, nogil=True)
def _fitted(terms, counts, shared, lists, before, old):
    """Fit one model that has a maximum; (likelihood, effects, stays, sums, parameters).

    ``before`` holds the effects of the terms ``old``, to start from.
    """
    kept = np.empty(counts.size, np.bool_)
    stays, empty = split(terms, shared, kept)
    sums = np.empty(counts.size)
    effects = _carried(stays, before, old)
    found = fit(stays, shared, kept, lists, effects, sums)
    if np.isnan(found):
        effects = start(stays, counts, kept, lists)
        found = fit(stays, shared, kept, lists, effects, sums)
    return found, effects, stays, sums, stays.size + empty


@njit(cache=True, nogil=True)
def has_maximum(terms, counts, shared):
    """Whether a model has one maximum."""
    kept = np.empty(counts.size, np.bool_)
    stays, _ = split(terms, shared, kept)
    return existence(stays, counts, kept) == EXISTS


@njit(cache=True, nogil=True)
def _first(terms, counts, shared, lists):
    """Fit the model without dependences."""
    kept = np.empty(counts.size, np.bool_)
    stays, _ = split(terms, shared, kept)
    return _fitted(terms, counts, shared, lists, start(stays, counts, kept, lists), stays)


@njit(cache=True, nogil=True)
def by_p_value(counts, lists, pairs, threshold):
    """Add the pair with the smallest p-value below the threshold until there is none.

    A pair whose model has no maximum, or not one, is passed over in that round; pairs are checked
    in the order of their p-values, so that most are never checked. The same as checking all.

    Returns:
        (people in all, infinity if even no dependence has no maximum; pairs chosen).
    """
    shared = overlaps(counts, lists)
    chosen = np.zeros(pairs.size, np.bool_)
    terms = model_terms(chosen, pairs, lists)
    if not has_maximum(terms, counts, shared):
        return np.inf, chosen
    found, effects, stays, sums, _ = _first(terms, counts, shared, lists)
    while True:
        if np.isnan(found):
            return np.inf, chosen
        p = np.ones(pairs.size)
        for j in range(pairs.size):
            if not chosen[j]:
                p[j] = poisson_p(shared[pairs[j]], sums[pairs[j]])
        while True:
            best = np.argmin(p)
            if not p[best] < threshold:
                return shared[0] + math.exp(effects[0]), chosen
            chosen[best] = True
            terms = model_terms(chosen, pairs, lists)
            if has_maximum(terms, counts, shared):
                break
            chosen[best] = False
            p[best] = 1.0
        found, effects, stays, sums, _ = _fitted(terms, counts, shared, lists, effects, stays)


@njit(cache=True, nogil=True)
def by_criterion(counts, lists, pairs, price):
    """Add or drop the pair that lowers the criterion most, until none does.

    The criterion is minus twice the log-likelihood plus ``price`` a parameter; pairs at minus
    infinity count as parameters. Models without one maximum are passed over.

    Returns:
        (people in all, infinity if even no dependence has no maximum; pairs chosen).
    """
    shared = overlaps(counts, lists)
    chosen = np.zeros(pairs.size, np.bool_)
    terms = model_terms(chosen, pairs, lists)
    if not has_maximum(terms, counts, shared):
        return np.inf, chosen
    found, effects, stays, _, many = _first(terms, counts, shared, lists)
    if np.isnan(found):
        return np.inf, chosen
    now = price * many - 2 * found
    while True:
        best, best_effects, best_stays, least = -1, effects, stays, now - 1e-7
        for j in range(pairs.size):
            chosen[j] = not chosen[j]
            terms = model_terms(chosen, pairs, lists)
            if has_maximum(terms, counts, shared):
                found, tried, columns, _, many = _fitted(
                    terms, counts, shared, lists, effects, stays
                )
                if price * many - 2 * found < least:
                    best, best_effects, best_stays = j, tried, columns
                    least = price * many - 2 * found
            chosen[j] = not chosen[j]
        if best < 0:
            return shared[0] + math.exp(effects[0]), chosen
        chosen[best] = not chosen[best]
        effects, stays, now = best_effects, best_stays, least


@njit(cache=True, nogil=True)
def searched(counts, lists, pairs, rule, price):
    """One search, by rule.

    0: by p-value below ``price``; 1: by criterion with ``price`` a parameter; 2: by criterion
    with the log of the people seen as price.
    """
    if rule == 0:
        return by_p_value(counts, lists, pairs, price)
    return by_criterion(counts, lists, pairs, price if rule == 1 else math.log(counts.sum()))


@njit(cache=True, nogil=True)
def each(tables, lists, pairs, rule, price, estimates):
    """Search every table (one a row) by the rule of ``searched``; fills people in all."""
    for row in range(tables.shape[0]):
        estimates[row], _ = searched(tables[row], lists, pairs, rule, price)
