"""The coverage simulated on one's own table, as a record and at the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from beforehand.cli import programme
from beforehand.records.figure import Unit
from beforehand.stats.mse.estimates import Options
from beforehand.stats.mse.lists import Lists, lists_of
from beforehand.understand.hidden_coverage import coverage_record
from beforehand.understand.hidden_figures import About, model_records

HERE = About(source="made up for a test", data_hash="0" * 64, made_up=True)
TABLE = "A,B,C,count\n1,0,0,90\n0,1,0,70\n0,0,1,60\n1,1,0,12\n1,0,1,9\n0,1,1,8\n1,1,1,2\n"
LITTLE = 0.001  # seconds: the fewest tables and replicates


def lists() -> Lists:
    rows = [[int(cell) for cell in line.split(",")] for line in TABLE.split()[1:]]
    return lists_of(("A", "B", "C"), [(row[:3], row[3]) for row in rows])


def test_a_record_says_how_often_intervals_held_and_gives_the_one_that_does() -> None:
    found = coverage_record(HERE, lists(), "independence", Options(), LITTLE)
    assert found is not None
    assert found.covered.unit is Unit.SHARE
    assert found.covered.denominator == 100
    assert found.covered.value == found.covered.numerator / 100 > 0.8
    assert found.nominal == 0.95 <= found.recalibrated <= 1
    assert found.total.interval.low < found.total.value < found.total.interval.high


def test_single_models_within_reach_stand_side_by_side_best_first() -> None:
    made = model_records(HERE, lists())
    assert made
    assert [one.bic for one in made] == sorted(one.bic for one in made)
    plain = next(one for one in made if not one.model)
    assert str(plain.label) == "lists that know nothing of each other"
    assert all(one.total.value > 251 for one in made)


@pytest.mark.parametrize("method", ["dga", "bic-average", "lcmcr"])
def test_methods_that_average_have_no_level_to_move(method: str) -> None:
    assert coverage_record(HERE, lists(), method, Options(), LITTLE) is None
    assert coverage_record(HERE, lists(), "bic", Options(interval="none"), LITTLE) is None


def test_the_command_line_tells_the_coverage_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "lists.csv"
    path.write_text(TABLE, encoding="utf-8")
    asked = ["understand", "hidden", str(path), "--method", "independence", "--bootstrap", "200"]
    told = CliRunner().invoke(programme, [*asked, "--coverage", str(LITTLE)], obj=None)
    assert told.exit_code == 0, told.output
    assert "Of 100 simulated tables" in " ".join(told.output.split())
    silent = CliRunner().invoke(programme, [*asked, "--whole"])
    assert "simulated tables" not in silent.output
