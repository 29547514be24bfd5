"""``prove`` and ``release`` on the command line: stable JSON, plain refusals, exit codes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import made_commands
from beforehand import store
from beforehand.home import open_home
from beforehand.records.codec import to_json
from made_campaign import TREATED, a_panel, a_plan, results

GEOLIFT = Path(__file__).parents[1] / "fixtures" / "geolift_test.csv"
WINDOW = ("--from", "2021-04-01", "--to", "2021-04-15")
KEYS = {
    "method", "effect_per_unit", "effect_total", "lift", "low", "high", "p", "assignments", "mdr",
    "weights", "l2_imbalance", "scaled_l2_imbalance", "verdict", "seconds",
}  # fmt: skip


def run(home, *words):
    return made_commands.run(home, *words, home=home)


def lift(home, *words):
    return run(home, "prove", "lift", str(GEOLIFT), *WINDOW, *words)


def test_the_walkthrough_is_answered_in_the_documented_json(tmp_path):
    answer = lift(tmp_path, "--treated", "chicago,portland", "--format", "json")
    found = json.loads(answer.stdout)
    assert set(found) >= KEYS
    assert round(found["effect_per_unit"], 3) == 155.556
    assert found["method"] == "synthetic-control"
    assert found["verdict"] == "we cannot tell"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--treated", "chicag"), "nearest name there is chicago"),
        (("--treated", "chicago", "--method", "did", "--inference", "permutation"), "with block"),
        (("--treated", "chicago", "--method", "randomisation"), "none was given"),
        (("--treated", "chicago", "--design", "nothing.json"), "no such file"),
        (("--treated", "chicago", "--design", str(GEOLIFT.parent)), "no such file"),
    ],
)
def test_a_refusal_is_one_sentence_and_exit_3(tmp_path, words, said):
    answer = lift(tmp_path, *words)
    assert answer.returncode == 3
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


def test_wrong_usage_is_exit_2(tmp_path):
    assert lift(tmp_path).returncode == 2
    assert lift(tmp_path, "--treated", "a", "--method", "magic").returncode == 2


def test_designs_come_complete_from_lots_or_from_a_list(tmp_path):
    lots = tmp_path / "lots.json"
    listed = tmp_path / "listed.csv"
    plan = a_plan()
    listed.write_text("P0,P2,P4,P6\nP1,P3,P5,P7\n")
    lots.write_bytes(to_json(plan.lots))
    (tmp_path / "plan.json").write_bytes(to_json(plan))
    panel = tmp_path / "panel.csv"
    write_panel(panel, a_panel(1, dict.fromkeys(TREATED, 2)))
    window = ("--from", "2026-03-02", "--to", "2026-03-29", "--treated", ",".join(TREATED))
    sizes = {
        design: json.loads(
            run(tmp_path, "prove", "lift", str(panel), *window, "--design", design,
                "--format", "json").stdout
        )["assignments"]
        for design in ("complete", str(lots), str(tmp_path / "plan.json"), str(listed))
    }  # fmt: skip
    assert list(sizes.values()) == [70, 70, 70, 2]


def write_panel(path, panel):
    lines = ["location,date,Y"]
    for place, row in zip(panel.places, panel.values, strict=True):
        lines += [f"{place},{day},{value}" for day, value in zip(panel.days, row, strict=True)]
    path.write_text("\n".join(lines) + "\n")


def test_a_report_is_written_from_a_saved_plan_and_entered_in_the_ledger(tmp_path):
    home, plan = open_home(tmp_path), a_plan()
    panel = a_panel(1, dict.fromkeys(TREATED, 2))
    store.save(home, plan)
    store.save(home, results(panel, plan))
    pdf, page = tmp_path / "impact.pdf", tmp_path / "impact.html"
    answer = run(tmp_path, "prove", "report", plan.id[:8], "-o", str(pdf), "--html", str(page))
    assert answer.returncode == 0, answer.stderr
    assert pdf.read_bytes().startswith(b"%PDF")
    assert "2.0×" in page.read_text()
    ledger = json.loads(run(tmp_path, "release", "ledger", "--format", "json").stdout)
    assert [line["kind"] for line in ledger] == ["impact"]


def test_a_report_from_outcomes_alone_shows_no_delivery(tmp_path):
    home, plan = open_home(tmp_path), a_plan()
    store.save(home, plan)
    panel = tmp_path / "panel.csv"
    write_panel(panel, a_panel(1, dict.fromkeys(TREATED, 2)))
    page = tmp_path / "impact.html"
    answer = run(tmp_path, "prove", "report", plan.id, "-o", str(tmp_path / "impact.pdf"),
                 "--html", str(page), "--outcomes", str(panel))  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert "Delivery" not in page.read_text()
    assert "Spent" not in page.read_text()


def test_an_unknown_plan_is_refused(tmp_path):
    answer = run(tmp_path, "prove", "report", "0000", "-o", str(tmp_path / "x.pdf"))
    assert answer.returncode == 3
    assert "0000" in answer.stderr


def test_a_table_is_written_with_withheld_counts_said_to_be_so(tmp_path):
    cells = tmp_path / "cells.csv"
    rows = [("a", "x", 3), ("a", "y", 40), ("b", "x", 60), ("b", "y", 70), ("c", "x", 0)]
    cells.write_text("who,what,people\n" + "".join(f"{w},{t},{n}\n" for w, t, n in rows))
    out = tmp_path / "safe.csv"
    answer = run(tmp_path, "release", "table", str(cells), "--rows", "who", "--columns", "what",
                 "--made-up", "-o", str(out))  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert out.read_text().splitlines() == [
        "People by who and what (made up),x,y,total",
        "a,withheld,withheld,43",
        "b,withheld,withheld,130",
        "c,0,0,0",
        "total,63,110,173",
    ]
    assert "withheld" in answer.stderr
    line = json.loads(run(tmp_path, "release", "ledger", "--format", "json").stdout)[0]
    assert (line["kind"], line["withheld"]) == ("table", 4)
    assert date.fromisoformat(line["released_on"])
