"""Agreements from YAML files and at the command line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from beforehand import share, store
from beforehand.cli.share import command
from beforehand.home import Home
from beforehand.records.agreements import BarredPurpose, Purpose
from beforehand.records.people import shell
from beforehand.refusals import BadAgreement, PurposeBarred
from beforehand.share import GivenFile

EXAMPLE = Path("docs/agreements/agreement.yaml")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("BEFOREHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    day = date(2026, 11, 27)
    monkeypatch.setattr("beforehand.cli.share_agreements.today", lambda: day)
    monkeypatch.setattr("beforehand.cli.share_agreements.shell", lambda: shell(day))
    return Home(tmp_path / "home")


def run(*said: str) -> Result:
    return CliRunner().invoke(command, list(said), catch_exceptions=True)


def load(text: str) -> Any:
    return share.load_agreement(GivenFile("a.yaml", text.encode()))


def test_the_documented_example_is_whole_and_says_that_it_is_made_up() -> None:
    said = share.load_agreement(EXAMPLE)
    assert store.agreement_lacks(said) == ()
    assert said.made_up
    assert said.publishes


@pytest.mark.parametrize("purpose", list(BarredPurpose))
def test_a_barred_purpose_is_refused_whatever_else_is_signed(purpose: BarredPurpose) -> None:
    text = EXAMPLE.read_text().replace("[route-analysis,", f"[{purpose.value},")
    with pytest.raises(PurposeBarred, match="never used"):
        load(text)


def test_no_purpose_is_both_allowed_and_barred() -> None:
    assert not {one.value for one in Purpose} & {one.value for one in BarredPurpose}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("hub: true", "hubb: true", "parties.hubb is no part"),
        ("[route-analysis,", "[spying,", "purposes"),
        ("starts: 2026-01-07", "starts: soon", "starts"),
        ("id: coalition-2026", "id: ../../x", "small letters"),
        ("made_up: true", "made_up: true\nended_on: 2026-01-01", "ended_on is no part"),
        ("made_up: true", "made_up: true\nversion: 9", "version is no part"),
        ("id: coalition-2026", "id: &a x\ntitle: *a", "alias"),
        ("id: coalition-2026", "id: [", "not YAML"),
        ("id: coalition-2026\n", "", "id"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(before: str, after: str, said: str) -> None:
    text = EXAMPLE.read_text()
    assert before in text
    with pytest.raises(BadAgreement, match=said):
        load(text.replace(before, after, 1))


def test_a_list_and_a_giant_are_no_agreements() -> None:
    for text in ("- a\n- b", "x" * 200_000):
        with pytest.raises(BadAgreement):
            load(text)


def test_it_is_recorded_listed_shown_due_and_ended_at_the_command_line(home: Home) -> None:
    assert "refused until one is" in run("agreements").output
    assert "Nothing is missing." in run("agreements", "add", str(EXAMPLE)).output
    assert "coalition-2026" in run("agreements", "list").output
    shown = run("agreements", "show", "coalition-2026").output
    assert "never for" in shown
    assert "N. Example, director, 2026-01-05" in shown
    due = run("agreements", "--due").output
    assert "40" in due
    assert "no mail" in due
    ended = run("agreements", "end", "coalition-2026", "--because", "North leaves")
    assert ended.exit_code == 0, ended.output
    assert "Nothing ends" in run("agreements", "--due").output
    answer = json.loads(run("agreements", "show", "coalition-2026", "--format", "json").stdout)
    assert answer["kept"]["standing"] == "over"
    assert [one["what"] for one in answer["changes"]] == ["recorded", "ended"]
    assert len(answer["kept"]["versions"]) == 2


def test_what_is_missing_is_said_when_it_is_recorded(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(EXAMPLE.read_text().replace("retention_months: 24", "retention_months: 0"))
    assert "not in force: how long the data are kept." in run("agreements", "add", str(file)).output


def test_groups_are_made_and_listed_at_the_command_line(home: Home) -> None:
    assert run("groups", "set", "inner", "North", "South").exit_code == 0
    assert "North, South" in run("groups").output
    (group,) = json.loads(run("groups", "list", "--format", "json").stdout)
    assert group["members"] == ["North", "South"]
