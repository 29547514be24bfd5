"""Keys made quickly are, byte for byte, those that the plain way makes, and always made."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Sequence

from beforehand.share.partner.linkage import (
    KEYS,
    MOST_ALIKE,
    SCHEME,
    Identity,
    People,
    keys_of,
    matrix_of,
)
from beforehand.share.partner.linkage.keys import parts_of
from made_doubles import OTHER, two_partners
from made_doubtful import identity

FORMATS = ("%d/%m/%Y",)
#: Part names in the order of ``parts_of``, written out again.
NAME = ("same", "sound", "head", "tail", "initial")
PARTS = (
    *(f"given-{part}" for part in NAME),
    *(f"family-{part}" for part in (*NAME, "last")),
    *("date", "swap", "dm", "my", "dy", "y", "sex", "citizenship"),
)


def people() -> list[Identity]:
    """Both error models' rows and those that are unlike others: alphabets, gaps, one another."""
    one, other = two_partners(400, 5, OTHER)
    agim = {"given_name": "Agim", "family_name": "Testeri", "sex": "m", "citizenship": "AL"}
    return [
        *(identity(row) for row in one + other),
        Identity(
            given_name="Агим", family_name="Петровић", birth_date="12/03/1990",
            sex="m", citizenship="RS",
        ),
        Identity(full_name="Hoxha, Agim", birth_date="1990-03-12"),
        Identity(full_name="Agim de la Hoxha", birth_date="1990-12-03", sex="f"),
        Identity(given_name="阿", family_name="明", birth_date="1980-01-01"),
        Identity(given_name="O'Brien", family_name="Nguyễn Thị", birth_date="31 Feb 1990"),
        Identity(),
        Identity(given_name="unknown", family_name="na"),
        Identity(family_name="Zeqo", birth_date="1899-05-05"),
        *[Identity(birth_date=f"1990-{1 + at:02d}-{1 + at:02d}", **agim) for at in range(9)] * 2,
    ]  # fmt: skip


def plainly(rows: Sequence[Identity], key: bytes) -> list[list[bytes | None]]:
    """Every key by the book, one at a time."""
    parts = [dict(zip(PARTS, parts_of(row, FORMATS), strict=True)) for row in rows]
    first = {tuple(one.values()): at for at, one in reversed(list(enumerate(parts)))}
    found: list[list[bytes | None]] = [[] for _ in rows]
    for made in KEYS:
        texts = []
        for one in parts:
            values = [one[slot] for slot in made.slots]
            if made.given == made.family:
                values[:2] = sorted(values[:2])
            texts.append("\x1f".join(values) if all(values) else "")
        counts = Counter(texts[at] for at in first.values())  # rows of one person count once
        for at, text in enumerate(texts):
            said = f"{SCHEME}\x1e{made.name}\x1e{text}".encode()
            fits = text and counts[text] <= MOST_ALIKE
            found[at].append(hmac.digest(key, said, "sha256") if fits else None)
    return found


def test_keys_are_hmacs_of_their_parts_by_the_book() -> None:
    for key in (b"k" * 32, b"longer than one block of the hash " * 3):
        assert keys_of(people(), key, FORMATS) == plainly(people(), key)


def test_not_a_byte_of_the_scheme_has_changed() -> None:
    met = People(FORMATS)
    for one in people():
        met.add(one)
    made = matrix_of(met, b"g" * 32)
    blinded = matrix_of(met, b"g" * 40 + b"h" * 40, lambda values: [_other(one) for one in values])
    assert (made.epoch, _hash(made.data)) == (
        "2eb8e85ebde3eec9",
        "d8ceab882866ee5b7cc6f373f93aed3637862889ac1ca72210792a6c05af41aa",
    )
    assert (blinded.epoch, _hash(blinded.data)) == (
        "5ca4bf83344d56f8",
        "cfae67fef618d94881d38186aaaedc4e173241f8da5fd15bff6a1bbb5c9acc5d",
    )


def test_a_file_without_a_person_has_an_empty_matrix() -> None:
    assert matrix_of(People(), b"k" * 32).data == b""


def _other(value: bytes) -> bytes:
    return hashlib.sha256(b"b" + value).digest()


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
