"""Weights and people against the same done slowly, one pair at a time, by the definition."""

from __future__ import annotations

from itertools import combinations
from math import log

import numpy as np
import pytest

from beforehand.stats.agreement import Patterns, Prior, Weights, improved, learn, start
from beforehand.stats.clusters import Pairs, clusters, settled

#: Two attributes of three and two levels; a pair is seen unless both are at their worst.
STATES = [(name, date) for name in range(3) for date in range(2)]
SHOWS = [-1, 0, 1, 2, 3, 3]  # the two best names with a date look the same
#: Cell and whether a code agrees (0), does not (1) or is not recorded (-1).
SEEN = [(cell, code) for cell in range(4) for code in (-1, 0, 1)]


def patterns() -> Patterns:
    cell, code = zip(*SEEN, strict=True)
    return Patterns(
        states=np.array(STATES), shows=np.array(SHOWS), cell=np.array(cell),
        coded=np.array(code)[:, None],
    )  # fmt: skip


def prior(groups: int) -> Prior:
    return Prior(
        chance=[np.array([0.8, 0.15, 0.05]), np.array([0.9, 0.1])],
        match=[np.array([0.1, 0.2, 0.7]), np.array([0.2, 0.8])],
        coded_chance=[np.array([0.5, 0.5])],
        coded_match=[np.array([0.9, 0.1])],
        share=np.full(groups, 0.2),
    )


def slow_step(counts: np.ndarray, before: Weights, held: Prior) -> list[list[float]]:
    """Probabilities after one E and M step, written as sums over single pairs and states."""
    groups, chances = range(len(counts)), before.probability()
    pairs = [(group, at) for group in groups for at in range(len(SEEN))]
    matches = {pair: counts[pair] * chances[pair] for pair in pairs}
    others = {pair: counts[pair] - matches[pair] for pair in pairs}

    def state(levels: list[np.ndarray], at: int) -> float:
        name, date = STATES[at]
        return float(levels[0][name] * levels[1][date])

    def cell(levels: list[np.ndarray], which: int) -> float:
        return sum(state(levels, at) for at in range(len(STATES)) if SHOWS[at] == which)

    old = list(before.levels)
    together = sum(matches.values())
    shown = sum(cell(old, which) for which in range(4))
    expected = []
    for at in range(len(STATES)):
        if SHOWS[at] < 0:  # never seen: as many as its chance beside those seen
            expected.append(together * state(old, at) / shown)
        else:
            there = sum(n for (_, p), n in matches.items() if SEEN[p][0] == SHOWS[at])
            expected.append(there * state(old, at) / cell(old, SHOWS[at]))
    levels = []
    for attribute, usual in enumerate(held.match):
        raw = [
            sum(n for n, one in zip(expected, STATES, strict=True) if one[attribute] == level)
            + held.pairs * share
            for level, share in enumerate(usual)
        ]
        levels.append(np.array(raw) / sum(raw))
    code_match = slow_code(matches, held.coded_match[0], held.pairs)
    overall = slow_code(others, held.coded_chance[0], held.pairs)
    seen_now = sum(cell(levels, which) for which in range(4))
    held_seen = sum(cell(list(held.chance), which) for which in range(4))
    found = []
    for group in groups:
        got = sum(n for (g, _), n in matches.items() if g == group)
        share = (got + held.share_pairs * held.share[group]) / (
            sum(counts[group]) + held.share_pairs
        )
        line = []
        for which, code in SEEN:
            match = cell(levels, which) / seen_now
            here = {pair: n for pair, n in others.items() if SEEN[pair[1]][0] == which}
            chance = (
                sum(here.values()) + held.pairs * cell(list(held.chance), which) / held_seen
            ) / (sum(others.values()) + held.pairs)
            if code >= 0:
                match *= code_match[code]
                chance *= slow_code(here, overall, held.pairs)[code]
            line.append(share * match / (share * match + (1 - share) * chance))
        found.append(line)
    return found


def slow_code(counted: dict[tuple[int, int], float], usual: np.ndarray, pairs: float) -> np.ndarray:
    raw = [
        sum(n for (_, at), n in counted.items() if SEEN[at][1] == level) + pairs * usual[level]
        for level in range(2)
    ]
    return np.array(raw) / sum(raw)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_step_of_learning_is_that_of_single_pairs_and_states(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.gamma(0.4, 60, (2, len(SEEN)))).astype(float)  # some never occur
    held, weights = prior(2), start(patterns(), prior(2))
    for _ in range(5):
        slowly = slow_step(counts, weights, held)
        weights = improved(patterns(), counts, counts * weights.probability(), held, weights)
        assert weights.probability() == pytest.approx(np.array(slowly), abs=1e-12)


