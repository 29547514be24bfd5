"""Estimates from overlapping lists equal those of plain, slow versions, and published ones."""

from __future__ import annotations

import math

import numpy as np
import pytest

import slow_lists as slow
from beforehand.stats.mse import models, searches
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
