"""The effect agrees with the published walkthrough, with slow enumeration, and with the truth."""

from __future__ import annotations

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
