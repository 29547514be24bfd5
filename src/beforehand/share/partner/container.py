"""The sealed file: two gzip members, a header and the coded rows as JSON lines.

``header``: one JSON object (see ``Header``). ``rows``: one JSON object a line with the fields
that are recorded and nothing else; what is one for the whole file (partner, its kind) is in the
header. Reading either needs no more than gzip and JSON.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

FORMAT = "beforehand sealed cases"
VERSION = 1
HEADER_BYTES = 64_000


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


class NotAContainer(Exception):
    """The bytes are not a sealed file of a version we read."""


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


def pack(records: Iterable[dict[str, object]], said: dict[str, str]) -> bytes:
    """The sealed file of these rows; ``said`` is the header but for format, count and hash."""
    member = RowsMember()
    for record in records:
        member.add(record)
    packed, checksum = member.finish()
    header = Header(format=FORMAT, version=VERSION, rows=member.rows, sha256=checksum, **said)
    top = json.dumps(asdict(header), separators=(",", ":")).encode()
    return gzip.compress(top, mtime=0) + packed


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
        said = json.loads(top)
    except (zlib.error, ValueError, RecursionError) as wrong:
        raise NotAContainer from wrong
    if not unpacking.eof or not isinstance(said, dict) or not _is_header(said):
        raise NotAContainer
    return Header(**said), len(data[:HEADER_BYTES]) - len(unpacking.unused_data)


def _is_header(said: dict[str, object]) -> bool:
    kinds = {"version": int, "rows": int}
    names = {field.name for field in fields(Header)}
    return (
        set(said) == names
        and all(type(said[name]) is kinds.get(name, str) for name in names)
        and (said["format"], said["version"]) == (FORMAT, VERSION)
    )
