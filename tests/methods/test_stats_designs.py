"""Designs and the assignments that they allow."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.spatial.distance import mahalanobis

from beforehand.refusals import (
    AssignmentOutsideDesign,
    ImpossibleDesign,
    NoAdmissibleAssignment,
)
from beforehand.stats import (
    Design,
    admissible,
    check_assignment,
    complete_design,
    draw,
    imbalance,
    rerandomised,
)


def _rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def _as_set(rows: np.ndarray) -> set[tuple[int, ...]]:
    return {tuple(np.flatnonzero(row).tolist()) for row in rows}


def test_a_small_complete_design_allows_every_choice_and_no_other() -> None:
    rows = admissible(complete_design(7, 3), _rng())
    assert len(rows) == 35
    assert _as_set(rows) == set(itertools.combinations(range(7), 3))


def test_blocks_are_treated_each_on_its_own() -> None:
    design = complete_design(6, 1, blocks=["a", "a", "b", "b", "b", "b"])
    assert design.treated_per_block == (1, 1)
    assert _as_set(admissible(design, _rng())) == {(i, j) for i in (0, 1) for j in (2, 3, 4, 5)}


def test_the_distance_is_mahalanobis_scaled_as_morgan_and_rubin_do() -> None:
    covariates = _rng(3).normal(size=(9, 3)) * [1, 10, 100]
    rows = admissible(complete_design(9, 4), _rng())
    inverse = np.linalg.inv(np.cov(covariates.T))
    slow = [
        9
        * (4 / 9)
        * (5 / 9)
        * mahalanobis(covariates[row].mean(axis=0), covariates[~row].mean(axis=0), inverse) ** 2
        for row in rows
    ]
    assert imbalance(rows, covariates) == pytest.approx(slow)


def test_a_covariate_given_twice_counts_once() -> None:
    one = _rng(4).normal(size=(10, 2))
    rows = admissible(complete_design(10, 5), _rng())
    twice = np.hstack((one, one[:, :1]))
    assert imbalance(rows, twice) == pytest.approx(imbalance(rows, one))


def test_rerandomising_keeps_the_best_balanced_tenth() -> None:
    covariates = _rng(5).normal(size=(12, 2))
    free = complete_design(12, 6)
    kept = admissible(rerandomised(free, covariates, _rng(), keep=0.1), _rng())
    every = admissible(free, _rng())
    best = np.sort(imbalance(every, covariates))[: len(kept)]
    assert np.sort(imbalance(kept, covariates)) == pytest.approx(best)
    assert 0.1 <= len(kept) / len(every) < 0.11


def test_a_design_too_large_to_list_is_drawn_by_the_same_rule() -> None:
    covariates = _rng(6).normal(size=(61, 3))
    design = rerandomised(complete_design(61, 30), covariates, _rng(), keep=0.1)
    rows = admissible(design, _rng(), limit=2_000)
    assert rows.shape == (2000, 61)
    assert (rows.sum(axis=1) == 30).all()
    assert imbalance(rows, covariates).max() <= design.threshold
    assert len(_as_set(rows)) == 2000
    # Balance asks nothing of single places: each is still treated about half of the time.
    assert rows.mean(axis=0) == pytest.approx(np.full(61, 30 / 61), abs=0.08)


def test_drawn_assignments_treat_each_block_as_the_design_says() -> None:
    blocks = np.repeat(np.arange(20), 3)
    rows = admissible(complete_design(60, 1, blocks), _rng(), limit=500)
    assert (rows.reshape(-1, 20, 3).sum(axis=2) == 1).all()


def test_the_draw_is_one_of_the_admissible_and_each_is_as_likely() -> None:
    covariates = _rng(7).normal(size=8)
    design = rerandomised(complete_design(8, 4), covariates, _rng(), keep=0.2)
    allowed = _as_set(admissible(design, _rng()))
    rng = _rng(8)
    drawn = [tuple(np.flatnonzero(draw(design, rng)).tolist()) for _ in range(2000)]
    assert set(drawn) == allowed
    shares = np.array([drawn.count(choice) for choice in allowed]) / 2000
    assert shares == pytest.approx(np.full(len(allowed), 1 / len(allowed)), abs=0.03)


def test_the_same_seed_draws_the_same_places_of_a_large_design() -> None:
    design = rerandomised(complete_design(61, 20), _rng(9).normal(size=(61, 2)), _rng())
    first, again = draw(design, _rng(10)), draw(design, _rng(10))
    assert (first == again).all()
    assert not (first == draw(design, _rng(11))).all()
    assert (check_assignment(design, first) == first).all()


@pytest.mark.parametrize("limit", [50, 20_000])
def test_the_actual_assignment_is_always_among_those_compared(limit: int) -> None:
    design = complete_design(40, 20)
    actual = np.arange(40) < 20
    rows = admissible(design, _rng(), limit=limit, actual=actual)
    assert (rows[0] == actual).all()
    assert (rows == actual).all(axis=1).sum() == 1


def test_listing_with_the_actual_assignment_adds_none_twice() -> None:
    rows = admissible(complete_design(7, 3), _rng(), actual=[1, 1, 1, 0, 0, 0, 0])
    assert len(rows) == len(_as_set(rows)) == 35


def test_places_that_the_design_could_not_have_chosen_are_refused() -> None:
    design = rerandomised(complete_design(8, 4), np.arange(8.0), _rng(), keep=0.1)
    with pytest.raises(AssignmentOutsideDesign, match="less balanced"):
        check_assignment(design, np.arange(8) < 4)
    with pytest.raises(AssignmentOutsideDesign, match="number of treated"):
        check_assignment(design, np.arange(8) < 3)
    with pytest.raises(AssignmentOutsideDesign, match="7 places are assigned"):
        check_assignment(design, np.arange(7) < 4)


@pytest.mark.parametrize(
    ("units", "treated", "blocks"),
    [(5, 0, None), (5, 5, None), (5, 6, None), (4, 2, [0, 0, 0, 1]), (3, 1, [0, 1])],
)
def test_a_design_without_a_comparison_is_refused(units, treated, blocks) -> None:
    with pytest.raises(ImpossibleDesign):
        complete_design(units, treated, blocks)


@pytest.mark.parametrize("balance", [np.ones(6), np.arange(5.0), [1, 2, np.nan, 4, 5, 6]])
def test_balance_that_cannot_be_measured_is_refused(balance) -> None:
    with pytest.raises(ImpossibleDesign):
        rerandomised(complete_design(6, 3), balance, _rng())


def test_a_threshold_that_nothing_meets_is_refused() -> None:
    small = Design(
        blocks=(0,) * 4,
        treated_per_block=(2,),
        balance=((0.0,), (1.0,), (3.0,), (9.0,)),
        threshold=1e-9,
    )
    with pytest.raises(NoAdmissibleAssignment, match="6 were tried"):
        draw(small, _rng())
    with pytest.raises(NoAdmissibleAssignment):
        admissible(small, _rng())
