"""The search of sets: the published ones, every cell as one by one, and what it must not do."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from beforehand import campaign, prove
from beforehand.records.market import MarketRequest
from beforehand.refusals import BadPlan
from beforehand.stats import (
    Trial,
    all_sets,
    block_conformal,
    correlated_sets,
    market_power,
    simplex_weights,
    synthetic_control,
)
from beforehand.stats.simplex_many import simplex_weights_many

HISTORY = Path(__file__).parents[1] / "fixtures" / "geolift_pretest.csv"
EFFECTS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25)
PUBLISHED = MarketRequest(durations=(10, 15), sizes=(2, 3, 4, 5), effects=EFFECTS)


def rng(seed=1):
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def history():
    return prove.read_panel(HISTORY)


@pytest.fixture(scope="module")
def found(history):
    return campaign.market_search(history, PUBLISHED, rng=rng())


@pytest.mark.parametrize("whole_numbers", [False, True])
def test_many_fits_in_lockstep_are_each_as_one_alone(whole_numbers):
    drawn = rng(5)
    series = drawn.normal(size=(9, 25))
    if whole_numbers:  # many ties, and two places with one series
        series = drawn.integers(0, 4, (9, 25)).astype(float)
        series[3] = series[7]
    targets = drawn.normal(size=(40, 25)) * 2
    allowed = drawn.random((40, 9)) < 0.7
    allowed[:, :2] = True
    gram, cross = series @ series.T, targets @ series.T
    start = np.zeros((40, 9))
    start[:, 0] = 1.0
    found = simplex_weights_many(gram, cross, allowed, start)
    assert found.min() >= 0
    assert found.sum(axis=1) == pytest.approx(np.ones(40))
    assert not found[~allowed].any()
    for weights, target, mine in zip(found, targets, allowed, strict=True):
        alone = simplex_weights(gram[np.ix_(mine, mine)], series[mine] @ target)
        misfit = np.sum((target - weights @ series) ** 2)
        assert misfit == pytest.approx(np.sum((target - alone @ series[mine]) ** 2), rel=1e-9)


def test_the_published_search_has_135_sets_and_1620_cells(history, found):
    assert len(correlated_sets(history.values, (2, 3, 4, 5))) == 135
    assert len(found.rows) == 1620
    assert len({(row.places, row.duration, row.effect) for row in found.rows}) == 1620


def test_the_published_best_set_is_among_the_best(found):
    best = {(row.places, row.duration) for row in found.rows if row.rank <= 20}
    assert (("chicago", "cincinnati", "houston", "portland"), 15) in best


def one_by_one(history, places, duration, effect):
    """One cell as `prove lift` would see it: the effect put in by hand, then estimated."""
    panel = np.array(history.values)
    marked = np.isin(history.places, places)
    start, stop = panel.shape[1] - duration, panel.shape[1]
    panel[marked, start:] *= 1 + effect
    return synthetic_control(panel, marked, start, stop), block_conformal(
        panel, marked, start, stop, level=0.999
    )


def test_designs_of_all_ranks_equal_the_estimate_made_one_by_one(history):
    blocks = campaign.market_search(history, replace(PUBLISHED, inference="block"), rng=rng())
    for row in [row for row in blocks.rows if row.rank % 45 == 0]:
        fit, test = one_by_one(history, row.places, row.duration, row.effect)
        assert row.detected_lift == pytest.approx(fit.lift, abs=1e-9)
        assert row.scaled_l2_imbalance == pytest.approx(fit.scaled_imbalance, abs=1e-9)
        assert row.power == (test.p_any < 0.1 - 1e-9)


def test_earlier_windows_end_before_the_history_does(history):
    values = np.array(history.values)
    sets = correlated_sets(values, (3,))[:5]
    trial = Trial(duration=10, effects=(0.0, 0.1), lookback=3, alpha=0.1)
    together = market_power(values, sets, trial, None)
    alone = [
        market_power(values[:, : 90 - back], sets, replace(trial, lookback=1), None)
        for back in range(3)
    ]
    assert together.found == pytest.approx(np.mean([one.found for one in alone], axis=0))
    assert together.imbalance == pytest.approx(np.mean([one.imbalance for one in alone], axis=0))


def test_more_power_never_ranks_behind_less(found):
    groups = itertools.groupby(found.rows, key=lambda row: row.rank)
    means = [np.mean([row.power for row in rows if row.effect]) for _, rows in groups]
    assert means == sorted(means, reverse=True)


def test_among_sets_of_equal_power_one_that_claims_what_is_not_there_comes_last(found):
    best = [row for row in found.rows if row.effect == 0.25 and row.power == 1]
    full = [r for r in best if all(o.power for o in found.rows if o.rank == r.rank and o.effect)]
    errors = [row.type_1 for row in full]
    assert errors == sorted(errors)
    assert errors[0] == 0 < errors[-1]


def test_it_says_how_many_sets_show_an_effect_where_there_is_none(found):
    # Published for this method: 16 to 19 of 100.
    assert 0.14 < found.false / found.tried < 0.21
    assert f"{found.false} of {found.tried}" in str(campaign.false_claims(found))


def test_the_seed_repeats_a_search_and_power_at_no_effect_is_the_error(history, found):
    assert campaign.market_search(history, PUBLISHED, rng=rng()) == found
    assert all(row.power == row.type_1 for row in found.rows if row.effect == 0)


def test_an_exhaustive_search_tries_every_set(history):
    small = replace(history, places=history.places[:7], values=history.values[:7])
    asked = replace(PUBLISHED, durations=(10,), sizes=(2, 3), effects=(0.1,), exhaustive=True)
    told = []
    every = campaign.market_search(small, asked, rng=rng(), progress=told.append)
    assert every.tried == len(every.rows) == 21 + 35 == sum(told)
    assert len(list(all_sets(7, (2, 3)))) == 56


def test_a_place_that_never_changes_is_chosen_last():
    panel = rng().normal(size=(6, 30)).cumsum(axis=1) + 9
    panel[2] = 4
    assert all(2 not in places or i == 2 for i, places in enumerate(correlated_sets(panel, (1,))))
    chosen = correlated_sets(panel, (2,))
    assert sum(2 in places for places in chosen) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"durations": (89,)}, "too short"),
        ({"durations": (0,)}, "too short"),
        ({"lookback": 80}, "too short"),
        ({"sizes": (39,)}, "40 places"),
        ({"sizes": (0,)}, "40 places"),
        ({"effects": (-1.0,)}, "an effect lies"),
        ({"effects": (float("nan"),)}, "an effect lies"),
        ({"effects": (0.1, 0.1)}, "listed twice"),
        ({"sizes": (20,), "exhaustive": True}, "fits are asked for"),
    ],
)
def test_what_cannot_be_tried_is_refused_in_a_sentence(history, changed, said):
    with pytest.raises(BadPlan, match=said):
        campaign.market_search(history, replace(PUBLISHED, **changed), rng=rng())


def test_a_history_in_which_nothing_changes_is_refused(history):
    still = replace(history, values=((3.0,) * len(history.days),) * len(history.places))
    with pytest.raises(BadPlan, match="0 places that ever change"):
        campaign.market_search(still, PUBLISHED, rng=rng())
