"""The made-up outcomes have the effect that we set, and say that they are made up."""

from __future__ import annotations

import numpy as np
import pytest

from beforehand.example.outcomes import delivery, history, outcomes
from beforehand.records.plan import Arm
from beforehand.records.reach import Event
from made_campaign import TREATED, a_plan

PLAN = a_plan()


def rng(seed=9):
    return np.random.default_rng(seed)


def test_what_a_plan_may_know_is_the_beginning_of_what_is_seen_later():
    before = history([one.place for one in PLAN.places], PLAN.window, rng=rng())
    later = outcomes(PLAN, effect=2.0, rng=rng())
    assert later.places == before.places
    assert [row[: len(before.days)] for row in later.values] == list(before.values)


def test_the_twin_without_effect_has_the_same_past():
    with_it, without = (outcomes(PLAN, effect=effect, rng=rng()) for effect in (2.0, 1.0))
    start = with_it.days.index(PLAN.window.start)
    assert [row[:start] for row in with_it.values] == [row[:start] for row in without.values]
    assert with_it.values != without.values


def test_the_effect_is_the_one_set_and_in_warned_places_alone():
    def total(effect):
        panels = (outcomes(PLAN, effect=effect, rng=rng(seed)) for seed in range(150))
        start = PLAN.window.history_days
        return sum(np.array(panel.values)[:, start:].sum(axis=1) for panel in panels)

    plain, doubled = total(1.0), total(2.0)
    warned = np.isin(np.array([f"P{i}" for i in range(8)]), TREATED)
    assert doubled[warned].sum() / plain[warned].sum() == pytest.approx(2, rel=0.08)
    assert doubled[~warned].sum() / plain[~warned].sum() == pytest.approx(1, rel=0.08)


def test_contacts_rise_everywhere_without_a_campaign():
    before, during = 0.0, 0.0
    for seed in range(100):
        panel = outcomes(PLAN, effect=1.0, rng=rng(seed))
        values = np.array(panel.values)
        before += values[:, :28].sum()
        during += values[:, 28:].sum()
    assert during > 1.03 * before


def test_steps_of_delivery_never_grow():
    made = delivery(PLAN, rng=rng())
    reached = sum(row.reached for row in made.platform)
    by_event = {
        event: sum(c.count for c in made.visits.counts if c.event is event)
        for event in (Event.VISIT, Event.CHECKED, Event.HELP)
    }
    steps = [reached, *by_event.values(), made.reports.sealed]
    assert steps == sorted(steps, reverse=True)


def test_nothing_is_spent_where_nobody_was_to_be_warned():
    held_out = {one.place.code for one in PLAN.places if one.arm is Arm.HELD_OUT}
    made = delivery(PLAN, rng=rng())
    assert all(row.spent_eur == 0 for row in made.platform if row.place in held_out)


def test_everything_made_up_says_so():
    assert outcomes(PLAN, effect=2.0, rng=rng()).made_up
    made = delivery(PLAN, rng=rng())
    assert made.made_up
    assert made.source.startswith("Made-up")
