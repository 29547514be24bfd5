"""The front door of hidden-population estimates: every method answers, or says why not."""

from __future__ import annotations

import math
from dataclasses import fields
from functools import cache

import pytest

from beforehand.stats.mse.estimates import METHODS, Estimate, Options, Verdict, estimate
from beforehand.stats.mse.lists import Lists, lists_of

FEW = Options(replicates=200)


@cache
def three() -> Lists:
    """Lists A, B and C; B and C go together."""
    rows = [((1, 0, 0), 60), ((0, 1, 0), 40), ((0, 0, 1), 30)]
    rows += [((1, 1, 0), 12), ((1, 0, 1), 8), ((0, 1, 1), 25), ((1, 1, 1), 6)]
    return lists_of(("A", "B", "C"), rows)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_answers_with_numbers_that_are_finite(method: str) -> None:
    found = estimate(three(), method, options=FEW)
    assert found.method == method
    assert found.total is not None
    assert found.total > found.seen == 181
    for field in fields(Estimate):
        value = getattr(found, field.name)
        assert not isinstance(value, float) or math.isfinite(value), field.name


def test_two_lists_give_the_estimate_of_lincoln_and_petersen() -> None:
    lists = lists_of(("A", "B"), [((1, 0), 30), ((0, 1), 20), ((1, 1), 10)])
    found = estimate(lists, "independence", options=FEW)
    assert found.total == pytest.approx(40 * 30 / 10)


def test_an_interval_holds_its_estimate_and_never_less_than_the_people_seen() -> None:
    for kind in ("bca", "percentile"):
        found = estimate(three(), "stepwise", options=Options(replicates=300, interval=kind))
        assert found.low is not None
        assert found.high is not None
        assert found.total is not None
        assert found.seen <= found.low < found.total < found.high
        assert found.replicates == 300


def test_no_interval_is_given_that_was_not_asked_for() -> None:
    found = estimate(three(), "stepwise", options=Options(interval="none"))
    assert (found.low, found.high, found.replicates) == (None, None, 0)


def test_the_same_seed_gives_the_same_answer() -> None:
    assert estimate(three(), "bic", options=FEW) == estimate(three(), "bic", options=FEW)


def test_methods_over_all_models_refuse_more_lists_than_they_can_take() -> None:
    rows = [(tuple(int(i in {a, b}) for i in range(7)), 5) for a in range(7) for b in range(7)]
    found = estimate(lists_of("ABCDEFG", rows), "dga", options=FEW)
    assert found.total is None
    assert found.verdict is Verdict.NONE
    assert "7" in str(found.reason)
