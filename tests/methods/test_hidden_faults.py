"""Faults found in the field's tools: here each is refused, or right, in one plain sentence."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from beforehand.cli import programme
from beforehand.refusals import BadLists, NoEstimate
from beforehand.stats.mse import graphs, models
from beforehand.stats.mse.estimates import METHODS, Options, Verdict, estimate
from beforehand.stats.mse.lists import Lists, lists_of
from beforehand.stats.mse.tables import MOST_PEOPLE, read_table

TABLES = Path(__file__).parent.parent / "fixtures" / "mse"
GOOD = "A,B,C,count\n1,0,0,60\n0,1,0,40\n0,0,1,30\n1,1,0,12\n1,0,1,8\n0,1,1,25\n1,1,1,6\n"
PLAIN = Options(interval="none")


def refusal(text: str | bytes) -> str:
    """What is said of a table that is refused."""
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(BadLists) as caught:
        read_table(data, "lists.csv")
    said = str(caught.value)
    assert said.startswith("These lists cannot be used: lists.csv: ")
    assert "{" not in said
    return said


@cache
def lists(name: str) -> Lists:
    path = TABLES / f"{name}.csv"
    return read_table(path.read_bytes(), path.name).lists


def asked(*words: str, text: str | None = None) -> Result:
    return CliRunner().invoke(programme, ["understand", "hidden", *words], input=text)


def test_lists_that_share_nobody_are_refused_and_not_answered_with_trillions() -> None:
    said = refusal("A,B,C,count\n1,0,0,60\n0,1,0,40\n0,0,1,30\n")
    assert "no two lists share anybody" in said


def test_ten_lists_have_an_answer() -> None:
    pairs = [(a, b) for a in range(10) for b in range(a, 10)]
    rows = [(tuple(int(i in pair) for i in range(10)), 40 if len(set(pair)) == 1 else 5)
            for pair in pairs]  # fmt: skip
    found = estimate(lists_of("ABCDEFGHIJ", rows), "stepwise", options=PLAIN)
    assert found.total is not None
    assert found.total > found.seen


def test_seventeen_lists_and_one_list_are_refused() -> None:
    assert "1 lists, not 2 to 16" in refusal("A,count\n1,5\n")
    names = ",".join(f"L{i}" for i in range(17))
    assert "17 lists, not 2 to 16" in refusal(f"{names},count\n{'1,' * 17}5\n")


def test_a_two_for_a_one_is_refused_with_its_line_and_column() -> None:
    said = refusal(GOOD.replace("1,1,0,12", "1,2,0,12"))
    assert "line 5, column B holds 2, not 0 or 1" in said


@pytest.mark.parametrize("cell", ["", "yes", "1.0", "-1", "NA"])
def test_any_other_value_than_nought_and_one_is_refused(cell: str) -> None:
    assert f"column B holds {cell or 'nothing'}" in refusal(GOOD.replace("1,1,0", f"1,{cell},0"))


def test_the_same_list_twice_is_refused_under_one_name_or_two() -> None:
    twice = "A,B,A,count\n1,0,1,60\n0,1,0,40\n1,1,1,12\n"
    assert "the name A stands over two lists" in refusal(twice)
    assert "lists A and C hold the same people" in refusal(twice.replace("B,A", "B,C"))


def test_a_row_of_people_on_no_list_is_refused() -> None:
    assert "line 9 counts people on no list" in refusal(GOOD + "0,0,0,100\n")


@pytest.mark.parametrize("count", ["-3", "2.5", "", "many", "1e3", "*", "<0", "9-1", "9" * 5000])
def test_a_count_that_is_none_is_refused_with_its_line(count: str) -> None:
    assert "line 5, column count holds" in refusal(GOOD.replace("1,1,0,12", f"1,1,0,{count}"))


def test_more_people_than_can_be_are_refused() -> None:
    assert "thousand million" in refusal(GOOD.replace("12", str(MOST_PEOPLE + 1)))


def test_a_table_without_counts_or_with_two_columns_of_them_is_refused() -> None:
    assert "0 columns named count" in refusal(GOOD.replace("count", "people"))
    assert "2 columns named count" in refusal(GOOD.replace("C,count", "count,count"))


def test_rows_of_another_length_than_the_header_are_refused() -> None:
    assert "line 9 has 3 cells and the header has 4" in refusal(GOOD + "1,0,0\n")
    assert "line 9 has 5 cells and the header has 4" in refusal(GOOD + "1,0,0,5,\n")


def test_withheld_counts_are_refused_where_no_other_is_told_or_they_may_be_almost_anything() -> (
    None
):
    assert "every count is withheld" in refusal("A,B,count\n1,0,<2\n0,1,<2\n1,1,<2\n")
    assert "line 5 withholds a count among 5000" in refusal(GOOD.replace("12", "<5000"))


@pytest.mark.parametrize("option", ["--level", "--threshold", "--coverage"])
@pytest.mark.parametrize("value", ["nan", "inf"])
def test_what_is_no_finite_number_is_wrong_usage(option: str, value: str, tmp_path: Path) -> None:
    (tmp_path / "lists.csv").write_text(GOOD)
    said = ["understand", "hidden", str(tmp_path / "lists.csv"), option, value]
    answer = CliRunner().invoke(programme, said)
    assert answer.exit_code == 2
    assert "Invalid value" in answer.output


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff", ",,\n,,\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert "it is empty" in refusal(text)


def test_a_header_alone_an_open_quote_and_what_is_no_text_are_refused() -> None:
    assert "a header and no rows" in refusal("A,B,count\n")
    assert "never ends" in refusal(GOOD + '"1,0,0,5\n')
    assert "not UTF-8" in refusal("Käfig,B,count\n1,1,5\n".encode("latin-1"))
    assert "not text" in refusal(b"A,B,count\n1,1,\x005\n")


def test_lists_without_a_name_with_nobody_or_with_everybody_are_refused() -> None:
    assert "a list has no name" in refusal("A,,count\n1,0,5\n0,1,5\n1,1,5\n")
    assert "nobody is on list C" in refusal("A,B,C,count\n1,0,0,5\n0,1,0,5\n1,1,0,5\n")
    assert "everybody is on list A" in refusal("A,B,count\n1,0,5\n1,1,5\n")
    assert "nobody is on any list" in refusal("A,B,count\n1,0,0\n")


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + GOOD,
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\n\n"),
        GOOD.replace("count", '"Count"'),
        "\n".join(",".join(reversed(row.split(","))) for row in GOOD.split()),
        GOOD.replace("12", "12.0"),
    ],
)
def test_a_table_may_look_otherwise_and_say_the_same(text: str) -> None:
    found = read_table(text.encode(), "lists.csv").lists
    plain = read_table(GOOD.encode(), "lists.csv").lists
    first, second = (estimate(one, "stepwise", options=PLAIN).total for one in (found, plain))
    assert first == pytest.approx(second)
    assert found.seen == plain.seen == 181


def test_the_same_lists_twice_add_up_with_a_warning() -> None:
    table = read_table((GOOD + "1,1,0,3\n").encode(), "lists.csv")
    assert table.lists.counts[0b011] == 15
    assert "lines 5 and 9 are the same lists" in str(table.warnings[0])


def test_two_lists_have_an_interval() -> None:
    two = lists_of(("A", "B"), [((1, 0), 300), ((0, 1), 200), ((1, 1), 100)])
    found = estimate(two, "stepwise", options=Options(replicates=200))
    assert found.total == pytest.approx(400 * 300 / 100)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 1200 < found.high


def test_new_orleans_has_185_people_and_not_186() -> None:
    assert lists("NewOrl").seen == lists("NewOrl_5").seen == 185
    found = estimate(lists("NewOrl_5"), "stepwise", options=PLAIN)
    assert found.total is not None
    assert round(found.total) != 1110  # the answer for 186


def test_the_saturated_graph_has_no_weight_in_an_average_over_graphs() -> None:
    """Under it only the prior speaks of the unseen, so that few people let it move the answer."""
    rows = [((1, 0, 0), 2), ((0, 1, 0), 11), ((0, 0, 1), 6), ((1, 1, 0), 3), ((0, 1, 1), 4)]
    few = lists_of("ABC", [*rows, ((1, 1, 1), 5)])
    found = estimate(few, "dga", options=PLAIN)
    with_it = graphs.average_over_graphs(few, saturated=True, longest=2000)
    heavy = [graph.saturated for graph, at in zip(with_it.graphs, with_it.weights, strict=True)
             if at > 0.01]  # fmt: skip
    assert any(heavy)
    ours = graphs.average_over_graphs(few)
    assert not any(graph.saturated for graph in ours.graphs)
    assert found.total == pytest.approx(few.seen + ours.mean)


def test_a_resample_without_overlap_leaves_a_range_and_never_an_infinite_number() -> None:
    few = lists_of(("A", "B"), [((1, 0), 30), ((0, 1), 20), ((1, 1), 1)])
    found = estimate(few, "independence", options=Options(replicates=300, interval="percentile"))
    assert found.high is None
    assert found.verdict is Verdict.RANGE
    assert any("no finite estimate" in str(one) for one in found.warnings)
    told = asked("-", "--method", "independence", "--bootstrap", "300", "--format", "json",
                 text="A,B,count\n1,0,30\n0,1,20\n1,1,1\n")  # fmt: skip
    assert json.loads(told.stdout, parse_constant=pytest.fail)["verdict"] == "range only"


def test_the_reason_names_the_lists_that_make_a_model_impossible() -> None:
    made = read_table((TABLES / "Artificial_3.csv").read_bytes(), "a.csv").lists
    broken = [
        state
        for terms in ([0b011], [0b101], [0b110], [0b011, 0b101], [0b011, 0b101, 0b110])
        if (state := models.existence(made, terms)).code
    ]
    assert broken
    assert all("list C shares nobody" in str(one.reason) for one in broken)


def test_the_command_prints_one_object_with_the_documented_keys() -> None:
    told = asked(str(TABLES / "UKdat.csv"), "--interval", "none", "--format", "json")
    assert told.exit_code == 0
    found = json.loads(told.stdout)
    assert list(found) == [
        "method", "estimate", "low", "high", "seen", "lists", "model", "aic", "bic", "exists",
        "identifiable", "replicates", "mc_error_low", "mc_error_high", "verdict", "reason",
        "warnings", "seconds",
    ]  # fmt: skip
    assert found["estimate"] == pytest.approx(11418, abs=0.5)
    assert ["LA", "NG"] in found["model"]
    assert all(term == sorted(term) for term in found["model"])
    assert found["low"] is None


def test_methods_stand_side_by_side_and_one_that_refuses_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    some = {name: METHODS[name] for name in ("dga", "stepwise", "bic-all")}
    monkeypatch.setattr("beforehand.cli.hidden.METHODS", some)
    file = str(TABLES / "NewOrl.csv")  # of 8 lists: too many for all models and all graphs
    told = asked("--method", "all", "--interval", "none", "--format", "json", file)
    assert told.exit_code == 0
    found = {one["method"]: one for one in json.loads(told.stdout)}
    assert list(found) == list(some)
    assert found["stepwise"]["estimate"] > 185
    for refused in (found["dga"], found["bic-all"]):
        assert refused["estimate"] is None
        assert refused["verdict"] == "no estimate warranted"
        assert "8" in refused["reason"]


def test_a_method_that_refuses_alone_is_a_refusal_and_its_object_is_printed() -> None:
    told = asked(str(TABLES / "NewOrl.csv"), "--method", "dga", "--format", "json")
    assert isinstance(told.exception, NoEstimate)  # which ``main`` turns into exit code 3
    assert "\n" not in str(told.exception)
    assert json.loads(told.stdout)["estimate"] is None


def test_a_table_on_standard_input_is_read_and_its_faults_named() -> None:
    told = asked("-", "--interval", "none", "--format", "csv", text=GOOD)
    assert told.exit_code == 0
    assert told.stdout.startswith("method,estimate,low,high,seen")
    wrong = asked("-", text=GOOD.replace("1,1,0", "1,2,0"))
    assert isinstance(wrong.exception, BadLists)
    assert "standard input: line 5" in str(wrong.exception)


def test_a_table_is_answered_without_the_pool_and_the_pool_without_the_compiler() -> None:
    code = "import sys; import beforehand.cli.{}; print(*sys.modules)"

    def loaded(module: str) -> set[str]:
        asked = [sys.executable, "-c", code.format(module)]
        return set(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split())

    table = loaded("hidden")
    assert "numba" in table
    assert not table & {
        "django",
        "duckdb",
        "pyarrow",
        "rich",
        "scipy.special",
        "beforehand.understand",
    }
    assert "numba" not in loaded("pictures")


def test_no_estimate_of_the_shared_tables_is_less_than_the_people_seen() -> None:
    for path in TABLES.glob("*.csv"):
        for method in ("stepwise", "aic", "bic", "independence"):
            found = estimate(lists(path.stem), method, options=PLAIN)
            assert found.total is None or (found.total >= found.seen and math.isfinite(found.total))
