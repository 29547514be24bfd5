"""``beforehand share map`` and ready mappings, as a partner and a hub type them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from beforehand.cli import programme
from beforehand.refusals import BadMapping
from beforehand.share.partner import check, load_mapping
from core.test_mapping_by_showing import ALBANIAN
from core.test_ready_mappings import CODED, CTDC

WHO = [
    f"--set={part}"
    for part in ("partner=Made-up North (example)", "partner_type=NGO", "edition=2026-Q1",
                 "provenance=made-up")
]  # fmt: skip


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BEFOREHAND_HOME", str(tmp_path / "home"))
    (tmp_path / "cases.csv").write_text(ALBANIAN, "utf-8")
    return tmp_path


def run(*said: str) -> Result:
    return CliRunner().invoke(programme, ["share", *said], catch_exceptions=False)


def test_the_guesses_are_shown_with_reasons_and_no_cell_of_a_person(here: Path) -> None:
    shown = run("map", "cases.csv", "--format", "csv").output
    assert "Gjinia,gender,likely,its name is a usual one for Gender (Albanian)" in shown
    assert "Emri,says who it is (First name),sure" in shown
    for secret in ("Arben", "Hoxha", "7700", "02.03.2001"):
        assert secret not in shown


def test_what_is_written_seals_the_sheet(here: Path) -> None:
    assert run("map", "cases.csv", "-o", "map.yaml", *WHO).exit_code == 0
    assert not check(here / "cases.csv", load_mapping(here / "map.yaml")).faults


def test_what_nobody_answered_is_asked_for_and_refused_on_accepting(here: Path) -> None:
    shown = run("map", "cases.csv").output
    assert "--set partner=..." in shown
    assert "--set provenance=..." in shown
    with pytest.raises(BadMapping, match="partner is missing"):
        run("map", "cases.csv", "--accept")


def test_a_sheet_of_something_else_is_told_apart(here: Path) -> None:
    (here / "fruit.csv").write_text("colour,weight\nred,3\n")
    assert "No column is recognised" in run("map", "fruit.csv").stdout
    assert "No column is recognised" not in run("map", "cases.csv").stdout


def test_a_sheet_is_never_written_over_by_its_mapping(here: Path) -> None:
    refused = CliRunner().invoke(programme, ["share", "map", "cases.csv", "-o", "cases.csv"])
    assert "cannot be written" in str(refused.exception)
    assert (here / "cases.csv").read_text("utf-8") == ALBANIAN


def test_a_kept_mapping_is_used_again_for_the_next_quarter(here: Path) -> None:
    kept = ("--kept", "mappings")
    assert run("map", "cases.csv", *kept, "--accept", *WHO).exit_code == 0
    again = run("map", "cases.csv", *kept, "-o", "next.yaml", "--set=edition=2026-Q2")
    assert "fits: every column and word is known" in " ".join(again.output.split())
    assert load_mapping(here / "next.yaml").edition == "2026-Q2"
    changed = ALBANIAN.replace("Mashkull;19", "E tjetërsuar;19")
    (here / "later.csv").write_text(changed, "utf-8")
    drift = run("map", "later.csv", *kept, "--format", "csv").output
    assert "word that is not known,Gjinia: E tjetërsuar,1" in drift


def test_a_set_without_a_value_is_wrong_usage(here: Path) -> None:
    assert run("map", "cases.csv", "--set", "x").exit_code == 2


def test_ctdc_is_added_by_name_and_listed_as_records(here: Path) -> None:
    row = ["2019", "Man", "30--38", "ALB", "GBR"] + [""] * (len(CTDC) - 5)
    (here / "ctdc.csv").write_text(f"{','.join(CTDC)}\n{','.join(row)}\n", "utf-8")
    added = run("add", "ctdc.csv", "-m", "ctdc", "--set=provenance=made-up", "--format", "json")
    (receipt,) = json.loads(added.output)
    assert receipt["submission"]["source_class"]["kind"] == "records"
    assert run("recall", receipt["submission"]["id"]).exit_code == 0


def test_htcds_is_sealed_by_name(here: Path) -> None:
    (here / "export.json").write_text(json.dumps([CODED]), "utf-8")
    assert run("key", "-o", "key").exit_code == 0
    sealed = run("seal", "export.json", "-m", "htcds", "-k", "key", "-o", "out.sealed", *WHO)
    assert sealed.exit_code == 0, sealed.output
    assert run("add", "out.sealed").exit_code == 0
