"""The effect agrees with the published walkthrough, with slow enumeration, and with the truth."""

from __future__ import annotations

import functools
import itertools
import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from beforehand import prove
from beforehand.example.outcomes import outcomes
from beforehand.records.impact import LiftRequest, Verdict
from beforehand.refusals import (
    AssignmentOutsideDesign,
    NoPrePeriod,
    NothingCounted,
    PlaceNotInPanel,
    TooFewControls,
    UnknownMethod,
    WindowNotInOutcomes,
)
from made_campaign import TREATED, WINDOW, a_panel, a_plan

GEOLIFT = Path(__file__).parents[1] / "fixtures" / "geolift_test.csv"
WALKTHROUGH = LiftRequest(
    treated=("chicago", "portland"),
    start=date(2021, 4, 1),
    end=date(2021, 4, 15),
    method="synthetic-control",
)


def rng(seed=1):
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def geolift():
    return prove.read_panel(GEOLIFT)


@functools.cache
def answered(method, inference):
    asked = replace(WALKTHROUGH, method=method, inference=inference)
    return prove.lift(prove.read_panel(GEOLIFT), asked, rng=rng())


def test_the_published_walkthrough_is_matched_to_its_last_digit(geolift):
    found = prove.lift(geolift, WALKTHROUGH, rng=rng())
    assert found.effect_per_unit == pytest.approx(155.556, abs=5e-4)
    assert round(found.effect_total) == 4667
    assert found.lift == pytest.approx(0.054, abs=5e-4)
    assert found.scaled_l2_imbalance == pytest.approx(0.1636, abs=5e-5)
    assert found.p == pytest.approx(5 / 105)


def test_hand_picked_places_are_labelled_exploratory_and_both_questions_are_answered(geolift):
    found = prove.lift(geolift, WALKTHROUGH, rng=rng())
    assert found.exploratory
    assert "Exploratory" in str(found.warnings[0])
    assert found.p < 0.05 < found.p_average


def test_the_verdict_goes_with_the_interval_and_not_with_the_smaller_p(geolift):
    found = prove.lift(geolift, WALKTHROUGH, rng=rng())
    assert found.low < 0 < found.high
    assert found.verdict is Verdict.CANNOT_TELL


def test_weights_are_shares_of_untreated_places(geolift):
    weights = prove.lift(geolift, WALKTHROUGH, rng=rng()).weights
    assert sum(weights.values()) == pytest.approx(1)
    assert not {"chicago", "portland"} & set(weights)


def test_the_published_ridge_effect_is_matched_and_not_that_of_a_wider_grid():
    found = answered("augmented", "block")
    assert found.effect_per_unit == pytest.approx(156.805, abs=5e-4)  # a rival's default: 175.9
    assert found.scaled_l2_imbalance < 0.1636
    assert sum(found.weights.values()) == pytest.approx(1)
    assert any("below 0" in str(warning) for warning in found.warnings)


@pytest.mark.parametrize("method", ["synthetic-control", "augmented", "did"])
@pytest.mark.parametrize("inference", ["block", "permutation"])
def test_every_exploratory_method_is_reported_alike(method, inference):
    if (method, inference) == ("did", "permutation"):
        with pytest.raises(UnknownMethod, match="did goes with block"):
            answered(method, inference)
        return
    found = answered(method, inference)
    assert (found.method, found.inference, found.exploratory) == (method, inference, True)
    assert found.low < found.high
    assert 0 < found.p <= 1
    assert found.assignments == (105 if inference == "block" else 1000)
    assert 1 < found.minimum_detectable_ratio < 1.3
    assert found.effect_total == pytest.approx(found.effect_per_unit * 2 * 15)
    assert found.verdict is Verdict.CANNOT_TELL
    assert "20 earlier windows" in str(found.warnings[-1])


def test_days_in_any_order_come_with_a_warning_and_the_seed_repeats_them(geolift):
    asked = replace(WALKTHROUGH, inference="permutation")
    one, same = (prove.lift(geolift, asked, rng=rng(4)) for _ in range(2))
    assert (one.p, one.low, one.high) == (same.p, same.low, same.high)
    assert one.p == pytest.approx(0.01, abs=0.015)  # GeoLift prints 0.01, from its own draws
    assert any("6 to 10 of 100" in str(warning) for warning in one.warnings)


def test_another_arm_is_neither_treated_nor_compared_with(geolift):
    found = prove.lift(geolift, WALKTHROUGH, rng=rng())
    most = max(found.weights, key=found.weights.get)
    without = prove.lift(geolift, replace(WALKTHROUGH, left_out=(most,)), rng=rng())
    assert most not in without.weights
    rows = [r for p, r in zip(geolift.places, geolift.values, strict=True) if p != most]
    places = tuple(p for p in geolift.places if p != most)
    by_hand = replace(geolift, places=places, values=tuple(rows))
    assert without.effect_per_unit == prove.lift(by_hand, WALKTHROUGH, rng=rng()).effect_per_unit


