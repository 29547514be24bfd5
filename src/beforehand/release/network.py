"""A two-way table with margins as a system of sums, the way somebody who subtracts sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Ints = NDArray[np.int64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """All counts of one table, margins included, and the sums that bind them.

    Attributes:
        shape: Rows and columns, with the margin's row and column last.
        people: Every count, row by row.
        sums: One row for each sum: its parts with 1, its margin with -1. ``sums @ people`` is 0.
    """

    shape: tuple[int, int]
    people: Ints
    sums: csr_matrix


def network(people: Sequence[Sequence[int]]) -> Network:
    """Add the margins to a table and write down its sums.

    Args:
        people: Counts, rows by columns, at least one each, 0 or more.

    Returns:
        The table with one more row and column, and ``rows + columns + 2`` sums.
    """
    inner = np.array(people, dtype=np.int64)
    full = np.pad(inner, ((0, 1), (0, 1)))
    full[:-1, -1], full[-1, :-1] = inner.sum(axis=1), inner.sum(axis=0)
    full[-1, -1] = inner.sum()
    return Network(shape=full.shape, people=full.ravel(), sums=_sums(*full.shape))


def _sums(rows: int, columns: int) -> csr_matrix:
    index = np.arange(rows * columns).reshape(rows, columns)
    lines = [*index, *index.T]
    matrix = np.zeros((len(lines), rows * columns), dtype=np.int8)
    for number, line in enumerate(lines):
        matrix[number, line] = 1
        matrix[number, line[-1]] = -1
    return csr_matrix(matrix.astype(np.float64))
