"""Partners as overlapping lists: whom several saw tells of those whom nobody saw."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from beforehand import share, store, understand
from beforehand.cli import programme
from beforehand.home import Home
from beforehand.records.cases import CaseTable, Provenance, SourceClass, SourceKind
from beforehand.records.codec import from_json, to_json
from beforehand.records.figure import Figure
from beforehand.records.hidden import HiddenPopulation, HiddenVerdict
from beforehand.records.people import SHELL
from beforehand.refusals import BadLists, PurposeBarred
from beforehand.stats.mse.estimates import Options
from beforehand.understand.pool import opened
from made_pool import COALITION, sealed_coalition

PEOPLE, ROWS = 121, 138
QUICK = Options(replicates=200)
ONE = understand.ListsAsked(methods=("stepwise",), drawn=3)
ROUTE = understand.parse_route("AL:GB")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home(tmp_path_factory.mktemp("home"))
    for sealed in sealed_coalition(1):
        share.add_sealed(made, sealed, today=date(2026, 1, 5))
    return made


@pytest.fixture(scope="module")
def cases(home: Home) -> CaseTable:
    return store.open_cases(home, SHELL, COALITION)


@pytest.fixture(scope="module")
def told(cases: CaseTable) -> HiddenPopulation:
    return understand.hidden(cases, ROUTE, replace(ONE, stratum="sex"), QUICK)


def figures(told: HiddenPopulation) -> Iterator[Figure]:
    yield from (one.people for one in told.lists)
    yield from (one.people for one in told.overlaps if one.people)
    yield from (one.total for one in told.estimates if one.total)
    yield from (one for one in (told.seen, told.total, told.hidden) if one)


def every(held: object) -> Iterator[Figure]:
    """Each figure anywhere in a record."""
    if isinstance(held, Figure):
        yield held
    elif isinstance(held, tuple):
        yield from (one for each in held for one in every(each))
    elif is_dataclass(held):
        yield from (one for each in fields(held) for one in every(getattr(held, each.name)))


def test_no_recipe_stands_for_two_numbers_and_each_says_by_which_method(
    told: HiddenPopulation,
) -> None:
    values: dict[str, set[float]] = {}
    for figure in every(told):
        assert figure.recipe.parameters["method"]
        values.setdefault(str(sorted(figure.recipe.parameters.items())), set()).add(figure.value)
    assert len(values) > 60
    assert [recipe for recipe, held in values.items() if len(held) > 1] == []


def test_everybody_of_the_route_is_on_the_lists_once(told: HiddenPopulation) -> None:
    assert told.seen.value == PEOPLE
    assert sum(one.people.value for one in told.overlaps if one.people) == PEOPLE
    on_lists = sum(one.people.value for one in told.lists)
    assert PEOPLE < on_lists <= ROWS


def test_the_total_is_the_people_seen_and_those_on_no_list(told: HiddenPopulation) -> None:
    assert told.verdict is not HiddenVerdict.NONE
    assert told.total is not None
    assert told.hidden is not None
    assert told.total.value == pytest.approx(PEOPLE + told.hidden.value)
    assert told.total.interval is not None
    assert told.hidden.interval is not None
    assert told.total.interval.low == pytest.approx(PEOPLE + (told.hidden.interval.low or 0))


def test_every_figure_says_where_it_is_from_and_that_nobody_in_it_exists(
    told: HiddenPopulation, cases: CaseTable
) -> None:
    for one in figures(told):
        assert one.made_up
        assert one.data_hash == cases.data_hash
        assert one.recipe.function == "understand.hidden"
        assert one.recipe.parameters["origin"] == "AL"
        assert one.complete_count == (one.interval is None)


def test_the_record_survives_being_written_and_read(told: HiddenPopulation) -> None:
    assert from_json(HiddenPopulation, to_json(told)) == told


def test_the_figures_of_the_headline_can_be_counted_again_and_say_by_which_command(
    told: HiddenPopulation, cases: CaseTable
) -> None:
    for one in (told.seen, told.total, told.hidden):
        assert one is not None
        assert understand.recompute(one, cases) == one
    command = understand.command_of(told.seen.recipe, cases.source_class)
    assert command.startswith("beforehand understand hidden --route AL:GB")
    assert command.endswith("--by sex")


def test_parts_hold_everybody_and_are_not_added_up_where_one_has_no_answer(
    told: HiddenPopulation,
) -> None:
    assert sum(one.seen.value for one in told.strata) == PEOPLE
    lacking = [one for one in told.strata if one.total is None]
    assert lacking
    assert all(one.reason for one in lacking)
    assert told.strata_sum is None


def test_parts_that_all_have_an_answer_are_added_up(cases: CaseTable) -> None:
    males = understand.narrow(ROUTE, ["gender=Masculine"])
    told = understand.hidden(cases, males, replace(ONE, stratum="sex", drawn=0), QUICK)
    assert told.strata_sum is not None
    assert told.total is not None
    assert told.strata_sum.value == pytest.approx(told.total.value)


def test_merged_lists_count_as_one(cases: CaseTable, told: HiddenPopulation) -> None:
    first, second = (one.name for one in told.lists[:2])
    merged = replace(ONE, merged=((first, second),), drawn=0)
    found = understand.hidden(cases, ROUTE, merged, QUICK)
    assert f"{first} + {second}" in {one.name for one in found.lists}
    assert len(found.lists) == len(told.lists) - 1
    assert found.seen.value == PEOPLE
    with pytest.raises(BadLists, match="Nobody is not one of the lists"):
        understand.hidden(cases, ROUTE, replace(ONE, merged=(("Nobody", first),)), QUICK)
    with pytest.raises(BadLists, match="is merged twice"):
        twice = replace(ONE, merged=((first, second), (second, first)))
        understand.hidden(cases, ROUTE, twice, QUICK)


def test_partners_of_one_kind_are_one_list_and_refused(cases: CaseTable) -> None:
    with pytest.raises(BadLists, match="1 lists, not 2 to 16"):
        understand.hidden(cases, ROUTE, replace(ONE, by="partner_type"), QUICK)


def test_published_counts_are_refused_since_nobody_can_link_them(cases: CaseTable) -> None:
    kind = SourceClass(provenance=Provenance.REAL, kind=SourceKind.AGGREGATE, dataset="nrm")
    with pytest.raises(BadLists, match="cannot be linked"):
        understand.hidden(replace(cases, source_class=kind), ROUTE, ONE, QUICK)


def test_rows_held_alone_are_people_of_their_own_for_that_drawing_only(cases: CaseTable) -> None:
    with opened(cases, ROUTE) as pool:
        asked: dict[str, str] = {"by": "partner", "stratum": ""}
        plain = pool.ask("overlaps", "", **asked)
        rows = [row for row, _ in pool.uncertain()]
        assert rows
        alone = pool.drawn("overlaps", rows, **asked)
        assert PEOPLE < sum(people for *_, people in alone) <= PEOPLE + len(rows)
        assert pool.drawn("overlaps", (), **asked) == plain


def test_the_effect_of_uncertain_links_is_told(told: HiddenPopulation) -> None:
    assert told.linking is not None
    assert told.linking.uncertain > 0
    assert told.linking.drawn == 3
    assert told.linking.total is not None
    assert told.linking.total.interval is not None


def run(home: Home, *more: str) -> Result:
    asked = ["understand", "hidden", "--route", "AL:GB", "--bootstrap", "200", *more]
    return CliRunner().invoke(programme, asked, env={"BEFOREHAND_HOME": str(home.root)})


def test_the_command_asks_the_pool_and_prints_the_documented_keys(
    home: Home, told: HiddenPopulation
) -> None:
    found = json.loads(run(home, "--format", "json", "--by", "sex").stdout)
    assert told.total is not None
    assert found["estimate"] == pytest.approx(told.total.value)
    assert found["seen"] == PEOPLE
    assert found["made_up"] is True
    assert [one["seen"] for one in found["strata"]] == [int(one.seen.value) for one in told.strata]


def test_the_command_says_in_its_table_that_the_people_are_made_up(home: Home) -> None:
    shown = run(home, "--whole")
    assert shown.exit_code == 0, shown.output
    assert "MADE-UP DATA" in shown.stdout
    assert "Without each list" in shown.stdout
    assert "May not be said" in shown.stdout


def test_a_purpose_that_is_barred_is_refused_before_anything_is_read(home: Home) -> None:
    refused = run(home, "--purpose", "immigration-enforcement")
    assert isinstance(refused.exception, PurposeBarred)


def test_a_table_and_a_route_are_not_asked_together(home: Home, tmp_path: Path) -> None:
    table = tmp_path / "lists.csv"
    table.write_text("A,B,count\n1,0,5\n0,1,5\n1,1,5\n", encoding="utf-8")
    assert run(home, str(table)).exit_code == 2


def test_a_pool_too_large_to_lay_its_people_out_counts_them_alike(
    cases: CaseTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    route = understand.narrow(ROUTE, ["gender=Masculine"])
    asked: dict[str, str] = {"by": "partner", "stratum": "sex"}

    def counted() -> tuple[object, ...]:
        with opened(cases, route) as pool:
            return understand.brief(cases, route), pool.drawn("overlaps", (), **asked)

    laid_out = counted()
    monkeypatch.setattr("beforehand.understand.pool.LAID_OUT", ROWS - 1)
    assert counted() == laid_out
