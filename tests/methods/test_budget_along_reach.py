"""A sum shared out along curves of reach, held against trying every way to share it."""

import itertools
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beforehand import campaign
from beforehand.campaign.budget import budget_by_place
from beforehand.campaign.capacity import expected_a_week, overrun
from beforehand.records.running import Capacity, ReachPoint
from beforehand.refusals import BadCell, BadPlan
from beforehand.stats.concave import Cap, Curve, concave_curve, share_out
from beforehand.words import speak
from core.test_campaign_plan import NEED, TODAY, request


def test_the_curve_is_the_lowest_concave_one_over_its_points():
    curve = concave_curve([(100, 800), (200, 900), (300, 1600), (400, 1500), (50, 500)])
    assert curve == Curve((0.0, 50, 100, 300), (0.0, 500, 800, 1600))
    assert [curve.at(x) for x in (0, 25, 50, 175, 300, 999)] == [0, 250, 500, 1100, 1600, 1600]
    assert concave_curve([]) == Curve((0.0,), (0.0,))
    assert concave_curve([]).at(5) == 0


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 99)), max_size=8))
def test_no_point_lies_above_the_curve_and_it_never_steepens_or_falls(points):
    curve = concave_curve(points)
    slopes = [slope for slope, _ in curve.slopes()]
    assert slopes == sorted(slopes, reverse=True)
    assert all(slope > 0 for slope in slopes)
    assert all(curve.at(x) >= y - 1e-9 for x, y in points)


def exhaustive(total, curves, floors, caps):
    """The most that can be reached in whole steps of one: every way is tried."""
    best = -1.0
    ranges = [range(floor, total + 1) for floor in floors]
    for way in itertools.product(*ranges):
        if sum(way) > total:
            continue
        gives = [curve.at(x) for curve, x in zip(curves, way, strict=True)]
        if all(sum(gives[i] for i in cap.members) <= cap.most + 1e-9 for cap in caps):
            best = max(best, sum(gives))
    return best


whole_curves = st.lists(
    st.lists(st.tuples(st.integers(1, 6), st.integers(1, 30)), min_size=1, max_size=3),
    min_size=1,
    max_size=3,
)


