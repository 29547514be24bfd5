"""Routes by way of transit and arrival: counted, drawn, and partial ones kept partial."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from beforehand import charts, understand
from beforehand.charts.sankey_layout import crossings, untangled
from beforehand.records.picture import OTHER, Flows, Route
from made_cases import case, partners_cases, published
from made_ways import Four, drawn

ROUTE = understand.parse_route("AL:GB", "any")


def counted(folder: Path, routes: dict[Four, int]) -> Route:
    rows = []
    for (origin, way, arrival, area), number in routes.items():
        countries = {"": None, "none": []}.get(way, way.split(";"))
        rows.append(case(people=number, origin_area=origin or None, transit_country=countries,
                         arrival_area=arrival or None, exploitation_area=area or None))  # fmt: skip
    return understand.routes(published(folder, rows), ROUTE)


def name_in(flows: Flows) -> charts.PlaceName:
    return lambda stage, place: understand.says_place(flows.stages, stage, place)


# --- counting ---------------------------------------------------------------------------------


def test_what_lies_between_is_passed_over_and_never_guessed(tmp_path: Path) -> None:
    rows = [
        case(people=20, origin_area="AL-07", exploitation_area="E12000007"),
        case(people=30, origin_area="AL-07", transit_country=["IT"], arrival_area="E23000032",
             exploitation_area="E12000007"),
        case(people=15, origin_area="AL-07", transit_country=["IT"]),
        case(people=12, arrival_area="E23000032", exploitation_area="E12000007"),
    ]  # fmt: skip
    route = understand.routes(published(tmp_path, rows), ROUTE)
    found = {(one.stage, one.start, one.stage + one.reach, one.end): one.people.value
             for one in route.stretches}  # fmt: skip
    assert found == {
        (0, "AL-07", 3, "E12000007"): 20,
        (0, "AL-07", 1, "IT"): 45,
        (1, "IT", 2, "E23000032"): 30,
        (1, "IT", 3, None): 15,
        (2, "E23000032", 3, "E12000007"): 42,
        (0, None, 2, "E23000032"): 12,
    }
    flows = understand.flows(route)
    assert list(map(str, flows.stages)) == [
        "Recruited in", "Passed through", "Arrived in", "Exploited in",
    ]  # fmt: skip
    assert [[node.place for node in stage] for stage in flows.nodes[1:3]] == [["IT"], ["E23000032"]]
    drawing = charts.sankey(flows, name_in(flows))
    assert "not recorded 32" in drawing, "as many pass the stage of transit over"
    assert "not recorded 35" in drawing, "as many pass the stage of arrival over"
    assert "Kukës → London: 20 people" in drawing


def test_a_stage_that_nobody_has_recorded_is_not_drawn(tmp_path: Path) -> None:
    rows = [case(people=20, origin_area="AL-07", arrival_area="E23000032")]
    flows = understand.flows(understand.routes(published(tmp_path, rows), ROUTE))
    assert list(map(str, flows.stages)) == ["Recruited in", "Arrived in", "Exploited in"]
    assert [(one.stage, one.reach) for one in flows.ribbons] == [(0, 1), (1, 1)]
    plain = understand.routes(published(tmp_path, [case(people=20, origin_area="AL-07")]), ROUTE)
    assert (plain.paths, plain.stretches, plain.transits) == ((), (), ())


def test_a_person_in_two_rows_goes_one_way(tmp_path: Path) -> None:
    rows = [
        case(row_id="a", origin_area="AL-07", transit_country=["IT"]),
        case(row_id="b", transit_country=["BE"], arrival_area="E23000032"),
        case(row_id="c", origin_area="AL-07", arrival_area="E23000028"),
        case(row_id="d", origin_area="AL-07", arrival_area="E23000032"),
    ]
    links = [("a", "1"), ("b", "1"), ("c", "2"), ("d", "2")]
    route = understand.routes(partners_cases(tmp_path, rows, links), ROUTE)
    ways = {tuple(understand.place_at(one, at) for at in range(4)): one.people.value
            for one in route.paths}  # fmt: skip
    assert ways == {("AL-07", "BE+IT", "E23000032", None): 1, ("AL-07", None, None, None): 1}


@pytest.mark.parametrize("routes", [5, 5_000])
def test_as_many_leave_each_place_as_arrive_and_folding_loses_nobody(
    tmp_path: Path, routes: int
) -> None:
    made = drawn(routes, 2)
    route = counted(tmp_path, made)
    whole = understand.flows(route)
    assert sum(leg.people.value for leg in route.paths) == sum(made.values())
    for flows in (whole, understand.fold(whole, 9), understand.fold(understand.fold(whole, 9), 3)):
        assert sum(node.people.value for node in flows.nodes[0]) == sum(made.values())
        for stage in range(1, 3):
            for node in flows.nodes[stage]:
                out = [one.people.value for one in flows.ribbons
                       if (one.stage, one.start) == (stage, node.place)]  # fmt: skip
                into = [one.people.value for one in flows.ribbons
                        if (one.stage + one.reach, one.end) == (stage, node.place)]  # fmt: skip
                assert sum(out) == sum(into) == node.people.value
        assert all(sum(node.place == OTHER for node in stage) <= 1 for stage in flows.nodes)


def test_every_figure_of_a_route_can_be_counted_again(tmp_path: Path) -> None:
    cases = published(tmp_path, [case(people=20, origin_area="AL-07", transit_country=["IT"])])
    route = understand.routes(cases, ROUTE)
    for figure in (route.paths[0].people, route.stretches[1].people, route.transits[0].people):
        assert understand.recompute(figure, cases) == figure


# --- drawing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("routes", [5, 5_000])
def test_names_never_overlap_and_the_drawing_stays_small(tmp_path: Path, routes: int) -> None:
    whole = understand.flows(counted(tmp_path, drawn(routes, 3)))
    flows = understand.fold(whole, 9)
    wide = charts.sankey(flows, name_in(flows))
    assert len(wide) < 250_000
    columns: dict[float, list[float]] = {}
    placed = r'class="(?:place|place over|sub over)" x="([^"]+)" y="([^"]+)"[^>]*>([^<]+)<'
    names = re.findall(placed, wide)
    assert len(names) >= 10
    for x, y, said in names:
        columns.setdefault(float(x), []).append(float(y))
        assert len(said) <= 21, "no longer than the room beside its bar"
    assert len(columns) == 4
    for ys in columns.values():
        assert min((b - a for a, b in pairwise(sorted(ys))), default=20) >= 12
    narrow = charts.sankey(understand.fold(whole, 6), name_in(whole), narrow=True)
    assert 'viewBox="0 0 320 ' in narrow
    lines = sorted(
        {float(y) for y in re.findall(r'class="(?:place|next)" x="4" y="([^"]+)"', narrow)}
    )
    assert min(b - a for a, b in pairwise(lines)) >= 12
    assert all(len(said) <= 46 for said in re.findall(r'class="next"[^>]*>([^<]+)<', narrow))


def test_places_are_ordered_so_that_fewer_ribbons_cross(tmp_path: Path) -> None:
    less = []
    for seed in range(3):
        whole = understand.fold(understand.flows(counted(tmp_path, drawn(60, 10 + seed))), 9)
        before, after = whole, untangled(whole)
        assert crossings(after) <= crossings(before)
        assert after.nodes[0] == before.nodes[0]
        less.append(crossings(after) / crossings(before))
        for stage in after.nodes[1:]:
            assert all(node.place is not None for node in stage[:-1]), "unknown stands last"
    assert max(less) < 0.95


def test_the_map_draws_the_way_by_the_countries_passed_through(tmp_path: Path) -> None:
    rows = [
        case(people=30, origin_area="AL-07", transit_country=["IT"], arrival_area="E23000032",
             exploitation_area="E23000014"),
        case(people=25, origin_area="AL-10", transit_country=["BE", "FR"],
             exploitation_area="E23000014"),
        case(people=3, origin_area="AL-10", transit_country=["ES"],
             exploitation_area="E23000014"),
    ]  # fmt: skip
    route = understand.routes(published(tmp_path, rows), ROUTE)
    staged = charts.Staged(route=route, flows=understand.flows(route))
    for narrow in (False, True):
        drawing = charts.flow_map(staged, charts.ends_of(route), narrow=narrow)
        assert "Italy 30" in drawing
        assert "Spain" not in drawing, "under eleven"
        assert drawing.count('class="flow"') == 3
