"""``beforehand understand`` answers in an 80-column terminal, in JSON and in CSV."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from beforehand.cli import programme
from beforehand.records.codec import from_json
from beforehand.records.picture import Profile
from beforehand.refusals import EmptyPool, UnknownField, UnknownRoute
from made_pool import referrals


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return referrals(tmp_path_factory.mktemp("home"), date(2026, 1, 5)).root


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(
        programme, ["understand", *words], env={"BEFOREHAND_HOME": str(home), "COLUMNS": "80"}
    )


@pytest.mark.parametrize("word", ["profile", "compare", "routes", "trend"])
def test_a_table_fits_eighty_columns(home: Path, word: str) -> None:
    told = run(home, word, "--route", "AL:GB")
    assert told.exit_code == 0, told.output
    assert max(map(len, told.output.splitlines())) <= 80
    assert "proxy" in told.output
    assert "Data " in told.output


def test_a_profile_in_json_is_the_record(home: Path) -> None:
    told = run(home, "profile", "--route", "AL:GB", "--by", "gender", "--format", "json")
    record = from_json(Profile, told.stdout.encode())
    assert record.people.value == 7_659
    assert [field.field for field in record.fields] == ["gender"]
    assert json.loads(told.stdout)["fields"][0]["of_everyone"][0]["figure"]["interval"]


def test_csv_holds_bare_numbers_and_says_what_is_made_up(home: Path) -> None:
    told = run(home, "compare", "--route", "AL:GB", "--format", "csv")
    rows = {row["seen_by"]: row for row in csv.DictReader(io.StringIO(told.stdout))}
    assert rows["LawEnforcement"]["of"] == "926"
    assert float(rows[""]["share"]) == pytest.approx(0.4656, abs=1e-4)
    assert {row["made_up"] for row in rows.values()} == {"no"}


def test_a_cross_filter_and_any_citizenship(home: Path) -> None:
    men = run(
        home,
        "profile",
        "--route",
        "AL:GB",
        "--by",
        "gender",
        "--where",
        "exploitation=ForcedLabour",
    )
    assert "95.9%" in men.output
    some = run(home, "profile", "--route", "AL:GB", "--by", "gender", "--citizenship", "any")
    assert "7,733 people" in some.output


def test_a_brief_is_written(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "brief.pdf"
    told = run(home, "brief", "--route", "AL:GB", "-o", str(out))
    assert told.exit_code == 0, told.output
    assert out.read_bytes().startswith(b"%PDF")
    assert "7,659 people" in told.output


def test_refusals_are_named(home: Path, tmp_path: Path) -> None:
    assert isinstance(run(home, "profile", "--route", "ALB").exception, UnknownRoute)
    assert isinstance(run(home, "profile", "--route", "AL:FR").exception, EmptyPool)
    assert isinstance(run(tmp_path, "trend", "--route", "AL:GB").exception, EmptyPool)
    wrong = run(home, "profile", "--route", "AL:GB", "--by", "shoe_size")
    assert isinstance(wrong.exception, UnknownField)


def test_wrong_usage_exits_with_two(home: Path) -> None:
    assert run(home, "profile").exit_code == 2
    assert run(home, "profile", "--route", "AL:GB", "--where", "gender").exit_code == 2
