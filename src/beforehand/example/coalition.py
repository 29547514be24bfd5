"""The made-up coalition: seven charities' spreadsheets, sealed and added the way real ones are.

138 rows that are 121 people, all invented and labelled so: 50 of the 121 were made to grow
cannabis and 22 to work in construction, mostly men of 18 to 34.
"""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass, replace
from importlib import resources

from numpy.random import Generator
from openpyxl import Workbook

from beforehand import share
from beforehand.example.people import Person, people
from beforehand.share.partner import Blind, GivenFile, Mapping

#: Drawing with this seed gives the coalition of the demo and the documentation.
SEED = 2025
#: The made-up coalition's key is public, since it protects nobody. A real one is secret.
KEY = hashlib.sha256(b"the key of a made-up coalition").digest()
PLACES = ("North", "East", "South", "West", "Valley", "Coast", "River")
#: Charities that keep their sheet in Albanian.
_ALBANIAN = frozenset({"South", "Valley"})

_ENGLISH_WORDS = {
    "m": "Male",
    "f": "Female",
    "crime": "Crime",
    "labour": "Labour",
    "sexual": "Sexual",
    "domestic": "Domestic",
    "building": "Building",
    "farm": "Farm",
    "restaurant": "Restaurant",
    "car wash": "Car wash",
    "social": "Social media",
    "friends": "Friends",
    "family": "Family",
    "citizen": "Albanian",
    "friend": "Friend",
    "relative": "Family",
    "yes": "yes",
}
_ALBANIAN_WORDS = {
    "m": "Mashkull",
    "f": "Femër",
    "crime": "Krim",
    "labour": "Punë",
    "sexual": "Seksual",
    "domestic": "Shtëpiake",
    "growing cannabis": "rritje kanabisi",
    "building": "Ndërtim",
    "farm": "Bujqësi",
    "restaurant": "Restorant",
    "car wash": "Lavazh",
    "social": "Rrjete sociale",
    "friends": "Miq",
    "family": "Familja",
    "citizen": "Shqiptare",
    "friend": "Mik",
    "relative": "Familjar",
    "yes": "po",
    "none": "asnjë",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerFile:
    """What lies on one made-up charity's desk: its spreadsheet and its mapping."""

    partner: str
    file: GivenFile
    mapping: Mapping


def sheets(rng: Generator) -> tuple[PartnerFile, ...]:
    """The seven spreadsheets in the clear, with invented names, and their mappings."""
    rows = people(rng)
    return tuple(
        _partner_file(number, [person for person in rows if person.charity == number])
        for number in range(len(PLACES))
    )


def coalition(rng: Generator, blind: Blind | None = None) -> tuple[bytes, ...]:
    """The seven sealed files, ready for ``share.add_sealed``.

    The same seed gives the same bytes, so that adding them again changes nothing; ``blind`` is
    the keyholder's part, where there is one.
    """
    return tuple(
        share.seal_file(given.file, given.mapping, KEY, blind).data for given in sheets(rng)
    )


def _partner_file(number: int, met: list[Person]) -> PartnerFile:
    place = PLACES[number]
    partner = f"Made-up Charity {place} (example)"
    mapping = replace(_mapping(place), partner=partner)
    lines = [_head(mapping), *(_line(person, place) for person in met)]
    write = (_xlsx, _semicolons, _xlsx, _tabs)[number % 4]
    return PartnerFile(
        partner=partner, file=write(f"made-up-{place.lower()}", lines), mapping=mapping
    )


def _mapping(place: str) -> Mapping:
    name = "example-charity-albanian.yaml" if place in _ALBANIAN else "example-charity.yaml"
    data = (resources.files("beforehand") / "data" / "mappings" / name).read_bytes()
    return share.load_mapping(GivenFile(name, data))


def _head(mapping: Mapping) -> list[str]:
    """Columns of the mapping, and two that nobody maps, as real sheets have."""
    return [*mapping.linkage.values(), *mapping.columns, "Tel", "Notes (made-up)"]


def _line(person: Person, place: str) -> list[str]:
    spoken = _ALBANIAN_WORDS if place in _ALBANIAN else _ENGLISH_WORDS
    day = "%d.%m.%Y" if place in _ALBANIAN else "%d/%m/%Y"
    relation = {"friends": "friend", "family": "relative"}.get(person.recruited, "")
    said = (
        person.gender,
        str(person.age),
        "citizen",
        person.origin,
        person.way,
        person.arrival,
        person.area,
        person.exploitation,
        person.activity,
        person.sector,
        "; ".join(person.control),
        person.recruited,
        person.platform,
        relation,
        "yes",
    )
    return [
        person.surname,
        person.first_name,
        person.born.strftime(day),
        person.met.strftime(day),
        *(spoken.get(word, word) for word in said),
        "+355 00 000 0000",
        f"{person.first_name} is invented.",
    ]


def _xlsx(name: str, lines: list[list[str]]) -> GivenFile:
    book = Workbook(write_only=True)
    page = book.create_sheet("Cases")
    for line in lines:
        page.append(line)
    out = io.BytesIO()
    book.save(out)
    return GivenFile(f"{name}.xlsx", out.getvalue())


def _semicolons(name: str, lines: list[list[str]]) -> GivenFile:
    return GivenFile(f"{name}.csv", _text(lines, ";").encode("cp1252"))


def _tabs(name: str, lines: list[list[str]]) -> GivenFile:
    return GivenFile(f"{name}.csv", _text(lines, "\t").encode("utf-16"))


def _text(lines: list[list[str]], delimiter: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(lines)
    return out.getvalue()
