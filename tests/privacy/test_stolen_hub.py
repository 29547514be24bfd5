"""A thief has the hub's disk, every key on it, and a list of common Albanian names.

The thief makes each name with each birthday into every key of the scheme and looks for it in the
linkage matrices. What else has leaked is what the tests differ in.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from beforehand import share
from beforehand.home import Home
from beforehand.keyholder import oprf
from beforehand.share.partner.linkage import Blind, Identity, People, matrix_of
from beforehand.store import matrices

TODAY = date(2026, 11, 27)
COALITION = bytes(range(32))
KEYHOLDER = oprf.derive_key(b"k" * 32, b"keyholder")

#: Common in Albania; whoever has the surnames here is invented.
GIVEN = ("Arben", "Besnik", "Dritan", "Erjon", "Fatos", "Gentian", "Ilir", "Klajdi", "Luan",
         "Altin", "Artan", "Bledar", "Edmond", "Ervin", "Genti", "Mirela", "Elira")  # fmt: skip
FAMILY = ("Hoxha", "Shehu", "Prifti", "Dervishi", "Gjoka", "Marku", "Leka", "Kola")  # fmt: skip
BIRTHDAYS = [date(2001, 3, day) for day in (2, 4, 9, 11, 12)]
IN_THE_POOL = [
    ("Arben", "Hoxha", date(2001, 3, 4)),
    ("Dritan", "Marku", date(2001, 3, 9)),
    ("Elira", "Gjoka", date(2001, 3, 11)),
    ("Luan", "Kola", date(2001, 3, 2)),
]
MAPPING = """
kind: case-level
provenance: made-up
partner: Made-up Charity Theft (example)
partner_type: NGO
dataset: cases
edition: 2026-Q1
title: Made-up cases
licence: CC0-1.0
linkage: {given_name: First, family_name: Last, birth_date: Born}
columns: {Nationality: citizenship, Sex: gender}
defaults: {referral_country: GB}
"""


def evaluate_with(key: bytes) -> Blind:
    """What the keyholder and a partner make together, without the wire between them."""

    def blind(values: Sequence[bytes]) -> list[bytes]:
        drawn, elements = oprf.blind(values)
        return oprf.finalize(values, drawn, oprf.evaluate(key, elements))

    return blind


@dataclass(frozen=True)
class Stolen:
    """What lies on the thief's desk: the hub, whole."""

    home: Home
    submission: str

    def values(self) -> set[bytes]:
        """Every linkage value of the pool, opened with the keys that lie on the same disk."""
        matrix = matrices.of_submission(self.home, self.submission)
        assert matrix is not None
        return {int(value).to_bytes(8, "little") for value in matrix.values.flat} - {bytes(8)}

    def secrets(self) -> list[bytes]:
        """Every secret on the disk, in case one of them was the coalition's."""
        found = [path.read_bytes() for path in self.home.keys.rglob("*") if path.is_file()]
        return [one for one in found if one]


def stolen(folder: Path, blind: Blind | None) -> Stolen:
    """A hub that holds one partner's four people."""
    lines = [f"{given},{family},{born},AL,{'female' if given == 'Elira' else 'male'}"
             for given, family, born in IN_THE_POOL]  # fmt: skip
    sheet = "\n".join(["First,Last,Born,Nationality,Sex", *lines]).encode()
    mapping = share.load_mapping(share.GivenFile("theft.yaml", MAPPING.encode()))
    sealed = share.seal_file(share.GivenFile("cases.csv", sheet), mapping, COALITION, blind=blind)
    home = Home(folder / "home")
    receipt = share.add_sealed(home, sealed.data, today=TODAY)
    return Stolen(home, receipt.submission.id)


def guesses() -> list[Identity]:
    """The thief's list: 80 names, each with five birthdays, as a man and as a woman."""
    return [
        Identity(given_name=given, family_name=family, birth_date=born.isoformat(),
                 sex=sex, citizenship="AL")
        for given, family, born, sex in itertools.product(GIVEN, FAMILY, BIRTHDAYS, "mf")
    ]  # fmt: skip


def shortlist() -> list[Identity]:
    """A part of it, since each guess costs forty-odd multiplications: it holds two of the four."""
    return [one for one in guesses() if one.birth_date in {"2001-03-04", "2001-03-09"}][::3]


def found(hub: Stolen, tried: list[Identity], key: bytes, blind: Blind | None) -> int:
    """How many guesses agree with values of the pool in three keys or more.

    Each guess is made alone, so that the cap on values that many people share leaves none out.
    """
    values = hub.values()
    assert len(values) > 40  # there is something to find
    return sum(agreeing(values, one, key, blind) >= 3 for one in tried)


def agreeing(values: set[bytes], guess: Identity, key: bytes, blind: Blind | None) -> int:
    """How many of a guess's keys the pool holds."""
    alone = People()
    alone.add(guess)
    made = matrix_of(alone, key, blind).data
    return sum(made[at : at + 8] in values for at in range(0, len(made), 8))


def test_nobody_is_found_with_the_disk_alone(tmp_path: Path) -> None:
    hub = stolen(tmp_path, evaluate_with(KEYHOLDER))
    for key in (*hub.secrets(), b"", bytes(32)):
        assert found(hub, shortlist(), key, None) == 0


def test_nobody_is_found_with_the_disk_and_the_coalitions_key(tmp_path: Path) -> None:
    hub = stolen(tmp_path, evaluate_with(KEYHOLDER))
    assert found(hub, guesses(), COALITION, None) == 0


def test_nobody_is_found_with_another_keyholders_key(tmp_path: Path) -> None:
    hub = stolen(tmp_path, evaluate_with(KEYHOLDER))
    other = oprf.derive_key(b"x" * 32, b"keyholder")
    assert found(hub, shortlist(), COALITION, evaluate_with(other)) == 0


def test_the_attack_works_where_all_three_have_leaked(tmp_path: Path) -> None:
    hub = stolen(tmp_path, evaluate_with(KEYHOLDER))
    assert found(hub, shortlist(), COALITION, evaluate_with(KEYHOLDER)) > 0


def test_without_a_keyholder_the_coalitions_key_is_all_that_a_thief_needs(tmp_path: Path) -> None:
    hub = stolen(tmp_path, None)
    assert found(hub, guesses(), COALITION, None) >= len(IN_THE_POOL)


def test_no_name_and_no_birthday_is_anywhere_on_the_disk(tmp_path: Path) -> None:
    hub = stolen(tmp_path, evaluate_with(KEYHOLDER))
    written = b"".join(path.read_bytes() for path in hub.home.root.rglob("*") if path.is_file())
    assert b"Made-up Charity Theft" in written  # the search can find something
    for given, family, born in IN_THE_POOL:
        for word in (given, family, born.isoformat()):
            assert word.encode() not in written
