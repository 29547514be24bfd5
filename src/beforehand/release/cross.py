"""Which cells of a two-way table stay hidden where its margins are seen on the same page."""

from __future__ import annotations

from collections.abc import Sequence

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
    withheld = ((table.people < threshold) & margins.inner) | margins.hidden
    withheld = _with_company(table, withheld, margins, threshold)
    for _ in range(len(table.people)):
        objections = exposures(table, withheld, threshold - 1, zeros_known=False)
        found = [one.cell for one in objections if margins.inner[one.cell]]
        if not found:
            break
        more = _loop(table, withheld, margins, found[0], threshold - 1)
        if more is None:
            withheld = withheld | margins.inner
            break
        withheld = withheld | more
    grid = withheld.reshape(table.shape)[:-1, :-1]
    return tuple(tuple(bool(mark) for mark in row) for row in grid)


class _Margins:
    """Marks of the table: totals that are seen, totals that are not, and the cells themselves."""

    def __init__(self, seen: Marks, hidden: Marks) -> None:
        self.seen, self.hidden = seen, hidden
        self.inner = ~(seen | hidden)


def _margins(table: Network, rows: Sequence[bool], columns: Sequence[bool]) -> _Margins:
    seen = np.zeros(table.shape, dtype=np.bool_)
    hidden = np.zeros(table.shape, dtype=np.bool_)
    seen[:-1, -1], seen[-1, :-1], seen[-1, -1] = rows, columns, True
    hidden[:-1, -1], hidden[-1, :-1] = ~np.array(rows), ~np.array(columns)
    return _Margins(seen.ravel(), hidden.ravel())


def _with_company(table: Network, withheld: Marks, margins: _Margins, threshold: int) -> Marks:
    """In each line whose total is shown: what is withheld holds twice the threshold, or is all.

    Cheap, and clears most of what the audit would object to.
    """
    grid, people = withheld.reshape(table.shape).copy(), table.people.reshape(table.shape)
    seen = margins.seen.reshape(table.shape)
    before = -1
    while before != grid.sum():
        before = int(grid.sum())
        for row in range(table.shape[0] - 1):
            if seen[row, -1]:
                _line(grid[row, :-1], people[row, :-1], threshold)
        for column in range(table.shape[1] - 1):
            if seen[-1, column]:
                _line(grid[:-1, column], people[:-1, column], threshold)
    return grid.ravel()


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
    table: Network, withheld: Marks, margins: _Margins, cell: int, needed: int
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
