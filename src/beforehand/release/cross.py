"""Which cells of a two-way table stay hidden where its margins are seen on the same page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import hstack

from beforehand.release.audit import exposures
from beforehand.release.network import Marks, Network, network
from beforehand.release.small import THRESHOLD

Grid = NDArray[np.bool_]


def hidden_cells(
    people: Sequence[Sequence[int]],
    rows_shown: Sequence[bool],
    columns_shown: Sequence[bool],
    threshold: int = THRESHOLD,
) -> tuple[tuple[bool, ...], ...]:
    """The cells to withhold, so that sums with the margins shown give no small count back.

    Which totals of rows and columns are shown was decided before (``hide_small_each``) and is
    kept to; the total of all is always shown. The page must not show zeros: a count of nobody is
    left out as a withheld one is, so that the two cannot be told apart.

    Args:
        people: Counts, rows by columns; together a partition of the people.
        rows_shown: Of each row's total, whether the page shows it.
        columns_shown: Of each column's total, likewise.
        threshold: Smallest count that may be shown.

    Returns:
        True for each cell to withhold. For somebody who knows all that is shown, each withheld
        cell could be anything in an interval at least ``threshold - 1`` wide; where the margins
        shown leave no such choice, the whole table is withheld.
    """
    if not people or not people[0]:
        return tuple(() for _ in people)
    table = network(people)
    margins = _margins(table, rows_shown, columns_shown)
    withheld = withheld_set(table, margins, threshold)
    grid = withheld.reshape(table.shape)[:-1, :-1]
    return tuple(tuple(bool(mark) for mark in row) for row in grid)


def withheld_set(
    table: Network, margins: Margins, threshold: int, *, totals_too: bool = False
) -> Marks:
    """Counts to withhold beside the totals that are hidden, until nobody can tell a small one.

    Args:
        table: All counts and the sums that bind them.
        margins: Which counts are totals that are seen, and which totals that are not.
        threshold: Smallest count that may be shown.
        totals_too: Whether the hidden totals are protected like the rest.
    """
    withheld = ((table.people < threshold) & margins.inner) | margins.hidden
    withheld = _with_company(table, withheld, margins, threshold)
    guarded = margins.inner | margins.hidden if totals_too else margins.inner
    for _ in range(len(table.people)):
        objections = exposures(table, withheld, threshold - 1, zeros_known=False)
        found = [one.cell for one in objections if guarded[one.cell]]
        if not found:
            return withheld
        more = _loop(table, withheld, margins, found[0], threshold - 1)
        if more is None:
            return withheld | margins.inner
        withheld = withheld | more
    return withheld


class Margins:
    """Marks of the table: totals that are seen, totals that are not, and the cells themselves."""

    def __init__(self, seen: Marks, hidden: Marks) -> None:
        """Everything that is no total, seen or hidden, is a cell."""
        self.seen, self.hidden = seen, hidden
        self.inner = ~(seen | hidden)


def _margins(table: Network, rows: Sequence[bool], columns: Sequence[bool]) -> Margins:
    seen = np.zeros(table.shape, dtype=np.bool_)
    hidden = np.zeros(table.shape, dtype=np.bool_)
    seen[:-1, -1], seen[-1, :-1], seen[-1, -1] = rows, columns, True
    hidden[:-1, -1], hidden[-1, :-1] = ~np.array(rows), ~np.array(columns)
    return Margins(seen.ravel(), hidden.ravel())


def _with_company(table: Network, withheld: Marks, margins: Margins, threshold: int) -> Marks:
    """In each sum whose total is shown: what is withheld holds twice the threshold, or is all.

    Cheap, and clears most of what the audit would object to.
    """
    marks = withheld.copy()
    lines = list(_lines_shown(table, margins))
    before = -1
    while before != marks.sum():
        before = int(marks.sum())
        for parts in lines:
            line = marks[parts]
            _line(line, table.people[parts], threshold)
            marks[parts] = line
    return marks


def _lines_shown(table: Network, margins: Margins) -> Iterator[NDArray[np.int64]]:
    """The cells of each sum whose total is shown; sums of totals are not among them."""
    sums = table.sums
    for row in range(sums.shape[0]):
        ends = slice(sums.indptr[row], sums.indptr[row + 1])
        cells, signs = sums.indices[ends], sums.data[ends]
        parts, total = np.sort(cells[signs > 0]), cells[signs < 0]
        if margins.seen[total].all() and margins.inner[parts].all():
            yield parts


def _line(marks: Grid, people: NDArray[np.int64], threshold: int) -> None:
    if not (marks & (people > 0)).any():
        return
    for at in np.argsort(people, kind="stable"):
        enough = people[marks].sum() >= 2 * threshold and (marks & (people > 0)).sum() > 1
        if enough:
            return
        if people[at] > 0:
            marks[at] = True


def _loop(
    table: Network, withheld: Marks, margins: Margins, cell: int, needed: int
) -> Marks | None:
    """Cells that must move, at least cost, when ``cell`` moves up; None if the margins forbid."""
    free = ~margins.seen
    cost = np.where(withheld, 0.0, table.people.astype(np.float64))
    up = np.where(free, float(needed), 0.0)
    down = np.where(free, np.clip(table.people, 0, needed), 0).astype(np.float64)
    low_up = np.zeros(len(up))
    low_up[cell], down[cell] = needed, 0.0
    moved = linprog(
        np.concatenate((cost, cost)),
        A_eq=hstack([table.sums, -table.sums]),
        b_eq=np.zeros(table.sums.shape[0]),
        bounds=np.column_stack(
            (np.concatenate((low_up, np.zeros(len(up)))), np.concatenate((up, down)))
        ),
        method="highs",
    )
    if moved.x is None:
        return None
    more = np.asarray((moved.x[: len(up)] + moved.x[len(up) :]) > 1e-6) & margins.inner
    return None if not (more & ~withheld).any() else more
