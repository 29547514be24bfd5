"""Real counts that no campaign touched: before and after claims an effect there, ours does not."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from beforehand import prove
from beforehand.example.campaigns import EFFECT, NO_EFFECT, made_up_results, twin_of
from beforehand.prove.designs import complete_lots
from beforehand.records.impact import LiftRequest, Panel
from beforehand.refusals import Refusal
from beforehand.stats import admissible, complete_design, permutation_p, wilson
from made_campaign import a_plan


def test_before_and_after_claims_a_fall_that_no_campaign_caused():
    found = prove.untouched()
    assert found.value == pytest.approx(2603 / 3604)
    assert found.interval.high < 0.8


def test_the_fall_is_told_with_its_size_and_the_one_after_it():
    said = str(prove.untouched_words())
    assert "28 %" in said
    assert "39 %" in said


def test_the_lots_drawn_again_rarely_claim_anything_of_it():
    values, rng = np.array(prove.untouched_panel().values), np.random.default_rng(1)
    pre, post = values[:, :3].sum(axis=1), values[:, 3:].sum(axis=1)
    rows = admissible(complete_design(len(pre), 22), rng, 399)
    naive, ours = 0, 0
    for row in rows[:100]:
        before, during = float(pre[row].sum()), float(post[row].sum())
        low, high = wilson(during, before + during)
        naive += not low <= 0.5 <= high
        ours += permutation_p(pre, post, row, rows) <= 0.05
    assert ours <= 11  # 5 expected
    assert naive >= 18


def test_one_series_without_held_out_places_is_refused():
    panel = prove.untouched_panel()
    whole = Panel(
        places=("all",),
        days=panel.days,
        values=(tuple(np.array(panel.values).sum(axis=0).tolist()),),
        data_hash=panel.data_hash,
        source=panel.source,
    )
    asked = LiftRequest(treated=("all",), start=date(2023, 4, 1), end=date(2023, 10, 1),
                        lots=complete_lots(("all",), 1))  # fmt: skip
    with pytest.raises(Refusal, match="held-out"):
        prove.lift(whole, asked, rng=np.random.default_rng(1))


def test_the_twin_has_the_same_lots_the_same_past_and_another_name():
    plan = a_plan()
    twin = twin_of(plan)
    assert twin.lots == plan.lots
    assert twin.id != plan.id
    assert twin.title != plan.title
    with_it, without = made_up_results(plan, EFFECT), made_up_results(twin, NO_EFFECT)
    before = plan.window.history_days
    assert [row[:before] for row in with_it.panel.values] == [
        row[:before] for row in without.panel.values
    ]
    assert with_it.panel.values != without.panel.values
