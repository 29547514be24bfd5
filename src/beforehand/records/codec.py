"""Records to canonical JSON and back, strictly: an unknown or ill-typed field is refused."""

from __future__ import annotations

import hashlib
from typing import Any, TypeVar

import msgspec

Record = TypeVar("Record")


def _plain(value: object) -> object:
    raise TypeError(f"{type(value).__name__} is not part of a record")


def to_json(record: object) -> bytes:
    """Canonical bytes: keys of mappings sorted, fields in the record's order."""
    return msgspec.json.encode(record, enc_hook=_plain, order="deterministic")


def to_plain(record: object) -> Any:
    """Dicts, lists, numbers and strings, as the JSON would hold them."""
    return msgspec.json.decode(to_json(record))


def from_json(kind: type[Record], data: bytes) -> Record:
    """The record, or ``msgspec.ValidationError`` naming the field that does not fit."""
    return msgspec.json.decode(data, type=kind, strict=True)


def digest(record: object) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(to_json(record)).hexdigest()
