"""Records that rest on submissions: they can be read only while every one of these stands.

A figure of then beside the same figure of now would tell what a recalled submission held. So a
record that keeps figures is sealed under a key of its own, and that key is split into as many
parts as there are submissions, one kept inside each: whoever lacks one part has nothing. A recall
destroys its part, in the pool and, since parts are locked under the submission's key, in backups.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from beforehand import atomic
from beforehand.home import Home
from beforehand.records.codec import from_json, to_json
from beforehand.refusals import DamagedSubmission, UnknownSubmission
from beforehand.store import layout, vault
from beforehand.words import words

Record = TypeVar("Record")
_ID = re.compile(r"[0-9a-f]{32}")
KEY_BYTES, NONCE_BYTES = 32, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting(Generic[Record]):
    """A kept record, or None in its place once a submission under it was recalled."""

    id: str  # random: a hash of the record would let its numbers be guessed
    submissions: tuple[str, ...]
    record: Record | None


def keep(home: Home, record: object, submissions: Sequence[str]) -> str:
    """Keep a record for as long as all these submissions stand.

    Returns:
        Its id, 32 random hex digits.

    Raises:
        UnknownSubmission: If one does not stand now, or none is named.
    """
    names = tuple(dict.fromkeys(submissions))
    name, key = secrets.token_hex(16), secrets.token_bytes(KEY_BYTES)
    nonce = secrets.token_bytes(NONCE_BYTES)
    head = "\n".join(names).encode()
    sealed = nonce + AESGCM(key).encrypt(nonce, to_json(record), head)
    with layout.writing(home):
        standing = set(layout.standing(home))
        for one in names or ("",):
            if one not in standing:
                raise UnknownSubmission(id=one or "none")
        for one, part in zip(names, _split(key, len(names)), strict=True):
            _put_part(home, one, name, part)
        path = _folder(home, type(record)) / name
        atomic.write_bytes(path, msgspec.json.encode({"submissions": names}) + b"\n" + sealed)
    return name


def kept(home: Home, kind: type[Record]) -> tuple[Resting[Record], ...]:
    """Every record of the kind, oldest first; None where it rests on something recalled."""
    paths = [path for path in _folder(home, kind).glob("*") if _ID.fullmatch(path.name)]
    paths.sort(key=lambda path: (path.stat().st_mtime_ns, path.name))
    return tuple(_read(home, kind, path) for path in paths)


def _folder(home: Home, kind: type[object]) -> Path:
    return home.records / "resting" / kind.__name__.lower()


def _read(home: Home, kind: type[Record], path: Path) -> Resting[Record]:
    head, _, sealed = path.read_bytes().partition(b"\n")
    what = words("The saved {kind} {id}", kind=kind.__name__, id=path.name)
    try:
        names = tuple(msgspec.json.decode(head, type=dict[str, list[str]])["submissions"])
    except (msgspec.DecodeError, KeyError) as wrong:
        raise DamagedSubmission(what=what) from wrong
    standing = set(layout.standing(home))
    parts = [_part(home, one, path.name) if one in standing else None for one in names]
    whole = [one for one in parts if one is not None]
    if len(whole) < len(parts):
        return Resting(id=path.name, submissions=names, record=None)
    try:
        nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        plain = AESGCM(_joined(whole)).decrypt(nonce, body, "\n".join(names).encode())
        record = from_json(kind, plain)
    except (InvalidTag, ValueError, msgspec.ValidationError) as wrong:
        raise DamagedSubmission(what=what) from wrong
    return Resting(id=path.name, submissions=names, record=record)


def _split(key: bytes, parts: int) -> list[bytes]:
    """Random parts that give the key when all are added (exclusive or), and nothing before."""
    drawn = [secrets.token_bytes(len(key)) for _ in range(parts - 1)]
    return [*drawn, _joined([key, *drawn])]


def _joined(parts: Sequence[bytes]) -> bytes:
    return reduce(lambda one, other: bytes(a ^ b for a, b in zip(one, other, strict=True)), parts)


def _put_part(home: Home, submission_id: str, name: str, part: bytes) -> None:
    vault.write(home, submission_id, f"{name}.part", part)


def _part(home: Home, submission_id: str, name: str) -> bytes | None:
    """None where the part is gone, as from a submission given again after its recall."""
    if not vault.has(home, submission_id, f"{name}.part"):
        return None
    return vault.read(home, submission_id, f"{name}.part")
