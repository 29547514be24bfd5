"""Mappings that partners keep, each locked under a key of its own: deleting destroys the key.

So a word that should not have been kept is gone from backups too, and a restore brings none back.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

from beforehand import keyring, locked
from beforehand.home import Home
from beforehand.records.codec import from_json, to_json
from beforehand.records.mappings import KeptMapping
from beforehand.refusals import UnknownRecord
from beforehand.store import layout, vault
from beforehand.words import words

_NAME = "mapping"


def folder(home: Home) -> Path:
    """Where they lie."""
    return home.records / "mappings"


def kept_mappings(home: Home, owner: str) -> tuple[KeptMapping, ...]:
    """The owner's own, oldest first; nobody else's."""
    found = [one for one in _all(home) if one.owner == owner]
    return tuple(sorted(found, key=lambda one: (one.dataset, one.version, one.id)))


def keep_mapping(home: Home, kept: KeptMapping) -> KeptMapping:
    """Keep one more version, under a new id and a new key."""
    named = KeptMapping(
        id=secrets.token_hex(16), owner=kept.owner, dataset=kept.dataset,
        version=kept.version, kept_on=kept.kept_on, text=kept.text,
    )  # fmt: skip
    key = vault.new_key()
    with layout.writing(home):
        place = folder(home) / named.id
        place.mkdir(parents=True, mode=0o700)
        vault.write_in(place, key, _NAME, to_json(named))
        vault.change(home, keyring.load(home.keys).with_key(named.id, key))
    return named


def forget_mapping(home: Home, owner: str, mapping_id: str) -> None:
    """Destroy the key of one of the owner's mappings, then its file.

    Raises:
        UnknownRecord: The owner keeps none of that id.
    """
    with layout.writing(home):
        if mapping_id not in {one.id for one in kept_mappings(home, owner)}:
            raise UnknownRecord(kind=words("kept mapping"), id=mapping_id)
        ring = keyring.load(home.keys).without(frozenset({mapping_id}))
        vault.change(home, ring, recalls=True)
        _sweep(home, ring)


def ids(home: Home) -> frozenset[str]:
    """Ids of all that lie here, whose keys are in use."""
    return frozenset(path.name for path in folder(home).glob("*"))


def _all(home: Home) -> Iterator[KeptMapping]:
    ring = keyring.load(home.keys)
    for name in ids(home) & frozenset(ring.keys):
        path = vault.side_path(folder(home) / name, _NAME)
        if path.is_file():
            with path.open("rb") as file:
                yield from_json(KeptMapping, b"".join(locked.unlock(file, ring.key(name), _NAME)))


def _sweep(home: Home, ring: keyring.Keyring) -> None:
    """Remove what has no key: what was deleted, and what an older backup brought back."""
    for name in ids(home) - frozenset(ring.keys):
        place = folder(home) / name
        for path in place.iterdir():
            path.unlink()
        place.rmdir()
