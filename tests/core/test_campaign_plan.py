"""Planning a campaign: need, exempt places, budget, the sealed plan."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from beforehand import campaign, gazetteer
from beforehand.campaign.budget import budget_by_place
from beforehand.campaign.need import ranked, spread_people
from beforehand.records.codec import from_json, to_json
from beforehand.records.figure import Figure, Recipe, Unit
from beforehand.records.impact import Panel
from beforehand.records.picture import RouteFilter
from beforehand.records.plan import Arm, Audience, Plan, Sponsor, Window
from beforehand.refusals import (
    BadPlan,
    ImpossibleCounts,
    UnknownPlace,
    UnknownPlaces,
    UnknownReason,
    UnreadableCovariates,
)
from beforehand.words import words

TODAY = date(2026, 11, 23)
NEED = {"AL-07": 40.0, "AL-09": 20.0, "AL-10": 25.0, "AL-11": 20.0}


def request(**changes):
    asked = campaign.PlanRequest(
        route=RouteFilter(origin="AL", destination="GB"),
        campaign="pune",
        title="Work abroad",
        window=Window(start=date(2027, 1, 4), end=date(2027, 1, 31), history_days=364),
        budget_eur=5000,
        audience=Audience(
            age_from=18,
            age_to=34,
            genders=("Masculine",),
            languages=("sq", "en"),
            platforms=("Facebook",),
        ),
        messages=campaign.example_messages(),
        sponsor=Sponsor(name="Example", charity_number="made-up", local_partner="Shembull"),
        seed=7,
        outcome="contacts",
    )
    return replace(asked, **changes)


def by_arm(plan, arm):
    return {one.place.code for one in plan.places if one.arm is arm}


def test_a_county_is_spread_over_its_municipalities_by_population():
    found = gazetteer.places("municipality", "AL")
    people = spread_people({"AL-07": 100}, found)
    kukes = [one for one in found if one.parent == "AL-07"]
    total = sum(one.population for one in kukes)
    for one in kukes:
        assert people[one.code] == pytest.approx(100 * one.population / total, abs=1e-4)
    assert sum(people.values()) == pytest.approx(100, abs=1e-3)


def test_a_municipality_keeps_its_own_count_and_counts_for_its_county():
    municipality = gazetteer.find("Has", "municipality", "AL").code
    own = spread_people({municipality: 9}, gazetteer.places("municipality", "AL"))
    assert {code for code, count in own.items() if count} == {municipality}
    county = spread_people({municipality: 9}, gazetteer.places("county", "AL"))
    assert county["AL-07"] == 9


def test_the_county_with_most_people_and_most_loss_ranks_first():
    order = ranked(request(kind="county"), {"AL-05": 50, "AL-11": 1})
    assert order[0].place.name == "Gjirokastër"
    assert [one.rank for one in order] == list(range(1, 13))


def test_parts_have_mean_0_and_deviation_1_and_add_up_to_the_need():
    order = ranked(request(kind="county", weights={"population_change": 2}), NEED)
    for i in (0, 1):
        scores = [one.parts[i].score for one in order]
        assert sum(scores) / 12 == pytest.approx(0, abs=1e-8)
        assert sum(score**2 for score in scores) / 12 == pytest.approx(1, abs=1e-8)
    for one in order:
        assert one.need == pytest.approx(sum(part.weight * part.score for part in one.parts))
        assert [part.weight for part in one.parts] == [1, 2, 0.25, 0.5]


def test_a_falling_population_scores_above_a_rising_one():
    score = {one.place.name: one.parts[1].score for one in ranked(request(kind="county"), {})}
    assert score["Gjirokastër"] > score["Kukës"] > 0 > score["Tiranë"]


def test_weights_change_the_order():
    by_people = ranked(request(kind="county", weights={"population_change": 0}), NEED)
    lost = {"people_on_route": 0, "reach": 0}
    by_loss = ranked(request(kind="county", weights=lost), NEED)
    assert by_people[0].place.name == "Kukës"
    assert by_loss[0].place.name == "Gjirokastër"


def test_a_weight_for_no_reason_is_refused():
    with pytest.raises(UnknownReason, match="people_on_route"):
        ranked(request(weights={"poverty": 1}), NEED)


def test_a_covariate_that_a_place_lacks_is_unknown_and_scores_the_mean():
    asked = request(kind="county", covariates={"rumours": {"Kukes": 3, "AL-09": 1}})
    parts = {one.place.code: one.parts[-1] for one in ranked(asked, NEED)}
    assert parts["AL-07"].raw == 3
    assert parts["AL-07"].score > 0 > parts["AL-09"].score
    assert (parts["AL-01"].raw, parts["AL-01"].score) == (None, 0)


def test_covariates_are_read_by_code_or_name():
    data = "place;Rumours;posts\nKUKES;3;1\nAL-09;1;\n".encode("utf-8-sig")
    read = campaign.read_covariates(data, file="x.csv", kind="county", country="AL")
    assert read == {"rumours": {"AL-07": 3.0, "AL-09": 1.0}, "posts": {"AL-07": 1.0}}


def test_all_unknown_names_are_refused_at_once_with_the_nearest():
    data = b"place,x\nKukez,1\nDibra,2\nBerat,3\n"
    with pytest.raises(UnknownPlaces, match=r"x.csv \(2\): Kukez \(nearest: Kukës\), Dibra"):
        campaign.read_covariates(data, file="x.csv", kind="county", country="AL")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"name,x\nKukes,1\n",
        b"place\nKukes\n",
        b"place,x\nKukes,many\n",
        b"place,x\nKukes,nan\n",
    ],
)
def test_a_file_that_is_no_table_of_places_is_refused(data):
    with pytest.raises(UnreadableCovariates):
        campaign.read_covariates(data, file="x.csv", kind="county", country="AL")


def test_a_place_given_twice_is_refused():
    data = "place,x\nKukes,1\nKukës,2\n".encode()
    with pytest.raises(UnreadableCovariates, match="twice"):
        campaign.read_covariates(data, file="x.csv", kind="county", country="AL")


def test_every_candidate_is_treated_or_held_out_and_half_are_treated():
    plan = campaign.plan(request(), NEED, today=TODAY)
    treated, held_out = by_arm(plan, Arm.TREATED), by_arm(plan, Arm.HELD_OUT)
    assert (len(treated), len(held_out)) == (20, 20)
    assert treated | held_out == set(plan.lots.candidates)
    assert treated == set(campaign.drawn_places(plan.lots))
    assert {one.rank for one in plan.places if one.arm is not Arm.NOT_CHOSEN} == set(range(1, 41))


def test_an_exempt_place_is_warned_but_left_out_of_the_lots():
    plan = campaign.plan(request(exempt=("Kukës",)), NEED, today=TODAY)
    code = gazetteer.find("Kukës", "municipality", "AL").code
    assert by_arm(plan, Arm.EXEMPT) == {code}
    assert code not in plan.lots.candidates
    assert next(one for one in plan.places if one.place.code == code).budget_eur > 0
    assert code in {link.place for link in campaign.links(plan, "https://example.org").links}


def test_budget_adds_to_the_cent_and_held_out_places_get_none():
    plan = campaign.plan(request(budget_eur=4999.99), NEED, today=TODAY)
    assert sum(round(one.budget_eur * 100) for one in plan.places) == 499_999
    for one in plan.places:
        assert (one.budget_eur > 0) == (one.arm is Arm.TREATED)


def test_cents_left_over_go_to_the_largest_fractions():
    assert budget_by_place(1.00, {"a": 1, "b": 1, "c": 1}) == {"a": 0.34, "b": 0.33, "c": 0.33}
    assert budget_by_place(0.01, {"a": 1, "b": 2}) == {"a": 0.0, "b": 0.01}
    assert budget_by_place(10, {}) == {}


def test_the_same_request_gives_the_same_plan_and_any_change_another():
    plan = campaign.plan(request(), NEED, today=TODAY)
    assert campaign.plan(request(), dict(NEED), today=TODAY) == plan
    others = (
        campaign.plan(request(budget_eur=5001), NEED, today=TODAY),
        campaign.plan(request(seed=8), NEED, today=TODAY),
        campaign.plan(request(), NEED, today=TODAY + timedelta(days=1)),
        campaign.plan(request(), NEED | {"AL-07": 41.0}, today=TODAY),
    )
    assert len({plan.id, *(one.id for one in others)}) == 5


def test_the_id_is_the_hash_of_everything_else_and_survives_saving():
    plan = campaign.plan(request(), NEED, today=TODAY)
    again = from_json(Plan, to_json(plan))
    assert again == plan
    assert campaign.seal(again) == plan.id
    assert campaign.seal(replace(plan, title="Another")) != plan.id


def test_a_made_up_number_makes_the_plan_made_up():
    figure = Figure(
        value=12,
        unit=Unit.PEOPLE,
        definition=words("People from Kukës"),
        source="Made-up coalition",
        data_hash="0",
        recipe=Recipe(function="understand.routes"),
        made_up=True,
    )
    plan = campaign.plan(request(), {"AL-07": figure}, today=TODAY)
    assert plan.made_up
    assert plan.need_figures == (figure,)
    assert not campaign.plan(request(), NEED, today=TODAY).made_up


@pytest.mark.parametrize(
    "changes",
    [
        {"budget_eur": -1},
        {"budget_eur": float("nan")},
        {"campaign": "Punë jashtë"},
        {"direction": "up"},
        {"keep": 0},
        {"seed": -1},
        {"candidates": 1},
        {"treated": 40},
        {"treated": 0},
        {"window": Window(start=date(2027, 2, 1), end=date(2027, 1, 1), history_days=1)},
    ],
)
def test_what_cannot_be_planned_is_refused(changes):
    with pytest.raises(BadPlan):
        campaign.plan(request(**changes), NEED, today=TODAY)


def test_people_from_an_unknown_area_are_refused():
    with pytest.raises(UnknownPlace):
        campaign.plan(request(), {"AL-99": 3}, today=TODAY)


def history(places, days=364, first=date(2026, 1, 5), value=1.0):
    return Panel(
        places=tuple(places),
        days=tuple(first + timedelta(days=i) for i in range(days)),
        values=tuple(
            tuple(value * (1 + (i + j) % 3) for j in range(days)) for i in range(len(places))
        ),
        data_hash="0",
        source="calls.csv",
    )


def test_history_is_balanced_on_and_says_what_the_design_can_show():
    names = [one.name for one in gazetteer.places("county", "AL")]
    asked = request(kind="county", history=history(names))
    plan = campaign.plan(asked, NEED, today=TODAY)
    assert plan.lots.balanced_on == ("need", "history")
    assert plan.power.simulations > 0
    assert plan.power.minimum_detectable_ratio is not None
    assert plan.power.minimum_detectable_ratio > 1
    assert all(one.history for one in plan.places)


def test_only_places_with_a_history_take_part_where_one_is_given():
    names = ["Kukës", "AL-09", "Shkodër", "Tiranë"]
    plan = campaign.plan(request(kind="county", history=history(names)), NEED, today=TODAY)
    assert set(plan.lots.candidates) == {"AL-07", "AL-09", "AL-10", "AL-11"}


def test_a_history_after_the_window_or_with_negative_counts_is_refused():
    late = history(["Kukës", "Dibër"], first=date(2027, 3, 1))
    with pytest.raises(BadPlan, match="history"):
        campaign.plan(request(kind="county", history=late), NEED, today=TODAY)
    with pytest.raises(ImpossibleCounts):
        campaign.plan(
            request(kind="county", history=history(["Kukës", "Dibër"], value=-1)), NEED, today=TODAY
        )


def test_without_a_long_enough_history_nothing_is_claimed_of_power():
    short = history([one.code for one in gazetteer.places("county", "AL")], days=40)
    short = replace(short, days=tuple(date(2026, 11, 25) + timedelta(days=i) for i in range(40)))
    plan = campaign.plan(request(kind="county", history=short), NEED, today=TODAY)
    assert (plan.power.simulations, plan.power.minimum_detectable_ratio) == (0, None)


def geojson(*properties):
    features = [{"type": "Feature", "geometry": None, "properties": one} for one in properties]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_covariates_are_read_from_geojson_by_code_or_name():
    has = gazetteer.find("Has", "municipality", "AL").code
    data = geojson(
        {"name": "Kukës", "Rumours": 3, "note": "x"}, {"code": has, "rumours": None, "rate": 0.5}
    )
    read = campaign.read_covariates(data, file="a.geojson", kind="municipality", country="AL")
    assert read == {"rumours": {gazetteer.find("Kukës", "municipality", "AL").code: 3.0},
                    "rate": {has: 0.5}}  # fmt: skip


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"features": []}', "holds no features"),
        (b"{nonsense", "not GeoJSON"),
        (geojson({"rumours": 3}), "feature 1 does not name its place"),
        (geojson({"name": "Has", "rumours": "many"}), "no property of it is a number"),
    ],
)
def test_geojson_that_tells_of_no_place_or_number_is_refused(data, says):
    with pytest.raises(UnreadableCovariates, match=says):
        campaign.read_covariates(data, file="a.geojson", kind="municipality", country="AL")


def test_a_doubtful_name_is_taken_once_somebody_says_what_it_means():
    data = b"place,rumours\nKukesi qytet,9\n"
    where = {"file": "a.csv", "kind": "municipality", "country": "AL"}
    with pytest.raises(UnknownPlaces, match=r"Kukesi qytet \(nearest: "):
        campaign.read_covariates(data, **where)
    code = gazetteer.find("Kukës", "municipality", "AL").code
    read = campaign.read_covariates(data, **where, said={"Kukesi qytet": code})
    assert read == {"rumours": {code: 9.0}}
