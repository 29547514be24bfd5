"""Somebody takes what was published and tries to work out what was withheld."""

from __future__ import annotations

import csv
import hashlib
import json
import logging
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from beforehand.cli import programme
from beforehand.csv_rows import read_rows
from beforehand.prove.panel import read_panel
from beforehand.refusals import BadCount, UnreadableFile
from beforehand.web.settings.said import Plain

LINES = "place,sex,people\nKukes,F,{a}\nKukes,M,{b}\nLezhe,F,13\nLezhe,M,25\n=1+1,F,40\n=1+1,M,60\n"
ASKED = ["release", "table", "--rows", "place", "--columns", "sex", "--format"]


def released(folder: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("BEFOREHAND_HOME", str(folder / "home"))
    (folder / "counts.csv").write_text(LINES.format(a=4, b=30))
    ran = CliRunner().invoke(programme, [*ASKED, form, str(folder / "counts.csv")])
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def test_a_published_hash_does_not_give_a_withheld_count_back_by_trying(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = released(tmp_path, "json", monkeypatch)
    payload = json.loads(text)["payload"]
    assert payload["withheld"] == 4
    assert len(payload["data_hash"]) == 64
    for guess in range(35):
        file = LINES.format(a=guess, b=34 - guess).encode()
        assert hashlib.sha256(file).hexdigest() not in text


@pytest.mark.parametrize("where", ["shown", "written"])
def test_a_name_that_is_a_formula_runs_in_no_spreadsheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    text = released(tmp_path, "csv", monkeypatch)
    if where == "written":
        asked = [*ASKED[:-1], str(tmp_path / "counts.csv"), "-o", str(tmp_path / "safe.csv")]
        assert CliRunner().invoke(programme, asked).exit_code == 0
        text = (tmp_path / "safe.csv").read_text()
    names = [line[0] for line in csv.reader(text.splitlines())]
    assert "'=1+1" in names
    assert not [name for name in names if name.startswith("=")]


@pytest.mark.parametrize("value", ["9" * 13, "1" * 5000])
def test_a_count_that_no_machine_holds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("BEFOREHAND_HOME", str(tmp_path / "home"))
    path = tmp_path / "counts.csv"
    path.write_text(f"place,sex,people\nA,F,{value}\n")
    ran = CliRunner().invoke(programme, [*ASKED, "json", str(path)])
    assert isinstance(ran.exception, BadCount)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A,2026-01-01,1,5", "more cells"),
        ('A,2026-01-01,"1' + "x" * 200_000, "never ends"),
    ],
)
def test_a_row_that_would_be_read_wrongly_is_refused(tmp_path: Path, rows: str, said: str) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text(f"location,date,Y\n{rows}\n")
    with pytest.raises(UnreadableFile, match=said):
        list(read_rows(path, ("location", "date", "Y")))


def test_a_column_that_comes_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text("location,Y,Y\nA,1,2\n")
    with pytest.raises(UnreadableFile, match="twice"):
        list(read_rows(path, ("location", "Y")))


def test_an_outcome_too_large_to_be_squared_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text("location,date,Y\nA,2026-01-01,1e308\n")
    with pytest.raises(BadCount, match="line 2"):
        read_panel(path, made_up=True)


def test_a_fault_in_the_log_names_the_code_and_nothing_of_the_data() -> None:
    try:
        int("Arben Hoxha, 10.0.0.1")
    except ValueError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, "", 0, "at /cases/%s", ("Arben",), sys.exc_info()
        )
    said = Plain().format(record)
    assert "ValueError" in said
    assert "test_hostile_releases.py" in said
    assert not [word for word in ("Arben", "Hoxha", "10.0.0.1", "/cases") if word in said]
