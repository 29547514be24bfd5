"""Transit and arrival: from a sheet to a person, and what was given before there were such."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from beforehand import share, understand
from beforehand.records.cases import CaseTable
from beforehand.share.partner import GivenFile, propose, read_sheet, seal_file
from beforehand.share.partner.browser.choices import codes as choices
from beforehand.share.partner.coding import Problem, code
from beforehand.share.partner.gate.rare import Combinations, without
from beforehand.share.partner.json_rows import read_json
from beforehand.store import query
from made_cases import case, partners_cases, published

AL_GB = understand.parse_route("AL:GB")
NEW = ("transit_country", "arrival_area")


def counts(cases: CaseTable, name: str) -> dict[str, int | None]:
    found = understand.field_of(understand.profile(cases, AL_GB, (name,)), name)
    assert found is not None
    return {one.code: one.figure.numerator for one in found.of_everyone}


# --- at the partner ---------------------------------------------------------------------------


def test_countries_of_transit_are_a_set_and_none_is_not_the_same_as_not_recorded() -> None:
    assert code("transit_country", "Italy; BEL;italian") == ("BE", "IT")
    assert code("transit_country", "none") == ()
    assert code("transit_country", "") is None
    assert isinstance(code("transit_country", "ZZ"), Problem), "that is a citizenship's code alone"
    assert isinstance(code("transit_country", "Calais"), Problem), "no place finer than a country"


def test_an_area_of_arrival_is_as_coarse_as_the_other_areas() -> None:
    assert code("arrival_area", "Kent") == "E23000032"
    assert code("arrival_area", "FR-HDF") == "FR-HDF"
    assert isinstance(code("arrival_area", "Dover"), Problem)


@pytest.mark.parametrize(
    ("column", "target"),
    [
        ("Transit country", "transit_country"),
        ("Via", "transit_country"),
        ("Vendi i tranzitit", "transit_country"),
        ("Mbërritja", "arrival_area"),
        ("Port of arrival", "arrival_area"),
    ],
)
def test_the_way_is_found_by_its_usual_names(column: str, target: str) -> None:
    cells = ["Itali", "IT"] if target == "transit_country" else ["Kent", "E23000028"]
    text = f"{column};Gjinia\n" + "".join(f"{cell};Mashkull\n" for cell in cells)
    proposal = propose(read_sheet(GivenFile("cases.csv", text.encode())))
    found = {one.column: one.target for one in proposal.columns}
    assert found[column] == target


def test_a_date_of_arrival_is_no_area_of_arrival() -> None:
    text = "Date of arrival;Gjinia\n" + "2024-03-05;Mashkull\n2024-04-06;Femër\n"
    proposal = propose(read_sheet(GivenFile("cases.csv", text.encode())))
    assert "arrival_area" not in {one.target for one in proposal.columns}


def test_all_transit_events_of_htcds_are_kept_as_countries_and_nothing_finer() -> None:
    events = [
        {"hte_Type": "Transit", "hte_Country": "IT", "hte_City": "Bari"},
        {"hte_Type": "Transit", "hte_Country": "BE", "hte_State": "VLG"},
        {"hte_Type": "Exploitation", "hte_Country": "GB"},
    ]
    grid = read_json(GivenFile("one.json", _json([{"Events": events}])))
    header, row = list(grid.rows())
    told = dict(zip(header.cells, row.cells, strict=True))
    assert told["Transit hte_Country"] == "BE;IT"
    assert not grid.warnings


def _json(records: list[Any]) -> bytes:
    return json.dumps(records).encode()


def test_the_htcds_mapping_reads_the_countries_of_transit() -> None:
    who = {"partner": "Made-up North", "partner_type": "NGO", "edition": "1",
           "provenance": "made-up"}  # fmt: skip
    record = {
        "prs_Gender": "Masculine",
        "con_Consent": True,
        "Events": [{"hte_Type": "Transit", "hte_Country": one} for one in ("IT", "FR")],
    }
    made = seal_file(
        GivenFile("x.json", _json([record])), share.load_ready("htcds", who), b"k" * 32
    )
    assert b'"transit_country":["FR","IT"]' in gzip.decompress(made.data)


def test_a_rare_way_is_told_and_can_be_left_out() -> None:
    usual = {"gender": "Masculine", "transit_country": ("IT",), "arrival_area": "E23000032"}
    rare = usual | {"transit_country": ("BE", "MT")}
    looked = Combinations()
    for row, record in enumerate([usual] * 5 + [rare]):
        looked.add(row, record)
    found = looked.rare()
    assert set(found) == {5}
    assert found[5].fields == ("transit_country",)
    assert without(rare, found[5].leave_out) == {
        "gender": "Masculine",
        "arrival_area": "E23000032",
    }


def test_the_page_offers_countries_and_areas_for_their_words() -> None:
    offered = choices("en")
    assert {"code": "BE", "label": "Belgium"} in offered["transit_country"]
    assert any(one["code"] == "E23000032" for one in offered["arrival_area"])


# --- what was given before there were such fields -----------------------------------------------


def test_rows_without_the_new_fields_keep_the_hash_they_had(tmp_path: Path) -> None:
    row = {"row_id": "r", "people": 1, "partner": "North", "citizenship": ["AL"],
           "origin_area": "AL-07", "exploitation_country": "GB", "control": []}  # fmt: skip
    published(tmp_path, [row])
    bound = {"cases": str(tmp_path / "cases.parquet"), "key": "a key"}
    before, later = query.sql("canonical_rows").split(",\n        -- Fields that came later")
    without = before + later[later.index("\n    )) AS row_hash") :]
    assert not any(name in without for name in NEW)
    with query.connect() as database:
        now, then = (database.execute(sql, bound).fetchall()
                     for sql in (query.sql("canonical_rows"), without))  # fmt: skip
    assert now == then


def test_submissions_of_before_are_counted_beside_new_ones(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    old = published(tmp_path / "old", [case(people=30, gender="Masculine")])
    path = tmp_path / "old" / "cases.parquet"
    pq.write_table(pq.read_table(path).drop_columns(list(NEW)), path)
    profile = understand.profile(old, AL_GB)
    assert profile.people.value == 30
    assert {"Countries of transit", "Area of arrival"} <= set(map(str, profile.not_recorded))
    new = published(tmp_path / "new", [case(people=12, transit_country=["IT"])])
    for files in ((*old.files, *new.files), (*new.files, *old.files)):
        both = replace(new, files=files)
        assert counts(both, "transit_country") == {"IT": 12}
        assert understand.profile(both, AL_GB).people.value == 42


def test_a_file_without_the_new_fields_is_a_version_2_file_as_before() -> None:
    mapping = share.load_mapping(GivenFile("m.yaml", MAPPING.encode()))
    made = seal_file(GivenFile("c.csv", b"Sex\nMale\nMale\nMale\n"), mapping, b"k" * 32)
    assert not any(name.encode() in gzip.decompress(made.data) for name in NEW)
    assert b'"version":2' in gzip.decompress(made.data)


MAPPING = """\
partner: Made-up North
partner_type: NGO
dataset: cases
edition: "1"
provenance: made-up
columns: {Sex: gender}
"""

# --- people -----------------------------------------------------------------------------------


def test_parts_of_the_way_told_by_two_partners_are_put_together(tmp_path: Path) -> None:
    rows = [
        case(row_id="a", partner="North", transit_country=["IT"], arrival_area="E23000032"),
        case(row_id="b", partner="South", transit_country=["BE"]),
        case(row_id="c", transit_country=[]),
        case(row_id="d", transit_country=["IT"]),
        case(row_id="e"),
    ]
    cases = partners_cases(tmp_path, rows, [("a", "1"), ("b", "1"), ("c", "2"), ("d", "3")])
    assert counts(cases, "transit_country") == {"BE+IT": 1, "none": 1, "IT": 1}
    assert counts(cases, "arrival_area") == {"E23000032": 1}


def test_two_areas_of_arrival_contradict_each_other_and_are_not_known(tmp_path: Path) -> None:
    rows = [
        case(row_id="a", arrival_area="E23000032"),
        case(row_id="b", arrival_area="E23000028"),
        case(row_id="c", arrival_area="E23000028"),
    ]
    cases = partners_cases(tmp_path, rows, [("a", "1"), ("b", "1"), ("c", "2")])
    told = understand.field_of(understand.profile(cases, AL_GB), "arrival_area")
    assert told is not None
    assert (told.unknown, told.disagree) == (1, 1)
    assert counts(cases, "arrival_area") == {"E23000028": 1}


def test_a_route_is_narrowed_by_the_way_there(tmp_path: Path) -> None:
    rows = [
        case(people=5, transit_country=["IT"], arrival_area="E23000032"),
        case(people=7, transit_country=["BE", "IT"]),
    ]
    cases = published(tmp_path, rows)
    for condition, people in (("transit_country=IT", 5), ("transit_country=BE+IT", 7),
                              ("arrival_area=E23000032", 5)):  # fmt: skip
        route = understand.narrow(AL_GB, [condition])
        assert understand.profile(cases, route).people.value == people
    said = str(understand.says_conditions(understand.narrow(AL_GB, ["transit_country=BE+IT"]).only))
    assert said == "Countries of transit: Belgium, Italy"
