"""Candidate pairs: rows that share at least one key, found by sorting, never by comparing all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from beforehand.share.partner.linkage import KEYS
from beforehand.store.linking.states import Bits, Whole

#: A value that more rows of one partner hold is not used: such rows are one person's many visits,
#: or a key made to fill the computer.
MOST_ROWS = 50
#: A value that more rows hold in all is not used.
MOST_TOGETHER = 300
#: No key gives more pairs; its commonest values are left out first.
MOST_PAIRS = 30_000_000

Values = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Candidates:
    """Pairs of rows, each once, ``left < right``.

    Attributes:
        left, right: Places of the rows.
        agree: One bit for each key that agrees.
        rows_alike: How many rows hold the commonest of the values that agree (at most 63).
    """

    left: Whole
    right: Whole
    agree: Bits
    rows_alike: Whole


def candidates(columns: Iterable[Values], giver: Whole) -> Candidates:
    """All pairs that share a key.

    Args:
        columns: For each key of the scheme its values, shape (rows,); 0 where it is missing.
        giver: Shape (rows,): a number for each partner.
    """
    rows = len(giver)
    found = [_packed(column, giver, at, rows) for at, column in enumerate(columns)]
    packed = np.concatenate([np.empty(0, np.int64), *found])
    del found
    packed.sort()
    pair = packed >> 12
    starts = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1]]) if len(pair) else pair
    key = ((packed >> 6) & 63).astype(np.uint64)
    bits = np.left_shift(np.uint64(1), key)
    if not len(pair):
        empty = np.empty(0, np.int64)
        return Candidates(left=empty, right=empty, agree=bits, rows_alike=empty)
    return Candidates(
        left=pair[starts] // rows,
        right=pair[starts] % rows,
        agree=np.bitwise_or.reduceat(bits, starts),
        rows_alike=np.maximum.reduceat(packed & 63, starts),
    )


def _packed(column: Values, giver: Whole, key: int, rows: int) -> Whole:
    """Pairs that agree on one key: pair, key and the value's frequency in one number each."""
    held = np.flatnonzero(column)
    order = held[np.argsort(column[held], kind="stable")]
    value = column[order]
    new = np.r_[True, value[1:] != value[:-1]] if len(value) else np.empty(0, bool)
    group = np.cumsum(new) - 1
    size = np.bincount(group)
    allowed = (size > 1) & (size <= _most(size)) & ~_crowded(group, giver[order], size)
    kept = allowed[group] if len(group) else new
    order, group = order[kept], group[kept]
    alike = np.minimum(size[group], 63) if len(group) else group
    pairs = []
    for step in range(1, int(size[allowed].max(initial=1))):
        same = np.flatnonzero(group[step:] == group[:-step])
        one, other = order[same], order[same + step]
        pair = np.minimum(one, other) * rows + np.maximum(one, other)
        pairs.append((pair << 12) | (key << 6) | alike[same])
    return np.concatenate([np.empty(0, np.int64), *pairs])


def _most(size: Whole) -> int:
    """The largest group that is compared, so that a key never gives more pairs than fit."""
    together = np.bincount(np.minimum(size, MOST_TOGETHER + 1), minlength=MOST_TOGETHER + 2)
    sizes = np.arange(len(together))
    pairs = np.cumsum(together * sizes * (sizes - 1) // 2)
    fits = int(np.searchsorted(pairs, MOST_PAIRS, side="right")) - 1
    return min(fits, MOST_TOGETHER)


def _crowded(group: Whole, giver: Whole, size: Whole) -> npt.NDArray[np.bool_]:
    """Values that too many rows of one partner hold."""
    found = np.zeros(len(size), bool)
    large = size > MOST_ROWS
    if large.any():
        inside = large[group]
        both = group[inside] * (int(giver.max()) + 1) + giver[inside]
        which, count = np.unique(both, return_counts=True)
        found[(which // (int(giver.max()) + 1))[count > MOST_ROWS]] = True
    return found


def note_missing(missing: npt.NDArray[np.bool_], at: int, column: Values) -> None:
    """A row has a given name, a surname or a date where any key that needs it is there.

    Args:
        missing: Shape (3, rows), true to begin with.
        at: Which key the column is of.
        column: Its values.
    """
    key = KEYS[at]
    for part, said in enumerate((key.given, key.family, key.birth)):
        if said:
            missing[part] &= column == 0
