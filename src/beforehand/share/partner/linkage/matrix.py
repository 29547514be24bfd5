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


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """The linkage values of one file, for a keyholder: HMACs under the coalition's key.

    ``columns`` holds, for each key of the scheme, a value for each distinct person, or None.
    """

    people: People
    columns: list[list[bytes | None]]
    probe: bytes

    def distinct(self) -> list[bytes]:
        """What the keyholder is to be asked: each 32-byte value once, sorted."""
        return sorted({value for one in self.columns for value in one if value} | {self.probe})

    def matrix(self, outputs: Sequence[bytes]) -> Matrix:
        """The rows, with what the keyholder made of ``distinct()``, in its order."""
        known: dict[bytes | None, bytes] = {None: NOTHING}
        for value, output in zip(self.distinct(), outputs, strict=True):
            known[value] = _cut(output)
        cut = [b"".join([known[value] for value in column]) for column in self.columns]
        return _laid_out(self.people, cut, known[self.probe], blinded=True)


def values_of(people: People, coalition_key: bytes) -> Values:
    """The values of these people under the coalition's key, which has at least 32 bytes."""
    columns = list(key_columns(people, coalition_key))
    return Values(people=people, columns=columns, probe=_probe(coalition_key))


def matrix_of(people: People, coalition_key: bytes, blind: Blind | None = None) -> Matrix:
    """Make the keys, blind each distinct value once, and lay the rows out.

    Args:
        people: Whom the rows are of.
        coalition_key: At least 32 bytes.
        blind: The keyholder's part, or None where the coalition has none.
    """
    if blind is not None:
        made = values_of(people, coalition_key)
        return made.matrix(blind(made.distinct()))
    epoch = _cut(unblinded([_probe(coalition_key)])[0])
    cut = [_unblinded_column(one) for one in key_columns(people, coalition_key)]
    return _laid_out(people, cut, epoch, blinded=False)


def _probe(coalition_key: bytes) -> bytes:
    return hmac.digest(coalition_key, _EPOCH, "sha256")


def _laid_out(people: People, cut: Sequence[bytes], epoch: bytes, *, blinded: bool) -> Matrix:
    width, data = VALUE_BYTES * len(KEYS), _row_by_row(cut)
    return Matrix(
        scheme=SCHEME,
        keys=len(KEYS),
        epoch=epoch.hex(),
        blinded=blinded,
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


def rows_without_keys(matrix: Matrix) -> int:
    """How many rows no key could be made for: they cannot be linked."""
    width = matrix.keys * VALUE_BYTES
    nothing = bytes(width)
    starts = range(0, len(matrix.data), width or 1)
    return sum(matrix.data[at : at + width] == nothing for at in starts)


def _cut(output: bytes) -> bytes:
    """The first 8 bytes; never the eight zeros that mean "no key"."""
    return output[:VALUE_BYTES] if output[:VALUE_BYTES] != NOTHING else b"\1" + NOTHING[1:]
