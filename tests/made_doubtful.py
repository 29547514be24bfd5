"""A pool of two made-up partners whose keys leave some pairs in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from beforehand import store
from beforehand.home import Home
from beforehand.records.agreements import Marking
from beforehand.records.cases import Provenance, SourceClass, SourceKind
from beforehand.records.schema import CASE_SCHEMA
from beforehand.share.partner.linkage import Identity, People, matrix_of
from beforehand.store.matrices import Matrix
from made_doubles import Recorded, two_partners

TODAY = date(2026, 11, 1)
MADE_UP = SourceClass(provenance=Provenance.MADE_UP, kind=SourceKind.CASE_LEVEL)
_GENDERS = {"m": "Masculine", "f": "Feminine"}


def identity(one: Recorded) -> Identity:
    """Who the person is, as a partner's sheet has it."""
    return Identity(
        given_name=one.given, family_name=one.family, birth_date=one.born,
        sex=one.sex, citizenship=one.citizenship,
    )  # fmt: skip


def keys_of(people: Sequence[Recorded], first: int, key: bytes = b"k" * 32) -> Matrix:
    """The keys of rows whose ids count up from ``first``."""
    met = People()
    for one in people:
        met.add(identity(one))
    made = matrix_of(met, key)
    values = np.frombuffer(made.data, "<u8").reshape(len(people), made.keys)
    ids = b"".join((first + at).to_bytes(16, "big") for at in range(len(people)))
    return Matrix(
        scheme=made.scheme, epoch=made.epoch, blinded=False,
        row_ids=np.frombuffer(ids, "V16"), values=np.ascontiguousarray(values.T),
    )  # fmt: skip


#: Met by both partners, each recorded otherwise by the second: some stay in doubt.
_OTHERWISE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Zogushe Kanarinazi", {"born": "1971-11-28", "age": 40}),
    ("Agim Testeri", {"born": "1971-11-28", "sex": "f"}),
    ("Lule Proveri", {"born": "", "sex": "f"}),
    ("Shtjefen Kukelaj", {"born": "", "age": 40, "sex": ""}),
    ("Vjollce Brahimllari", {"born": "", "citizenship": "GB"}),
    ("Tomor Gjergjaj", {"born": "1971-11-28", "citizenship": "GB"}),
    ("Pashk Ndrejaj", {"given": "Besnik", "citizenship": "GB", "age": 40}),
    ("Bardhok Cukali", {"given": "Besnik", "sex": "f"}),
    ("Mrika Zhubi", {"born": "1971-11-28", "age": 40, "sex": ""}),
    ("Dod Shllaku", {"given": "Besnik", "age": 40}),
    ("Tringa Velagoshti", {"born": "1971-11-28", "age": -1}),
    ("Hamdi Kryeziu", {"born": "1971-11-28", "age": 28}),
)


def in_doubt(home: Home, marking: Marking | None = None) -> list[Recorded]:
    """Fill the pool; the people given, whose names and birth dates nobody may ever read there."""
    one, other = two_partners(150, seed=5)
    for at, (name, differs) in enumerate(_OTHERWISE):
        given, family = name.split()
        year = 1990 + at % 10
        met = Recorded(
            who=9000 + at, given=given, family=family, born=f"{year}-0{1 + at % 8}-1{at % 10}",
            sex="m", citizenship="AL", age=25, year=year + 25,
        )  # fmt: skip
        one.append(met)
        other.append(replace(met, **differs))
    _give(home, "North", one, 0, Marking())
    _give(home, "South", other, 100_000, marking or Marking())
    return one + other


def _give(home: Home, giver: str, people: list[Recorded], first: int, marking: Marking) -> None:
    offer = store.Offer(
        giver=giver,
        dataset="cases",
        edition="1",
        source_class=MADE_UP,
        title=f"{giver} (made up)",
        licence="CC0",
        partner_type="NGO",
        marking=marking,
    )
    coded = [_row(one, giver, first + at) for at, one in enumerate(people)]
    table = pa.Table.from_pylist(coded, schema=CASE_SCHEMA)
    side = {store.LINKAGE: iter([store.to_bytes(keys_of(people, first))])}
    store.add(home, offer, table.to_reader(), today=TODAY, side=side)


def _row(one: Recorded, giver: str, at: int) -> dict[str, object]:
    return {
        "row_id": f"{at:032x}",
        "people": 1,
        "partner": giver,
        "partner_type": "NGO",
        "gender": _GENDERS.get(one.sex),
        "citizenship": [one.citizenship] if one.citizenship else None,
        "referral_country": "GB",
        "registered_year": one.year,
        "age_basis": "at_registration" if one.age >= 0 else None,
        "age_from": one.age if one.age >= 0 else None,
        "age_to": one.age if one.age >= 0 else None,
    }
