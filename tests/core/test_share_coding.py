"""Words to codes: what the standard's real files hold, and what nobody may guess."""

from __future__ import annotations

import json

import pytest

from beforehand.refusals import WeakKey
from beforehand.share.partner import GivenFile, load_mapping, read_key, seal_file
from beforehand.share.partner.coding import Coded, Problem, age, code, registered
from beforehand.vocabulary import FIELDS
from made_sealed import rows_of

KEY = bytes(range(40))


@pytest.mark.parametrize(
    ("field", "text", "coded"),
    [
        ("exploitation_country", "NA", "NA"),
        ("exploitation_country", "Namibia", "NA"),
        ("exploitation_country", "GBR", "GB"),
        ("exploitation_country", "uk", "GB"),
        ("citizenship", "Albanian", ("AL",)),
        ("citizenship", "Albanian Greek", ("AL", "GR")),
        ("citizenship", "XK; AL; AL", ("AL", "XK")),
        ("citizenship", "Côte d’Ivoire", ("CI",)),
        ("control", "DebtBondage ", ("DebtBondage",)),
        ("control", "debt bondage;False promises", ("DebtBondage", "FalsePromises")),
        ("control", "none", ()),
        ("control", "", None),
        ("control", " ; ", None),
        ("relationship_to_trafficker", "Unaquainted", "Unaquainted"),
        ("relationship_to_trafficker", "Unacquainted", "Unaquainted"),
        ("industry", "F_Construction", "F"),
        ("industry", "Construction", "F"),
        ("industry", "f", "F"),
        ("gender", "Woman", "Feminine"),
        ("gender", "Female", "Feminine"),
        ("gender", "Unknown", "NonSpecifiedUnknown"),
        ("gender", "Other", "Other"),
        ("duration_months", "0–12", "0-12"),
        ("origin_area", "Shkoder", "AL-10"),
        ("origin_area", "al-07", "AL-07"),
        ("origin_area", "XK-01", "XK-01"),
        ("exploitation_area", "West Yorkshire", "E23000010"),
        ("consent_to_share", "Yes", True),
        ("consent_to_share", "0", False),
        ("registered_quarter", "4", 4),
    ],
)
def test_a_word_of_the_field_becomes_its_code(field: str, text: str, coded: Coded) -> None:
    assert code(field, text) == coded


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("gender", "+355 69 123 4567"),
        ("gender", "arben@example.org"),
        ("origin_area", "AL-13"),
        ("origin_area", "Rruga e Kavajës 12"),
        ("origin_area", "QQ-01"),
        ("exploitation_area", "West Midlands"),  # a police area and a region
        ("exploitation_area", "07700900123"),
        ("citizenship", "Arben"),
        ("citizenship", "AL; Arben Hoxha"),
        ("exploitation", "forced"),
        ("registered_quarter", "5"),
        ("age_from", "-1"),
        ("age_from", "twenty"),
        ("consent_to_share", "perhaps"),
    ],
)
def test_a_word_that_no_code_stands_for_is_a_problem(field: str, text: str) -> None:
    assert isinstance(code(field, text), Problem)


def test_every_code_of_the_standard_is_read_as_itself() -> None:
    for spec in FIELDS:
        for one in spec.codes or ():
            found = code(spec.name, one.value)
            assert found in (one.value, (one.value,))


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("23", (23, 23)),
        ("18-20", (18, 20)),
        ("18 – 20", (18, 20)),
        ("48+", (48, None)),
        ("", (None, None)),
    ],
)
def test_ages_and_bands_are_two_ends(text: str, ends: object) -> None:
    assert age(text) == ends


@pytest.mark.parametrize("text", ["20-18", "121", "x", "18-20-22"])
def test_what_is_no_age_is_a_problem(text: str) -> None:
    assert isinstance(age(text), Problem)


def test_a_date_is_coarsened_to_year_and_quarter() -> None:
    assert registered("31/12/2023", ("%d/%m/%Y",)) == (2023, 4)
    assert registered("2023-04-01", ()) == (2023, 2)
    assert registered("2023 Q3", ()) == (2023, 3)
    assert registered("2023", ()) == (2023, None)
    assert isinstance(registered("05/02/1900", ("%d/%m/%Y",)), Problem)
    assert isinstance(registered("12/31/2023", ("%d/%m/%Y",)), Problem)


@pytest.mark.parametrize("data", [b"short", b"a" * 64, b""])
def test_a_key_that_could_be_guessed_is_refused(data: bytes) -> None:
    with pytest.raises(WeakKey):
        read_key(GivenFile("coalition.key", data))


def test_a_line_break_that_an_editor_adds_does_not_change_the_key() -> None:
    assert read_key(GivenFile("a", KEY)) == read_key(GivenFile("b", KEY + b"\r\n"))


MAPPING = """
partner: Made-up Charity Test (example)
partner_type: NGO
dataset: cases
edition: 1
provenance: made-up
columns: {A: exploitation, B: exploitation, C: control, D: citizenship}
values:
  exploitation: {crime: ForcedCriminality, work: ForcedLabour}
  control: {nothing: [], both: [DebtBondage, FalsePromises], "": []}
separator: "/"
missing: [n/k, NA]
"""


def records(text: str) -> list[dict[str, object]]:
    mapping = load_mapping(GivenFile("m.yaml", MAPPING.encode()))
    sealed = seal_file(GivenFile("c.csv", text.encode()), mapping, KEY).data
    return [json.loads(line) for line in _rows(sealed)]


def _rows(sealed: bytes) -> list[bytes]:
    return rows_of(sealed).splitlines()


def test_a_mappings_own_words_come_first_and_two_columns_join() -> None:
    assert records("A,B,C,D\ncrime,work,both,NA\ncrime/work,,nothing,n/k\nn/k,n/k,,AL\n") == [
        {
            "exploitation": ["ForcedCriminality", "ForcedLabour"],
            "control": ["DebtBondage", "FalsePromises"],
            "citizenship": ["NA"],
        },
        {"exploitation": ["ForcedCriminality", "ForcedLabour"], "control": []},
        {"control": [], "citizenship": ["AL"]},
    ]
