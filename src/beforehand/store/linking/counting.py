"""How many people the rows are: those whose pairs were seen, and those whose were not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from beforehand.stats.agreement import Floats
from beforehand.stats.clusters import Pairs, forest
from beforehand.stats.poisson_binomial import interval
from beforehand.stats.relearning import Doubt
from beforehand.store.linking.states import Whole

#: From so many expected matches on the share of pairs that share no key is learnt from the pool
#: rather than held before: with fewer, the number of people is only known from above.
LEARNT_FROM = 100
#: A smaller share of pairs seen leaves too much to be foretold.
LEAST_COVERAGE = 0.5
#: How far, as a share of it (standard deviation), the number of missed pairs is held to be off,
#: since two kinds of matches do not tell all of how errors go together.
MODEL_OFF_BY = 0.2
_WIDE = 1.96


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """How many people; None where what was not seen cannot be foretold.

    Attributes:
        expected, low, high: With repeated rows that share no key, and a 95% interval.
        at_most: From repeated rows that were seen alone: holds whatever was missed.
    """

    expected: float | None
    low: float | None
    high: float | None
    at_most: float


def counted(rows: int, pairs: Pairs, person: Whole, doubt: Doubt | None) -> People:
    """How many people the rows are.

    A link that was seen stands for those that were not: one of two rows for ``1 / coverage``, one
    of a person of more rows for fewer, since every further row is one more chance to be seen.

    Args:
        rows: How many.
        pairs: All that may be one person.
        person: Shape (rows,): which rows were joined.
        doubt: What is not known of the weights; None where too little was seen to learn them.
    """
    held = forest(pairs, rows)
    chance = held.probability
    seen, low, _ = interval(chance)
    if doubt is None or doubt.coverage < LEAST_COVERAGE or seen < LEARNT_FROM:
        return People(expected=None, low=None, high=None, at_most=rows - low)
    others = np.maximum(np.bincount(person, minlength=rows)[person[held.left]] - 1, 1)
    links = _links(chance, others, doubt.coverage)
    drawn = [
        more * _links(chance, others, coverage)
        for more, coverage in zip(doubt.matches, doubt.coverages, strict=True)
    ]
    missed, lift = links - seen, links / seen
    variance = (
        float(np.var(drawn, ddof=1))
        + float((chance * (1 - chance)).sum()) * lift**2
        + missed * lift
        + (MODEL_OFF_BY * missed) ** 2
    )
    half = _WIDE * float(np.sqrt(variance))
    least_seen = np.floor(low - _WIDE * seen * float(np.std(doubt.matches, ddof=1)))
    at_most = float(rows - max(least_seen, 0))
    return People(
        expected=rows - links,
        low=float(max(np.floor(rows - links - half), 1)),
        high=float(min(np.ceil(rows - links + half), at_most)),
        at_most=at_most,
    )


def _links(chance: Floats, others: Whole, coverage: float) -> float:
    """Links expected in all, those not seen too."""
    return float((chance / (1 - (1 - coverage) ** others)).sum())
