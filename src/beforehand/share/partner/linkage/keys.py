"""Composite keys of one sheet's people: parts, then HMACs under the coalition's key."""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from beforehand.share.partner.linkage.births import PARTS, birth_parts
from beforehand.share.partner.linkage.names import PARTS as NAME_PARTS
from beforehand.share.partner.linkage.names import name_parts
from beforehand.share.partner.linkage.scheme import KEYS, SCHEME, Key

#: What a mapping's ``linkage`` part may name: each is at most one column.
ROLES = ("given_name", "family_name", "full_name", "birth_date", "sex", "citizenship")

#: A value that more people of one file share than this is left out of the matrix: how often a
#: key occurs is what whoever steals the hub's disk could match against lists of common names.
MOST_ALIKE = 8

#: A key of one person: 32 bytes of HMAC-SHA-256, or None where it cannot or must not be made.
Hmac = bytes | None

_SLOTS = (
    *(f"given-{part}" for part in NAME_PARTS),
    *(f"family-{part}" for part in (*NAME_PARTS, "last")),
    *PARTS,
    "sex",
    "citizenship",
)
_AT = {slot: place for place, slot in enumerate(_SLOTS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What says who a person is; it never leaves the partner. Empty strings are not recorded."""

    given_name: str = ""
    family_name: str = ""
    full_name: str = ""
    birth_date: str = ""
    sex: str = ""  # as coded, so that two partners' words for it agree
    citizenship: str = ""


def parts_of(person: Identity, formats: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Every part that a key may join, in the order of ``_SLOTS``; empty where there is none."""
    return (
        *name_parts(person.given_name, person.family_name, person.full_name),
        *birth_parts(person.birth_date, formats),
        person.sex,
        person.citizenship,
    )


class People:
    """The people of one sheet, in the order of its rows; rows of one person are kept once."""

    def __init__(self, formats: tuple[str, ...] = ()) -> None:
        self._formats = formats
        self._known: dict[tuple[str, ...], int] = {}
        self.order = array("I")

    def add(self, person: Identity) -> None:
        """The person of one more row."""
        parts = parts_of(person, self._formats)
        self.order.append(self._known.setdefault(parts, len(self._known)))

    @property
    def distinct(self) -> list[tuple[str, ...]]:
        """The parts of each person once."""
        return list(self._known)


def key_columns(people: People, coalition_key: bytes) -> Iterator[list[Hmac]]:
    """For each key of the scheme, its value for each distinct person.

    Which key it is goes into the HMAC, so that values of two keys never agree.
    """
    columns = [_encoded(column) for column in zip(*people.distinct, strict=True)]
    for key in KEYS:
        texts = _texts(key, columns) if columns else []
        prefix = f"{SCHEME}\x1e{key.name}\x1e".encode()
        yield _hmacs(coalition_key, prefix, texts)


def _encoded(column: tuple[str, ...]) -> list[bytes]:
    known = {text: text.encode() for text in set(column)}
    return [known[text] for text in column]


def _texts(key: Key, columns: list[list[bytes]]) -> list[bytes]:
    """What the key hashes for each person; empty if a part is missing.

    Two parts of one kind are put in order, so that given name and surname written in each
    other's column agree all the same.
    """
    parts = [columns[_AT[slot]] for slot in key.slots]
    if key.given == key.family:
        one, other = parts[:2]
        parts[:2] = list(map(min, one, other)), list(map(max, one, other))
    return [b"\x1f".join(row) if all(row) else b"" for row in zip(*parts, strict=True)]


def _hmacs(key: bytes, prefix: bytes, texts: list[bytes]) -> list[Hmac]:
    """HMAC-SHA-256 of the prefix with each text that at most ``MOST_ALIKE`` people share.

    What all texts begin with is hashed once and its state copied (RFC 2104, section 4), which
    is three times as fast as ``hmac.digest``.
    """
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    start = hashlib.sha256(bytes(byte ^ 0x36 for byte in block) + prefix)
    finish = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))
    counts = Counter(texts)
    found: list[Hmac] = []
    for text in texts:
        if not text or counts[text] > MOST_ALIKE:
            found.append(None)
            continue
        inner, outer = start.copy(), finish.copy()
        inner.update(text)
        outer.update(inner.digest())
        found.append(outer.digest())
    return found


def keys_of(
    rows: Iterable[Identity], coalition_key: bytes, formats: tuple[str, ...] = ()
) -> list[list[Hmac]]:
    """For each person, each key of the scheme as a 32-byte HMAC under the coalition's key.

    None where a part is missing, or where more than ``MOST_ALIKE`` different people of these
    rows share the value.

    Args:
        rows: The people, in the order of the sealed rows.
        coalition_key: At least 32 bytes.
        formats: How the mapping writes dates.
    """
    people = People(formats)
    for person in rows:
        people.add(person)
    columns = list(key_columns(people, coalition_key))
    return [[column[at] for column in columns] for at in people.order]
