"""Estimates from overlapping lists equal those of plain, slow versions, and published ones."""

from __future__ import annotations

import math
import os

import numpy as np
import pytest
from scipy.special import gammaln

import slow_lists as slow
from beforehand.stats.mse import everything, models, resampling, searches
from beforehand.stats.mse.estimates import Options, estimate
from beforehand.stats.mse.lists import Lists
from made_lists import TABLES, table

RULES = {"step": searches.stepwise(0.02), "aic": searches.AIC, "bic": searches.BIC}
PUBLISHED = {
    ("UKdat", "step"): 11417.99,
    ("UKdat", "aic"): 11251.55,
    ("UKdat", "bic"): 12349.59,
    ("UKdat_5", "step"): 11312.99,
    ("UKdat_5", "aic"): 11174.83,
    ("UKdat_5", "bic"): 12262.41,
    ("NewOrl", "step"): 1183.69,
    ("Western", "step"): 2483.38,
    ("Ned", "step"): 111139,
    ("Ned", "aic"): 41561,
}


def slow_search(counts: np.ndarray, many: int, rule: str) -> tuple[float, tuple[int, ...]]:
    if rule == "step":
        return slow.stepwise(counts, many, 0.02)
    return slow.by_criterion(counts, many, 2.0 if rule == "aic" else math.log(counts.sum()))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", TABLES)
def test_a_search_of_a_published_table_equals_a_plain_search(name: str, rule: str) -> None:
    lists = table(name)
    total, pairs = searches.search(lists.counts, lists.many, RULES[rule])
    expected, chosen = slow_search(lists.counts, lists.many, rule)
    assert tuple(sorted(pairs)) == chosen
    assert total == pytest.approx(expected, rel=1e-6)
    fit = models.fit(lists, pairs)
    likelihood = slow.fitted(lists.counts, lists.many, chosen)[1]
    parameters = 1 + lists.many + len(chosen)
    assert fit.estimate == pytest.approx(expected, rel=1e-6)
    assert fit.aic == pytest.approx(2 * parameters - 2 * likelihood, rel=1e-6)
    assert fit.bic == pytest.approx(math.log(lists.seen) * parameters - 2 * likelihood, rel=1e-6)


@pytest.mark.parametrize(("name", "rule"), PUBLISHED)
def test_a_search_agrees_with_the_published_total(name: str, rule: str) -> None:
    lists = table(name)
    total, _ = searches.search(lists.counts, lists.many, RULES[rule])
    assert total == pytest.approx(PUBLISHED[name, rule], abs=0.5 if total > 20000 else 0.006)


def test_the_model_without_dependences_agrees_with_its_published_total() -> None:
    lists = table("Artificial_3")
    total, pairs = searches.search(lists.counts, 3, searches.INDEPENDENCE)
    assert (total, pairs) == (pytest.approx(539.09, abs=0.006), ())


def test_existence_is_what_a_linear_program_says_of_random_models() -> None:
    draw = np.random.default_rng(20)
    seen = set()
    for _ in range(300):
        many = int(draw.integers(3, 6))
        counts = slow.random_table(draw, many)
        terms = [t for t in range(1 << many) if t.bit_count() > 1 and draw.random() < 0.5]
        found = models.existence(Lists(tuple("ABCDE"[:many]), counts), terms).code
        assert found == slow.existence_code(counts, many, terms), (counts, terms)
        seen.add(found)
    assert seen == {0, 1, 2, 3}


@pytest.mark.parametrize("rule", RULES)
def test_searches_of_random_tables_equal_plain_searches(rule: str) -> None:
    draw = np.random.default_rng(21)
    searched = 0
    while searched < 15:
        many = int(draw.integers(2, 6))
        counts = slow.random_table(draw, many)
        total, pairs = searches.search(counts, many, RULES[rule])
        assert math.isfinite(total) == slow.usable(counts, many, [])
        if math.isfinite(total):
            searched += 1
            expected, chosen = slow_search(counts, many, rule)
            assert tuple(sorted(pairs)) == chosen
            assert total == pytest.approx(expected, rel=1e-6)


def test_tables_searched_together_are_searched_as_if_alone() -> None:
    draw = np.random.default_rng(22)
    tables = np.array([slow.random_table(draw, 4) for _ in range(40)])
    for rule in RULES.values():
        alone = [searches.search(counts, 4, rule)[0] for counts in tables]
        assert searches.search_each(tables, 4, rule).tolist() == alone
    assert np.isinf(alone).any()


def enumerated(counts: np.ndarray, many: int) -> dict[tuple[int, ...], tuple[float, float]]:
    """Criterion and total of every hierarchical model that has one maximum."""
    found = {}
    for terms in slow.hierarchical(many):
        if slow.usable(counts, many, terms):
            total, likelihood, _ = slow.fitted(counts, many, terms)
            found[terms] = (
                math.log(counts.sum()) * (1 + many + len(terms)) - 2 * likelihood,
                total,
            )
    return found


