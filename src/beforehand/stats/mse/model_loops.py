"""Compiled: the criterion of many models of one table, without fitting those that cannot count."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from beforehand.stats.mse.existing import EXISTS, existence
from beforehand.stats.mse.kernels import fit, overlaps, split, start


@njit(cache=True, nogil=True)
def _times_log(value):
    return value * math.log(value) if value > 0 else 0.0


@njit(cache=True, nogil=True)
def most_likely(counts, terms):
    """An upper bound of the likelihood of every model without a term, one entry a term.

    Without a pair, the two lists are independent given all others: of the four patterns that
    share the others, margins are what is fitted, except where the others are all 0 and the
    pattern of nobody is missing. For larger terms the saturated model is the bound. The last
    entry is the saturated model's own likelihood.
    """
    whole = 0.0
    for at in range(1, counts.size):
        whole += _times_log(counts[at]) - counts[at]
    bounds = np.full(terms.size + 1, whole)
    for j in range(terms.size):
        first = terms[j] & -terms[j]
        second = terms[j] ^ first
        if second & (second - 1):
            continue
        for at in range(1, counts.size):
            if at & terms[j]:
                continue
            a, b, c, d = counts[at], counts[at | first], counts[at | second], counts[at | terms[j]]
            bounds[j] -= _times_log(a) + _times_log(b) + _times_log(c) + _times_log(d)
            bounds[j] += _times_log(a + b) + _times_log(c + d)
            bounds[j] += _times_log(a + c) + _times_log(b + d) - _times_log(a + b + c + d)
    return bounds


@njit(cache=True, nogil=True)
def floors(counts, lists, terms, models, price):
    """What each model's criterion is at least."""
    bounds = most_likely(counts, terms)
    least = np.empty(models.size)
    for row in range(models.size):
        likely = bounds[terms.size]
        size = 1 + lists
        for j in range(terms.size):
            if models[row] >> j & 1:
                size += 1
            elif bounds[j] < likely:
                likely = bounds[j]
        least[row] = price * size - 2 * likely
    return least


@njit(cache=True, nogil=True)
def _columns(model, terms, lists):
    columns = np.empty(1 + lists + terms.size, np.int64)
    columns[0] = 0
    many = 1
    for i in range(lists):
        columns[many] = 1 << i
        many += 1
    for j in range(terms.size):
        if model >> j & 1:
            columns[many] = terms[j]
            many += 1
    return columns[:many]


@njit(cache=True, nogil=True)
def weigh(counts, lists, terms, models, within):
    """Fit the models whose criterion can come within ``within`` of the best, best bound first.

    The likelihood here is without its factorials, the same for all models.

    Returns:
        (criterion, people in all), one entry a model; not a number where a model was not needed
        or has no single maximum.
    """
    shared = overlaps(counts, lists)
    price = math.log(shared[0])
    least = floors(counts, lists, terms, models, price)
    criterion = np.full(models.size, np.nan)
    people = np.full(models.size, np.nan)
    kept = np.empty(counts.size, np.bool_)
    sums = np.empty(counts.size)
    best = np.inf
    for row in np.argsort(least):
        if least[row] > best + within:
            break
        columns = _columns(models[row], terms, lists)
        stays, _ = split(columns, shared, kept)
        if existence(stays, counts, kept) != EXISTS:
            continue
        effects = start(stays, counts, kept, lists)
        found = fit(stays, shared, kept, lists, effects, sums)
        if np.isnan(found):
            continue
        criterion[row] = price * columns.size - 2 * found
        people[row] = shared[0] + math.exp(effects[0])
        best = min(best, criterion[row])
    return criterion, people


@njit(cache=True, nogil=True)
def _summed(criterion, people, averaged):
    best = -1
    for row in range(criterion.size):
        if criterion[row] == criterion[row] and (best < 0 or criterion[row] < criterion[best]):
            best = row
    if best < 0:
        return np.inf
    if not averaged:
        return people[best]
    weight = total = 0.0
    for row in range(criterion.size):
        if criterion[row] == criterion[row]:
            share = math.exp(-(criterion[row] - criterion[best]) / 2)
            weight += share
            total += share * people[row]
    return total / weight


@njit(cache=True, nogil=True)
def every(tables, lists, terms, models, within, estimates):
    """Fill people in all of every table (one a row).

    Of the best model; if ``within`` is above 0, averaged over those that come so near the best.
    """
    for row in range(len(tables)):
        criterion, people = weigh(tables[row], lists, terms, models, within)
        estimates[row] = _summed(criterion, people, within > 0)
