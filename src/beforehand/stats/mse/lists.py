"""A table of overlapping lists: which lists, and how many people are on each combination."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beforehand.refusals import BadLists
from beforehand.words import words

MOST_LISTS = 16
Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """People by the combination of lists that they are on.

    Attributes:
        names: Names of the K lists, 2 to 16, all different.
        counts: 2**K whole numbers, 0 or more: entry m counts people on exactly the lists whose
            bits are set in m (bit 0 is the first list). Entry 0, people on no list, is 0: it is
            what is asked for. A combination that was not in the table is a zero, not unknown.
    """

    names: tuple[str, ...]
    counts: Counts

    @property
    def seen(self) -> int:
        """People on at least one list."""
        return int(self.counts.sum())

    @property
    def many(self) -> int:
        """How many lists."""
        return len(self.names)

    def term(self, pattern: int) -> list[str]:
        """Names of the lists in a pattern, sorted."""
        return sorted(name for i, name in enumerate(self.names) if pattern >> i & 1)

    def told(self, pattern: int) -> str:
        """The lists in a pattern, for a sentence: A, B and C."""
        names = self.term(pattern)
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def lists_of(names: Sequence[str], rows: Iterable[tuple[Sequence[int], int]]) -> Lists:
    """Lists from rows of (0 or 1 for each list, people); the same combination twice adds up.

    Args:
        names: One for each list.
        rows: Patterns of the same length as ``names``, each with its count.

    Raises:
        BadLists: Fewer than 2 or more than 16 lists, a name twice or empty, a pattern that is
            all zeros or not of zeros and ones, a count below 0, nobody at all, a list with
            nobody, one with everybody, two lists that are the same, or no overlap at all.
    """
    _check_names(names)
    counts = np.zeros(1 << len(names))
    for row, (pattern, people) in enumerate(rows, 1):
        _check_row(names, pattern, people, row)
        counts[sum(on << i for i, on in enumerate(pattern))] += people
    made = Lists(tuple(names), counts)
    _check_lists(made)
    return made


def _check_names(names: Sequence[str]) -> None:
    if not 2 <= len(names) <= MOST_LISTS:
        raise BadLists(reason=words("there are {n} lists, not 2 to 16", n=len(names)))
    for name in names:
        if not name.strip():
            raise BadLists(reason=words("a list has no name"))
        if list(names).count(name) > 1:
            raise BadLists(reason=words("the name {name} stands over two lists", name=name))


def _check_row(names: Sequence[str], pattern: Sequence[int], people: int, row: int) -> None:
    if len(pattern) != len(names):
        raise BadLists(reason=words("row {row} does not have one value for each list", row=row))
    for name, on in zip(names, pattern, strict=True):
        if on not in (0, 1):
            said = words(
                "row {row}, column {name} holds {value}, not 0 or 1", row=row, name=name, value=on
            )
            raise BadLists(reason=said)
    if not any(pattern):
        said = words("row {row} counts people on no list, whom nobody can have counted", row=row)
        raise BadLists(reason=said)
    if people != int(people) or people < 0:
        said = words("row {row} counts {people} people, not a whole number", row=row, people=people)
        raise BadLists(reason=said)


def _check_lists(made: Lists) -> None:
    if not made.seen:
        raise BadLists(reason=words("nobody is on any list"))
    at = np.arange(made.counts.size)
    on = [((at >> i & 1) == 1) for i in range(made.many)]
    for name, mine in zip(made.names, on, strict=True):
        if not made.counts[mine].sum():
            raise BadLists(reason=words("nobody is on list {name}: leave it out", name=name))
        if made.counts[mine].sum() == made.seen:
            said = words("everybody is on list {name}, so it tells nothing of the rest", name=name)
            raise BadLists(reason=said)
    for i in range(made.many):
        for j in range(i):
            if not made.counts[on[i] != on[j]].sum():
                said = words(
                    "lists {a} and {b} hold the same people: merge them",
                    a=made.names[j],
                    b=made.names[i],
                )
                raise BadLists(reason=said)
    if not made.counts[(at & (at - 1)) != 0].sum():
        raise BadLists(reason=words("no two lists share anybody, so nothing can be estimated"))