def test_all_hierarchical_models_equal_their_full_enumeration() -> None:
    draw = np.random.default_rng(23)
    tables = [table("Artificial_3").counts, *(slow.random_table(draw, 3) for _ in range(9))]
    tables += [slow.random_table(draw, 4) for _ in range(3)]
    for counts in tables:
        many = counts.size.bit_length() - 1
        known = enumerated(counts, many)
        if not known:
            assert everything.best_of_each(counts[None, :], many)[0] == np.inf
            continue
        criterion, totals = np.array(list(known.values())).T
        share = np.exp(-(criterion - criterion.min()) / 2)
        models, weights, people = everything.weights(counts, many)
        assert people[0] == pytest.approx(totals[criterion.argmin()], rel=1e-6)
        terms = everything.terms_of_all(many)
        best = tuple(int(t) for at, t in enumerate(terms) if models[0] >> at & 1)
        assert tuple(sorted(best)) == list(known)[criterion.argmin()]
        assert weights @ people == pytest.approx(share @ totals / share.sum(), rel=1e-6)
        together = everything.average_of_each(counts[None, :], many)[0]
        assert together == pytest.approx(weights @ people, rel=1e-4)


def test_models_near_the_best_of_five_lists_differ_as_published() -> None:
    lists = table("UKdat_5")
    _, weights, people = everything.weights(lists.counts, 5)
    near = people[-2 * np.log(weights / weights[0]) < 2.8]
    assert (near.min(), near.max()) == pytest.approx((11313, 28822), abs=1)
    assert len(everything.hierarchical_models(5)) == 6893
    best = everything.best_of_each(lists.counts[None, :], 5)[0]
    assert best == people[0] == pytest.approx(25311.29, abs=0.01)


def test_no_model_is_likelier_than_its_graph_allows() -> None:
    draw = np.random.default_rng(24)
    tables = np.array([slow.random_table(draw, 4) for _ in range(20)])
    likely = everything.likeliest(tables, 4)
    two = sorted(slow.all_pairs(4))
    exact = 0
    for counts, bounds in zip(tables, likely, strict=True):
        for terms in slow.hierarchical(4)[::7]:
            if slow.usable(counts, 4, terms):
                graph = sum(1 << at for at, pair in enumerate(two) if pair in terms)
                found = slow.fitted(counts, 4, terms)[1] + gammaln(counts + 1).sum()
                assert found <= bounds[graph] + 1e-8 * (1 + abs(found))
                exact += bool(found > bounds[graph] - 1e-6)
    assert exact >= 5


def test_the_acceleration_is_that_of_leaving_out_one_person_at_a_time() -> None:
    for name in ("Artificial_3", "Western", "UKdat_5"):
        lists = table(name)
        each = searches.estimator(searches.INDEPENDENCE)

        def one(counts: np.ndarray, many: int = lists.many) -> float:
            return slow.fitted(counts, many, [])[0]

        expected = slow.acceleration(lists.counts, one)
        assert resampling.acceleration(lists, each) == pytest.approx(expected, abs=1e-6)


def test_the_interval_of_the_published_table_is_the_converged_one() -> None:
    lists = table("UKdat")
    each = searches.estimator(searches.stepwise(0.02))
    drawn = resampling.replicates(lists, each, 4000, 3)
    bca = resampling.acceleration(lists, each)
    found = resampling.limits(drawn, 11417.99, 0.95, 3, bca)
    assert found.low == pytest.approx(9173, abs=4 * found.error_low)
    assert found.high == pytest.approx(14426, abs=4 * found.error_high)
    assert 20 < found.error_low < 400


def test_the_number_of_processors_does_not_change_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lists = table("Western")
    each = searches.estimator(searches.AIC)
    both = resampling.replicates(lists, each, 1500, 4)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert resampling.replicates(lists, each, 1500, 4).tolist() == both.tolist()


@pytest.mark.parametrize("bca", [None, -0.05])
def test_the_error_of_a_limit_is_how_limits_of_other_replicates_scatter(bca: float | None) -> None:
    draw = np.random.default_rng(26)
    others = draw.lognormal(7, 0.5, size=(300, 1000))
    estimate = float(np.exp(7.1))
    found = [resampling.limits(drawn, estimate, 0.9, 1, bca) for drawn in others]
    for side, error in (("low", "error_low"), ("high", "error_high")):
        told = np.mean([getattr(one, error) for one in found])
        assert told == pytest.approx(np.std([getattr(one, side) for one in found]), rel=0.15)


def lists_of_many(many: int) -> Lists:
    draw = np.random.default_rng(27)
    on = draw.random((6000, many)) < np.where(draw.random(6000) < 0.3, 0.25, 0.07)[:, None]
    counts = np.bincount(on @ (1 << np.arange(many)), minlength=1 << many).astype(float)
    counts[0] = 0
    return Lists(tuple("ABCDEFGHIJKLMNOP"[:many]), counts)


def test_eight_lists_are_searched_as_plainly() -> None:
    lists = lists_of_many(8)
    total, pairs = searches.search(lists.counts, 8, searches.stepwise(1e-6))
    expected, chosen = slow.stepwise(lists.counts, 8, 1e-6)
    assert tuple(sorted(pairs)) == chosen
    assert total == pytest.approx(expected, rel=1e-6)


def test_sixteen_lists_are_searched_or_refused_with_the_time_it_would_take() -> None:
    lists = lists_of_many(16)
    total, _ = searches.search(lists.counts, 16, searches.stepwise(1e-9))
    assert 4000 < total < 12_000
    found = estimate(lists, "aic", options=Options(replicates=1000))
    assert found.total is None
    assert "minutes" in str(found.reason)
