"""Sealed files at the hub: checked again from nothing; and the made-up coalition all the way."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from beforehand import example, share, store
from beforehand.example.coalition import KEY, SEED, sheets
from beforehand.home import Home
from beforehand.records.cases import Receipt
from beforehand.records.people import SHELL
from beforehand.refusals import (
    DamagedSubmission,
    FaultyRows,
    NotSealed,
    UnreadableFile,
    WrongGiver,
)
from beforehand.share.partner import read_sheet
from beforehand.share.partner.container import pack, unpack_header
from beforehand.unlocking import readable
from made_pool import sealed_coalition
from made_sealed import rows_of

TODAY = date(2026, 1, 5)
SAID = {
    "partner": "Made-up Charity Test (example)",
    "partner_type": "NGO",
    "dataset": "cases",
    "edition": "1",
    "provenance": "made-up",
    "title": "Test",
    "licence": "CC0",
}
ROW: dict[str, object] = {
    "gender": "Masculine",
    "citizenship": ["AL", "ZZ"],
    "origin_area": "AL-07",
    "age_from": 18,
    "age_to": 20,
    "consent_to_share": True,
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def add(home: Home, data: bytes, **said: Any) -> Receipt:
    return share.add_sealed(home, data, today=TODAY, **said)


def test_a_sealed_file_is_added_once_and_its_receipt_says_how_to_take_it_back(home: Home) -> None:
    receipt = add(home, pack([ROW, {}], SAID))
    assert (receipt.submission.rows, receipt.already_there) == (2, False)
    assert receipt.submission.id in str(receipt.take_back)
    assert add(home, pack([{}, ROW], SAID)).already_there


def test_the_hub_gives_random_row_ids_of_its_own(home: Home) -> None:
    add(home, pack([ROW, ROW], SAID))
    cases = store.open_cases(home, SHELL)
    with readable(cases) as paths:
        ids = duckdb.execute("SELECT row_id FROM read_parquet(?)", paths).fetchall()
    assert len(set(ids)) == 2
    assert all(len(row_id) == 32 for (row_id,) in ids)


@pytest.mark.parametrize(
    "wrong",
    [
        {"gender": "Arben Hoxha"},
        {"gender": 7},
        {"citizenship": ["AL", "Tirana"]},
        {"citizenship": "AL"},
        {"citizenship": ["GR", "AL"]},
        {"citizenship": ["AL", "AL"]},
        {"citizenship": [None]},
        {"exploitation_country": "ZZ"},
        {"origin_area": "Rruga 5"},
        {"origin_area": "AL-13"},
        {"origin_area": "QQ-01"},
        {"exploitation_area": "E07700900"},
        {"case_token": "0" * 64},
        {"age_from": 200},
        {"age_from": 30, "age_to": 20},
        {"registered_year": 1900},
        {"registered_quarter": 0},
        {"industry": "Z"},
        {"consent_to_share": "yes"},
        {"partner": "Another"},
        {"people": 500},
        {"row_id": "chosen"},
        {"notes": "free text"},
    ],
)
def test_a_value_that_is_no_code_is_refused_without_being_repeated(
    home: Home, wrong: dict[str, object]
) -> None:
    with pytest.raises(UnreadableFile) as refused:
        add(home, pack([ROW, {**ROW, **wrong}], SAID))
    assert "Arben" not in str(refused.value)
    assert store.submissions(home, SHELL) == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"partner": "x\ny"},
        {"partner_type": "Club"},
        {"provenance": "probably"},
        {"dataset": "../up"},
        {"edition": ""},
        {"title": "t" * 300},
    ],
)
def test_a_header_that_no_mapping_gives_is_refused(home: Home, changed: dict[str, str]) -> None:
    with pytest.raises(DamagedSubmission):
        add(home, pack([ROW], {**SAID, **changed}))


def test_a_changed_byte_anywhere_is_refused(home: Home) -> None:
    sealed = pack([ROW] * 3, SAID)
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 0x01
        if gzip_header_says_the_same(sealed, changed, at):
            continue
        with pytest.raises((DamagedSubmission, NotSealed, UnreadableFile)):
            add(home, bytes(changed))
    assert store.submissions(home, SHELL) == ()


def gzip_header_says_the_same(sealed: bytes, changed: bytearray, at: int) -> bool:
    """The text flag, time, level and system in a gzip member's own header mean nothing."""
    begins = [found.start() for found in re.finditer(b"\x1f\x8b\x08", sealed)]
    return any(begin + 3 <= at < begin + 10 for begin in begins) and len(changed) > at