def test_where_nothing_was_counted_in_the_window_fewer_are_said_to_have_been():
    drawn = np.random.default_rng(2)
    whole = a_panel(1, {}, places=6)
    counts = drawn.poisson(3, (6, len(whole.days))).astype(float)
    counts[0, whole.days.index(WINDOW.start) :] = 0
    panel = replace(whole, values=tuple(map(tuple, counts.tolist())))
    request = LiftRequest(treated=("P0",), start=WINDOW.start, end=WINDOW.end, method="did")
    found = prove.lift(panel, request, rng=rng())
    assert found.effect_total == pytest.approx(-3 * 28, rel=0.2)


def test_a_place_named_twice_is_treated_once(geolift):
    twice = replace(WALKTHROUGH, treated=("chicago", "portland", "chicago"))
    assert prove.lift(geolift, twice, rng=rng()).effect_total == pytest.approx(4666.67, abs=0.01)


def test_a_design_is_not_passed_over_in_silence(geolift):
    lots = prove.complete_lots(geolift.places, 2)
    with pytest.raises(UnknownMethod, match="a design was given"):
        prove.lift(geolift, replace(WALKTHROUGH, lots=lots), rng=rng())


def test_where_nothing_would_have_been_a_difference_is_stated_and_no_ratio():
    counts = {"P0": 5.0, "P1": 1.0}
    whole = a_panel(1.0, counts, places=5)
    fall = [tuple(max(0.0, 40.0 - 1.5 * j) for j in range(len(whole.days)))] * 4
    first = tuple(float(j % 2) for j in range(len(whole.days)))
    panel = replace(whole, values=(first, *fall))
    request = LiftRequest(
        treated=("P0",), start=WINDOW.start, end=WINDOW.end, method="synthetic-control"
    )
    found = prove.lift(panel, request, rng=rng())
    assert found.ratio is None
    assert math.isnan(found.lift)
    assert "a place and day" in str(found.sentence)


def designed(panel, treated, level=0.95):
    request = LiftRequest(
        treated=treated,
        start=WINDOW.start,
        end=WINDOW.end,
        lots=prove.complete_lots(panel.places, len(treated)),
        level=level,
    )
    return prove.lift(panel, request, rng=rng())


def slow_p(panel, treated):
    """Every assignment one after the other, in plain Python."""
    start = panel.days.index(WINDOW.start)
    pre = {p: sum(row[:start]) for p, row in zip(panel.places, panel.values, strict=True)}
    post = {p: sum(row[start:]) for p, row in zip(panel.places, panel.values, strict=True)}

    def effect(chosen):
        t_pre, t_post = (sum(counts[p] for p in chosen) + 0.5 for counts in (pre, post))
        c_pre, c_post = (
            sum(counts[p] for p in panel.places if p not in chosen) + 0.5 for counts in (pre, post)
        )
        return abs(math.log(t_post / t_pre) - math.log(c_post / c_pre))

    effects = [effect(c) for c in itertools.combinations(panel.places, len(treated))]
    return sum(e >= effect(treated) - 1e-9 for e in effects) / len(effects)


@pytest.mark.parametrize("seed", range(5))
def test_the_designed_test_equals_full_enumeration(seed):
    plan = a_plan()
    panel = outcomes(plan, effect=1.7, rng=rng(seed))
    assert designed(panel, TREATED).p == pytest.approx(slow_p(panel, TREATED))


@pytest.mark.parametrize(
    ("places", "treated"), [(4, 1), (12, 1), (5, 4), (7, 2), (9, 3), (11, 5), (12, 11)]
)
def test_odd_shapes_equal_full_enumeration_too(places, treated):
    names = tuple(f"P{i}" for i in range(treated))
    drawn = np.random.default_rng(places)
    whole = a_panel(1, {}, places=places)
    counts = drawn.negative_binomial(1, 0.4, (places, len(whole.days))).astype(float)
    panel = replace(whole, values=tuple(map(tuple, counts.tolist())))
    found = designed(panel, names)
    assert found.assignments == math.comb(places, treated)
    assert found.p == pytest.approx(slow_p(panel, names), abs=1e-12)
    if treated in {1, places - 1}:
        assert found.p >= 1 / places
        assert any("can never show an effect" in str(w) for w in found.warnings)
        assert found.verdict is Verdict.CANNOT_TELL


def test_the_ratio_is_that_of_the_counts_by_hand():
    found = designed(a_panel(1, dict.fromkeys(TREATED, 3)), TREATED)
    by_hand = (336.5 / 112.5) / (112.5 / 112.5)
    assert found.ratio.value == pytest.approx(by_hand)
    assert found.effect_total == pytest.approx(336 * (1 - 1 / by_hand))
    assert found.effect_per_unit == pytest.approx(found.effect_total / (4 * 28))


def test_an_open_interval_is_open_and_not_a_number():
    found = designed(a_panel(1, dict.fromkeys(("P0",), 9)), ("P0",))
    assert (found.low, found.high) == (None, None)
    assert found.verdict is Verdict.CANNOT_TELL


