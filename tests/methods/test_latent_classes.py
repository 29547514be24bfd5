"""Latent classes: a plain slow version agrees, known classes are found, noise has none."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from beforehand import stats
from beforehand.refusals import ImpossibleCounts
from beforehand.stats.latent import SMOOTHING


def drawn(
    rng: np.random.Generator, people: int, sizes: list[float], sharp: float, missing: float = 0.1
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Twelve yes/no items; each class says yes with chance ``sharp`` to a third of them."""
    classes = len(sizes)
    of = rng.choice(classes, size=people, p=sizes)
    chance = np.full((classes, 12), 1 - sharp)
    for one in range(classes):
        chance[one, one * 12 // classes : (one + 1) * 12 // classes] = sharp
    answers = (rng.random((people, 12)) < chance[of]).astype(np.int64)
    answers[rng.random(answers.shape) < missing] = stats.MISSING
    return answers, of


def slow_likelihood(answers: Any, sizes: Any, chances: Any) -> float:
    """The log likelihood in plain Python."""
    total = 0.0
    for row in answers:
        likely = 0.0
        for at, size in enumerate(sizes):
            product = float(size)
            for item, answer in enumerate(row):
                if answer != stats.MISSING:
                    product *= float(chances[item][at][answer])
            likely += product
        total += math.log(likely)
    return total


def slow_step(answers: Any, sizes: Any, chances: Any) -> tuple[list[float], list[Any]]:
    """One step of expectation maximisation in plain Python, with the same smoothing."""
    smooth = SMOOTHING
    classes, n = len(sizes), len(answers)
    posterior = []
    for row in answers:
        joint = []
        for at in range(classes):
            product = float(sizes[at])
            for item, answer in enumerate(row):
                if answer != stats.MISSING:
                    product *= float(chances[item][at][answer])
            joint.append(product)
        posterior.append([one / sum(joint) for one in joint])
    new_sizes = [
        (sum(p[at] for p in posterior) + smooth) / (n + smooth * classes) for at in range(classes)
    ]
    new_chances = []
    for item in range(len(answers[0])):
        by_class = []
        for at in range(classes):
            counts = [
                smooth + sum(p[at] for row, p in zip(answers, posterior, strict=True)
                             if row[item] == level)
                for level in range(len(chances[item][at]))
            ]  # fmt: skip
            by_class.append([one / sum(counts) for one in counts])
        new_chances.append(by_class)
    return new_sizes, new_chances


def test_a_fit_is_where_a_plain_slow_step_stays_and_has_its_likelihood() -> None:
    answers, _ = drawn(np.random.default_rng(2), 80, [0.6, 0.4], 0.85)
    fit = stats.fit_classes(answers, np.ones(80), 2, np.random.default_rng(3))
    assert fit.log_likelihood == pytest.approx(slow_likelihood(answers, fit.sizes, fit.chances))
    sizes, chances = slow_step(answers, fit.sizes, fit.chances)
    assert sizes == pytest.approx(list(fit.sizes), abs=2e-3)
    for item, by_class in enumerate(chances):
        assert np.array(by_class) == pytest.approx(fit.chances[item], abs=5e-3)


def test_weights_are_people() -> None:
    answers, _ = drawn(np.random.default_rng(4), 60, [0.5, 0.5], 0.9)
    twice = stats.fit_classes(np.repeat(answers, 2, axis=0), np.ones(120), 2,
                              np.random.default_rng(1))  # fmt: skip
    weighted = stats.fit_classes(answers, np.full(60, 2.0), 2, np.random.default_rng(1))
    assert weighted.log_likelihood == pytest.approx(twice.log_likelihood, rel=1e-4)
    assert weighted.bic == pytest.approx(twice.bic, rel=1e-4)


@pytest.mark.parametrize("sizes", [[0.6, 0.4], [0.5, 0.3, 0.2]])
def test_known_classes_are_found_with_their_number_and_sizes(sizes: list[float]) -> None:
    rng = np.random.default_rng(5)
    answers, of = drawn(rng, 400, sizes, 0.85)
    fits = [stats.fit_classes(answers, np.ones(400), k, rng) for k in range(1, 6)]
    best = min(range(5), key=lambda at: fits[at].bic)
    assert best + 1 == len(sizes)
    assert list(fits[best].sizes) == pytest.approx(sizes, abs=0.08)
    table = np.zeros((len(sizes), len(sizes)))
    np.add.at(table, (of, fits[best].members), 1)
    assert stats.adjusted_rand(table) > 0.8
    held = stats.stability(answers, np.ones(400), fits[best], rng, resamples=20)
    assert held.jaccard.min() > 0.75
    assert held.adjusted_rand > 0.7
    assert ((held.low <= fits[best].sizes) & (fits[best].sizes <= held.high)).all()


@pytest.mark.long
def test_noise_has_one_class_alone() -> None:
    one = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        answers = rng.integers(0, 2, size=(150, 12))
        bics = [stats.fit_classes(answers, np.ones(150), k, rng).bic for k in (1, 2, 3)]
        one += bics[0] == min(bics)
    assert one == 10


def test_classes_pressed_on_noise_are_not_stable() -> None:
    rng = np.random.default_rng(11)
    answers = rng.integers(0, 2, size=(200, 12))
    fit = stats.fit_classes(answers, np.ones(200), 3, rng)
    held = stats.stability(answers, np.ones(200), fit, rng, resamples=15)
    assert held.jaccard.mean() < 0.6
    assert held.adjusted_rand < 0.4


def test_the_adjusted_rand_index_is_one_for_the_same_and_near_nothing_for_chance() -> None:
    assert stats.adjusted_rand([[30, 0], [0, 20]]) == 1.0
    assert abs(stats.adjusted_rand([[15, 10], [15, 10]])) < 0.05


def test_what_cannot_be_fitted_is_refused() -> None:
    for answers, weights in (([[0], [1]], [1.0]), ([[-1], [-1]], [1.0, 1.0]), ([[0]], [0.0])):
        with pytest.raises(ImpossibleCounts):
            stats.fit_classes(answers, weights, 1, np.random.default_rng(0))
