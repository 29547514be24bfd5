"""One log-linear model of overlapping lists: does it have a maximum, and which one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beforehand.stats.mse import kernels
from beforehand.stats.mse.lists import Counts, Lists
from beforehand.words import Words, words

Terms = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Existence:
    """Whether a model has a maximum of its likelihood, and only one.

    Attributes:
        exists: False where some expected counts would have to be nought without being given.
        identifiable: False where different effects explain the table equally well.
        reason: Why not, in words; empty where all is well.
    """

    exists: bool
    identifiable: bool
    reason: Words | str = ""

    @property
    def code(self) -> int:
        """0 all well, 1 not finite, 2 not identifiable, 3 neither (as SparseMSE numbers them)."""
        return (not self.exists) + 2 * (not self.identifiable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A fitted model.

    Attributes:
        terms: Patterns of the dependences in the model, without single lists, in ascending order.
        empty: Those of them that are minus infinity, since nobody is on all their lists.
        estimate: People in all, seen and unseen.
        parameters: Effects counted by the criteria: the constant, the lists, all ``terms``.
        log_likelihood: Poisson, with its factorials.
        aic: Akaike's criterion.
        bic: Schwarz's, with as many observations as people seen.
    """

    terms: Terms
    empty: Terms
    estimate: float
    parameters: int
    log_likelihood: float
    aic: float
    bic: float


def pairs_of(many: int) -> NDArray[np.int64]:
    """Patterns of every two of ``many`` lists, in the order of their names."""
    found = [(1 << i) | (1 << j) for i in range(many) for j in range(i + 1, many)]
    return np.array(found, np.int64)


def columns_of(many: int, terms: Iterable[int]) -> NDArray[np.int64]:
    """All terms of a model: the constant, each of ``many`` lists, then the dependences."""
    mains = [0, *(1 << i for i in range(many))]
    return np.array([*mains, *terms], np.int64)


def overlaps_of(lists: Lists) -> Counts:
    """How many people are on all lists of each pattern, whatever else they are on."""
    shared = lists.counts.copy()
    kernels.add_supersets(shared)
    return shared


def _fitted(lists: Lists, terms: Iterable[int]) -> tuple[float, int, float]:
    """(Likelihood without its factorials, code of existence, expected unseen) of one model."""
    columns = columns_of(lists.many, terms)
    effects = np.full((1, columns.size), np.nan)
    found = np.empty((1, kernels.P_VALUES))
    chosen = np.ones((1, columns.size), np.bool_)
    kernels.fit_each(lists.counts[None, :], columns, np.zeros(1, np.int64), chosen, effects, found)
    return found[0, kernels.LIKELIHOOD], int(found[0, kernels.CODE]), float(np.exp(effects[0, 0]))


def existence(lists: Lists, terms: Iterable[int]) -> Existence:
    """Decide existence and identifiability of the extended maximum likelihood estimate.

    Terms with an empty overlap are fixed at minus infinity first. The rest has a maximum just
    where no direction of the effects leaves every seen pattern as it is, lowers some unseen ones
    and raises none.

    Source:
        Fienberg and Rinaldo (2012), Annals of Statistics 40(2); Chan, Silverman and Vincent
        (2021), JASA 116, section 3.
    """
    terms = tuple(terms)
    code = _fitted(lists, terms)[1]
    return Existence(
        exists=code not in (kernels.NOT_FINITE, kernels.NEITHER),
        identifiable=code not in (kernels.NOT_IDENTIFIABLE, kernels.NEITHER),
        reason=_reason(lists, terms, code),
    )


def fit(lists: Lists, terms: Iterable[int]) -> Fit:
    """Fit a model that has one maximum (see ``existence``).

    Args:
        lists: The table.
        terms: Patterns of two lists or more, in any order.

    Raises:
        ArithmeticError: The model has no maximum, or not one.
    """
    terms = tuple(sorted(terms, key=lambda term: (term.bit_count(), term)))
    found, _, unseen = _fitted(lists, terms)
    if np.isnan(found):
        raise ArithmeticError("the likelihood has no maximum")
    parameters = 1 + lists.many + len(terms)
    likelihood = float(found - sum(math.lgamma(people + 1) for people in lists.counts))
    return Fit(
        terms=terms,
        empty=tuple(term for term in terms if overlaps_of(lists)[term] == 0),
        estimate=lists.seen + unseen,
        parameters=parameters,
        log_likelihood=likelihood,
        aic=2 * parameters - 2 * likelihood,
        bic=float(np.log(lists.seen)) * parameters - 2 * likelihood,
    )


def _reason(lists: Lists, terms: Terms, code: int) -> Words | str:
    """Why a model cannot be used, naming the lists without an overlap that it holds."""
    if code in (kernels.EXISTS, kernels.NOT_FOUND):
        return ""
    shared = overlaps_of(lists)
    empty = [term for term in terms if shared[term] == 0]
    alone = [1 << i for i in range(lists.many) if _alone(lists, 1 << i)]
    if alone:
        return words("list {name} shares nobody with another list", name=lists.told(alone[0]))
    if empty:
        return words(
            "lists {names} share nobody, and with them left out of each other too few overlaps "
            "remain to tell the effects of this model apart",
            names=lists.told(empty[0]),
        )
    return words("too few overlaps hold people to tell the effects of this model apart")


def _alone(lists: Lists, one: int) -> bool:
    at = np.arange(lists.counts.size)
    return not lists.counts[(at & one != 0) & (at != one)].sum()
