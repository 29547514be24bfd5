"""What may be said with a number: each rule just kept and just broken."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from beforehand.stats.mse import models, searches, verdict
from beforehand.stats.mse.estimates import Options, estimate
from beforehand.stats.mse.influence import Change
from beforehand.stats.mse.lists import Lists
from beforehand.stats.mse.reach import models_within_reach
from beforehand.stats.mse.verdict import Evidence, Verdict, judge
from beforehand.words import words
from made_lists import table

GOOD = Evidence(
    total=1000.0,
    low=800.0,
    high=1300.0,
    error_low=5.0,
    error_high=10.0,
    shared=50,
    within_reach=(950.0, 1000.0, 1100.0),
    left_out=(Change(changed=("A",), names=("B", "C"), seen=90, estimate=1050.0),),
)

NO_INTERVAL = Options(interval="none")


def left_out(estimate: float | None) -> tuple[Change, ...]:
    return (Change(changed=("A",), names=("B", "C"), seen=90, estimate=estimate),)


def test_an_answer_that_keeps_every_rule_is_an_estimate() -> None:
    found = judge(GOOD)
    assert (found.verdict, found.reason, found.warnings) == (Verdict.ESTIMATE, "", ())
    assert (found.low, found.high) == (800, 1300)


@pytest.mark.parametrize(
    ("kept", "broken", "said"),
    [
        ({"high": 3199.0}, {"high": 3200.0}, "reaches from 800 to 3,200"),
        ({"shared": 7}, {"shared": 6}, "only 6 people"),
        ({"worse": 10.0}, {"worse": 10.5}, "fit these lists far better, by 10 units"),
        ({"within_reach": (1999.0,)}, {"within_reach": (2000.0,)}, "say 1,000 to 2,000"),
        ({"within_reach": (501.0,)}, {"within_reach": (500.0,)}, "say 500 to 1,000"),
        ({"without": 0.01}, {"without": 0.02}, "2.0 % of resamples"),
        ({"left_out": left_out(1999.0)}, {"left_out": left_out(2000.0)}, "hangs on list A"),
        ({"left_out": left_out(501.0)}, {"left_out": left_out(500.0)}, "would be 500"),
        ({"left_out": left_out(1000.0)}, {"left_out": left_out(None)}, "nothing can be estimated"),
        ({"lists": 3}, {"lists": 2}, "cannot be tested with two"),
        ({"high": 3000.0}, {"high": None}, "nothing bounds it"),
    ],
)
def test_a_rule_that_is_broken_leaves_a_range_and_says_why(
    kept: dict[str, object], broken: dict[str, object], said: str
) -> None:
    assert judge(replace(GOOD, **kept)).verdict is Verdict.ESTIMATE  # type: ignore[arg-type]
    found = judge(replace(GOOD, **broken))  # type: ignore[arg-type]
    assert found.verdict is Verdict.RANGE
    assert said in str(found.reason)


def test_the_range_spans_the_interval_and_the_models() -> None:
    found = judge(replace(GOOD, within_reach=(600.0, 2500.0)))
    assert (found.low, found.high) == (600, 2500)
    assert judge(replace(GOOD, high=None)).high is None


def test_an_estimate_holds_the_range_to_be_said() -> None:
    counts = np.array([0.0, 100, 90, 5, 80, 40, 35, 30])
    options = Options(replicates=200, interval="percentile", level=0.5)
    made = estimate(Lists(("A", "B", "C"), counts), "stepwise", options=options)
    models = [one.total for one in models_within_reach(Lists(("A", "B", "C"), counts))]
    assert made.verdict is Verdict.RANGE
    assert made.low is not None
    assert made.high is not None
    assert made.range_low == min(made.low, *models)
    assert made.range_high == max(made.high, *models) > made.high


def test_without_an_interval_a_warning_says_so() -> None:
    made = estimate(small(), "stepwise", options=NO_INTERVAL)
    assert any("no interval was made" in str(one) for one in made.warnings)
    assert not any("no interval" in str(one) for one in judge(GOOD).warnings)


def test_only_a_missing_estimate_warrants_none() -> None:
    awful = Evidence(
        total=1000.0, low=10.0, high=None, without=0.5, shared=1, within_reach=(10.0, 1e6),
        left_out=left_out(1e7),
    )  # fmt: skip
    found = judge(awful)
    assert found.verdict is Verdict.RANGE
    assert len(found.warnings) == 4
    said = words("lists A and B share nobody")
    assert judge(Evidence(total=None, refusal=said)).verdict is Verdict.NONE
    assert judge(Evidence(total=None, refusal=said)).reason == said


def test_what_was_not_computed_is_not_judged() -> None:
    assert judge(Evidence(total=1000.0)).verdict is Verdict.ESTIMATE
    assert judge(replace(GOOD, left_out=())).verdict is Verdict.ESTIMATE


def of_three(a: int, b: int, c: int, shared: dict[int, int]) -> Lists:
    """Lists A, B and C with so many people each alone, and by the pattern of those shared."""
    counts = np.zeros(8)
    counts[[1, 2, 4]] = a, b, c
    for pattern, people in shared.items():
        counts[pattern] = people
    return Lists(("A", "B", "C"), counts)


def test_an_answer_that_is_lost_without_a_list_hangs_on_it() -> None:
    made = estimate(of_three(60, 50, 1, {3: 12}), "stepwise", options=NO_INTERVAL)
    assert made.verdict is Verdict.RANGE
    assert str(made.reason) == "it hangs on list A: without it nothing can be estimated"


@pytest.mark.parametrize("method", ["stepwise", "dga"])
def test_two_lists_alone_make_a_range_only_by_any_method(method: str) -> None:
    two = Lists(("A", "B"), np.array([0.0, 30, 20, 10]))
    made = estimate(two, method, options=NO_INTERVAL)
    assert made.verdict is Verdict.RANGE
    said = [str(one) for one in (made.reason, *made.warnings)]
    assert any("cannot be tested with two" in one for one in said)
    assert not any("hangs on list" in one for one in said)


def test_a_list_that_moves_the_estimate_out_of_the_interval_is_named() -> None:
    found = judge(replace(GOOD, left_out=left_out(1400.0)))
    assert found.verdict is Verdict.ESTIMATE
    assert "without list A" in str(found.warnings[0])


def test_limits_that_still_move_by_chance_ask_for_more_replicates() -> None:
    found = judge(replace(GOOD, error_high=51.0))
    assert found.verdict is Verdict.ESTIMATE
    assert "more replicates" in str(found.warnings[0])
    assert not judge(replace(GOOD, error_high=50.0)).warnings


def small() -> Lists:
    """Three lists, of which two overlap more than chance."""
    counts = np.zeros(8)
    counts[1:] = [60, 50, 22, 40, 6, 5, 4]
    return Lists(("A", "B", "C"), counts)


def test_models_within_reach_are_those_chosen_and_those_near_the_best_by_hand() -> None:
    found = models_within_reach(small())
    every = [()] + [t for n in (1, 2, 3) for t in combinations((3, 5, 6), n)]
    fits = [models.fit(small(), terms) for terms in every]
    best = min(fit.bic for fit in fits)
    near = {fit.terms for fit in fits if fit.bic <= best + 2}
    chosen = {
        searches.search(small().counts, 3, rule)[1]
        for rule in (searches.stepwise(0.02), searches.AIC, searches.BIC)
    }
    assert {one.terms for one in found} == near | chosen
    assert [one.bic for one in found] == sorted(one.bic for one in found)
    shares = np.exp(-(np.array([fit.bic for fit in fits]) - best) / 2)
    assert found[0].weight == pytest.approx(1 / shares.sum(), rel=1e-6)


def test_lists_taken_as_knowing_nothing_of_each_other_are_no_estimate_where_they_do() -> None:
    lists = table("UKdat")
    ignored = estimate(lists, "independence", options=NO_INTERVAL)
    assert (ignored.verdict, "far better" in str(ignored.reason)) == (Verdict.RANGE, True)
    assert estimate(lists, "stepwise", options=NO_INTERVAL).verdict is Verdict.ESTIMATE
    assert estimate(table("Western"), "stepwise", options=NO_INTERVAL).verdict is Verdict.ESTIMATE


def test_a_wider_reach_holds_more_models() -> None:
    assert len(models_within_reach(small(), 1e6)) == 8
    assert verdict.shared_people(small()) == 37
