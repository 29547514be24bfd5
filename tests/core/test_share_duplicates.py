"""``beforehand share duplicates``: a partner's own doubles, in memory alone."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from beforehand.refusals import BadMapping, NoSplink
from beforehand.share import Duplicates, GivenFile, likely_duplicates, load_mapping
from beforehand.share.partner import Mapping
from made_doubles import two_partners

HEAD = "Emri,Mbiemri,Lindur,Gjinia"
SHEET = f"""{HEAD}
Gjergj,Hoxha,12.03.1999,Masculine
Elira,Krasniqi,04.07.2001,Feminine
Djergj,Hoxha,12.03.1999,Masculine
Besa,Shehu,,Feminine
Luan,Marku,30.11.1988,Masculine
Vera,Prifti,01.02.1995,Feminine
Elira,Krasniqy,04.07.2011,Feminine
,,05.05.1990,Masculine
Luan,Gjoka,17.05.1979,Masculine
"""
MAPPING = """
partner: Made-up North (example)
partner_type: NGO
dataset: cases
edition: 1
provenance: made-up
linkage: {given_name: Emri, family_name: Mbiemri, birth_date: Lindur}
columns: {Gjinia: gender}
date_format: "%d.%m.%Y"
"""


def mapping(text: str = MAPPING) -> Mapping:
    return load_mapping(GivenFile("map.yaml", text.encode()))


def found(text: str, least: float = 0.5) -> Duplicates:
    return likely_duplicates(GivenFile("cases.csv", text.encode()), mapping(), least)


def run(folder: Path, *more: str) -> Any:
    (folder / "cases.csv").write_text(SHEET, "utf-8")
    (folder / "map.yaml").write_text(MAPPING, "utf-8")
    places = {name: str(folder) for name in ("HOME", "TMPDIR", "BEFOREHAND_HOME")}
    return subprocess.run(
        [sys.executable, "-B", "-c", "from beforehand.cli import main; main()",
         "share", "duplicates", "cases.csv", "-m", "map.yaml", *more],
        cwd=folder, env={**os.environ, **places}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@dataclass(frozen=True)
class Ran:
    """What the command did in each form: its process, and the folder it ran in."""

    done: dict[str, Any]
    folder: Path


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("partner")
    return Ran({form: run(folder, "--format", form) for form in ("table", "json", "csv")}, folder)


def test_two_spellings_of_one_person_are_found_and_strangers_are_not() -> None:
    answer = found(SHEET)
    assert {(pair.row, pair.other_row) for pair in answer.pairs} >= {(2, 4), (3, 8)}
    first = answer.pairs[0]
    assert (first.row, first.other_row) == (2, 4)
    assert first.probability > 0.95
    assert first.same == ("family", "born", "sex")
    assert len(answer.pairs) == 2
    assert (answer.rows, answer.comparable) == (9, 8)


def test_a_small_file_is_weighed_by_the_usual_weights_and_says_so(ran: Ran) -> None:
    assert not found(SHEET).learnt
    assert "too small" in " ".join(ran.done["table"].stdout.split())


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_a_file_of_hardly_a_row_has_no_doubles(rows: int) -> None:
    text = "\n".join(SHEET.splitlines()[: rows + 1]) + "\n"
    assert found(text).pairs == ()


def test_nothing_is_written_and_nothing_but_the_answer_is_printed(ran: Ran) -> None:
    done = ran.done["json"]
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert json.loads(done.stdout)["pairs"][0]["other_row"] == 4
    # rbcl, which the keyholder's commands load, unpacks its own library in the temporary folder
    left = [path for path in ran.folder.rglob("*") if path.read_bytes()[:4] != b"\x7fELF"]
    assert {path.name for path in left} == {"cases.csv", "map.yaml"}


def test_no_name_or_birth_date_is_printed(ran: Ran) -> None:
    for done in ran.done.values():
        assert done.stdout
        for secret in ("Gjergj", "Djergj", "gjergj", "Hoxha", "hoxha", "1999"):
            assert secret not in done.stdout + done.stderr


def test_nobody_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert found(SHEET).pairs


def test_a_large_file_teaches_its_own_weights() -> None:
    one, other = two_partners(1000, seed=4242)
    both, out = one + other, [HEAD.split(",")]
    for row in both:
        born = ".".join(reversed(row.born.split("-")))
        sex = {"m": "Masculine", "f": "Feminine"}.get(row.sex, "")
        out.append([row.given, row.family, born, sex])
    lines = "\n".join(",".join(line) for line in out) + "\n"
    answer = found(lines, 0.7)
    assert answer.learnt
    right = sum(both[p.row - 2].who == both[p.other_row - 2].who for p in answer.pairs)
    assert right / len(answer.pairs) > 0.9
    assert right / 500 > 0.75


def test_without_splink_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    with pytest.raises(NoSplink, match=r"pip install beforehand\[duplicates\]"):
        found(SHEET)


def test_a_mapping_that_names_nobody_is_refused() -> None:
    bare = mapping("\n".join(line for line in MAPPING.splitlines() if "linkage" not in line))
    with pytest.raises(BadMapping, match="Add them under linkage"):
        likely_duplicates(GivenFile("cases.csv", SHEET.encode()), bare)
