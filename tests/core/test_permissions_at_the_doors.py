"""The same table again at the command line, by the partners that an answer names."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from beforehand.cli.share import command as share_command
from beforehand.cli.understand import command as understand_command
from beforehand.home import Home
from beforehand.records.people import Asker
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