@settings(max_examples=60, deadline=None)
@given(whole_curves, st.integers(0, 9))
def test_no_way_to_share_a_sum_reaches_more(points, total):
    curves = [concave_curve(listed) for listed in points]
    shared = share_out(total, curves, [0] * len(curves))
    ours = sum(curve.at(x) for curve, x in zip(curves, shared, strict=True))
    assert sum(shared) <= total + 1e-9
    assert ours == pytest.approx(exhaustive(total, curves, [0] * len(curves), []), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(whole_curves, st.integers(1, 8), st.integers(1, 60), st.integers(1, 40))
def test_nested_caps_are_kept_and_no_way_within_them_reaches_more(points, total, most, least):
    curves = [concave_curve(listed) for listed in points]
    caps = [Cap(frozenset(range(len(curves))), most), Cap(frozenset({0}), least)]
    shared = share_out(total, curves, [0] * len(curves), caps)
    gives = [curve.at(x) for curve, x in zip(curves, shared, strict=True)]
    assert sum(gives) <= most + 1e-6
    assert gives[0] <= least + 1e-6
    assert sum(gives) >= exhaustive(total, curves, [0] * len(curves), caps) - 1e-6


def test_floors_come_first_and_equal_curves_get_equal_sums():
    flat, steep = Curve((0, 10), (0, 10)), Curve((0, 10), (0, 90))
    assert share_out(10, [flat, steep], [2, 2]) == pytest.approx([2, 8])
    assert share_out(9, [flat, flat, flat], [0, 0, 0]) == pytest.approx([3, 3, 3])
    assert share_out(100, [flat, steep], [0, 0]) == pytest.approx([10, 10])


def estimates(of, scale=1.0):
    return tuple(
        ReachPoint(place=one.place.code, spend_eur=spend, reach=scale * reach)
        for one in of.places
        for spend, reach in ((100.0, 4000.0), (400.0, 9000.0), (900.0, 12000.0))
    )


def test_a_plan_follows_the_estimates_and_leaves_no_warned_place_out():
    free = campaign.plan(request(candidates=6, budget_eur=1000), NEED, today=TODAY)
    treated = [one.place.code for one in campaign.served(free)]
    points = tuple(
        ReachPoint(place=p.place, spend_eur=p.spend_eur,
                   reach=p.reach * (10 if p.place == treated[0] else 1))
        for p in estimates(free)
    )  # fmt: skip
    plan = campaign.plan(request(candidates=6, budget_eur=1000, reach=points), NEED, today=TODAY)
    got = {one.place.code: one.budget_eur for one in campaign.served(plan)}
    floors = budget_by_place(200, {o.place.code: o.place.population for o in plan.places
                                   if o.place.code in got})  # fmt: skip
    assert sum(got.values()) == pytest.approx(1000)
    assert all(got[code] >= floors[code] - 0.01 for code in got)
    assert max(got, key=got.get) == treated[0]


def helpline(**changes):
    told = {"helpline": "ALO 116", "places": (), "contacts_a_week": 12.0, "usual_a_week": 4.0,
            "contacts_per_1000": 2.0, "source": "its director, by phone"}  # fmt: skip
    return Capacity(**(told | changes))


def test_a_budget_stops_where_local_help_could_take_no_more():
    free = campaign.plan(request(candidates=6, budget_eur=1000), NEED, today=TODAY)
    asked = request(candidates=6, budget_eur=1000, reach=estimates(free))
    over = campaign.plan(asked, NEED, today=TODAY)
    loose = campaign.plan(
        request(candidates=6, budget_eur=1000, reach=estimates(free), capacity=(helpline(),)),
        NEED, today=TODAY,
    )  # fmt: skip
    # 8 free contacts a week for 4 weeks, 2 for 1,000 people: 16,000 people.
    expected = expected_a_week(loose, helpline())
    assert expected == pytest.approx(12, abs=0.01)
    assert expected_a_week(over, helpline()) > 13
    assert sum(one.budget_eur for one in loose.places) < 1000
    assert not list(overrun(loose))
    (said,) = overrun(replace(over, capacity=(helpline(),)))
    assert speak(said.what).startswith("From 2027-01-04 on ALO 116")
    later = date(2027, 1, 18)
    order = {one.place.code: i for i, one in enumerate(campaign.served(loose), 1)}
    waves = replace(
        loose,
        lots=replace(loose.lots, waves=(loose.window.start, date(2027, 1, 11), later)),
        places=tuple(replace(o, wave=order.get(o.place.code)) for o in loose.places),
    )  # the last wave brings in two weeks what was meant for four
    (said,) = overrun(waves)
    assert speak(said.what).startswith("From 2027-01-18 on ALO 116")
    assert "can take 12 (its director, by phone)" in speak(said.what)


def test_a_helpline_of_one_place_holds_back_that_place_alone():
    free = campaign.plan(request(candidates=6, budget_eur=3000), NEED, today=TODAY)
    first = campaign.served(free)[0].place.code
    tight = helpline(places=(first,), usual_a_week=11.0)
    asked = {"candidates": 6, "budget_eur": 3000, "reach": estimates(free)}
    loose = campaign.plan(request(**asked), NEED, today=TODAY)
    held = campaign.plan(request(**asked, capacity=(tight,)), NEED, today=TODAY)
    money = [{o.place.code: o.budget_eur for o in campaign.served(p)} for p in (loose, held)]
    assert money[1][first] == pytest.approx(50, abs=0.01)  # 2,000 people
    assert all(money[1][code] >= money[0][code] - 0.02 for code in money[1] if code != first)


def test_estimates_for_some_places_only_are_refused():
    free = campaign.plan(request(candidates=6), NEED, today=TODAY)
    with pytest.raises(BadPlan, match="no estimate of reach"):
        campaign.plan(request(candidates=6, reach=estimates(free)[:3]), NEED, today=TODAY)


def test_tables_of_reach_and_capacity_are_read_and_refused_by_row_and_column():
    where = {"file": "r.csv", "kind": "municipality", "country": "AL"}
    table = "place;spend_eur;reach\nKukës;100;4000\nHas;1,200.50;9000\n".encode()
    read = campaign.read_reach(table, **where)
    assert [one.spend_eur for one in read] == [100, 1200.5]
    with pytest.raises(BadCell, match=r"r\.csv, row 3, column spend_eur"):
        campaign.read_reach(table.replace(b"1,200.50", b"1,200"), **where)
    head = "helpline,contacts_a_week,usual_a_week,contacts_per_1000,source,places\n"
    (one,) = campaign.read_capacity(f"{head}A,9,2,0.5,B,Kukës;Has\n".encode(), **where)
    assert len(one.places) == 2
    with pytest.raises(BadCell, match="row 2, column usual_a_week: more come already"):
        campaign.read_capacity(f"{head}A,9,10,0.5,B,\n".encode(), **where)


def test_a_whole_country_is_shared_out_quickly():
    rng = np.random.default_rng(1)
    curves = [concave_curve(zip(rng.uniform(1, 900, 8), rng.uniform(1, 9000, 8), strict=True))
              for _ in range(400)]  # fmt: skip
    shared = share_out(50_000, curves, [1.0] * 400, [Cap(frozenset(range(200)), 400_000.0)])
    given_ = sum(curves[i].at(shared[i]) for i in range(200))
    assert given_ <= 400_000 * (1 + 1e-9)
    assert sum(shared) <= 50_000 + 1e-6
