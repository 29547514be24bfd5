"""Definitions, ages, hotspots, signals, the trend read closely: at the command line."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from beforehand.cli import programme
from beforehand.records.codec import from_json
from beforehand.records.definitions import Ages, Definitions
from beforehand.records.hotspots import Hotspots
from beforehand.records.readings import TrendReading
from beforehand.records.signals import EarlySignals
from beforehand.records.since import Since
from made_pool import referrals

COMMANDS: dict[str, tuple[tuple[str, ...], type]] = {
    "definitions": ((), Definitions),
    "ages": (("18", "34"), Ages),
    "hotspots": (("--end", "responders"), Hotspots),
    "signals": ((), EarlySignals),
    "trend": (("--closely",), TrendReading),
    "since": (("--keep",), Since),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return referrals(tmp_path_factory.mktemp("home"), date(2026, 1, 5)).root


def run(home: Path, word: str, *more: str) -> Result:
    asked = ["understand", word, *COMMANDS[word][0], "--route", "AL:GB", *more]
    return CliRunner().invoke(programme, asked, env={"BEFOREHAND_HOME": str(home), "COLUMNS": "80"})


@pytest.mark.parametrize("word", COMMANDS)
def test_a_table_fits_eighty_columns_and_says_what_it_rests_on(home: Path, word: str) -> None:
    told = run(home, word)
    assert told.exit_code == 0, (told.output, told.exception)
    assert max(map(len, told.output.splitlines())) <= 80
    assert "Data " in told.output


@pytest.mark.parametrize("word", COMMANDS)
def test_json_is_the_record_and_csv_holds_bare_numbers(home: Path, word: str) -> None:
    record = from_json(COMMANDS[word][1], run(home, word, "--format", "json").stdout.encode())
    assert record.basis.data_hash
    rows = list(csv.DictReader(io.StringIO(run(home, word, "--format", "csv").stdout)))
    assert rows
    assert {row["made_up"] for row in rows} == {"no"}


def test_a_profile_is_read_by_a_definition(home: Path) -> None:
    asked = ["profile", "--route", "AL:GB", "--by", "exploitation", "--definition", "ctdc"]
    told = CliRunner().invoke(
        programme, ["understand", *asked], env={"BEFOREHAND_HOME": str(home), "COLUMNS": "80"}
    )
    assert "90.0%" in told.output
    assert "Forced criminality" not in told.output