def test_one_place_of_eight_is_told_that_it_can_never_show_an_effect():
    found = designed(a_panel(1, {"P0": 50}), ("P0",))
    assert found.p == pytest.approx(1 / 8)
    assert "can never show an effect" in str(found.warnings[0])


def test_four_of_eight_are_not_told_so():
    assert designed(a_panel(1, {}), TREATED).warnings == ()


def test_rerandomised_lots_are_compared_with_what_they_allowed_alone():
    plan = a_plan()
    balance = tuple((float(i), float(i % 3)) for i in range(8))
    lots = replace(plan.lots, balance=balance, threshold=1.5, balanced_on=("need", "history"))
    panel = a_panel(1, dict.fromkeys(TREATED, 2))
    request = LiftRequest(treated=TREATED, start=WINDOW.start, end=WINDOW.end, lots=lots)
    found = prove.lift(panel, request, rng=rng())
    assert 2 <= found.assignments < 70


def test_listed_assignments_are_permuted_as_listed():
    listed = (TREATED, ("P1", "P3", "P5", "P7"), ("P0", "P1", "P2", "P3"))
    request = LiftRequest(treated=TREATED, start=WINDOW.start, end=WINDOW.end, assignments=listed)
    panel = a_panel(1, dict.fromkeys(TREATED, 2))
    found = prove.lift(panel, request, rng=rng())
    assert found.assignments == 3
    assert found.p == pytest.approx(2 / 3)  # the mirror image is as far from none


@pytest.mark.long
@pytest.mark.slow
def test_without_an_effect_the_designed_test_rejects_one_time_in_twenty():
    plan = a_plan(places=10, treated=("P0", "P2", "P4", "P6", "P8"), history_days=56)
    lots = prove.complete_lots(tuple(f"P{i}" for i in range(10)), 5)
    rejected = 0
    for seed in range(120):
        panel = outcomes(plan, effect=1.0, rng=rng(seed))
        request = LiftRequest(
            treated=("P0", "P2", "P4", "P6", "P8"),
            start=WINDOW.start,
            end=WINDOW.end,
            lots=lots,
        )
        rejected += prove.lift(panel, request, rng=rng()).p <= 0.05
    assert rejected / 120 <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 120)


@pytest.mark.slow
def test_a_known_doubling_is_recovered_on_average():
    plan = a_plan(places=10, treated=("P0", "P2", "P4", "P6", "P8"), history_days=56)
    logs = []
    for seed in range(60):
        panel = outcomes(plan, effect=2.0, rng=rng(seed))
        lots = prove.complete_lots(panel.places, 5)
        request = LiftRequest(
            treated=("P0", "P2", "P4", "P6", "P8"), start=WINDOW.start, end=WINDOW.end, lots=lots
        )
        logs.append(math.log(prove.lift(panel, request, rng=rng()).ratio.value))
    error = np.std(logs) / math.sqrt(len(logs))
    assert abs(np.mean(logs) - math.log(2)) < 4 * error


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"treated": ("chicagoo",)}, PlaceNotInPanel),
        ({"start": date(2020, 12, 1)}, WindowNotInOutcomes),
        ({"end": date(2021, 5, 1)}, WindowNotInOutcomes),
        ({"start": date(2021, 4, 16), "end": date(2021, 4, 17)}, WindowNotInOutcomes),
        ({"start": date(2021, 1, 1)}, NoPrePeriod),
        ({"method": "guessing"}, UnknownMethod),
        ({"method": "randomisation"}, UnknownMethod),
    ],
)
def test_what_cannot_be_asked_is_refused(geolift, changed, refusal):
    with pytest.raises(refusal):
        prove.lift(geolift, replace(WALKTHROUGH, **changed), rng=rng())


def test_treating_everybody_leaves_nothing_to_compare(geolift):
    with pytest.raises(TooFewControls):
        prove.lift(geolift, replace(WALKTHROUGH, treated=geolift.places[1:]), rng=rng())


def test_a_place_outside_the_design_is_refused():
    panel = a_panel(1, {})
    request = LiftRequest(
        treated=("P7",),
        start=WINDOW.start,
        end=WINDOW.end,
        lots=prove.complete_lots(panel.places[:4], 1),
    )
    with pytest.raises(AssignmentOutsideDesign, match="P7"):
        prove.lift(panel, request, rng=rng())


@pytest.mark.parametrize(("empty", "arm"), [(("P0", "P1"), "warned"), (("P2", "P3"), "held-out")])
def test_no_ratio_is_stated_where_an_arm_has_no_outcome_at_all(empty, arm):
    whole = a_panel(1.0, {}, places=4)
    values = tuple(
        tuple(0.0 for _ in row) if place in empty else row
        for place, row in zip(whole.places, whole.values, strict=True)
    )
    panel = replace(whole, values=values)
    request = LiftRequest(
        treated=("P0", "P1"),
        start=WINDOW.start,
        end=WINDOW.end,
        lots=prove.complete_lots(panel.places, 2),
    )
    with pytest.raises(NothingCounted, match=arm):
        prove.lift(panel, request, rng=rng())
