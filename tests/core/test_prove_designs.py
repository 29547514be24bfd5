"""Reports of a stepped rollout, several messages, hand-picked places and a changed plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from beforehand import prove, release
from beforehand.lots import labels_of
from beforehand.records.impact import Verdict
from beforehand.records.plan import Arm, DesignKind, Lots, Plan
from made_campaign import OVER, a_panel, a_plan, results

WAVES = (date(2026, 3, 2), date(2026, 3, 16))


def drawn(design: DesignKind, sizes: tuple[int, ...], **more: object) -> Plan:
    lots = Lots(candidates=tuple(f"P{i}" for i in range(8)), treated=sum(sizes[-2:]),
                balanced_on=(), balance=(), threshold=None, seed=7, admissible=70, enumerated=True,
                design=design, sizes=sizes, **more)  # fmt: skip
    return replace(a_plan(), lots=lots)


def with_arms(plan: Plan, arms: list[Arm], versions: list[str]) -> Plan:
    places = tuple(
        replace(one, arm=arm, version=version)
        for one, arm, version in zip(plan.places, arms, versions, strict=True)
    )
    return replace(plan, places=places)


def stepped() -> tuple[Plan, list[int]]:
    plan = drawn(DesignKind.STEPPED, (4, 4), waves=WAVES)
    return with_arms(plan, [Arm.TREATED] * 8, [""] * 8), labels_of(plan.lots).tolist()


def planned_for(plan: Plan) -> Plan:
    """With what it can find recorded, so that the proof need not simulate it."""
    return replace(plan, power=replace(plan.power, minimum_detectable_ratio=2.0))


def rising(labels: list[int], factor: float):
    panel = a_panel(1, {})
    rows = tuple(
        tuple(factor if day >= WAVES[label] else value
              for day, value in zip(panel.days, row, strict=True))
        for label, row in zip(labels, panel.values, strict=True)
    )  # fmt: skip
    return replace(panel, values=rows)


def test_a_stepped_rollout_is_told_without_held_out_places():
    plan, labels = stepped()
    report = prove.impact(plan, results(rising(labels, 3.0), plan))
    assert report.effects[0].verdict is Verdict.MORE
    assert all(step.held_out is None for step in report.outcome_counts)
    assert report.checks == ()
    page = prove.render_html(release.impact(report, today=OVER))
    assert "in an order drawn by lot" in page
    assert prove.render_pdf(release.impact(report, today=OVER), "sq").startswith(b"%PDF")
    assert prove.render_slides(release.impact(report, today=OVER))


def test_several_messages_are_told_apart_and_adjusted():
    plan = drawn(DesignKind.ARMS, (4, 2, 2), versions=("debt", "passport"))
    labels = labels_of(plan.lots).tolist()
    names = ["", "debt", "passport"]
    arms = [Arm.TREATED if label else Arm.HELD_OUT for label in labels]
    plan = with_arms(plan, arms, [names[label] for label in labels])
    during = {f"P{i}": 3.0 for i, label in enumerate(labels) if label == 1}
    report = prove.impact(plan, results(a_panel(1, during), plan))
    debt, passport = report.effects
    assert "(debt)" in debt.outcome
    assert debt.ratio.value > 2 > passport.ratio.value
    assert debt.p_adjusted is not None
    assert debt.p_adjusted >= debt.p
    assert "(passport)" in prove.render_html(release.impact(report, today=OVER))


@pytest.mark.parametrize(("contacts", "shown"), [(5, False), (6, True)])
def test_one_message_of_few_contacts_takes_the_others_with_it(contacts, shown):
    """Its ratio, times what the held-out places changed by, gives its two counts back."""
    plan = drawn(DesignKind.ARMS, (4, 2, 2), versions=("debt", "passport"))
    labels = labels_of(plan.lots).tolist()
    names = ["", "debt", "passport"]
    arms = [Arm.TREATED if label else Arm.HELD_OUT for label in labels]
    plan = planned_for(with_arms(plan, arms, [names[label] for label in labels]))
    panel = a_panel(1, {})
    rows = [
        (*row[:28], *(float(day < contacts) for day in range(len(row) - 28))) if label == 1 else row
        for row, label in zip(panel.values, labels, strict=True)
    ]
    report = prove.impact(plan, results(replace(panel, values=tuple(rows)), plan))
    safe = release.impact(report, today=OVER).payload
    counts = [part.figure for step in safe.outcome_counts for part in (step.treated, step.held_out)]
    behind = [figure.figure for one in safe.effects for figure in (one.estimate, one.further)]
    assert [figure is not None for figure in (*counts, *behind)] == [shown] * 8


@pytest.mark.parametrize(("contacts", "shown"), [(10, False), (11, True)])
def test_few_contacts_before_a_wave_came_take_what_would_give_them_back(contacts, shown):
    plan, labels = stepped()
    plan, panel, start = planned_for(plan), rising(labels, 3.0), 28
    rows, left = [], contacts
    for row, wave in zip(panel.values, labels, strict=True):
        came = (plan.lots.waves[wave] - plan.window.start).days
        waiting = [0.0] * came
        if came:
            waiting[0], left = float(min(left, 4)), left - min(left, 4)
        rows.append((*row[:start], *waiting, *row[start + came :]))
    assert left == 0
    report = prove.impact(plan, results(replace(panel, values=tuple(rows)), plan))
    safe = release.impact(report, today=OVER).payload
    assert (safe.outcome_counts[0].treated.figure is not None) == shown
    assert (safe.effects[0].further.figure is not None) == shown


def test_an_outcome_that_the_plan_did_not_name_is_exploratory():
    from beforehand.records.impact import Measured

    plan = a_plan()
    other = Measured(outcome="calls to the helpline", panel=a_panel(1, {}))
    effects = prove.impact(plan, replace(results(a_panel(1, {}), plan), others=(other,))).effects
    assert [one.exploratory for one in effects] == [False, True]
    assert "did not name this outcome" in str(effects[1].warnings[0])


def test_a_changed_plan_shows_what_was_changed_and_names_the_earlier_one():
    earlier = replace(a_plan(), id="cd" * 32, outcome="calls", budget_eur=1_000.0)
    plan = replace(a_plan(), replaces=earlier.id)
    report = prove.impact(plan, results(a_panel(1, {}), plan), earlier)
    page = prove.render_html(release.impact(report, today=OVER))
    assert "This plan replaces an earlier sealed one (hash cdcdcdcdcdcd…). Both are kept." in page
    assert "The outcome was “calls”, and became “contacts with helplines and partners”." in page
    assert "€1,000" in page


def test_places_picked_by_hand_are_told_as_exploratory():
    plan = drawn(DesignKind.PICKED, (4, 4), picked=("P0", "P2", "P4", "P6"))
    noise = np.random.default_rng(4).poisson(4, (8, 56)).astype(float)
    panel = replace(a_panel(1, {}), values=tuple(map(tuple, noise.tolist())))
    effect = prove.impact(plan, results(panel, plan)).effects[0]
    assert effect.exploratory
    assert effect.method == "synthetic-control"
