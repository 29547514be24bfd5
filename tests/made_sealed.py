"""Sealed files taken apart, as a test or an attacker would."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from datetime import date

import pytest

from beforehand import share
from beforehand.home import Home
from beforehand.refusals import Refusal
from beforehand.share.partner import GivenFile
from beforehand.share.partner.container import Header, unpack_header

TODAY = date(2026, 1, 5)


def members(sealed: bytes) -> list[bytes]:
    """The members as they unpack: header, rows, matrix."""
    found = []
    while sealed:
        unpacking = zlib.decompressobj(wbits=31)
        found.append(unpacking.decompress(sealed) + unpacking.flush())
        sealed = unpacking.unused_data
    return found


def header_of(sealed: bytes) -> Header:
    """What the header says."""
    return unpack_header(sealed)[0]


def rows_of(sealed: bytes) -> bytes:
    """The coded rows as JSON lines."""
    return members(sealed)[1]


def keys_of(sealed: bytes) -> list[list[bytes]]:
    """For each row, its keys of 8 bytes."""
    width = header_of(sealed).linkage.keys
    flat = members(sealed)[2]
    keys = [flat[at : at + 8] for at in range(0, len(flat), 8)]
    return [keys[at : at + width] for at in range(0, len(keys), width)]


NO_KEYS = {"scheme": "", "keys": 0, "epoch": "", "blinded": False}


def sealed(rows: bytes, said: dict[str, object] | None = None, matrix: bytes = b"") -> bytes:
    """A sealed file as an attacker would forge it: any rows under a header that fits them."""
    header: dict[str, object] = {
        "format": "beforehand sealed cases",
        "version": 2,
        "partner": "Made-up Charity Test (example)",
        "partner_type": "NGO",
        "dataset": "cases",
        "edition": "1",
        "provenance": "made-up",
        "title": "A title",
        "licence": "A licence",
        "rows": rows.count(b"\n"),
        "sha256": hashlib.sha256(rows).hexdigest(),
        "declined": 0,
        "marking": {},
        "linkage": {**NO_KEYS, "sha256": hashlib.sha256(matrix).hexdigest()},
    }
    top = json.dumps(header | (said or {})).encode()
    return gzip.compress(top) + gzip.compress(rows) + gzip.compress(matrix)


def refused(home: Home, data: bytes) -> Refusal:
    """The refusal of a forged file, which leaves nothing in the pool."""
    with pytest.raises(Refusal) as caught:
        share.add_sealed(home, GivenFile("forged.sealed", data), today=TODAY)
    assert not [one for one in home.pool.glob("*") if not one.name.startswith(".")]
    assert not list(home.pool.glob(".staging/*"))
    return caught.value
