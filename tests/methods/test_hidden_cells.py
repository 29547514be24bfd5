"""Somebody who sees a page with margins learns no small cell of its table to within ten people."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog

from beforehand import release

T = release.THRESHOLD


def shown_of(totals: NDArray[np.int64]) -> list[bool]:
    """Which totals a page shows: small ones go with enough others (as ``hide_small_each``)."""
    order = sorted(range(len(totals)), key=lambda at: int(totals[at]))
    gone = {at for at in order if 0 < totals[at] < T}
    for at in order:
        if not gone or (sum(int(totals[one]) for one in gone) >= 2 * T and len(gone) > 1):
            break
        if totals[at]:
            gone.add(at)
    return [at not in gone for at in range(len(totals))]


def width(people: NDArray[np.int64], hidden: NDArray[np.bool_], cell: tuple[int, int]) -> float:
    """How far the cell can move for somebody who knows the rest: two plain linear programs."""
    rows, columns = shown_of(people.sum(1)), shown_of(people.sum(0))
    n = people.size
    equal, right = [np.ones(n)], [float(people.sum())]
    for at, seen in enumerate(rows):
        if seen:
            mask = np.zeros(people.shape)
            mask[at] = 1
            equal.append(mask.ravel())
            right.append(float(people[at].sum()))
    for at, seen in enumerate(columns):
        if seen:
            mask = np.zeros(people.shape)
            mask[:, at] = 1
            equal.append(mask.ravel())
            right.append(float(people[:, at].sum()))
    bounds = [
        (0, None) if gone else (value, value)
        for value, gone in zip(people.ravel(), hidden.ravel(), strict=True)
    ]
    goal = np.zeros(people.shape)
    goal[cell] = 1
    ends = [
        linprog(sign * goal.ravel(), A_eq=np.array(equal), b_eq=right, bounds=bounds).fun * sign
        for sign in (1, -1)
    ]
    return float(ends[1] - ends[0])


@pytest.mark.parametrize("seed", range(12))
def test_no_small_cell_can_be_told_from_what_is_shown(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shape = (int(rng.integers(2, 7)), int(rng.integers(2, 7)))
    shares = rng.dirichlet(np.full(shape[0] * shape[1], 0.4))
    people = rng.multinomial(int(rng.integers(60, 600)), shares).reshape(shape)
    hidden = np.array(
        release.hidden_cells(people.tolist(), shown_of(people.sum(1)), shown_of(people.sum(0)))
    )
    assert not ((people > 0) & (people < T) & ~hidden).any()
    whole = hidden.all()
    for row, column in np.argwhere(hidden & (people > 0)):
        assert whole or width(people, hidden, (row, column)) >= T - 1 - 1e-6


def test_a_table_of_large_counts_is_shown_whole() -> None:
    hidden = release.hidden_cells([[40, 30], [50, 60]], [True, True], [True, True])
    assert hidden == ((False, False), (False, False))


def test_one_small_cell_takes_three_others_along() -> None:
    people = [[40, 3, 30], [50, 60, 70], [80, 90, 100]]
    hidden = np.array(release.hidden_cells(people, [True] * 3, [True] * 3))
    assert hidden[0, 1]
    assert (hidden.sum(0)[hidden.any(0)] > 1).all()
    assert (hidden.sum(1)[hidden.any(1)] > 1).all()
    assert not hidden[2].all()
