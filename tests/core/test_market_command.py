"""``campaign power`` on a panel: rows as documented, plain refusals, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import made_commands

HISTORY = Path(__file__).parents[1] / "fixtures" / "geolift_pretest.csv"
KEYS = {
    "places", "duration", "effect", "power", "type_1", "detected_lift", "scaled_l2_imbalance",
}  # fmt: skip


def power(home, *words):
    return made_commands.run(home, "campaign", "power", *words, home=home)


def test_a_search_prints_a_row_a_design_and_effect_and_what_it_claims_of_nothing(tmp_path):
    asked = ("--durations", "10", "--sizes", "2", "--effects", "0,0.1", "--format", "json")
    answer = power(tmp_path, str(HISTORY), *asked)
    rows = json.loads(answer.stdout)
    assert len(rows) == 30 * 2
    assert all(set(row) >= KEYS for row in rows)
    assert "Where nothing had been added" in answer.stderr


def test_the_table_names_the_best_sets_and_says_the_same(tmp_path):
    answer = power(tmp_path, str(HISTORY), "--durations", "10", "--sizes", "2")
    assert "best 15 of 30" in answer.stdout
    assert "Where nothing had been added" in answer.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nothing.csv",), 3, "no such file"),
        ((str(HISTORY), "--durations", "500"), 3, "too short"),
        ((str(HISTORY), "--sizes", "2,x"), 2, "not a list"),
        ((str(HISTORY), "--effects", ""), 2, "not a list"),
        ((str(HISTORY), "--lookback", "0"), 2, "lookback"),
        (("3f9a21c0", "--sizes", "2"), 2, "a plan has its own"),
        (("3f9a21c0",), 3, "No saved Plan"),
    ],
)
def test_what_cannot_be_searched_is_refused_in_a_sentence(tmp_path, words, code, said):
    answer = power(tmp_path, *words)
    assert answer.returncode == code
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
