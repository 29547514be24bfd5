"""Submissions with values that are found again wherever a byte of them is kept in the clear."""

from __future__ import annotations

import io
import tarfile
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from beforehand import keyring, locked, store
from beforehand.home import Home
from beforehand.records.cases import Provenance, SourceClass, SourceKind, Submission
from beforehand.records.schema import CASE_SCHEMA
from beforehand.refusals import DamagedSubmission

TODAY = date(2026, 1, 5)
LATER = date(2026, 2, 5)
CASES = SourceClass(provenance=Provenance.MADE_UP, kind=SourceKind.CASE_LEVEL)

#: A row id, a cell and a part of a linkage matrix that nothing else would ever hold.
CANARIES = (b"canary-row-7f3a", b"canary-cell-91c2", b"canary-matrix-d04e")


def give(home: Home, giver: str, *, canaries: bool = False, rows: int = 3) -> Submission:
    """Made-up rows of one giver, with canaries among them or without."""
    name = "canary-row-7f3a" if canaries else f"row-of-{giver}"
    cell = "canary-cell-91c2" if canaries else f"cell-of-{giver}"
    found = [
        {
            "row_id": f"{name}-{number}",
            "people": 1,
            "origin_area": f"{cell}-{number}",
            "citizenship": ["AL"],
            "referral_country": "GB",
            "partner": giver,
            "partner_type": "NGO",
            "gender": "Masculine",
        }
        for number in range(rows)
    ]
    offer = store.Offer(
        giver=giver, dataset="cases", edition="1", source_class=CASES, title=giver, licence="CC0"
    )
    side = {"linkage": CANARIES[2] if canaries else b"matrix"}
    coded = pa.Table.from_pylist(found, schema=CASE_SCHEMA).to_reader()
    return store.add(home, offer, coded, today=TODAY, side=side)[0]


def every_byte(*roots: Path) -> Iterator[tuple[str, bytes]]:
    """Every file under the roots, as it lies there; compressed bytes unpacked besides."""
    for root in roots:
        for path in [root] if root.is_file() else sorted(root.rglob("*")):
            if path.is_file() and not path.is_symlink():
                data = path.read_bytes()
                yield str(path), data
                yield from _unpacked(str(path), data)


def _unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if data.startswith(b"\x1f\x8b"):
        yield f"{name} unpacked", zlib.decompress(data, wbits=47)
    if data.startswith(b"PAR1"):
        yield f"{name} as a table", read_table(data)


def read_table(data: bytes) -> bytes:
    """Every value of a Parquet file, as text."""
    return repr(pq.read_table(io.BytesIO(data)).to_pylist()).encode()


def found_in(*roots: Path, keys: list[bytes]) -> list[str]:
    """Where a canary can be read, with nothing or with any of these keys."""
    seen = []
    for name, data in every_byte(*roots):
        readings = [data, *opened_with(data, keys)]
        if any(canary in one for one in readings for canary in CANARIES):
            seen.append(name)
    return seen


def opened_with(data: bytes, keys: list[bytes]) -> Iterator[bytes]:
    """What these bytes become under each key that opens them, archives member by member."""
    for key in keys:
        for name in ("cases", "linkage", "backup", "keyring"):
            try:
                plain = b"".join(locked.unlock(io.BytesIO(data), key, name))
            except DamagedSubmission:
                continue
            yield plain
            if plain.startswith(b"PAR1"):
                yield read_table(plain)
            if name == "backup":
                yield from _members(plain, keys)


def _members(plain: bytes, keys: list[bytes]) -> Iterator[bytes]:
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None:
                data = file.read()
                yield data
                yield from opened_with(data, keys)


def every_key(*folders: Path) -> list[bytes]:
    """All keys that lie in these folders of keys: the hub's secrets and what the keyring holds."""
    keys = []
    for folder in folders:
        keys += [p.read_bytes() for p in folder.iterdir() if p.is_file() and p.stat().st_size == 32]
        keys += [bytes.fromhex(one) for one in keyring.load(folder).keys.values()]
    return keys
