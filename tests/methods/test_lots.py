"""The lots: only admissible assignments are drawn, each as often, and better balanced than luck."""

import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beforehand import campaign
from beforehand.campaign.lots import draw_lots
from beforehand.campaign.need import ranked
from beforehand.lots import rule_of, stream
from beforehand.stats import check_assignment, complete_design, draw, imbalance
from core.test_campaign_plan import NEED, TODAY, request

COUNTIES = request(kind="county", candidates=8)
ORDER = ranked(COUNTIES, NEED)


def mask(lots):
    drawn = set(campaign.drawn_places(lots))
    return np.array([code in drawn for code in lots.candidates])


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**53), treated=st.integers(1, 7))
def test_what_is_drawn_is_one_of_the_admissible_assignments(seed, treated):
    lots = draw_lots(replace(COUNTIES, seed=seed, treated=treated), ORDER, {})
    rows = campaign.assignments(lots, np.random.default_rng(0))
    assert (rows == mask(lots)).all(axis=1).sum() == 1
    assert len(rows) == lots.admissible
    assert lots.enumerated


def test_the_rule_that_is_written_down_is_rebuilt_whatever_the_seed():
    rules = [draw_lots(replace(COUNTIES, seed=seed), ORDER, {}) for seed in range(5)]
    sets = {
        tuple(map(tuple, campaign.assignments(lots, np.random.default_rng(lots.seed))))
        for lots in rules
    }
    assert len(sets) == 1


def test_the_recorded_seed_draws_the_same_places_again():
    plan = campaign.plan(request(), NEED, today=TODAY)
    assert campaign.drawn_places(plan.lots) == campaign.drawn_places(replace(plan.lots))
    others = {campaign.drawn_places(replace(plan.lots, seed=seed)) for seed in range(20)}
    assert len(others) == 20


def test_each_admissible_assignment_is_equally_likely():
    asked = replace(COUNTIES, candidates=6, treated=2, keep=0.4)
    lots = draw_lots(asked, ORDER, {})
    allowed = len(campaign.assignments(lots, np.random.default_rng(0)))
    draws = 3_000
    seen = Counter(campaign.drawn_places(replace(lots, seed=seed)) for seed in range(draws))
    expected = draws / allowed
    chi_squared = sum((count - expected) ** 2 / expected for count in seen.values())
    assert len(seen) == allowed > 5
    # Beyond its mean by six standard deviations has a chance under one in a million.
    assert chi_squared < (allowed - 1) + 6 * math.sqrt(2 * (allowed - 1))


def test_the_lots_are_better_balanced_than_a_plain_draw():
    asked = request()
    lots = draw_lots(asked, ranked(asked, NEED), {})
    drawn = np.array([mask(replace(lots, seed=seed)) for seed in range(60)])
    plain_design = complete_design(len(lots.candidates), lots.treated)
    plain = np.array([draw(plain_design, stream(seed, 9)) for seed in range(60)])
    assert imbalance(drawn, lots.balance).max() <= lots.threshold * (1 + 1e-6)
    assert imbalance(drawn, lots.balance).mean() < imbalance(plain, lots.balance).mean() / 5


def test_the_draw_of_forty_places_is_allowed_by_its_rule_and_not_every_draw_is():
    asked = request()
    lots = draw_lots(asked, ranked(asked, NEED), {})
    design = rule_of(lots)
    assert not lots.enumerated
    check_assignment(design, mask(lots))
    by_size = np.argsort([-row[1] for row in lots.balance])
    largest = np.isin(np.arange(len(by_size)), by_size[: lots.treated])
    assert imbalance(largest[None, :], lots.balance)[0] > lots.threshold


def test_history_is_balanced_where_there_is_one():
    counts = {one.place.code: float(i * i) for i, one in enumerate(ORDER)}
    lots = draw_lots(COUNTIES, ORDER, counts)
    assert lots.balanced_on == ("need", "history")
    for code, row in zip(lots.candidates, lots.balance, strict=True):
        assert row[1] == pytest.approx(math.sqrt(counts[code]), abs=1e-6)


def test_a_small_design_keeps_enough_assignments_to_test_with():
    lots = draw_lots(replace(COUNTIES, candidates=12, keep=0.001), ORDER, {})
    assert lots.admissible >= 100
    assert campaign.smallest_p(lots) <= 0.05


def test_one_county_can_never_reach_five_per_cent():
    lots = draw_lots(replace(COUNTIES, candidates=12, treated=1), ORDER, {})
    assert lots.admissible == 12
    assert campaign.smallest_p(lots) > 0.05
