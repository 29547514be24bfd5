"""Candidate pairs to distinct comparisons, so that weights are learnt on hundreds of patterns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from beforehand.share.partner.linkage import KEYS
from beforehand.stats.agreement import Floats, Patterns
from beforehand.store.linking.candidates import Candidates
from beforehand.store.linking.rows import Rows
from beforehand.store.linking.states import Whole, seen_levels, states

Flags = npt.NDArray[np.bool_]

#: Rows that share the commonest agreeing value: 2, 3, 4 to 7, 8 and more.
_ALIKE = (3, 4, 8)
_UNDATED = sum(1 << at for at, key in enumerate(KEYS) if not key.birth)
_YEAR_ALONE = sum(1 << at for at, key in enumerate(KEYS) if key.birth == "y")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Compared:
    """Every pair's comparison, and each distinct one.

    Attributes:
        patterns: The distinct comparisons.
        which: Shape (pairs,): the pattern of each pair.
        cell: Shape (pairs,): the cell of each pair (``states().cells``).
        coded: Shape (pairs, 3): sex, citizenship and age agree (0) or not; -1 not recorded.
    """

    patterns: Patterns
    which: Whole
    cell: Whole
    coded: Whole


def compared(pairs: Candidates, rows: Rows, missing: Flags) -> Compared:
    """Compare the two rows of each pair.

    Args:
        pairs: The candidates.
        rows: What is coded of the rows.
        missing: Shape (3, rows): whether a row has no given name, no surname, no date.
    """
    cell = _cells(pairs, missing)
    coded = _coded(pairs, rows)
    columns = np.concatenate([cell[:, None], _commonness(pairs), coded], axis=1)
    packed = np.zeros(len(cell), np.int64)
    for column in columns.T:
        packed = packed * 128 + column + 1
    _, first, which = np.unique(packed, return_index=True, return_inverse=True)
    found = states()
    patterns = Patterns(
        states=found.levels,
        shows=found.shows,
        cell=cell[first],
        coded=columns[first, 1:],
        told_by=(-1, -1, -1, 3, 4, -1),
    )
    return Compared(patterns=patterns, which=which, cell=cell, coded=coded)


def _cells(pairs: Candidates, missing: Flags) -> Whole:
    """What the keys show; a combination that no state explains is the nearest that one does."""
    either = missing[:, pairs.left] | missing[:, pairs.right]
    known = either[0] + 2 * either[1] + 4 * either[2]
    masks, mask = np.unique(pairs.agree, return_inverse=True)
    kinds, kind = np.unique(mask * 8 + known, return_inverse=True)
    lacks = np.stack([(kinds % 8) >> part & 1 for part in range(3)]).astype(bool)
    levels = seen_levels(masks[kinds // 8], lacks)
    possible = np.array(states().cells)
    distance = np.abs(levels[:, None, :] - possible[None, :, :]).sum(axis=2)
    return np.asarray(distance.argmin(axis=1)[kind])


def _commonness(pairs: Candidates) -> Whole:
    """How many rows share the value, apart for keys without a date, with its year, and others."""
    how = np.digitize(pairs.rows_alike, _ALIKE)
    undated = (pairs.agree & np.uint64(_UNDATED)) > 0
    year = ((pairs.agree & np.uint64(_YEAR_ALONE)) > 0) & ~undated
    other = ~undated & ~year
    return np.stack([np.where(kind, how, -1) for kind in (other, year, undated)], axis=1)


def _coded(pairs: Candidates, rows: Rows) -> Whole:
    found = []
    for column in (rows.sex, rows.citizenship):
        one, other = column[pairs.left], column[pairs.right]
        found.append(np.where((one < 0) | (other < 0), -1, (one != other).astype(np.int64)))
    low = np.maximum(rows.born_from[pairs.left], rows.born_from[pairs.right])
    high = np.minimum(rows.born_to[pairs.left], rows.born_to[pairs.right])
    known = np.minimum.reduce(
        [
            years[side]
            for years in (rows.born_from, rows.born_to)
            for side in (pairs.left, pairs.right)
        ]
    )
    found.append(np.where(known < 0, -1, np.clip(low - high, 0, 2)))
    return np.stack(found, axis=1)


def counted(which: Whole, group: Whole, groups: int, patterns: int) -> Floats:
    """Shape (groups, patterns): how many pairs."""
    flat = np.bincount(group * patterns + which, minlength=groups * patterns)
    return flat.reshape(groups, patterns).astype(float)
