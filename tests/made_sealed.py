"""Sealed files taken apart, as a test or an attacker would."""

from __future__ import annotations

import zlib

from beforehand.share.partner.container import Header, unpack_header


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
