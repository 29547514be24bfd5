"""Every hierarchical model of up to five lists, weighed by Schwarz's criterion."""

from __future__ import annotations

from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from beforehand.stats.mse.lists import Counts
from beforehand.stats.mse.model_loops import every, weigh

Floats = NDArray[np.float64]
MOST_LISTS_FOR_ALL = 5
BEST_ONLY = 0.0
WEIGHED = 60.0  # a model this much above the best weighs less than a ten-million-millionth


@cache
def terms_of_all(many: int) -> NDArray[np.int64]:
    """Every dependence of two lists or more but all of them, small ones first.

    The term of all lists is left out: with it nothing is left to estimate the unseen from.
    """
    found = [term for term in range((1 << many) - 1) if term.bit_count() >= 2]
    return np.array(sorted(found, key=lambda term: (term.bit_count(), term)), np.int64)


@cache
def hierarchical_models(many: int) -> NDArray[np.int64]:
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


def _all_each(tables: Floats, many: int, averaged: bool) -> Floats:
    estimates = np.empty(len(tables))
    terms, models = terms_of_all(many), hierarchical_models(many)
    every(tables, many, terms, models, WEIGHED if averaged else BEST_ONLY, estimates)
    return estimates


best_of_each = partial(_all_each, averaged=False)
average_of_each = partial(_all_each, averaged=True)


def weights(counts: Counts, many: int) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Models that weigh anything, heaviest first.

    Args:
        counts: 2**many counts by pattern.
        many: 2 to 5 lists.

    Returns:
        (models as bit sets over ``terms_of_all``, their weights, which add to 1, people in all).
    """
    models = hierarchical_models(many)
    criterion, people = weigh(counts, many, terms_of_all(many), models, WEIGHED)
    fitted = np.flatnonzero(~np.isnan(criterion))
    order = fitted[np.argsort(criterion[fitted], kind="stable")]
    share = np.exp(-(criterion[order] - criterion[order[:1]]) / 2)
    return models[order], share / share.sum(), people[order]