def test_learning_begun_elsewhere_ends_at_the_same_weights() -> None:
    counts = np.random.default_rng(4).poisson(50.0, (2, len(SEEN))).astype(float)
    first = learn(patterns(), counts, prior(2), most_steps=5000, still=1e-10)
    again = learn(patterns(), counts, prior(2), most_steps=5000, still=1e-10, begin=first)
    assert again.probability() == pytest.approx(first.probability(), abs=1e-6)
    assert again.steps <= first.steps + 2


def slow_clusters(pairs: Pairs, items: int, unseen: float, least: float) -> list[int]:
    """Every link, the likeliest first, joins two groups if all pairs between speak for it."""
    weight = {
        (int(one), int(other)): log(chance / (1 - chance))
        for one, other, chance in zip(pairs.left, pairs.right, pairs.probability, strict=True)
    }
    group = {item: frozenset([item]) for item in range(items)}
    for at in sorted(range(len(pairs)), key=lambda one: -pairs.probability[one]):
        one, other = group[int(pairs.left[at])], group[int(pairs.right[at])]
        if pairs.probability[at] < least or one is other:
            continue
        between = [weight.get((min(a, b), max(a, b)), unseen) for a in one for b in other]
        if len(one | other) == 2 or sum(between) > 0:
            for item in one | other:
                group[item] = one | other
    return [min(group[item]) for item in range(items)]


def random_pairs(seed: int, items: int, many: int) -> Pairs:
    """With ties (chances of a few kinds alone), one item with many, pairs within a source."""
    rng = np.random.default_rng(seed)
    every = np.array(list(combinations(range(items), 2)))
    left, right = every[np.sort(rng.choice(len(every), many, replace=False))].T
    return Pairs(left=left, right=right, probability=rng.choice([0.3, 0.72, 0.72, 0.9, 0.99], many))


@pytest.mark.parametrize("seed", range(30))
def test_people_are_those_that_joining_one_link_at_a_time_finds(seed: int) -> None:
    pairs = random_pairs(seed, items=12, many=16)
    fast = clusters(pairs, 12, unseen=-2.0, least=0.7)
    assert fast.tolist() == slow_clusters(pairs, 12, unseen=-2.0, least=0.7)


def slow_settled(pairs: Pairs, source: np.ndarray) -> list[float]:
    """Each pair beside its rivals, found by looking at every other pair."""
    odds = [float(p / (1 - p)) for p in pairs.probability]
    ends = list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
    same = dict(zip(ends, pairs.probability.tolist(), strict=True))
    across = [source[one] != source[other] for one, other in ends]
    rivals = []
    for at, pair in enumerate(ends):
        total = 0.0
        for here, there in (pair, pair[::-1]):
            for other, (one, two) in enumerate(ends):
                if other == at or here not in (one, two) or not across[other]:
                    continue
                rival = two if one == here else one
                if source[rival] == source[there]:
                    alike = same.get((min(rival, there), max(rival, there)), 0.0)
                    total += odds[other] * (1 - (alike if alike > 0.01 else 0.0))
        rivals.append(total)
    expected = sum(p for p, one in zip(pairs.probability, across, strict=True) if one)

    def raised(times: float) -> list[float]:
        return [
            times * o / (1 + times * (o + r)) if one else float(p)
            for o, r, p, one in zip(odds, rivals, pairs.probability, across, strict=True)
        ]

    low, high = 1.0, 100.0
    for _ in range(60):
        middle = (low * high) ** 0.5
        got = sum(p for p, one in zip(raised(middle), across, strict=True) if one)
        low, high = (middle, high) if got < expected else (low, middle)
    return raised(low if low < 99 else 1.0)


@pytest.mark.parametrize("seed", range(10))
def test_rivals_are_those_that_looking_at_every_other_pair_finds(seed: int) -> None:
    pairs = random_pairs(seed + 100, items=12, many=20)
    source = np.random.default_rng(seed).integers(0, 3, 12)
    fast = settled(pairs, source).probability
    assert fast == pytest.approx(np.array(slow_settled(pairs, source)), abs=1e-6)
