"""Models that fit a table about as well as the best: few of them may say very different things."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from beforehand.stats.mse import models, searches
from beforehand.stats.mse.lists import Lists
from beforehand.stats.mse.models import Terms

BARE_MENTION = 2.0  # difference of BIC (Raftery 1995)
MOST_LISTS_SEARCHED = 10  # AIC and BIC try every pair in every round
MOST_LISTS_FOR_ALL = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One model within reach.

    Attributes:
        terms: Its dependences, as patterns.
        total: People in all.
        aic: Akaike's criterion.
        bic: Schwarz's.
        weight: Its share among all hierarchical models by BIC; None where these are too many.
    """

    terms: Terms
    total: float
    aic: float
    bic: float
    weight: float | None = None


def models_within_reach(lists: Lists, within: float = BARE_MENTION) -> tuple[Reached, ...]:
    """The models that the data support about as well, smallest BIC first.

    What the searches by p-value (0.02), AIC and BIC choose; and with up to five lists every
    hierarchical model whose BIC is within ``within`` of the best. Above ten lists the first alone.

    Source:
        Silverman (2020), JRSS A 183(3); Raftery (1995), Sociological Methodology 25.
    """
    weights = dict.fromkeys(_searched(lists))
    if lists.many <= MOST_LISTS_FOR_ALL:
        near = _weighed(lists, within)
        weights = {terms: near.get(terms) for terms in (*weights, *near)}
    made = [
        Reached(terms=terms, total=fit.estimate, aic=fit.aic, bic=fit.bic, weight=weight)
        for terms, weight in weights.items()
        for fit in [models.fit(lists, terms)]
    ]
    return tuple(sorted(made, key=lambda one: (one.bic, one.terms)))


def _searched(lists: Lists) -> list[Terms]:
    rules = [searches.stepwise(0.02)]
    if lists.many <= MOST_LISTS_SEARCHED:
        rules += [searches.AIC, searches.BIC]
    found = [searches.search(lists.counts, lists.many, rule) for rule in rules]
    return [_ordered(terms) for total, terms in found if np.isfinite(total)]


def _weighed(lists: Lists, within: float) -> dict[Terms, float]:
    from beforehand.stats.mse import everything  # slow to import

    found, weights, _ = everything.weights(lists.counts, lists.many)
    terms = everything.terms_of_all(lists.many)
    near = weights >= weights[:1].sum() * np.exp(-within / 2)
    return {
        _ordered(tuple(int(t) for at, t in enumerate(terms) if int(bits) >> at & 1)): float(share)
        for bits, share in zip(found[near], weights[near], strict=True)
    }


def _ordered(terms: Terms) -> Terms:
    return tuple(sorted(terms, key=lambda term: (term.bit_count(), term)))
