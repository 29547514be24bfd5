"""``beforehand share check`` and ``share seal --decisions`` at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from beforehand.cli import programme
from beforehand.refusals import UndecidedFindings
from made_gate import HEAD, MAPPING, ROW
from made_sealed import rows_of


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "c.csv").write_text(f"{HEAD}\n{ROW}\n", encoding="utf-8")
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "k").write_bytes(bytes(range(64)))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*said: str) -> Result:
    return CliRunner().invoke(programme, ["share", *said])


def test_check_shows_each_finding_and_stops_while_a_decision_waits(desk: Path) -> None:
    shown = run("check", "c.csv", "-m", "m.yaml")
    assert isinstance(shown.exception, UndecidedFindings)
    for said in ("Unlisted area", "Surname", "stays here", "What others will see"):
        assert said in shown.output
    made = run("check", "c.csv", "-m", "m.yaml", "--format", "json")
    found = json.loads(made.output)
    assert found["undecided"] == 2
    assert {one["kind"] for one in found["findings"]["findings"]} >= {"name", "birth", "area"}


def test_the_draft_takes_the_safest_choice_holds_no_cell_and_lets_the_rest_be_sealed(
    desk: Path,
) -> None:
    run("check", "c.csv", "-m", "m.yaml", "--draft", "d.yaml", "--marked", "found.xlsx")
    text = (desk / "d.yaml").read_text()
    for canary in ("GB-ABE", "Kanarinazi", "Zogush"):
        assert canary not in text
    checked = run("check", "c.csv", "-m", "m.yaml", "--decisions", "d.yaml")
    assert checked.exit_code == 0, checked.output
    refused = run("seal", "c.csv", "-m", "m.yaml", "-k", "k", "-o", "out")
    assert isinstance(refused.exception, UndecidedFindings)
    assert not (desk / "out").exists()
    sealed = run("seal", "c.csv", "-m", "m.yaml", "-k", "k", "-o", "out", "--decisions", "d.yaml")
    assert sealed.exit_code == 0, sealed.output
    assert "1 cells left out" in sealed.output
    assert b"GB-ABE" not in rows_of((desk / "out").read_bytes())


def test_the_marked_copy_colours_each_finding_in_its_cell(desk: Path) -> None:
    run("check", "c.csv", "-m", "m.yaml", "--marked", "found.xlsx")
    page = openpyxl.load_workbook(desk / "found.xlsx").worksheets[0]
    coloured = {cell.coordinate for row in page.iter_rows() for cell in row if cell.comment}
    assert {"A2", "B2", "F2", "I2"} <= coloured


def test_check_never_writes_over_what_it_reads(desk: Path) -> None:
    before = (desk / "c.csv").read_bytes()
    assert run("check", "c.csv", "-m", "m.yaml", "--marked", "c.csv").exit_code != 0
    assert run("check", "c.csv", "-m", "m.yaml", "--draft", "m.yaml").exit_code != 0
    assert (desk / "c.csv").read_bytes() == before
    assert (desk / "m.yaml").read_text() == MAPPING
