"""Every design from plan to proof: what the plan draws is what the proof permutes."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest

from beforehand import campaign, gazetteer, prove
from beforehand.campaign.matching import matched_groups
from beforehand.campaign.need import ranked, shrunk_counts
from beforehand.campaign.neighbours import borders, kilometres, neighbours
from beforehand.lots import allowed_labels, labels_of
from beforehand.prove.effects import effects, request_of
from beforehand.records.codec import digest, from_json, to_json
from beforehand.records.impact import LiftRequest, Measured, Panel
from beforehand.records.plan import Arm, Buffer, DesignKind, Plan
from beforehand.refusals import AssignmentOutsideDesign, BadDesignFile, BadPlan, WindowNotOver
from core.test_campaign_plan import NEED, TODAY, request

RNG = np.random.default_rng


def past(start: date, codes: list[str], weeks: int = 26, rate: float = 3.0, seed: int = 1) -> Panel:
    """Weekly counts before ``start``, made up."""
    days = tuple(start - timedelta(weeks=weeks - k) for k in range(weeks))
    values = RNG(seed).poisson(rate, (len(codes), weeks)).astype(float)
    return Panel(
        places=tuple(codes), days=days, values=tuple(map(tuple, values.tolist())),
        data_hash=digest(values.tolist()), source="made up", made_up=True,
    )  # fmt: skip


@cache
def planned(design: DesignKind, buffer: Buffer = Buffer.NONE, kind: str = "county") -> Plan:
    asked = request(
        kind=kind, design=design, buffer=buffer, candidates=24,
        picked=("Kukës", "Shkodër") if design is DesignKind.PICKED else (),
    )  # fmt: skip
    codes = [one.code for one in gazetteer.places(kind, "AL")]
    return campaign.plan(replace(asked, history=past(asked.window.start, codes)), NEED, today=TODAY)


def during(plan: Plan, ratio: float, seed: int = 2) -> Panel:
    """The history and the weeks of the campaign, ``ratio`` times as much where it runs."""
    codes = [one.place.code for one in plan.places]
    before = past(plan.window.start, codes)
    start, length = plan.window.start, (plan.window.end - plan.window.start).days + 1
    days = [start + timedelta(weeks=k) for k in range(length // 7)]
    runs_from = {
        one.place.code: plan.lots.waves[one.wave - 1] if one.wave else start
        for one in plan.places
        if one.arm is Arm.TREATED
    }
    raised = [[ratio if runs_from.get(c, date.max) <= day else 1.0 for day in days] for c in codes]
    counts = RNG(seed).poisson(3.0 * np.array(raised)).astype(float)
    values = np.hstack((np.array(before.values), counts))
    return replace(
        before, days=before.days + tuple(days), values=tuple(map(tuple, values.tolist()))
    )


def asked_of(plan: Plan, treated: tuple[str, ...]) -> LiftRequest:
    return LiftRequest(
        treated=treated, start=plan.window.start, end=plan.window.end, lots=plan.lots,
        minimum_detectable_ratio=plan.power.minimum_detectable_ratio,
    )  # fmt: skip


def treated_in(plan: Plan, version: str = "") -> tuple[str, ...]:
    warned = [one for one in plan.places if one.arm is Arm.TREATED]
    return tuple(one.place.code for one in warned if not version or one.version == version)


@pytest.mark.parametrize("design", [one for one in DesignKind if one is not DesignKind.PICKED])
def test_what_the_plan_draws_is_one_of_what_the_proof_permutes(design: DesignKind) -> None:
    plan = planned(design)
    drawn = labels_of(plan.lots)
    rows = allowed_labels(plan.lots, RNG(0), actual=drawn)
    assert (rows[0] == drawn).all()
    assert (rows == drawn).all(axis=1).sum() == 1
    # Four waves or four arms of three counties can be drawn in too many ways to list.
    few = design not in {DesignKind.STEPPED, DesignKind.ARMS}
    assert plan.lots.enumerated == few
    assert len(rows) == plan.lots.admissible or not few
    assert from_json(Plan, to_json(plan)) == plan
    assert plan.power.simulations > 0
    assert plan.power.type_one is not None
    assert plan.power.type_one <= 0.08


@pytest.mark.parametrize(
    ("design", "buffer"),
    [
        (DesignKind.MATCHED, Buffer.NONE),
        (DesignKind.RERANDOMISED, Buffer.CLUSTERS),
        (DesignKind.STEPPED, Buffer.CLUSTERS),
    ],
)
def test_a_large_effect_is_found_by_every_design_and_its_interval_holds_it(design, buffer) -> None:
    plan = planned(design, buffer, "municipality")
    found = prove.lift(during(plan, 3.0), asked_of(plan, treated_in(plan)), rng=RNG(3))
    assert found.p <= 0.05
    assert found.verdict.value == "more"
    assert found.low is not None
    assert found.high is not None
    assert found.low < 3.0 < found.high
    assert not found.exploratory


def test_matched_counties_can_be_drawn_in_as_many_ways_as_pairs_allow_and_no_others() -> None:
    lots = planned(DesignKind.MATCHED).lots
    rows = allowed_labels(lots, RNG(0))
    assert lots.admissible == len(rows) == 2**6
    for group in range(6):
        assert (rows[:, np.array(lots.groups) == group].sum(axis=1) == 1).all()
    wrong = 1 - (np.array(lots.groups) > 2)  # both of three pairs
    with pytest.raises(AssignmentOutsideDesign):
        allowed_labels(lots, RNG(0), actual=wrong)


def test_the_matched_test_is_the_share_of_all_drawings_by_pairs() -> None:
    plan = planned(DesignKind.MATCHED)
    panel = during(plan, 1.3)
    found = prove.lift(panel, asked_of(plan, treated_in(plan)), rng=RNG(3))
    values = dict(zip(panel.places, np.array(panel.values), strict=True))
    start = len(past(plan.window.start, ["x"]).days)
    pre = [values[code][:start].sum() for code in plan.lots.candidates]
    post = [values[code][start:].sum() for code in plan.lots.candidates]

    def effect(chosen: tuple[int, ...]) -> float:
        sums = [sum(series[i] for i in chosen) for series in (pre, post)]
        rest = [sum(series) - inside for series, inside in zip((pre, post), sums, strict=True)]
        b, a, d, c = (x + 0.5 for x in (*sums, *rest))
        return math.log(a / b) - math.log(c / d)

    pairs = [[i for i, g in enumerate(plan.lots.groups) if g == group] for group in range(6)]
    every = [abs(effect(chosen)) for chosen in itertools.product(*pairs)]
    own = abs(effect(tuple(np.flatnonzero(labels_of(plan.lots)).tolist())))
    assert found.p == pytest.approx(np.mean([e >= own - 1e-9 for e in every]))
    assert found.assignments == 64


def test_in_a_stepped_rollout_every_place_gets_its_turn_and_none_a_second() -> None:
    plan = planned(DesignKind.STEPPED)
    served = [one for one in plan.places if one.arm is Arm.TREATED]
    assert {one.place.code for one in served} == set(plan.lots.candidates)
    assert sorted(one.wave for one in served) == sorted([1, 2, 3, 4] * 3)
    assert plan.lots.waves[0] == plan.window.start
    assert plan.lots.waves[-1] <= plan.window.end - timedelta(days=6)
    assert all((b - a).days % 7 == 0 for a, b in itertools.pairwise(plan.lots.waves))
    assert sum(one.budget_eur for one in served) == pytest.approx(plan.budget_eur)


def test_a_rollout_is_not_tested_as_if_some_places_were_never_served() -> None:
    plan = planned(DesignKind.STEPPED)
    first = campaign.drawn_places(plan.lots)
    assert len(first) == 3
    with pytest.raises(AssignmentOutsideDesign, match="every place gets its turn"):
        prove.lift(during(plan, 2.0), asked_of(plan, first), rng=RNG(3))


def test_listed_schedules_give_the_answer_that_the_lots_give(tmp_path) -> None:
    plan = planned(DesignKind.STEPPED)
    lots, panel = replace(plan.lots, weights=()), during(plan, 2.0)
    drawn = allowed_labels(lots, RNG(5), 200, labels_of(lots))
    lines = [
        ",".join(f"{c}:{lots.waves[w]}" for c, w in zip(lots.candidates, row, strict=True))
        for row in drawn
    ]
    (tmp_path / "schedules.csv").write_text("\n".join(lines))
    listed = prove.read_design(tmp_path / "schedules.csv")
    asked = replace(asked_of(plan, treated_in(plan)), lots=None, assignments=listed)
    found = prove.lift(panel, asked, rng=RNG(3))
    whole = prove.lift(panel, replace(asked_of(plan, treated_in(plan)), lots=lots), rng=RNG(3))
    assert found.ratio.value == pytest.approx(whole.ratio.value)
    assert found.assignments == len(drawn)
    assert found.p == pytest.approx(whole.p, abs=0.03)


def test_each_message_is_compared_with_the_held_out_places_alone() -> None:
    plan = planned(DesignKind.ARMS, kind="municipality")
    assert len(plan.lots.versions) >= 2
    groups = [treated_in(plan, version) for version in plan.lots.versions]
    assert sum(map(len, groups)) == plan.lots.treated == len(treated_in(plan))
    panel = during(plan, 1.0)
    # Where another message raises counts tenfold, this one is told the same.
    loud = [
        tuple(10 * v for v in row) if code in groups[1] else row
        for code, row in zip(panel.places, panel.values, strict=True)
    ]
    asked = asked_of(plan, groups[0])
    found = prove.lift(panel, asked, rng=RNG(3))
    assert found == prove.lift(replace(panel, values=tuple(loud)), asked, rng=RNG(3))
    assert found.assignments > 100
    with pytest.raises(AssignmentOutsideDesign, match="one message"):
        prove.lift(panel, asked_of(plan, treated_in(plan)), rng=RNG(3))


def test_hand_picked_places_never_pass_as_drawn() -> None:
    plan = planned(DesignKind.PICKED)
    assert {one.place.name for one in plan.places if one.arm is Arm.TREATED} == {"Kukës", "Shkodër"}
    assert "exploratory" in plan.analysis
    assert not plan.power.simulations
    with pytest.raises(AssignmentOutsideDesign, match="picked by hand"):
        prove.lift(during(plan, 3.0), asked_of(plan, treated_in(plan)), rng=RNG(3))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"design": DesignKind.PICKED}, "picked by hand"),
        ({"picked": ("Kukës",)}, "picked by hand"),
        ({"design": DesignKind.MATCHED, "group": 1}, "two places or more"),
        ({"design": DesignKind.MATCHED, "buffer": Buffer.CLUSTERS}, "not matched as well"),
        ({"design": DesignKind.STEPPED, "waves": 1}, "less than a week"),
        ({"design": DesignKind.STEPPED, "waves": 30}, "less than a week"),
        ({"design": DesignKind.ARMS, "messages": ()}, "fewer than two messages"),
        ({"apart_km": -1.0}, "no length"),
        ({"design": DesignKind.STEPPED, "treated": 3}, "itself says how many"),
        ({"further": {"calls": None}, "outcome": "calls"}, "named twice"),
        ({"further": {"": None}}, "not at all"),
    ],
)
def test_designs_that_cannot_be_are_refused_in_words(changes, reason) -> None:
    with pytest.raises(BadPlan, match=reason):
        campaign.plan(request(kind="county", **changes), NEED, today=TODAY)


def test_groups_are_of_places_alike_and_leave_nobody_out() -> None:
    traits = np.array([[0.0], [10.1], [5.0], [0.1], [5.1], [10.0], [5.2]])
    groups = matched_groups(traits, 2)
    assert groups[0] == groups[3]
    assert groups[1] == groups[5]
    assert groups[2] == groups[4] == groups[6]  # the odd one joins the last pair


def test_neighbours_share_a_border_or_lie_near() -> None:
    name = {one.code: one.name for one in gazetteer.places("county", "AL")}
    code = {v: k for k, v in name.items()}
    beside = neighbours("county", "AL")
    assert {name[c] for c in beside[code["Kukës"]]} == {"Shkodër", "Lezhë", "Dibër"}
    assert all(one in beside[other] for one in beside for other in beside[one])
    towns = {one.name: one for one in gazetteer.places("municipality", "AL")}
    assert kilometres(towns["Durrës"], towns["Tiranë"]) == pytest.approx(32, abs=8)
    near = neighbours("municipality", "AL", 60.0)
    plain = neighbours("municipality", "AL")
    lezhe, diber = towns["Lezhë"].code, towns["Vorë"].code
    assert diber not in plain[lezhe]
    assert diber in near[lezhe]


def test_candidates_kept_apart_leave_no_border_between_warned_and_held_out() -> None:
    apart = planned(DesignKind.RERANDOMISED, Buffer.APART, "municipality")
    assert borders(apart) == ()
    assert len(apart.lots.candidates) >= 12


def test_neighbours_drawn_together_leave_fewer_borders() -> None:
    together = planned(DesignKind.RERANDOMISED, Buffer.CLUSTERS, "municipality").lots
    alone = planned(DesignKind.MATCHED, Buffer.NONE, "municipality").lots
    assert together.candidates == alone.candidates
    beside, codes = neighbours("municipality", "AL"), together.candidates
    pairs = [
        (i, j) for i, j in itertools.combinations(range(24), 2) if codes[i] in beside[codes[j]]
    ]
    left = [
        np.mean([(rows[:, i] != rows[:, j]).mean() for i, j in pairs])
        for rows in (allowed_labels(lots, RNG(0), 500) for lots in (together, alone))
    ]
    assert left[0] < left[1] - 0.1


def test_neighbours_drawn_together_are_never_parted() -> None:
    lots = planned(DesignKind.RERANDOMISED, Buffer.CLUSTERS, "municipality").lots
    rows, index = allowed_labels(lots, RNG(0), 500), np.array(lots.clusters)
    assert max(np.bincount(index)) == 3
    for cluster in range(index.max() + 1):
        inside = rows[:, index == cluster]
        assert (inside == inside[:, :1]).all()
    parted = labels_of(lots).copy()
    parted[np.flatnonzero(index == np.bincount(index).argmax())[0]] ^= 1
    with pytest.raises(AssignmentOutsideDesign, match="parted"):
        allowed_labels(lots, RNG(0), 500, parted)


def test_picking_the_highest_counts_finds_an_effect_where_there_is_none_and_shrinking_does_not():
    rng, naive, steady = RNG(11), [], []
    people = {str(i): int(n) for i, n in enumerate(rng.integers(8_000, 90_000, 61))}
    for _ in range(14):
        true = np.array(list(people.values())) * rng.gamma(4, 1 / 4, 61) * 2e-4
        seen = dict(zip(people, rng.poisson(true).astype(float).tolist(), strict=True))
        expected = shrunk_counts(seen, people)
        top = sorted(seen, key=lambda code: -seen[code] / people[code])[:15]
        later = sum(rng.poisson(true[int(code)]) for code in top)
        naive.append(math.log(later / sum(seen[code] for code in top)))
        steady.append(math.log(later / sum(expected[code] for code in top)))
    assert np.mean(naive) < -0.08  # after the "campaign" fewer, though nothing happened
    assert abs(np.mean(steady)) < 0.04


def test_each_part_of_a_rank_is_shown_with_what_it_was_made_from() -> None:
    order = ranked(request(kind="county"), NEED, {"AL-07": 30.0, "AL-10": 3.0, "AL-11": 40.0})
    parts = {part.name: part for part in order[0].parts}
    people = parts[campaign.PEOPLE_ON_ROUTE]
    assert people.raw is not None
    assert people.shrunk is not None
    assert people.shrunk < people.raw  # the first place in the list was lucky too
    assert parts["reach"].raw == order[0].place.population
    known = next(one for one in order if one.place.code == "AL-11").parts
    assert [part.raw for part in known if part.name == "provable"] == [40.0]
    assert order[0].need == pytest.approx(sum(p.weight * p.score for p in order[0].parts))


def test_ranks_move_within_their_ends_as_weights_change() -> None:
    asked = request(kind="county")
    order = ranked(asked, NEED)
    for changes in ({"people_on_route": 0.0}, {"reach": 0.5}, {"population_change": 1.0}):
        other = {one.place.code: one.rank for one in ranked(replace(asked, weights=changes), NEED)}
        for one in order:
            assert one.rank_best <= one.rank <= one.rank_worst
            assert one.rank_best <= other[one.place.code] <= one.rank_worst


def test_a_changed_plan_names_the_one_it_replaces_and_is_another() -> None:
    first = planned(DesignKind.COMPLETE)
    asked = request(kind="county", design=DesignKind.COMPLETE, replaces=first.id)
    second = campaign.plan(asked, NEED, today=TODAY)
    assert second.replaces == first.id != second.id
    assert campaign.seal(second) == second.id
    assert campaign.seal(replace(second, replaces="")) != second.id


def test_what_other_weights_would_choose_is_what_planning_with_them_chooses() -> None:
    asked = request(candidates=12, buffer=Buffer.APART)
    plan = campaign.plan(asked, NEED, today=TODAY)
    assert len(plan.lots.candidates) == 12
    for found in campaign.sensitivity(plan):
        other = campaign.plan(replace(asked, weights=found.weights), NEED, today=TODAY)
        assert found.staying == len(set(other.lots.candidates) & set(plan.lots.candidates))
        assert found.first == tuple(one.place.code for one in other.places[:3])


@pytest.mark.parametrize(
    "lines",
    [
        "A:2027-03-01,B:2027-13-40\nB:2027-03-01,A:2027-04-01",
        "A:2027-03-01,B:2027-04-01\nA,B",
        "A:2027-03-01,B:2027-04-01\nA:2027-03-01,C:2027-04-01",
        "A:2027-03-01,A:2027-04-01\nA:2027-03-01,A:2027-03-01",
    ],
)
def test_schedules_that_are_none_are_refused_by_their_line(tmp_path, lines) -> None:
    (tmp_path / "schedules.csv").write_text(lines)
    with pytest.raises(BadDesignFile, match=r"schedule \d does not give"):
        prove.read_design(tmp_path / "schedules.csv")


def test_places_with_a_colon_in_their_name_are_no_schedules(tmp_path) -> None:
    (tmp_path / "pairs.csv").write_text("a: north,b\na: south,b\n")
    assert prove.read_design(tmp_path / "pairs.csv") == (("a: north", "b"), ("a: south", "b"))


def test_nobody_looks_at_a_plans_effect_before_its_window_is_over(tmp_path) -> None:
    plan = planned(DesignKind.COMPLETE)
    (tmp_path / "plan.json").write_bytes(to_json(plan))
    with pytest.raises(WindowNotOver, match=str(plan.window.end)):
        prove.read_design(tmp_path / "plan.json", plan.window.end - timedelta(days=1))
    assert prove.read_design(tmp_path / "plan.json", plan.window.end) == plan.lots


def test_a_further_outcome_is_told_what_its_own_history_can_show() -> None:
    asked = request(kind="county", design=DesignKind.COMPLETE)
    codes = [one.code for one in gazetteer.places("county", "AL")]
    few, many = (past(asked.window.start, codes, rate=rate) for rate in (1.0, 30.0))
    plan = campaign.plan(replace(asked, history=few, further={"calls": many}), NEED, today=TODAY)
    smallest = plan.further[0].power.minimum_detectable_ratio
    assert smallest < plan.power.minimum_detectable_ratio
    assert request_of(plan, "calls").minimum_detectable_ratio == smallest
    assert request_of(plan, "walk-ins").minimum_detectable_ratio is None


def test_hand_picked_places_are_not_compared_with_exempt_ones_that_were_warned_too() -> None:
    asked = request(
        kind="county", design=DesignKind.PICKED, picked=("Kukës",), exempt=("Dibër", "Fier")
    )
    plan = campaign.plan(asked, NEED, today=TODAY)
    panel = during(plan, 2.0)
    panel = replace(
        panel, values=tuple(tuple(v + i for v in row) for i, row in enumerate(panel.values))
    )
    (found,) = effects(plan, (Measured(outcome=plan.outcome, panel=panel),), None, RNG(3))
    exempt = {one.place.code for one in plan.places if one.arm is Arm.EXEMPT}
    assert len(exempt) == 2
    assert found.exploratory
    assert found.weights
    assert not exempt & set(found.weights)
