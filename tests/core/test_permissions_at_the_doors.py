"""The same table again at the command line, by the partners that an answer names."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click
import pyarrow as pa
import pytest
from click.testing import CliRunner, Result

from beforehand import store
from beforehand.cli import programme
from beforehand.cli.share import command as share_command
from beforehand.cli.understand import command as understand_command
from beforehand.home import Home
from beforehand.records.agreements import Purpose
from beforehand.records.people import Asker
from beforehand.records.schema import CASE_SCHEMA
from beforehand.refusals import AllKeptBack, PurposeBarred
from made_agreements import covered
from made_grounds import ALL, ASKERS, MADE_UP, REAL, TODAY, filled, may_use


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return filled(tmp_path_factory.mktemp("home"))


def wanted(asker: Asker, source: str, *, hands_on: bool = False) -> set[str]:
    made_up = source == str(MADE_UP)
    some = [one for one in ALL if (one.ground == "made-up") is made_up]
    return {one.giver for one in some if may_use(asker, one, hands_on=hands_on)}


@pytest.mark.parametrize("source", [str(REAL), str(MADE_UP)])
def test_the_command_line_answers_from_what_the_hubs_analyst_may_use(
    home: Home, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.setenv("BEFOREHAND_HOME", str(home.root))
    monkeypatch.setattr("beforehand.cli.who.today", lambda: TODAY)
    asked = ["compare", "--route", "AL:GB", "--by", "partner", "--source", source]
    done = CliRunner().invoke(understand_command, [*asked, "--format", "json"])
    assert done.exit_code == 0, done.output
    groups = {one["group"] for one in json.loads(done.stdout)["groups"]}
    assert groups == wanted(replace(ASKERS["analyst"], on=TODAY), source)
    listed = json.loads(CliRunner().invoke(share_command, ["list", "--format", "json"]).stdout)
    assert len(listed["submissions"]) == len(ALL)


def test_the_command_line_asks_for_a_purpose_as_agreements_name_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path)
    covered(home, "North", purposes=(Purpose.ROUTE_ANALYSIS,))
    offer = store.Offer(
        giver="North", dataset="cases", edition="1", source_class=REAL, title="t", licence="none"
    )
    case = {"row_id": "a", "people": 1, "citizenship": ["AL"], "referral_country": "GB",
            "partner": "North", "partner_type": "NGO", "gender": "Masculine"}  # fmt: skip
    store.add(home, offer, [pa.RecordBatch.from_pylist([case], CASE_SCHEMA)], today=TODAY)
    monkeypatch.setenv("BEFOREHAND_HOME", str(home.root))
    monkeypatch.setattr("beforehand.cli.who.today", lambda: TODAY)

    def asked(*more: str) -> Result:
        words = ["profile", "--route", "AL:GB", "--source", str(REAL), *more]
        return CliRunner().invoke(programme, ["understand", *words])

    assert asked().exit_code == 0
    assert asked("--purpose", "route-analysis").exit_code == 0
    other = asked("--purpose", "research").exception
    assert isinstance(other, AllKeptBack)
    barred = asked("--purpose", "immigration-enforcement").exception
    assert isinstance(barred, PurposeBarred)
    assert "never used for immigration-enforcement" in str(barred)
    unknown = asked("--purpose", "curiosity")
    assert (unknown.exit_code, "service-planning" in unknown.stderr) == (2, True)


def test_every_command_that_reads_cases_of_a_route_takes_a_purpose() -> None:
    asking = click.Context(understand_command)
    told = {}
    for name in understand_command.list_commands(asking):
        command = understand_command.get_command(asking, name)
        told[name] = {word for one in command.params for word in one.opts} if command else set()
    lacking = [name for name, words in told.items()
               if "--route" in words and "--purpose" not in words]  # fmt: skip
    assert not lacking
    assert sum("--purpose" in words for words in told.values()) >= 11
