"""The sealed file: three gzip members, a header, the coded rows, and the linkage matrix.

``header``: one JSON object (see ``Header``). ``rows``: one JSON object a line with the fields
that are recorded and nothing else; what is one for the whole file (partner, its kind) is in the
header. ``matrix``: for each row, in the same order, 8 bytes for each composite key, eight zeros
where that key cannot be made. Reading them needs no more than gzip and JSON.

Version 1 is refused: in it a partner could choose tokens that made other partners' rows one
person for certain.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields

from beforehand.share.partner.linkage import VALUE_BYTES, Matrix

FORMAT = "beforehand sealed cases"
VERSION = 2
HEADER_BYTES = 64_000
#: A matrix is never wider than this: one bit for each key in a word of the machine.
MOST_KEYS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkageHeader:
    """What the hub must know of the matrix. ``sha256`` is of the matrix as it unpacks."""

    scheme: str = ""  # "composite-1"; empty where the file cannot be linked
    keys: int = 0
    epoch: str = ""  # of the keys: files of two epochs are never compared
    blinded: bool = False  # by a keyholder
    sha256: str = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the hub reads before the rows. ``sha256`` is of the rows as they unpack."""

    format: str
    version: int
    partner: str
    partner_type: str
    dataset: str
    edition: str
    provenance: str
    title: str
    licence: str
    rows: int
    sha256: str
    declined: int = 0  # rows that stayed at the partner for lack of consent
    marking: Mapping[str, object] = field(default_factory=dict)  # records.agreements.Marking
    linkage: LinkageHeader = field(default_factory=LinkageHeader)


class NotAContainer(Exception):
    """The bytes are not a sealed file of the version we read."""


class OtherVersion(NotAContainer):
    """They are one of another version."""


class RowsMember:
    """Packs rows one by one, counting and hashing them as it goes."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        # No name and no time, so that sealing the same rows twice gives the same bytes.
        self._packed = gzip.GzipFile(fileobj=self._bytes, mode="wb", filename="", mtime=0)
        self._hash = hashlib.sha256()
        self.rows = 0

    def add(self, record: dict[str, object]) -> None:
        """One more row."""
        line = json.dumps(record, separators=(",", ":"), sort_keys=True).encode() + b"\n"
        self._packed.write(line)
        self._hash.update(line)
        self.rows += 1

    def finish(self) -> tuple[bytes, str]:
        """The packed rows, and their SHA-256 as they unpack."""
        self._packed.close()
        return self._bytes.getvalue(), self._hash.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a sealed file holds beside its rows."""

    matrix: Matrix = field(default_factory=Matrix)
    declined: int = 0
    marking: Mapping[str, object] = field(default_factory=dict)


def pack(
    records: Iterable[dict[str, object]], said: Mapping[str, str], beside: Beside | None = None
) -> bytes:
    """The sealed file of these rows.

    Args:
        records: The coded rows.
        said: Who gives what: partner, partner_type, dataset, edition, provenance, title, licence.
        beside: The matrix, whose rows are in the order of ``records``, and what else is said.
    """
    member = RowsMember()
    for record in records:
        member.add(record)
    return assemble(member, said, beside or Beside())


def assemble(member: RowsMember, said: Mapping[str, str], beside: Beside) -> bytes:
    """The sealed file of rows that are packed already."""
    packed, checksum = member.finish()
    matrix = beside.matrix
    header = Header(
        format=FORMAT,
        version=VERSION,
        rows=member.rows,
        sha256=checksum,
        declined=beside.declined,
        marking=beside.marking,
        linkage=LinkageHeader(
            scheme=matrix.scheme,
            keys=matrix.keys,
            epoch=matrix.epoch,
            blinded=matrix.blinded,
            sha256=hashlib.sha256(matrix.data).hexdigest(),
        ),
        **said,
    )
    top = json.dumps(asdict(header), separators=(",", ":")).encode()
    # Random bytes do not shrink: the fastest level only frames them.
    return _member(top, 9) + packed + _member(matrix.data, 1)


def _member(data: bytes, level: int) -> bytes:
    """A gzip member that does not say on which system it was made: Python 3.13 does so alone."""
    made = gzip.compress(data, level, mtime=0)
    return made[:9] + b"\xff" + made[10:]


def unpack_header(data: bytes) -> tuple[Header, int]:
    """The header and where the rows' member begins.

    Args:
        data: The file's beginning, at least ``HEADER_BYTES`` of it where it is that long.

    Raises:
        NotAContainer: The bytes do not begin with the header of a version we read.
    """
    unpacking = zlib.decompressobj(wbits=31)
    try:
        top = unpacking.decompress(data[:HEADER_BYTES], HEADER_BYTES)
        said = json.loads(top, object_pairs_hook=_each_once)
    except (zlib.error, ValueError, RecursionError) as wrong:
        raise NotAContainer from wrong
    if not unpacking.eof or not isinstance(said, dict):
        raise NotAContainer
    return _header(said), len(data[:HEADER_BYTES]) - len(unpacking.unused_data)


_KINDS: Mapping[str, type] = {
    "version": int,
    "rows": int,
    "declined": int,
    "marking": dict,
    "linkage": dict,
    "keys": int,
    "blinded": bool,
}


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object in which no name is said twice: two readers could take it for two things."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name comes twice")
    return found


def _header(said: dict[str, object]) -> Header:
    if said.get("format") == FORMAT and said.get("version") != VERSION:
        raise OtherVersion
    linkage = said.get("linkage", {})
    if not _are(said, {one.name for one in fields(Header)}) or said["format"] != FORMAT:
        raise NotAContainer
    if not isinstance(linkage, dict) or not _are(
        linkage, {one.name for one in fields(LinkageHeader)}
    ):
        raise NotAContainer
    found = Header(**{**said, "linkage": LinkageHeader(**linkage)})  # type: ignore[arg-type]
    if not _possible(found):
        raise NotAContainer
    return found


def _are(said: Mapping[str, object], names: set[str]) -> bool:
    return set(said) == names and all(type(said[name]) is _KINDS.get(name, str) for name in names)


def _possible(header: Header) -> bool:
    """Counts that a sealing could give, and words short enough to be shown."""
    linkage = header.linkage
    without = not linkage.scheme
    return (
        header.rows >= 0
        and 0 <= header.declined < 2**31
        and (0 if without else 1) <= linkage.keys <= (0 if without else MOST_KEYS)
        and len(linkage.scheme) <= 40
        and re.fullmatch("" if without else "[0-9a-f]{16}", linkage.epoch) is not None
        and linkage.sha256.isalnum()
    )


def matrix_bytes(header: Header) -> int:
    """How long the matrix is, unpacked."""
    return header.rows * header.linkage.keys * VALUE_BYTES
