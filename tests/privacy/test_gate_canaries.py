"""Free text never crosses, whatever a person decides."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beforehand.refusals import Refusal
from beforehand.share.partner import GivenFile, decisions_from, load_mapping, seal_file
from beforehand.share.partner.coding import code
from beforehand.share.partner.gate import Action, Kind
from beforehand.share.partner.gate.rare import KNOWABLE
from beforehand.vocabulary import FIELD, FieldType
from made_gate import HEAD, KEY, MAPPING
from made_sealed import members, rows_of

COLUMNS = HEAD.split(";")
#: Each says who somebody is, and none is a code.
CANARIES = (
    "Kanarinazi Zogushe",
    "kanarinazi",
    "07700 900123",
    "a.zogu@example.org",
    "12 Nowhere Road",
    "born 4 March 1999",
    "999 000 0018",
    "J90304001W",
    "fled through the yellow shed",
    "كناري زغوش",
)
GOOD = ("x", "1999-03-04", "Male", "Albanian", "AL-07", "E23000014", "2/3/2024", "yes", "")
#: Texts, and where they stand: mostly in columns that stay, now and then in those that cross.
ROW = st.tuples(
    st.lists(st.sampled_from(CANARIES), min_size=9, max_size=9),
    st.sets(st.sampled_from([0, 1, 8]), min_size=1),
    st.one_of(st.just(set()), st.just(set()), st.sets(st.integers(2, 7))),
)
DECISION = st.fixed_dictionaries(
    {"decide": st.sampled_from([action.value for action in Action])},
    optional={
        "kind": st.sampled_from([kind.value for kind in Kind]),
        "column": st.sampled_from([*COLUMNS, "title", "licence", "partner", "dataset"]),
        "row": st.integers(0, 5),
        "fields": st.lists(st.sampled_from(KNOWABLE), max_size=4),
        "because": st.sampled_from(CANARIES),
    },
)


def sealed(rows: list[list[str]], said: list[dict[str, Any]], mapping: str = MAPPING) -> bytes:
    text = "\n".join([HEAD, *(";".join(row) for row in rows)])
    file = GivenFile("canary-file.csv", text.encode())
    read = load_mapping(GivenFile("m.yaml", mapping.encode()))
    return seal_file(file, read, KEY, decisions=decisions_from(said)).data


def codes_alone(line: bytes) -> None:
    """Every value of the row is one that the standard codes to itself."""
    for name, value in json.loads(line).items():
        spec = FIELD[name]
        for one in value if isinstance(value, list) else [value]:
            assert spec.name != "partner"
            if spec.kind is FieldType.YES_NO:
                assert isinstance(one, bool)
            elif spec.kind is FieldType.WHOLE:
                assert isinstance(one, int)
                assert (spec.low or 0) <= one <= (spec.high or 0)
            else:
                coded = code(name, one)
                assert coded in (one, (one,))


def test_whatever_is_decided_a_sealed_file_holds_codes_of_the_standard_alone() -> None:
    sealed_files = 0

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(ROW, min_size=1, max_size=4), st.lists(DECISION, max_size=6), st.booleans())
    def holds(rows: list[Any], said: list[dict[str, Any]], blank: bool) -> None:
        nonlocal sealed_files
        mixed = [
            [texts[at] if at in stay | cross else good for at, good in enumerate(GOOD)]
            for texts, stay, cross in rows
        ]
        try:
            data = sealed(mixed, [*said, {"decide": "blank"}] if blank else said)
        except Refusal:
            return
        sealed_files += 1
        crossed = b"\n".join(members(data)[:2]).decode().casefold()
        for canary in (*CANARIES, "canary-file", "Surname", "Notes"):
            assert canary.casefold() not in crossed
        for line in rows_of(data).splitlines():
            codes_alone(line)

    holds()
    assert sealed_files > 50  # else nothing was shown


def test_blank_cells_let_the_rest_of_a_row_pass_and_nothing_of_the_text() -> None:
    """The property above is not empty: text in every column, and a file is sealed all the same."""
    row = [CANARIES[0], CANARIES[1], *(f"{one} Zogu" for one in CANARIES[2:6]), "", "yes", "z"]
    data = sealed([row, [*GOOD]], [{"decide": "blank"}])
    lines = rows_of(data).splitlines()
    assert json.loads(lines[0]) == {"consent_to_share": True}
    assert json.loads(lines[1])["gender"] == "Masculine"


@pytest.mark.parametrize("decide", [action.value for action in Action])
@pytest.mark.parametrize("part", ["title", "licence"])
@pytest.mark.parametrize("canary", [one for one in CANARIES if re.search("[0-9@]", one)])
def test_an_identifier_typed_as_a_title_never_crosses(decide: str, part: str, canary: str) -> None:
    text = MAPPING.replace("title: Made-up cases\n", "") + f'{part}: "of {canary}"\n'
    try:
        data = sealed([[*GOOD]], [{"decide": decide}, {"column": part, "decide": decide}], text)
    except Refusal:
        return
    assert decide == "usual words"
    assert canary.encode() not in members(data)[0]
