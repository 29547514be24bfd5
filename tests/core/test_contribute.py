"""What the *Contribute* page asks of the partner's code, and the archive that it runs from."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from beforehand.refusals import BadMapping
from beforehand.share.partner import GivenFile, load_mapping, seal_file
from beforehand.share.partner.browser import Sitting, answer
from beforehand.web.desk import reader
from made_contribution import CANARIES, CASES, KEY, MAPPING, NORTH, found
from made_sealed import header_of


def asked(sitting: Sitting, what: str, data: bytes = b"", **said: Any) -> Any:
    """What the page gets, or the sentence of the refusal."""
    told, _ = answer(sitting, what, json.dumps(said), data)
    plain = json.loads(told)
    return plain["ok"] if "ok" in plain else plain["refused"]


def taken(text: str = CASES, mapping: str = MAPPING) -> Sitting:
    """A sitting with the file, the key and the mapping."""
    sitting = Sitting()
    asked(sitting, "take", text.encode(), name="cases.csv")
    asked(sitting, "key", KEY, name="coalition.key")
    asked(sitting, "use", name="m.yaml", text=mapping)
    return sitting


def test_sealing_in_the_page_gives_what_sealing_at_the_command_line_gives() -> None:
    _, data = answer(taken(), "seal", json.dumps({"decisions": [], "marking": {}}))
    file = GivenFile("cases.csv", CASES.encode())
    assert data == seal_file(file, load_mapping(GivenFile("m.yaml", MAPPING.encode())), KEY).data


def test_without_the_coalitions_key_nothing_is_made_of_who_the_person_is() -> None:
    sitting = taken()
    sitting.secret = b""
    told, data = answer(sitting, "seal", json.dumps({"decisions": [], "marking": {}}))
    assert json.loads(told)["ok"]["rows"] == 2
    named = MAPPING.partition("linkage:")
    without = named[0] + named[2].partition("\n")[2]
    file = GivenFile("cases.csv", CASES.encode())
    assert data == seal_file(file, load_mapping(GivenFile("m.yaml", without.encode())), b"").data


def test_what_the_officer_chooses_of_who_sees_it_stands_in_the_sealed_file() -> None:
    chosen = {"group": "North", "tlp": "RED", "embargo_until": "2027-01-31", "shows_name": False}
    _, data = answer(taken(), "seal", json.dumps({"decisions": [], "marking": chosen}))
    assert header_of(data).marking == {**chosen, "published_by": ""}
    usual = {"tlp": "AMBER", "group": "", "shows_name": True}
    _, data = answer(taken(), "seal", json.dumps({"decisions": [], "marking": usual}))
    assert header_of(data).marking == {}
    said = asked(taken(), "seal", decisions=[], marking={"tlp": "PINK"})
    assert "tlp" in said


def test_guesses_are_confirmed_and_changed_by_plain_answers() -> None:
    sitting = Sitting()
    sitting.begin("en")
    asked(sitting, "take", CASES.encode(), name="cases.csv")
    shown = {one["column"]: one for one in asked(sitting, "propose")["columns"]}
    assert shown["Sex"]["target"] == "gender"
    assert shown["Notes"]["use"] == "stays"
    assert shown["Surname"]["use"] == "who"
    parts = {"partner": NORTH, "partner_type": "NGO", "edition": "1", "provenance": "made-up"}
    said = {
        "columns": {"Sex": ""},
        "values": {},
        "defaults": {"age_basis": "at_registration"},
        "parts": parts,
    }
    settled = asked(sitting, "settle", answers=said)
    assert settled["partner"] == NORTH
    assert "Sex" not in load_mapping(GivenFile("m", settled["text"].encode())).columns


def test_a_column_is_looked_at_again_for_another_field() -> None:
    sitting = Sitting()
    asked(sitting, "take", CASES.encode(), name="cases.csv")
    asked(sitting, "propose")
    again = asked(sitting, "relook", column="Sex", target="industry")
    assert [(word["value"], word["code"]) for word in again["values"]] == [
        ("Female", None),
        ("Male", None),
    ]


def test_a_kept_mapping_takes_a_new_edition() -> None:
    sitting = taken()
    assert asked(sitting, "use", name="m", text=MAPPING, edition="2026-Q4")["edition"] == "2026-Q4"
    assert sitting.mapping
    assert dict(sitting.mapping.columns) == dict(
        load_mapping(GivenFile("m", MAPPING.encode())).columns
    )


def test_faults_and_refusals_are_said_in_albanian_too() -> None:
    sitting = taken(CASES.replace("Female;Albanian;AL-07", "Femal;Albanian;AL-07"))
    english = asked(sitting, "check")["faults"][0]
    sitting.begin("sq")
    albanian = asked(sitting, "check")["faults"][0]
    assert english["value"] == albanian["value"] == "Femal"
    assert english["nearest"] == albanian["nearest"]
    assert english["problem"] != albanian["problem"]
    assert "PDF" in asked(sitting, "take", b"%PDF-1.7", name="a.csv")


def test_the_page_can_ask_nothing_but_what_is_listed() -> None:
    for name in ("_file", "secret", "__class__", "language"):
        with pytest.raises(ValueError, match=name):
            answer(Sitting(), name, "{}")


def test_forgetting_leaves_nothing_of_the_file() -> None:
    sitting = taken()
    asked(sitting, "propose")
    asked(sitting, "check")
    asked(sitting, "forget")
    assert found(repr(sitting).encode()) == []
    assert sitting.mapping is None
    assert "Choose the file again" in asked(sitting, "check")


def test_rows_are_read_once_however_often_they_are_looked_at() -> None:
    sitting = taken()
    assert sitting.file is not None
    grids = sitting.file.by_name  # type: ignore[attr-defined] # a HeldFile
    before = dict(grids)
    asked(sitting, "check")
    asked(sitting, "findings")
    asked(sitting, "preview", decisions=[], marking={})
    assert grids == before
    assert [row.number for row in grids[""].rows()] == [1, 2, 3, 4]


def test_the_archive_is_the_same_for_the_same_files_and_runs_alone(tmp_path: Path) -> None:
    made = reader.reader()
    reader.reader.cache_clear()
    assert reader.reader().data == made.data
    path = tmp_path / made.name
    path.write_bytes(made.data)
    folder = tmp_path / "reader"
    with ZipFile(path) as archive:
        names = archive.namelist()
        archive.extractall(folder)
    assert not [name for name in names if "/web/" in name or "store" in name or "geodata" in name]
    script = f"""
