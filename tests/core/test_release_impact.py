"""What passes the door in an impact report, and what stays behind with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beforehand import prove, release
from beforehand.records.codec import to_json
from beforehand.records.impact import PlatformCount
from made_campaign import OVER, a_panel, a_plan, results

PLAN = a_plan()


def few(treated_total: int):
    """Outcomes whose warned places count ``treated_total`` in the window and 56 elsewhere."""
    panel = a_panel(1, {f"P{i}": 0 for i in (0, 2, 4, 6)})
    row = list(panel.values[0])
    for day in range(treated_total):
        row[28 + day] = 1.0
    return replace(panel, values=(tuple(row), *panel.values[1:]))


def safe_of(treated_total: int):
    report = prove.impact(PLAN, results(few(treated_total), PLAN))
    return release.impact(report, today=OVER).payload


@pytest.mark.parametrize("small", [1, 10])
def test_a_small_outcome_takes_the_other_three_and_all_built_on_them(small):
    safe = safe_of(small)
    shown = [part.figure for step in safe.outcome_counts for part in (step.treated, step.held_out)]
    assert shown == [None] * 4
    assert safe.effects[0].estimate.figure is None
    assert safe.effects[0].further.figure is None
    assert safe.before_after.figure is None


@pytest.mark.parametrize("fine", [0, 11])
def test_zero_and_the_threshold_itself_are_shown(fine):
    safe = safe_of(fine)
    assert safe.outcome_counts[0].treated.figure.value == fine
    assert safe.effects[0].estimate.figure is not None


def test_no_withheld_ratio_hides_in_a_sentence():
    report = prove.impact(PLAN, results(few(5), PLAN))
    safe = release.impact(report, today=OVER).payload
    effect = report.effects[0]
    tail = f"{effect.high:.2f}".partition(".")[2]
    assert tail in str(effect.sentence)
    assert tail not in str(safe.effects[0].sentence)
    for number in (effect.ratio.value, effect.high, effect.effect_total):
        assert repr(number).encode() not in to_json(safe)


def delivered(spill: int):
    """Results in which held-out places see exactly ``spill`` people reached."""
    kept = results(a_panel(1, {}), PLAN)
    warned = tuple(row for row in kept.delivery.platform if row.spent_eur)
    spilt = PlatformCount(place="P1", reached=spill, clicks=0, spent_eur=0.0)
    return replace(kept, delivery=replace(kept.delivery, platform=(*warned, spilt)))


def test_a_cost_goes_with_the_count_that_it_would_give_back():
    safe = release.impact(prove.impact(PLAN, delivered(5)), today=OVER).payload
    assert safe.funnel[0].held_out.figure is None
    assert safe.funnel[0].treated.figure is not None
    assert {cost.name for cost in safe.costs if cost.figure is None} >= {"reached"}


def test_a_cost_built_on_shown_counts_is_shown():
    safe = release.impact(prove.impact(PLAN, delivered(50)), today=OVER).payload
    assert safe.funnel[0].held_out.figure.value == 50
    assert next(cost for cost in safe.costs if cost.name == "reached").figure is not None


def test_the_account_says_how_many_numbers_stay_behind_and_not_which():
    report = release.impact(prove.impact(PLAN, results(few(5), PLAN)), today=OVER)
    assert report.withheld > 0
    assert str(report.account[0]).startswith(f"{report.withheld} of {report.cells} numbers")


def test_the_ledger_keeps_that_it_left_and_from_which_data():
    report = release.impact(prove.impact(PLAN, results(few(5), PLAN)), today=OVER)
    line = release.ledger_line(report)
    assert line.release_id == report.id
    assert line.released_on == OVER
    assert few(5).data_hash in line.data_hashes


def test_warned_places_leave_by_name_since_the_order_of_need_would_narrow_down_the_others():
    turned = replace(PLAN, places=tuple(reversed(PLAN.places)))
    for plan in (PLAN, turned):
        report = prove.impact(plan, results(few(20), plan))
        safe = release.impact(report, today=OVER).payload
        assert list(safe.places_treated) == sorted(report.places_treated)
