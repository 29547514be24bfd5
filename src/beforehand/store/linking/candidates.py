"""Candidate pairs: rows that share at least one key, found by sorting, never by comparing all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from beforehand.share.partner.linkage import KEYS
from beforehand.store.linking.states import Bits, Whole

#: Rows of a partner that hold a value more often than this are not compared by it: they are one
#: person's many visits, or a key made to fill the computer. Other partners' rows still are.
MOST_ROWS = 50
#: A value that more rows hold in all is not used.
MOST_TOGETHER = 300
#: No key gives more pairs; its commonest values are left out first.
MOST_PAIRS = 30_000_000
#: All keys together give no more pairs, so that keys made on purpose do not fill the memory.
MOST_IN_ALL = 100_000_000

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
    found, room = [np.empty(0, np.int64)], MOST_IN_ALL
    for at, column in enumerate(columns):
        found.append(_packed(column, giver, at, min(room, MOST_PAIRS)))
        room -= len(found[-1])
    packed = np.concatenate(found)
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


def _packed(column: Values, giver: Whole, key: int, room: int) -> Whole:
    """Pairs that agree on one key: pair, key and the value's frequency in one number each.

    There are at most ``room`` of them.
    """
    held = np.flatnonzero(column)
    order = held[np.argsort(column[held], kind="stable")]
    order = order[~_crowded(_groups(column[order]), giver[order])]
    group, rows = _groups(column[order]), len(giver)
    size = np.bincount(group)
    allowed = (size > 1) & (size <= _most(size, room))
    kept = allowed[group] if len(group) else np.empty(0, bool)
    order, group = order[kept], group[kept]
    alike = np.minimum(size[group], 63) if len(group) else group
    pairs = []
    for step in range(1, int(size[allowed].max(initial=1))):
        same = np.flatnonzero(group[step:] == group[:-step])
        one, other = order[same], order[same + step]
        pair = np.minimum(one, other) * rows + np.maximum(one, other)
        pairs.append((pair << 12) | (key << 6) | alike[same])
    return np.concatenate([np.empty(0, np.int64), *pairs])


def _groups(value: Values) -> Whole:
    """Of sorted values, a number for each that differs from the one before."""
    new = np.r_[True, value[1:] != value[:-1]] if len(value) else np.empty(0, bool)
    return np.cumsum(new) - 1


def _most(size: Whole, room: int) -> int:
    """The largest group that is compared, so that a key never gives more pairs than fit."""
    together = np.bincount(np.minimum(size, MOST_TOGETHER + 1), minlength=MOST_TOGETHER + 2)
    sizes = np.arange(len(together))
    pairs = np.cumsum(together * sizes * (sizes - 1) // 2)
    fits = int(np.searchsorted(pairs, room, side="right")) - 1
    return min(fits, MOST_TOGETHER)


def _crowded(group: Whole, giver: Whole) -> npt.NDArray[np.bool_]:
    """Rows of a partner that holds their value too often; other partners' rows are not."""
    crowded = np.zeros(len(group), bool)
    inside = np.flatnonzero((np.bincount(group) > MOST_ROWS)[group]) if len(group) else group
    if len(inside):
        both = group[inside] * (int(giver.max()) + 1) + giver[inside]
        _, which, count = np.unique(both, return_inverse=True, return_counts=True)
        crowded[inside] = (count > MOST_ROWS)[which]
    return crowded


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
