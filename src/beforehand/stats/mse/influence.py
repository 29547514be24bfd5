"""How much of an estimate hangs on one list, or on which lists count as one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from beforehand.stats.mse.lists import Lists
from beforehand.stats.mse.models import existence
from beforehand.stats.mse.searches import Estimator
from beforehand.words import Words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The estimate after the lists were changed.

    Attributes:
        changed: Names of the lists left out (one) or merged (two).
        names: The lists that remain; merged ones as ``A + B``.
        seen: People on at least one of them.
        estimate: People in all; None where there is no estimate.
        reason: Why there is none; empty where there is one.
    """

    changed: tuple[str, ...]
    names: tuple[str, ...]
    seen: int
    estimate: float | None
    reason: Words | str = ""


def without(lists: Lists, left_out: int) -> Lists:
    """The table without one list (by place): people on no other list vanish from it."""
    return _moved(
        lists,
        (*lists.names[:left_out], *lists.names[left_out + 1 :]),
        lambda pattern: pattern & ((1 << left_out) - 1) | pattern >> left_out + 1 << left_out,
    )


def merged(lists: Lists, first: int, second: int) -> Lists:
    """The table with two lists (by place, ``first`` the smaller) counted as one."""
    joined = f"{lists.names[first]} + {lists.names[second]}"
    named = Lists((*lists.names[:first], joined, *lists.names[first + 1 :]), lists.counts)
    both = _moved(named, named.names, lambda at: at | ((at >> second & 1) << first))
    return without(both, second)


def _moved(lists: Lists, names: tuple[str, ...], to: Callable[[int], int]) -> Lists:
    counts = np.zeros(1 << len(names))
    for pattern in np.flatnonzero(lists.counts):
        counts[to(int(pattern))] += lists.counts[pattern]
    counts[0] = 0
    return Lists(names, counts)


def attempt(lists: Lists, estimate: Estimator) -> tuple[float | None, Words | str]:
    """People in all, or None and why there is no estimate."""
    reason = obstacle(lists)
    if reason:
        return None, reason
    found = float(estimate(lists.counts[None, :], lists.many)[0])
    return (found, "") if np.isfinite(found) else (None, words("the likelihood has no maximum"))


def obstacle(lists: Lists) -> Words | str:
    """Why not even the model without dependences has an estimate; empty where it has one."""
    at = np.arange(lists.counts.size)
    if lists.many < 2 or not lists.counts[(at & (at - 1)) != 0].sum():
        return words("no two lists share anybody, so nothing can be estimated")
    return existence(lists, ()).reason


def leave_one_out(lists: Lists, estimate: Estimator) -> tuple[Change, ...]:
    """The estimate without each list in turn, in the order of the lists.

    Source:
        The question of Whitehead et al. (2019) and of doi 10.1177/0011128720951429: does one
        list carry the estimate?
    """
    return tuple(
        _change(without(lists, i), (name,), estimate) for i, name in enumerate(lists.names)
    )


def merge_each_pair(lists: Lists, estimate: Estimator) -> tuple[Change, ...]:
    """The estimate with each two lists counted as one: all pairs, in the order of the lists."""
    return tuple(
        _change(merged(lists, i, j), (lists.names[i], lists.names[j]), estimate)
        for i, j in combinations(range(lists.many), 2)
    )


def _change(lists: Lists, changed: tuple[str, ...], estimate: Estimator) -> Change:
    found, reason = attempt(lists, estimate)
    return Change(
        changed=changed, names=lists.names, seen=lists.seen, estimate=found, reason=reason
    )
