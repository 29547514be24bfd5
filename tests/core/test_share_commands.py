"""``beforehand share`` from the shell: answers, exit codes and plain sentences."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

import made_commands
from beforehand.example.coalition import SEED, sheets
from made_commands import Ran

DATA = Path(str(resources.files("beforehand"))) / "data"
TABLE = DATA / "cases/nrm_referrals_2022q2_2023q4.csv"
MAPPING = DATA / "mappings/example-charity.yaml"


def run(folder: Path, *words: str | Path) -> Ran:
    return made_commands.run(folder, "share", *words)


@cache
def cases_file() -> bytes:
    given = sheets(np.random.default_rng(SEED))[0].file
    assert isinstance(given.data, bytes)
    return given.data


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A partner's desk: a spreadsheet in the clear, a mapping, a key."""
    (tmp_path / "cases.xlsx").write_bytes(cases_file())
    (tmp_path / "map.yaml").write_bytes(MAPPING.read_bytes())
    assert run(tmp_path, "key", "-o", "coalition.key").returncode == 0
    return tmp_path


def seal(desk: Path, file: str = "cases.xlsx", out: str = "out.sealed") -> Ran:
    return run(desk, "seal", file, "-m", "map.yaml", "-k", "coalition.key", "-o", out)


def test_a_file_goes_from_the_partner_to_the_pool_and_is_taken_back(desk: Path) -> None:
    sealed = seal(desk)
    assert sealed.returncode == 0, sealed.stderr
    assert "Notes (made-up)" in sealed.stdout
    added = json.loads(run(desk, "add", "out.sealed", "--format", "json").stdout)
    name = added[0]["submission"]["id"]
    assert name[:12] in run(desk, "list").stdout
    assert run(desk, "add", "out.sealed").stdout.count("already there") == 1
    linked = json.loads(run(desk, "link", "--format", "json").stdout)
    assert linked[0]["rows"] == 34
    assert run(desk, "recall", name[:6]).returncode == 3
    assert run(desk, "recall", name[:12]).returncode == 0
    listed = json.loads(run(desk, "list", "--format", "json").stdout)
    assert (listed["submissions"], [stone["id"] for stone in listed["recalled"]]) == ([], [name])


def test_the_published_table_is_added_by_name(desk: Path) -> None:
    added = run(desk, "add", TABLE, "-m", "nrm", "--format", "csv")
    assert added.returncode == 0, added.stderr
    assert "real:aggregate:nrm,11277,30197" in added.stdout


def test_a_sheet_in_the_clear_is_refused_at_the_hub(desk: Path) -> None:
    refused = run(desk, "add", "cases.xlsx")
    assert refused.returncode == 3
    assert "share seal" in refused.stderr
    assert run(desk, "add", "cases.xlsx", "-m", "map.yaml").returncode == 3


def test_an_empty_file_or_a_pdf_is_told_what_it_is_at_the_hub_too(desk: Path) -> None:
    for name, data, what in (("empty.csv", b"", "empty"), ("pdf.csv", b"%PDF-1.7", "a PDF")):
        (desk / name).write_bytes(data)
        refused = run(desk, "add", name)
        assert refused.returncode == 3
        assert what in refused.stderr


def test_faults_are_listed_and_marked_up_and_nothing_is_sealed(desk: Path) -> None:
    book = load_workbook(desk / "cases.xlsx")
    column = [cell.value for cell in book.worksheets[0][1]].index("Sex") + 1
    book.worksheets[0].cell(3, column).value = "Mle"
    book.worksheets[0].cell(5, column).value = "Femle"
    book.save(desk / "wrong.xlsx")
    refused = seal(desk, "wrong.xlsx", "wrong.sealed")
    assert refused.returncode == 3
    assert refused.stderr.count("the nearest is") == 3  # both, and the first again in the sentence
    assert not (desk / "wrong.sealed").exists()
    copy = load_workbook(desk / "wrong-faults.xlsx")
    assert copy["Cases"].cell(3, column).comment is not None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.csv", b""),
        ("pdf.csv", b"%PDF-1.7"),
        ("broken.xlsx", b"PK\x03\x04"),
        ("nul.csv", b"Surname\0"),
        ("header-only.csv", b"Surname,First name,Born\n"),
        ("latin.csv", "Emri,Mbiemri\nÇelë,Ë\n".encode("latin-1")),
        ("none.csv", None),
    ],
)
def test_bad_input_is_a_plain_sentence_and_exit_code_3(
    desk: Path, name: str, data: bytes | None
) -> None:
    if data is not None:
        (desk / name).write_bytes(data)
    refused = seal(desk, name)
    assert refused.returncode == 3
    assert len(refused.stderr.strip().splitlines()) == 1
    assert name in refused.stderr or "map.yaml" in refused.stderr


def test_a_weak_key_a_bad_mapping_and_a_strange_id_are_refused(desk: Path) -> None:
    (desk / "weak.key").write_text("secret")
    (desk / "bad.yaml").write_text("columns: {a: gender, a: industry}")
    weak = run(desk, "seal", "cases.xlsx", "-m", "map.yaml", "-k", "weak.key", "-o", "o")
    bad = run(desk, "seal", "cases.xlsx", "-m", "bad.yaml", "-k", "coalition.key", "-o", "o")
    folder = run(
        desk, "seal", "cases.xlsx", "-m", "map.yaml", "-k", "coalition.key", "-o", "/proc/x/o"
    )
    strange = run(desk, "recall", "../../x")
    again = run(desk, "key", "-o", "coalition.key")
    assert [made.returncode for made in (weak, bad, folder, strange, again)] == [3] * 5
    assert "32 bytes" in weak.stderr
    assert "twice" in bad.stderr


def test_wrong_usage_is_exit_code_2_and_help_shows_an_example(desk: Path) -> None:
    assert run(desk, "seal", "cases.xlsx").returncode == 2
    for word in ("seal", "add", "list", "recall", "link", "key"):
        assert "Example: beforehand share" in run(desk, word, "--help").stdout