import sys
sys.path[:0] = [{str(folder)!r}, {str(folder / "wheels.zip")!r}]
from beforehand.share.partner.browser import Sitting, answer
sitting = Sitting()
sitting.begin("sq")
print(answer(sitting, "take", '{{"name": "a.csv"}}', b"%PDF")[0])
wheels = ("openpyxl", "ruamel", "phonenumbers", "defusedxml")
begun = [name for name in wheels if name in sys.modules]
for step in range(99):
    if '"more": false' in answer(sitting, "warm", '{{"step": %d}}' % step)[0]:
        break
print(begun)
from beforehand.share.partner import gate, linkage, marking
import phonenumbers
phonenumbers.parse("+447700900123")
tops = {{name.partition(".")[0] for name in sys.modules}}
files = [m.__file__ for m in sys.modules.values() if getattr(m, "__file__", None)]
print([one for one in files if "site-packages" in one])
"""
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    said, begun, outside = run.stdout.strip().splitlines()
    assert begun == "[]"  # none of the wheels is waited for before a file can be taken
    assert outside == "[]"
    assert "nuk" in json.loads(said)["refused"]  # the Albanian catalogue is in the archive


def test_the_search_for_canaries_finds_them() -> None:
    assert found(CASES.encode()) == list(CANARIES)
    assert found(b"nothing") == []


def test_a_sitting_without_a_file_says_so() -> None:
    with pytest.raises(BadMapping):
        Sitting().check()
