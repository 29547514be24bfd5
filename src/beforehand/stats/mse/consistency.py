"""Would the method have found what is known? One list in turn plays the population."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from beforehand.stats.mse.influence import attempt, without
from beforehand.stats.mse.lists import Lists
from beforehand.stats.mse.models import existence
from beforehand.stats.mse.searches import Estimator
from beforehand.words import Words


class Ground(StrEnum):
    """The only grounds on which a case may have no estimate."""

    NO_OVERLAP = "no overlap"
    NO_EXISTENCE = "no existence"
    NOT_IDENTIFIABLE = "not identifiable"
    CHAINS_DISAGREE = "chains disagree"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One list as the population: how many are on it, as estimated from the other lists.

    Attributes:
        population: The list whose size is estimated.
        true: People on it.
        seen: Those of them on another list too; ``true - seen`` are what is to be found.
        shared: Those of them on two other lists or more.
        estimate: People on it, estimated; None where there is no estimate.
        ground: Why there is none; None where there is one.
        reason: The same in words.
    """

    population: str
    true: int
    seen: int
    shared: int
    estimate: float | None
    ground: Ground | None = None
    reason: Words | str = ""

    @property
    def log_error(self) -> float:
        """Natural log of estimate over truth; not a number where there is no estimate."""
        return float("nan") if self.estimate is None else float(np.log(self.estimate / self.true))


def within(lists: Lists, population: int) -> Lists:
    """The other lists among the people on one list (by place).

    Lists with nobody of that population tell nothing and are left out.
    """
    at = np.arange(lists.counts.size)
    there = Lists(lists.names, np.where(at >> population & 1, lists.counts, 0.0))
    found = without(there, population)
    for i in reversed(range(found.many)):
        at = np.arange(found.counts.size)
        if found.many > 1 and not found.counts[(at >> i & 1) == 1].sum():
            found = without(found, i)
    return found


def internal_consistency(lists: Lists, estimate: Estimator) -> tuple[Case, ...]:
    """Estimate the size of each list from the others; needs at least three lists.

    Among the people on a list, those on no other are the unseen, and their number is known. An
    estimator that fails here would hardly do better where nobody can check it.

    Source:
        Binette and Steorts (2022), Journal of the Royal Statistical Society A 185(2).
    """
    return tuple(_case(lists, i, estimate) for i in range(lists.many))


def _case(lists: Lists, population: int, estimate: Estimator) -> Case:
    at = np.arange(lists.counts.size)
    true = int(lists.counts[(at >> population & 1) == 1].sum())
    there = within(lists, population)
    inner = np.arange(there.counts.size)
    found, reason = attempt(there, estimate)
    return Case(
        population=lists.names[population],
        true=true,
        seen=there.seen,
        shared=int(there.counts[(inner & (inner - 1)) != 0].sum()),
        estimate=found,
        ground=None if found is not None else ground_of(there),
        reason=reason,
    )


def ground_of(lists: Lists) -> Ground:
    """Which ground of refusal a table without an estimate falls under."""
    at = np.arange(lists.counts.size)
    if lists.many < 2 or not lists.counts[(at & (at - 1)) != 0].sum():
        return Ground.NO_OVERLAP
    if not existence(lists, ()).identifiable:
        return Ground.NOT_IDENTIFIABLE
    return Ground.NO_EXISTENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The estimate from the first few lists.

    Attributes:
        names: The lists so far; the last is the one added.
        seen: People on at least one of them.
        estimate: People in all; None where there is no estimate.
        reason: Why there is none.
    """

    names: tuple[str, ...]
    seen: int
    estimate: float | None
    reason: Words | str = ""


def trajectory(
    lists: Lists, estimate: Estimator, order: Sequence[int] | None = None
) -> tuple[Step, ...]:
    """Estimates as lists are added one by one, from two lists to all.

    Every step estimates the same population from more lists, so a trajectory that does not
    settle says that the lists disagree about it.

    Args:
        lists: The table.
        estimate: How to estimate; the search is repeated at every step.
        order: Places of the lists as they are added; largest list first if not given.
    """
    at = np.arange(lists.counts.size)
    sizes = [float(lists.counts[(at >> i & 1) == 1].sum()) for i in range(lists.many)]
    if order is None:
        order = sorted(range(lists.many), key=lambda i: (-sizes[i], i))
    if sorted(order) != list(range(lists.many)):
        raise ValueError("the order names each list once")
    return tuple(_step(lists, order[:k], estimate) for k in range(2, lists.many + 1))


def _step(lists: Lists, used: Sequence[int], estimate: Estimator) -> Step:
    some = lists
    for i in reversed([i for i in range(lists.many) if i not in used]):
        some = without(some, i)
    found, reason = attempt(some, estimate)
    return Step(
        names=tuple(lists.names[i] for i in used), seen=some.seen, estimate=found, reason=reason
    )
