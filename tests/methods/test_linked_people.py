"""How many people rows are when some pairs were never seen: small sums that the eye can check."""

from __future__ import annotations

import numpy as np
import pytest

from beforehand.stats import unlike
from beforehand.stats.agreement import Patterns
from beforehand.stats.clusters import Pairs, forest
from beforehand.stats.relearning import Doubt
from beforehand.store.linking.counting import LEARNT_FROM, People, counted
from beforehand.store.linking.prior import prior
from beforehand.store.linking.states import states


def pairs(*said: tuple[int, int, float]) -> Pairs:
    left, right, chance = zip(*said, strict=True)
    return Pairs(left=np.array(left), right=np.array(right), probability=np.array(chance))


def known(coverage: float) -> Doubt:
    """Nothing is in doubt but what chance does."""
    return Doubt(coverage=coverage, coverages=np.full(5, coverage), matches=np.ones(5))


def of_persons(size: int, count: int, coverage: float, extra: int = 0) -> People:
    """So many persons of ``size`` rows, all pairs seen and sure, and rows that are alone."""
    said = [
        (size * one + low, size * one + high, 1 - 1e-9)
        for one in range(count)
        for low in range(size)
        for high in range(low + 1, size)
    ]
    rows = size * count + extra
    person = np.arange(rows)
    person[: size * count] -= person[: size * count] % size
    return counted(rows, pairs(*said), person, known(coverage))


def test_a_pair_that_was_seen_stands_for_those_that_were_not() -> None:
    found = of_persons(size=2, count=180, coverage=0.9, extra=140)
    assert found.expected == pytest.approx(500 - 180 / 0.9)
    assert found.low is not None and found.high is not None
    assert found.low < 300 < found.high < found.at_most == 320


def test_of_three_rows_of_a_person_two_links_are_more_rarely_missed() -> None:
    found = of_persons(size=3, count=100, coverage=0.9)
    assert found.expected == pytest.approx(300 - 200 / 0.99)


def test_too_few_repeats_foretell_nothing_and_bound_from_above_alone() -> None:
    few = of_persons(size=2, count=LEARNT_FROM - 1, coverage=0.9)
    assert (few.expected, few.low, few.high, few.at_most) == (None, None, None, LEARNT_FROM - 1)
    assert of_persons(size=2, count=LEARNT_FROM + 1, coverage=0.9).expected is not None
    unseen = of_persons(size=2, count=LEARNT_FROM + 1, coverage=0.4)
    assert (unseen.expected, unseen.at_most) == (None, LEARNT_FROM + 1)


def test_doubt_about_the_weights_widens_the_interval() -> None:
    said = [(2 * at, 2 * at + 1, 1 - 1e-9) for at in range(1000)]
    person = np.arange(2000) - np.arange(2000) % 2
    sure = counted(2000, pairs(*said), person, known(0.9))
    spread = Doubt(
        coverage=0.9, coverages=np.array([0.8, 0.9, 0.97]), matches=np.array([0.95, 1.0, 1.05])
    )
    unsure = counted(2000, pairs(*said), person, spread)
    assert sure.low is not None and unsure.low is not None
    assert unsure.low < sure.low - 50
    assert unsure.at_most > sure.at_most


def test_a_link_given_twice_counts_once_and_a_circle_has_one_link_less_than_corners() -> None:
    found = forest(pairs((0, 1, 0.3), (0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.5)), 4)
    assert sorted(found.probability.tolist()) == pytest.approx([0.8, 0.9])


def test_errors_that_go_together_are_learnt_and_more_is_foretold_to_be_missed() -> None:
    found = states()
    seen = Patterns(
        states=found.levels, shows=found.shows, cell=np.arange(len(found.cells)),
        coded=np.empty((len(found.cells), 0), np.int64),
    )  # fmt: skip
    usual = tuple(prior(np.ones(1), [], 1.0).match)
    careful, careless = unlike.alike(usual), unlike.alike(unlike.alike(usual).levels_of(1))
    true = unlike.Kinds(
        share=np.array([0.6, 0.4]),
        levels=tuple(
            np.stack([one[0], other[1]])
            for one, other in zip(careful.levels, careless.levels, strict=True)
        ),
    )
    one_kind = unlike.Kinds(
        share=np.array([1.0]),
        levels=tuple((true.share @ level)[None, :] for level in true.levels),
    )
    missed = 1 - unlike.coverage(seen, true)
    matched = 5000 * unlike.in_cells(seen, true)
    learnt = unlike.learn(seen, matched, unlike.alike(one_kind.levels_of(0)), 10, steps=300)
    foretold, alike = 1 - unlike.coverage(seen, learnt), 1 - unlike.coverage(seen, one_kind)
    assert alike < 0.9 * missed
    assert abs(foretold - missed) < 0.6 * abs(alike - missed)
    plain = 5000 * unlike.in_cells(seen, one_kind)
    parted = unlike.learn(seen, plain, unlike.alike(one_kind.levels_of(0)), 10, steps=300)
    assert abs(1 - unlike.coverage(seen, parted) - alike) < 0.01  # where there is but one kind
