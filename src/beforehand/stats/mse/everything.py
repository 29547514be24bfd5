"""Every hierarchical model of up to five lists, weighed by Schwarz's criterion."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from itertools import product

import numpy as np
from numpy.typing import NDArray

from beforehand.stats.mse.kernels import LIKELIHOOD, P_VALUES, fit_each
from beforehand.stats.mse.lists import Counts
from beforehand.stats.mse.models import columns_of

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
MOST_LISTS_FOR_ALL = 5
BEST_ONLY = 0.0
NEGLIGIBLE = 60.0  # a model this much above the best weighs less than a ten-million-millionth
WEIGHED = 30.0  # in resamples: less than a millionth
_FIRST = 16  # models fitted to a table before it is asked which others can compete
_TABLES = 64  # held at a time
_AT_ONCE = 4096  # fits held at a time


@cache
def terms_of_all(many: int) -> Whole:
    """Every dependence of two lists or more but all of them, small ones first.

    The term of all lists is left out: with it nothing is left to estimate the unseen from.
    """
    found = [term for term in range((1 << many) - 1) if term.bit_count() >= 2]
    return np.array(sorted(found, key=lambda term: (term.bit_count(), term)), np.int64)


@cache
def hierarchical_models(many: int) -> Whole:
    """Every hierarchical model as a bit set over ``terms_of_all``: 8, 113 and 6,893 for 3 to 5.

    Hierarchical: with a term, a model holds every term within it; every list is in every model.
    """
    terms = [int(term) for term in terms_of_all(many)]
    place = {term: i for i, term in enumerate(terms)}
    within = [
        sum(
            1 << place[term ^ (1 << i)]
            for i in range(many)
            if term >> i & 1 and term.bit_count() > 2
        )
        for term in terms
    ]
    found = [0]
    for at, needed in enumerate(within):
        found += [model | 1 << at for model in found if model & needed == needed]
    return np.array(found, np.int64)


@dataclass(frozen=True, slots=True)
class _All:
    """All models of some lists.

    Attributes:
        columns: Every term, as in ``kernels.fit_each``.
        chosen: Which of them each model holds, a model a row.
        graph: The pairs that each model holds, as a bit set.
        parted: For two sets of lists without any pair between them, rest given: the patterns,
            by those of the rest, of one set and of the other; and which graphs lack those pairs.
    """

    columns: Whole
    chosen: NDArray[np.bool_]
    graph: Whole
    parted: tuple[tuple[Whole, NDArray[np.bool_]], ...]


@cache
def _all(many: int) -> _All:
    terms = terms_of_all(many)
    models = hierarchical_models(many)
    pairs = [int(term) for term in terms if int(term).bit_count() == 2]
    graphs = np.arange(1 << len(pairs))
    parted = []
    for one, other in product(range(1, 1 << many), repeat=2):
        if one < other and not one & other:
            rest = (1 << many) - 1 & ~(one | other)
            a, b, c = (_within(part) for part in (rest, one, other))
            lost = sum(1 << at for at, pair in enumerate(pairs) if pair & one and pair & other)
            parted.append((a[:, None, None] + b[:, None] + c, graphs & lost == 0))
    holds = models[:, None] >> np.arange(terms.size) & 1 == 1
    mains = np.ones((models.size, 1 + many), np.bool_)
    return _All(
        columns=columns_of(many, terms),
        chosen=np.hstack([mains, holds]),
        graph=models & (1 << len(pairs)) - 1,
        parted=tuple(parted),
    )


def _within(pattern: int) -> Whole:
    """All patterns within one, ascending."""
    return np.array([at for at in range(pattern + 1) if at & ~pattern == 0], np.int64)


def likeliest(tables: Floats, many: int) -> Floats:
    """An upper bound of the likelihood of every model by its graph, a table a row.

    Without any pair between two sets of lists, they are independent given the rest: of the
    patterns that share the rest, only margins are fitted. Where the rest is all noughts the
    pattern of nobody is missing, and what independence says of it is filled in. A graph has the
    least of the bounds of all the sets that it parts; the saturated model bounds them all.
    """
    parted = _all(many).parted
    bounds = np.repeat(_likely(tables, tables)[:, None], parted[0][1].size, axis=1)
    for patterns, without in parted:
        cells = tables[:, patterns]
        one, other = cells.sum(axis=3), cells.sum(axis=2)
        people = one.sum(axis=2)
        likely = _likely(one[:, 1:], one[:, 1:]) + _likely(other[:, 1:], other[:, 1:])
        likely -= _likely(people[:, 1:], people[:, 1:])
        likely += _with_nobody(one[:, 0], other[:, 0], people[:, 0])
        bounds[:, without] = np.minimum(bounds[:, without], likely[:, None])
    found: Floats = bounds - tables.sum(axis=1)[:, None]
    return found


def _likely(counts: Floats, means: Floats) -> Floats:
    """Sum of counts times log means, a table a row; nothing where nobody is counted."""
    logs = np.log(means, where=counts > 0, out=np.zeros(counts.shape))
    found: Floats = (counts * logs).reshape(len(counts), -1).sum(axis=1)
    return found


def _with_nobody(one: Floats, other: Floats, people: Floats) -> Floats:
    """The likelihood of independent margins, where the first of both was not observed."""
    first, second = one[:, 0], other[:, 0]
    both = people - first - second
    known = both > 0
    unseen = np.where(known, first * second / np.where(known, both, 1), 0)
    likely = _likely(one[:, 1:], one[:, 1:]) + _likely(other[:, 1:], other[:, 1:])
    ends = _likely(first, first + unseen) + _likely(second, second + unseen)
    ends -= _likely(people, people + unseen)
    endless = ~known & (first > 0) & (second > 0)  # shares of an endless margin are whole
    found: Floats = likely + np.where(endless, 0.0, ends)
    return found


def _fitted(tables: Floats, many: int, needed: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """(Criterion, unseen people) of the models needed, a table a row and a model a column.

    The criterion is infinite where a model was not needed or has no single maximum; its
    likelihood is without its factorials, the same for all models of a table.
    """
    models, people = _all(many), tables.sum(axis=1)
    criterion = np.full(needed.shape, np.inf)
    unseen = np.zeros(needed.shape)
    rows, columns = np.nonzero(needed)
    for first in range(0, rows.size, _AT_ONCE):
        row, column = rows[first : first + _AT_ONCE], columns[first : first + _AT_ONCE]
        effects = np.full((row.size, models.columns.size), np.nan)
        found = np.empty((row.size, P_VALUES))
        chosen = models.chosen[column]
        fit_each(tables, models.columns, row, chosen, effects, found)
        value = np.log(people)[row] * chosen.sum(axis=1) - 2 * found[:, LIKELIHOOD]
        fits = ~np.isnan(value)
        criterion[row[fits], column[fits]] = value[fits]
        unseen[row[fits], column[fits]] = np.exp(effects[fits, 0])
    return criterion, unseen


def _weighed(tables: Floats, many: int, within: float) -> tuple[Floats, Floats]:
    """As ``_fitted``, of all models whose criterion may come within so much of the best.

    The models with the least bounds are fitted first; then those whose bound can still compete.
    """
    models = _all(many)
    price = np.log(tables.sum(axis=1))[:, None]
    least = price * models.chosen.sum(axis=1) - 2 * likeliest(tables, many)[:, models.graph]
    first = min(_FIRST, least.shape[1]) - 1
    needed = least <= np.partition(least, first, axis=1)[:, first, None]
    criterion, unseen = _fitted(tables, many, needed)
    best = criterion.min(axis=1, keepdims=True)
    more, also = _fitted(tables, many, ~needed & (least <= best + within))
    return np.minimum(criterion, more), unseen + also


def _all_each(tables: Floats, many: int, within: float) -> Floats:
    estimates = np.empty(len(tables))
    for first in range(0, len(tables), _TABLES):
        part = tables[first : first + _TABLES]
        criterion, unseen = _weighed(part, many, within)
        best = criterion.min(axis=1)
        lost = np.isinf(best)
        share = np.exp(-(criterion - np.where(lost, 0, best)[:, None]) / 2)
        if not within:
            share = criterion == best[:, None]
            share &= np.cumsum(share, axis=1) == 1
        whole = np.where(lost, 1, share.sum(axis=1))
        mean = part.sum(axis=1) + (share * unseen).sum(axis=1) / whole
        estimates[first : first + _TABLES] = np.where(lost, np.inf, mean)
    return estimates


best_of_each = partial(_all_each, within=BEST_ONLY)
average_of_each = partial(_all_each, within=WEIGHED)


def weights(counts: Counts, many: int) -> tuple[Whole, Floats, Floats]:
    """Models that weigh anything, heaviest first.

    Args:
        counts: 2**many counts by pattern.
        many: 2 to 5 lists.

    Returns:
        (models as bit sets over ``terms_of_all``, their weights, which add to 1, people in all).
    """
    criterion, unseen = (found[0] for found in _weighed(counts[None, :], many, NEGLIGIBLE))
    order = np.argsort(criterion, kind="stable")[: np.isfinite(criterion).sum()]
    share = np.exp(-(criterion[order] - criterion[order[:1]]) / 2)
    models = hierarchical_models(many)[order]
    return models, share / share.sum(), counts.sum() + unseen[order]
