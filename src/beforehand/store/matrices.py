"""The linkage keys of one submission, kept beside its cases and gone with them."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from beforehand.home import Home
from beforehand.refusals import DamagedSubmission
from beforehand.store import vault

#: Name of the side file, locked under the submission's own key.
SIDE = "linkage-keys"
_FORMAT = "beforehand linkage keys 1"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matrix:
    """Blinded keys by row.

    Attributes:
        scheme: Such as ``composite-1``.
        epoch: Of the keys; matrices of two epochs are never compared.
        blinded: Whether a keyholder blinded them.
        row_ids: Shape (rows,), 16 bytes each, rising, so that a row's place tells nothing.
        values: Shape (keys, rows), unsigned 64-bit; 0 where that key cannot be made.
    """

    scheme: str
    epoch: str
    blinded: bool
    row_ids: npt.NDArray[np.bytes_]
    values: npt.NDArray[np.uint64]


def to_bytes(matrix: Matrix) -> bytes:
    """The matrix as it is kept: a line of JSON, row ids, and one column after the other."""
    keys, rows = matrix.values.shape
    said = {
        "format": _FORMAT,
        "scheme": matrix.scheme,
        "epoch": matrix.epoch,
        "blinded": matrix.blinded,
        "keys": keys,
        "rows": rows,
    }
    top = json.dumps(said).encode() + b"\n"
    return top + matrix.row_ids.tobytes() + matrix.values.astype("<u8").tobytes()


def from_bytes(data: bytes) -> Matrix:
    """What ``to_bytes`` kept.

    Raises:
        DamagedSubmission: The bytes are something else, or too few.
    """
    top, _, body = data.partition(b"\n")
    try:
        said = json.loads(top)
        keys, rows = int(said["keys"]), int(said["rows"])
        ids = np.frombuffer(body, "V16", rows)
        values = np.frombuffer(body, "<u8", keys * rows, 16 * rows).reshape(keys, rows)
    except (ValueError, KeyError, TypeError) as wrong:
        raise DamagedSubmission(what=SIDE) from wrong
    return Matrix(
        scheme=str(said.get("scheme")),
        epoch=str(said.get("epoch")),
        blinded=said.get("blinded") is True,
        row_ids=ids,
        values=values,
    )


def of_submission(home: Home, submission_id: str) -> Matrix | None:
    """The linkage keys of a submission, or None where it was given without."""
    if not vault.has(home, submission_id, SIDE):
        return None
    return from_bytes(vault.read(home, submission_id, SIDE))
