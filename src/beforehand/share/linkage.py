"""The linkage keys of a sealed file at the hub: checked, and tied to row ids of the hub's own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from beforehand.refusals import OtherSealing, UnreadableFile
from beforehand.share.members import Member, damaged, size
from beforehand.share.partner.container import Header, matrix_bytes
from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.linkage import KEYS, SCHEME
from beforehand.store import Matrix
from beforehand.words import words

_LANES = 1 << 256
#: Values are held in memory, about three times while they are sorted: 1.5 million rows of 43.
MOST_BYTES = 1 << 29
#: Rows of one file, with linkage values or without.
MOST_ROWS = 20_000_000


def read_keys(file: GivenFile, header: Header, start: int) -> bytearray:
    """The matrix as it unpacks, whose length the header foretells; empty where there is none.

    Raises:
        OtherSealing: The values are of a scheme that is not known here.
        UnreadableFile: There are more of them than a hub's memory holds.
        DamagedSubmission: It is longer or shorter, does not match its checksum, or more follows.
    """
    said, expected = header.linkage, matrix_bytes(header)
    if said.scheme and (said.scheme, said.keys) != (SCHEME, len(KEYS)):
        raise OtherSealing(file=file.name)
    if expected > MOST_BYTES or header.rows > MOST_ROWS:
        raise UnreadableFile(
            file=file.name,
            reason=words("it holds more rows than a hub takes at once"),
            mend=words("Seal it in parts, each a dataset of its own."),
        )
    if header.rows > size(file) * 1100:  # no gzip packs better: the header is made up
        raise damaged(file)
    member, found = Member(file, start), bytearray()
    for piece in member:
        found += piece
        if len(found) > expected:
            raise damaged(file)
    whole = len(found) == expected and member.end == size(file)
    if not whole or hashlib.sha256(found).hexdigest() != header.linkage.sha256:
        raise damaged(file)
    return found  # not copied: it may be large


def name_of(header: Header, keys: bytearray) -> str:
    """A name of the keys that the order of rows does not change; empty where there are none.

    Source:
        Clarke and others (2003), Incremental Multiset Hash Functions, ASIACRYPT.
    """
    width = header.linkage.keys * 8
    if not width:
        return ""
    total = 0
    for at in range(0, len(keys), width):
        total += int.from_bytes(hashlib.sha256(keys[at : at + width]).digest(), "big")
    said = f"{header.linkage.scheme} {header.linkage.epoch} {total % _LANES:064x}"
    return hashlib.sha256(said.encode()).hexdigest()


def matrix_of(header: Header, keys: bytearray, row_ids: Sequence[pa.Array]) -> Matrix:
    """The keys by row, in the order of the random row ids.

    Args:
        header: The sealed file's.
        keys: From ``read_keys``.
        row_ids: As the hub drew them while it read the rows, 32 hex digits each.
    """
    said = header.linkage
    digits = "".join(row_id for batch in row_ids for row_id in batch.to_pylist())
    drawn = np.frombuffer(bytes.fromhex(digits), "S16")
    values = np.frombuffer(keys, "<u8").reshape(header.rows, said.keys)
    order = np.argsort(np.frombuffer(bytes.fromhex(digits), ">u8")[::2], kind="stable")
    return Matrix(
        scheme=said.scheme,
        epoch=said.epoch,
        blinded=said.blinded,
        row_ids=drawn.view("V16")[order],
        values=np.ascontiguousarray(values[order].T),
    )
