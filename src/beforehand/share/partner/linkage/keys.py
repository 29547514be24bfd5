"""Composite keys of one sheet's people: parts, then HMACs under the coalition's key."""

from __future__ import annotations

import hmac
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from beforehand.share.partner.linkage.births import PARTS, birth_of, birth_parts
from beforehand.share.partner.linkage.names import name_of
from beforehand.share.partner.linkage.scheme import KEYS, SCHEME, Key
from beforehand.share.partner.linkage.sounds import sound

#: What a mapping's ``linkage`` part may name: each is at most one column.
ROLES = ("given_name", "family_name", "full_name", "birth_date", "sex", "citizenship")

#: A value that more people of one file share than this is left out of the matrix: how often a
#: key occurs is what whoever steals the hub's disk could match against lists of common names.
MOST_ALIKE = 8

#: A key of one person: 32 bytes of HMAC-SHA-256, or None where it cannot or must not be made.
Hmac = bytes | None

_NAME_PARTS = ("same", "sound", "head", "tail", "initial")
_SLOTS = (
    *(f"given-{part}" for part in _NAME_PARTS),
    *(f"family-{part}" for part in (*_NAME_PARTS, "last")),
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
    name = name_of(person.given_name, person.family_name, person.full_name)
    born = birth_parts(birth_of(person.birth_date, formats))
    return (
        *_name_parts(name.given, name.initial),
        *_name_parts(name.family, ""),
        _sound(name.last),
        *(born[part] for part in PARTS),
        person.sex,
        person.citizenship,
    )


def _sound(word: str) -> str:
    return sound(word) if word else ""


def _name_parts(word: str, initial: str) -> tuple[str, ...]:
    heard = _sound(word)
    return word, heard, heard[:2], heard[-2:], initial or heard[:1]


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
    parts = people.distinct
    for key in KEYS:
        texts = _texts(key, parts)
        counts = Counter(texts)
        prefix = f"{SCHEME}\x1e{key.name}\x1e"
        yield [
            hmac.digest(coalition_key, (prefix + text).encode(), "sha256")
            if text and counts[text] <= MOST_ALIKE
            else None
            for text in texts
        ]


def _texts(key: Key, people: list[tuple[str, ...]]) -> list[str]:
    """What the key hashes for each person; empty if a part is missing.

    Two parts of one kind are put in order, so that given name and surname written in each
    other's column agree all the same.
    """
    places = [_AT[slot] for slot in key.slots]
    found = []
    for parts in people:
        values = [parts[place] for place in places]
        if not all(values):
            found.append("")
            continue
        if key.given == key.family and values[0] > values[1]:
            values[0], values[1] = values[1], values[0]
        found.append("\x1f".join(values))
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
