"""From HMACs to the matrix that crosses: blinded, cut to 8 bytes, one row a sealed row."""

from __future__ import annotations

import hashlib
import hmac
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from beforehand.share.partner.linkage.keys import People, key_columns
from beforehand.share.partner.linkage.scheme import KEYS, SCHEME

#: Takes distinct 32-byte HMACs and gives a pseudo-random value of at least 8 bytes for each, in
#: the same order: an oblivious PRF with the partner that keeps the second key.
Blind = Callable[[Sequence[bytes]], list[bytes]]

VALUE_BYTES = 8
NOTHING = bytes(VALUE_BYTES)
_EPOCH = b"beforehand linkage epoch"
_LOCAL = b"beforehand linkage without a keyholder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The linkage matrix of one sealed file. ``data`` holds rows x keys x 8 bytes, row by row.

    ``epoch`` is what the two keys make of one fixed text: files are compared only where it is
    the same, and it tells nothing else.
    """

    scheme: str = ""
    keys: int = 0
    epoch: str = ""
    blinded: bool = False
    data: bytes = field(default=b"", repr=False)


def unblinded(values: Sequence[bytes]) -> list[bytes]:
    """Stands in where the coalition has no keyholder: a hash, which hides nothing more."""
    sha256 = hashlib.sha256
    return [sha256(_LOCAL + value).digest() for value in values]


def matrix_of(people: People, coalition_key: bytes, blind: Blind | None = None) -> Matrix:
    """Make the keys, blind each distinct value once, and lay the rows out.

    Args:
        people: Whom the rows are of.
        coalition_key: At least 32 bytes.
        blind: The keyholder's part, or None where the coalition has none.
    """
    probe = hmac.digest(coalition_key, _EPOCH, "sha256")
    columns = key_columns(people, coalition_key)
    if blind is None:
        epoch, cut = _cut(unblinded([probe])[0]), [_unblinded_column(one) for one in columns]
    else:
        epoch, cut = _blinded_columns(list(columns), probe, blind)
    width, data = VALUE_BYTES * len(KEYS), _row_by_row(cut)
    return Matrix(
        scheme=SCHEME,
        keys=len(KEYS),
        epoch=epoch.hex(),
        blinded=blind is not None,
        data=b"".join(data[at * width : (at + 1) * width] for at in people.order),
    )


def _row_by_row(columns: Sequence[bytes]) -> bytes:
    """The same values, each row's together."""
    laid = array("Q", bytes(sum(map(len, columns))))
    for at, column in enumerate(columns):
        laid[at :: len(columns)] = array("Q", column)
    return laid.tobytes()


def _unblinded_column(column: Sequence[bytes | None]) -> bytes:
    made = iter(unblinded([value for value in column if value]))
    return b"".join([_cut(next(made)) if value else NOTHING for value in column])


def _blinded_columns(
    columns: Sequence[Sequence[bytes | None]], probe: bytes, blind: Blind
) -> tuple[bytes, list[bytes]]:
    """The epoch, and the columns after one call for all distinct values."""
    distinct = sorted({value for column in columns for value in column if value} | {probe})
    known: dict[bytes | None, bytes] = {None: NOTHING}
    for value, output in zip(distinct, blind(distinct), strict=True):
        known[value] = _cut(output)
    return known[probe], [b"".join(known[value] for value in column) for column in columns]


def rows_without_keys(matrix: Matrix) -> int:
    """How many rows no key could be made for: they cannot be linked."""
    width = matrix.keys * VALUE_BYTES
    nothing = bytes(width)
    starts = range(0, len(matrix.data), width or 1)
    return sum(matrix.data[at : at + width] == nothing for at in starts)


def _cut(output: bytes) -> bytes:
    """The first 8 bytes; never the eight zeros that mean "no key"."""
    return output[:VALUE_BYTES] if output[:VALUE_BYTES] != NOTHING else b"\1" + NOTHING[1:]
