"""The latent-class model of overlapping lists, against truth and against slow references."""

import os

import numpy as np
import pytest
from scipy.special import betaln, gammaln, logsumexp

from beforehand.refusals import NoEstimate
from beforehand.stats.mse import latent_classes
from beforehand.stats.mse.estimates import Options, estimate
from beforehand.stats.mse.latent_classes import LatentPosterior, latent_class_posterior
from beforehand.stats.mse.lists import Lists, lists_of
from beforehand.stats.mse.searches import INDEPENDENCE, search
from beforehand.words import speak

TINY = lists_of(
    "ABC", [((1, 0, 0), 5), ((0, 1, 0), 3), ((0, 0, 1), 2), ((1, 1, 0), 2), ((1, 1, 1), 1)]
)


def _drawn(chances: list[list[float]], people: list[int], seed: int) -> Lists:
    """Lists of people in classes: a row of chances and a size for each class."""
    draw = np.random.default_rng(seed)
    many = len(chances[0])
    counts = np.zeros(1 << many)
    for mine, size in zip(chances, people, strict=True):
        on = draw.uniform(size=(size, many)) < mine
        np.add.at(counts, on @ (1 << np.arange(many)), 1)
    counts[0] = 0
    return Lists(tuple("ABCDEFGH"[:many]), counts)


def _run(lists: Lists, draws: int, classes: int = 10, seed: int = 1) -> LatentPosterior:
    """Four chains of a set length, whether they agree or not."""
    seeds = np.random.SeedSequence(seed).spawn(4)
    runs = [latent_classes.Chain.at(lists, classes, seed) for seed in seeds]
    latent_classes.run_on(runs, draws)
    return latent_classes._posterior(lists, runs)


def test_one_class_gives_the_closed_form():
    unseen = np.arange(5_000)
    people = TINY.seen + unseen
    on = [8, 6, 3]
    logs = gammaln(people + 1) - gammaln(unseen + 1) - np.log(people)
    logs = logs + sum(betaln(1 + each, 1 + people - each) for each in on)
    below = np.cumsum(np.exp(logs - logsumexp(logs)))
    found = _run(TINY, 6000, classes=1)
    for at in (0.1, 0.25, 0.5, 0.75, 0.9):
        edge = people[np.searchsorted(below, at)]
        assert np.mean(found.draws <= edge) == pytest.approx(
            below[edge - TINY.seen], abs=5 * 0.5 / np.sqrt(found.ess_bulk)
        )


def test_ten_classes_give_what_weighing_draws_from_the_prior_gives():
    draw = np.random.default_rng(4)
    many = 150_000
    concentration = np.maximum(draw.gamma(0.25, 4.0, many), 1e-12)
    left = np.log(draw.uniform(size=(many, 9))) / concentration[:, None]  # log of 1 - V
    before = np.concatenate([np.zeros((many, 1)), np.cumsum(left, axis=1)], axis=1)
    shares = np.exp(before) * np.concatenate([-np.expm1(left), np.ones((many, 1))], axis=1)
    chances = draw.uniform(size=(3, many, 10))
    cells = np.array(
        [
            (
                shares
                * np.prod([each if at >> j & 1 else 1 - each for j, each in enumerate(chances)], 0)
            ).sum(axis=1)
            for at in range(8)
        ]
    )
    logs = TINY.counts[1:] @ np.log(cells[1:]) - TINY.seen * np.log(1 - cells[0])
    weights = np.exp(logs - logsumexp(logs))
    assert 1 / (weights**2).sum() > 2_000
    unseen = draw.negative_binomial(TINY.seen, 1 - cells[0])
    found = _run(TINY, 6_000)
    for edge in (14, 17, 22, 30, 60, 200):
        told = float(weights[TINY.seen + unseen <= edge].sum())
        assert np.mean(found.draws <= edge) == pytest.approx(told, abs=0.03)


def test_lists_that_are_independent_give_the_truth_back():
    lists = _drawn([[0.3, 0.25, 0.2, 0.35]], [2000], seed=3)
    found = _run(lists, 2000)
    assert found.quantile(0.025) < 2000 < found.quantile(0.975)
    assert found.median == pytest.approx(2000, rel=0.15)


def test_people_harder_to_find_bias_independence_and_not_the_mixture():
    lists = _drawn([[0.6, 0.5, 0.55, 0.6], [0.12, 0.1, 0.08, 0.1]], [600, 2400], seed=5)
    independent, _ = search(lists.counts, lists.many, INDEPENDENCE)
    found = _run(lists, 2000)
    assert independent < 0.75 * 3000
    assert found.quantile(0.025) < 3000 < found.quantile(0.975)
    assert found.median == pytest.approx(3000, rel=0.25)


def test_the_same_seed_gives_the_same_draws_on_one_processor(monkeypatch):
    both = _run(TINY, 300)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert np.array_equal(both.draws, _run(TINY, 300).draws)
    assert not np.array_equal(both.draws, _run(TINY, 300, seed=2).draws)


def test_chains_that_disagree_are_refused_with_what_each_says(monkeypatch):
    monkeypatch.setattr(latent_classes, "_MORE", 1)
    lists = _drawn([[0.02, 0.03, 0.02, 0.01], [0.001] * 4], [20_000, 200_000], seed=2)
    with pytest.raises(NoEstimate, match="4 chains of the latent-class model still disagree") as no:
        latent_class_posterior(lists, seed=1, draws=100)
    assert "after 200 steps" in str(no.value)
    assert str(no.value).count(",") > 4


def test_a_run_is_prolonged_until_its_chains_agree():
    found = latent_class_posterior(TINY, seed=1, draws=100)
    assert found.sweeps > 100
    assert found.r_hat <= 1.01
    assert min(found.ess_bulk, found.ess_tail) >= 400


def test_two_lists_cannot_tell_classes_apart():
    with pytest.raises(NoEstimate, match="two lists"):
        latent_class_posterior(lists_of("AB", [((1, 0), 4), ((0, 1), 4), ((1, 1), 4)]), seed=1)


def test_the_front_door_gives_the_median_and_the_posteriors_limits():
    made = estimate(TINY, "lcmcr", options=Options(level=0.5, seed=3))
    found = latent_class_posterior(TINY, seed=3)
    assert (made.low, made.total, made.high) == tuple(
        found.quantile(at) for at in (0.25, 0.5, 0.75)
    )
    assert made.verdict != "no estimate warranted"
    assert 0 < made.error_high < 2


def test_the_front_door_tells_why_there_is_no_estimate():
    made = estimate(lists_of("AB", [((1, 0), 4), ((0, 1), 4), ((1, 1), 4)]), "lcmcr")
    assert (made.total, made.verdict) == (None, "no estimate warranted")
    assert "two lists cannot tell" in speak(made.reason)