def test_rows_taken_away_or_added_are_refused(home: Home) -> None:
    sealed = pack([ROW] * 3, SAID)
    start = unpack_header(sealed)[1]
    rows = rows_of(sealed)
    for other in (rows[: len(rows) // 3], rows * 2, b""):
        with pytest.raises(DamagedSubmission):
            add(home, sealed[:start] + gzip.compress(other) + gzip.compress(b""))
    with pytest.raises(DamagedSubmission):
        add(home, sealed + b"more")
    with pytest.raises(DamagedSubmission):
        add(home, sealed[:-9])


@pytest.mark.parametrize(
    "data", [b"Name,Sex\nArben,Male\n", b"PK\x03\x04", gzip.compress(b"{}", mtime=0), b"\x1f\x8b"]
)
def test_what_is_not_sealed_is_refused_with_the_way_to_seal_it(home: Home, data: bytes) -> None:
    with pytest.raises(NotSealed, match="share seal"):
        add(home, data)


@pytest.mark.parametrize(("data", "what"), [(b"", "empty"), (b"%PDF-1.7\n", "a PDF")])
def test_an_empty_file_or_a_pdf_is_told_what_it_is(home: Home, data: bytes, what: str) -> None:
    with pytest.raises(UnreadableFile, match=what):
        add(home, data)


def test_a_header_that_unpacks_without_end_is_not_read(home: Home) -> None:
    with pytest.raises(NotSealed):
        add(home, gzip.compress(b" " * 50_000_000))


def test_another_partners_file_is_refused(home: Home) -> None:
    with pytest.raises(WrongGiver):
        add(home, pack([ROW], SAID), giver="Made-up Charity Other (example)")
    assert add(home, pack([ROW], SAID), giver=SAID["partner"]).submission.rows == 1


def test_a_case_level_mapping_never_adds_a_table_in_the_clear(home: Home, tmp_path: Path) -> None:
    given = sheets(np.random.default_rng(SEED))[0]
    mapping = tmp_path / "mapping.yaml"
    text = "partner: Test\npartner_type: NGO\ndataset: d\nedition: 1\nprovenance: made-up\n"
    mapping.write_text(text + "columns: {Sex: gender}\n")
    with pytest.raises(NotSealed):
        share.add_table(home, given.file, mapping, today=TODAY)


TABLE = """partner: Made-up Office (example)
dataset: made-up-table
edition: 2024
kind: aggregate
provenance: made-up
columns: {Year: registered, Body: partner, Sex: gender, From: citizenship, People: people}
"""


def test_a_published_table_is_added_through_a_mapping(home: Home, tmp_path: Path) -> None:
    mapping = tmp_path / "table.yaml"
    mapping.write_text(TABLE)
    table = share.GivenFile(
        "t.csv", b"Year;Body;Sex;From;People\n2024-Q1;Kent;Male;NA;1,200\n2024;Kent;;AL;3\n"
    )
    given = share.add_table(home, table, mapping, today=TODAY).submission
    assert (str(given.source_class), given.rows, given.people) == (
        "made-up:aggregate:made-up-table", 2, 1_203,
    )  # fmt: skip
    cases = store.open_cases(home, SHELL)
    with readable(cases) as paths:
        found = duckdb.execute(
            "SELECT people, partner, registered_quarter, citizenship, row_id FROM read_parquet(?)"
            " ORDER BY people",
            paths,
        ).fetchall()
    assert found == [(3, "Kent", None, ["AL"], None), (1200, "Kent", 1, ["NA"], None)]


def test_faults_in_a_published_table_take_nothing(home: Home, tmp_path: Path) -> None:
    mapping = tmp_path / "table.yaml"
    mapping.write_text(TABLE)
    lines = "Year,Body,Sex,From,People\n2024,Kent,Male,AL,3\n1899,Kent,Mal,AL,-3\n"
    with pytest.raises(FaultyRows) as refused:
        share.add_table(home, share.GivenFile("t.csv", lines.encode()), mapping, today=TODAY)
    assert len(refused.value.faults) == 3
    assert store.submissions(home, SHELL) == ()


# --- the made-up coalition --------------------------------------------------------------------


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("coalition"))
    for sealed in sealed_coalition(SEED):
        add(home, sealed)
    return home


def ask(home: Home, sql: str) -> list[tuple[Any, ...]]:
    cases = store.open_cases(home, SHELL, "made-up:case-level")
    told = (
        "WITH people AS (FROM read_parquet($cases) AS c "
        "JOIN read_parquet($links) AS l USING (row_id)), "
        "firsts AS (FROM people QUALIFY row_number() OVER (PARTITION BY person_id "
        "ORDER BY registered_year, registered_quarter, partner) = 1) "
    )
    with readable(cases) as paths:
        bound = {"cases": paths, "links": str(cases.links)}
        return duckdb.execute(told + sql, bound).fetchall()


def test_138_rows_of_seven_charities_are_121_people(pool: Home) -> None:
    assert ask(pool, "SELECT count(*), count(DISTINCT person_id) FROM people") == [(138, 121)]
    assert store.open_cases(pool, SHELL).made_up
    assert all("made-up" in s.giver.lower() for s in store.submissions(pool, SHELL))


def test_people_met_by_two_charities_are_linked_across_them(pool: Home) -> None:
    twice = ask(
        pool,
        "SELECT count(*) FROM (SELECT person_id FROM people GROUP BY ALL "
        "HAVING count(DISTINCT partner) = 2)",
    )
    assert twice == [(17,)]


def test_50_of_the_121_grew_cannabis_and_22_built(pool: Home) -> None:
    sql = """SELECT count(*) FILTER (list_contains(criminal_activity, 'cannabis_cultivation')),
                    count(*) FILTER (industry = 'F'),
                    count(*) FILTER (list_contains(exploitation, 'ForcedLabour')),
                    count(*) FILTER (list_contains(exploitation, 'ForcedLabour')
                                     AND gender = 'Masculine')
             FROM firsts"""
    assert ask(pool, sql) == [(50, 22, 49, 43)]


def test_they_are_mostly_men_of_18_to_34_from_the_north(pool: Home) -> None:
    ((men, young, north),) = ask(
        pool,
        """SELECT avg((gender = 'Masculine')::INT), avg((age_from BETWEEN 18 AND 34)::INT),
                  avg((origin_area IN ('AL-07', 'AL-08', 'AL-09', 'AL-10'))::INT) FROM firsts""",
    )
    assert min(men, young, north) > 0.7


def test_a_second_charity_spells_names_and_dates_as_it_heard_them() -> None:
    spelt: set[tuple[str, ...]] = set()
    for given in sheets(np.random.default_rng(SEED)):
        sheet = read_sheet(given.file, wanted=given.mapping.wanted)
        assert "made-up" in given.partner.lower()
        spelt |= {(row.cells[0], row.cells[1], row.cells[2][-4:]) for row in sheet.rows()}
    assert 126 < len(spelt) < 138  # of 138 rows and 121 people


def test_the_same_seed_gives_the_same_sealed_files_and_another_others() -> None:
    drawn = sealed_coalition(SEED)
    assert example.coalition(np.random.default_rng(SEED)) == drawn
    assert example.coalition(np.random.default_rng(SEED + 1)) != drawn


def test_sealing_with_another_key_links_nobody(home: Home) -> None:
    for number, given in enumerate(sheets(np.random.default_rng(SEED))):
        key = KEY[::-1] if number % 2 else KEY
        add(home, share.seal_file(given.file, given.mapping, key).data)
    assert store.relink(home)[0].people > 121


def test_a_sheet_in_albanian_and_one_in_english_are_coded_alike() -> None:
    given = sheets(np.random.default_rng(SEED))
    english, albanian = given[0], given[2]
    rows = [
        json.loads(line)
        for one in (english, albanian)
        for line in _lines(share.seal_file(one.file, replace(one.mapping), KEY).data)
    ]
    assert {row["citizenship"][0] for row in rows} == {"AL"}
    assert {row.get("gender") for row in rows} <= {"Masculine", "Feminine", None}


def _lines(sealed: bytes) -> list[bytes]:
    return rows_of(sealed).splitlines()
