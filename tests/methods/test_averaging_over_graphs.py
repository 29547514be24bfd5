"""Averages over decomposable graphs equal direct enumeration, and say where their tail is felt."""

from __future__ import annotations

import numpy as np
import pytest

import slow_lists as slow
from beforehand.stats.mse import sums
from beforehand.stats.mse.graphs import average_over_graphs, decomposable_graphs
from beforehand.stats.mse.lists import Lists
from made_lists import table


@pytest.mark.parametrize("saturated", [False, True])
@pytest.mark.parametrize(("name", "longest"), [("Artificial_3", 20_000), ("Western", 3000)])
def test_means_and_quantiles_are_those_of_a_direct_enumeration(
    name: str, longest: int, saturated: bool
) -> None:
    lists = table(name)
    found = average_over_graphs(lists, saturated=saturated, longest=longest)
    share = slow.averaged(lists.counts, lists.many, found.graphs, longest)
    assert found.mean == pytest.approx(share @ np.arange(longest + 1), rel=1e-10)
    ends = np.cumsum(share)
    for at in (0.025, 0.5, 0.975):
        assert found.quantile(at) == np.searchsorted(ends, at)


def test_random_tables_of_four_lists_average_as_enumerated() -> None:
    draw = np.random.default_rng(25)
    for _ in range(5):
        lists = Lists(tuple("ABCD"), slow.random_table(draw, 4))
        found = average_over_graphs(lists, longest=2000)
        share = slow.averaged(lists.counts, 4, found.graphs, 2000)
        assert found.mean == pytest.approx(share @ np.arange(2001), rel=1e-10)


def test_there_are_as_many_decomposable_graphs_as_known() -> None:
    assert [len(decomposable_graphs(many)) for many in (2, 3, 4, 5)] == [2, 8, 61, 822]


def test_a_mean_that_depends_on_where_one_stops_shows_a_tail() -> None:
    firm, loose = (average_over_graphs(table(name)) for name in ("UKdat_5", "Artificial_3"))
    assert firm.tail < 1e-6
    assert firm.endless < 1e-6
    assert loose.tail > 0.05
    assert loose.endless > 0.05
    assert average_over_graphs(table("Artificial_3"), longest=10**6).mean < loose.mean


def test_the_saturated_graph_is_left_out_unless_asked_for() -> None:
    found = average_over_graphs(table("Ned_5"))
    asked = average_over_graphs(table("Ned_5"), saturated=True)
    assert len(asked.graphs) == len(found.graphs) + 1
    assert not any(graph.saturated for graph in found.graphs)


def test_a_narrow_posterior_far_from_nought_is_found() -> None:
    counts = np.array([0, 30_000_000, 20_000_000, 10_000_000.0])
    found = average_over_graphs(Lists(("A", "B"), counts))
    assert found.mean == pytest.approx(60_000_000, rel=1e-4)
    assert found.quantile(0.5) == pytest.approx(found.mean, rel=1e-5)
    spread = found.quantile(0.975) - found.quantile(0.025)
    assert spread == pytest.approx(2 * 1.96 * np.sqrt(6e7 * 4e7 * 3e7 / 1e7**2), rel=0.5)


def test_sums_over_panels_are_exact_for_polynomials() -> None:
    at, weights = sums.nodes(np.array([[0, 24], [24, 5], [29, 1000]]))
    for power in (0, 1, 7):
        assert weights @ at**power == pytest.approx(
            float(sum(n**power for n in range(1029))), rel=1e-12
        )
