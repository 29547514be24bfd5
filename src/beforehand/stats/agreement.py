"""Record linkage as Fellegi and Sunter saw it: weights of agreement, learnt without labels.

What is compared hides in *states*: how far each attribute of two rows truly agrees. Of a state only
its *cell* is seen, or nothing at all. The same person's errors in name and date do not know of
each other, so matches follow independent levels of the attributes; chance agreement does not, so
its cells are free. They can be learnt because pairs come in groups that differ in how many
matches they hold: within one partner, almost every pair that agrees in part agrees by chance.

Source:
    Fellegi and Sunter (1969), JASA 64(328); Winkler (1988), ASA Survey Research Methods;
    Dempster, Laird and Rubin (1977), JRSS B 39, for states that are hidden or truncated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Patterns:
    """The distinct comparisons.

    Attributes:
        states: Shape (states, attributes): the level of each attribute.
        shows: Shape (states,): the cell that is seen of a state; -1 where no key would agree, so
            that such a pair is never compared.
        cell: Shape (patterns,): each pattern's cell.
        coded: Shape (patterns, codes): levels beside the cell; -1 where not recorded for both.
        told_by: For each attribute, the code that tells it where it is recorded: its first level
            is the attribute's level 1, every other, or none, its level 0. -1: no code does.
    """

    states: Whole
    shows: Whole
    cell: Whole
    coded: Whole
    told_by: tuple[int, ...] = ()

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return int(self.shows.max()) + 1


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Prior:
    """What is held before any pair was seen, and as how many pairs it counts.

    Attributes:
        chance, match: For each attribute, the share of chance pairs and of matches on each level.
        coded_chance, coded_match: For each code, likewise.
        share: Shape (groups,): share of matches among a group's candidates.
        pairs: How many pairs the shares of levels count as.
        share_pairs: How many pairs ``share`` counts as.
    """

    chance: Sequence[Floats]
    match: Sequence[Floats]
    coded_chance: Sequence[Floats]
    coded_match: Sequence[Floats]
    share: Floats
    pairs: float = 40.0
    share_pairs: float = 4.0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Weights:
    """What was learnt.

    Attributes:
        match, chance: Shape (patterns,): how likely a match, or chance, shows the pattern.
        share: Shape (groups,): share of matches among a group's candidates.
        levels: For each attribute, the share of matches on each level.
        coverage: Share of matches that are candidates at all, as the levels foretell it.
        steps: Of EM.
    """

    match: Floats
    chance: Floats
    share: Floats
    levels: tuple[Floats, ...]
    coverage: float
    steps: int

    def probability(self) -> Floats:
        """Shape (groups, patterns): that a pair of the group with the pattern is a match."""
        return _posterior(self.share, self.match, self.chance)


def start(patterns: Patterns, prior: Prior) -> Weights:
    """The prior as weights, before any pair was seen."""
    levels = tuple(prior.match)
    held = _seen(patterns, _independent(patterns.states, prior.chance))
    return Weights(
        match=_match(patterns, levels, prior.coded_match),
        chance=_chance(patterns, np.zeros(len(patterns.cell)), held, prior),
        share=prior.share.copy(),
        levels=levels,
        coverage=_coverage(patterns, levels),
        steps=0,
    )


def improved(
    patterns: Patterns, counts: Floats, matched: Floats, prior: Prior, before: Weights
) -> Weights:
    """One M step: the weights that fit the pairs held to be matches best.

    Args:
        patterns: The distinct comparisons.
        counts: Shape (groups, patterns): how many candidate pairs.
        matched: Shape (groups, patterns): how many of them are expected to be matches.
        prior: What holds the weights where pairs are few.
        before: The weights of the step before.
    """
    held = _seen(patterns, _independent(patterns.states, prior.chance))
    together = matched.sum(axis=0)
    levels = _levels(patterns, together, before.levels, prior)
    return Weights(
        match=_match(patterns, levels, _code_shares(patterns, together, prior)),
        chance=_chance(patterns, counts.sum(axis=0) - together, held, prior),
        share=_shares(matched.sum(axis=1), counts.sum(axis=1), prior),
        levels=levels,
        coverage=_coverage(patterns, levels),
        steps=before.steps + 1,
    )


def learn(
    patterns: Patterns,
    counts: Floats,
    prior: Prior,
    *,
    most_steps: int = 500,
    still: float = 1e-6,
    begin: Weights | None = None,
) -> Weights:
    """Maximum a posteriori by expectation-maximisation.

    Args:
        patterns: The distinct comparisons.
        counts: Shape (groups, patterns): how many candidate pairs.
        prior: What holds it where pairs are few.
        most_steps: EM stops here at the latest.
        still: EM stops when no probability moved by more.
        begin: Weights to begin from; the prior's where there are none.
    """
    weights = begin or start(patterns, prior)
    before = weights.probability()
    for _ in range(most_steps):
        weights = improved(patterns, counts, counts * before, prior, weights)
        after = weights.probability()
        moved = np.abs(after - before).max(initial=0.0)
        before = after
        if moved < still:
            break
    return weights


def coverage(patterns: Patterns, levels: Sequence[Floats]) -> float:
    """The share of pairs with these independent levels of which any key agrees."""
    return _coverage(patterns, levels)


def _posterior(share: Floats, match: Floats, chance: Floats) -> Floats:
    odds = np.log(share / (1 - share))[:, None] + (np.log(match) - np.log(chance))[None, :]
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -700, 700))))


def _shares(matched: Floats, seen: Floats, prior: Prior) -> Floats:
    found = (matched + prior.share_pairs * prior.share) / (seen + prior.share_pairs)
    return np.asarray(np.clip(found, 1e-12, 1 - 1e-9))


def _independent(states: Whole, levels: Sequence[Floats]) -> Floats:
    found = np.ones(len(states))
    for at, share in enumerate(levels):
        found *= share[states[:, at]]
    return found


def _coverage(patterns: Patterns, levels: Sequence[Floats]) -> float:
    chances = _independent(patterns.states, levels)
    return float(chances[patterns.shows >= 0].sum() / chances.sum())


def _seen(patterns: Patterns, states: Floats) -> Floats:
    """Shape (cells,): the states' shares gathered by cell, of what is seen."""
    shown = patterns.shows >= 0
    cells = np.bincount(patterns.shows[shown], states[shown], patterns.cells)
    return np.asarray(cells / cells.sum())


def _match(patterns: Patterns, levels: Sequence[Floats], coded: Sequence[Floats]) -> Floats:
    cells = _seen(patterns, _independent(patterns.states, levels))
    found = cells[patterns.cell]
    for at, share in enumerate(coded):
        level = patterns.coded[:, at]
        found = found * np.where(level < 0, 1.0, share[np.maximum(level, 0)])
    return np.asarray(np.maximum(found, 1e-300))


def _levels(
    patterns: Patterns, matched: Floats, levels: Sequence[Floats], prior: Prior
) -> tuple[Floats, ...]:
    """Matches seen in a cell may be in any state that shows it; those never seen are added."""
    states = _independent(patterns.states, levels)
    shown = patterns.shows >= 0
    cells = np.bincount(patterns.shows[shown], states[shown], patterns.cells)
    in_cell = np.bincount(patterns.cell, matched, patterns.cells)
    rate = np.divide(in_cell, cells, out=np.zeros_like(cells), where=cells > 0)
    unseen_rate = in_cell.sum() / max(cells.sum(), 1e-300)
    expected = states * np.where(shown, rate[np.maximum(patterns.shows, 0)], unseen_rate)
    found = []
    for at, held in enumerate(prior.match):
        if patterns.told_by and patterns.told_by[at] >= 0:
            level = _told(patterns, matched, states, at)
        else:
            level = np.asarray(np.bincount(patterns.states[:, at], expected, len(held)))
        level = level + prior.pairs * held
        found.append(level / level.sum())
    return tuple(found)


def _told(patterns: Patterns, matched: Floats, states: Floats, at: int) -> Floats:
    """Matches with and without the attribute, as its code tells, those never seen added."""
    which = (patterns.coded[:, patterns.told_by[at]] == 0).astype(np.int64)
    shown = states * (patterns.shows >= 0)
    seen = np.bincount(patterns.states[:, at], shown) / np.bincount(patterns.states[:, at], states)
    return np.asarray(np.bincount(which, matched, 2) / np.maximum(seen, 1e-9))


def _code_shares(patterns: Patterns, matched: Floats, prior: Prior) -> tuple[Floats, ...]:
    found = []
    for at, held in enumerate(prior.coded_match):
        known = patterns.coded[:, at] >= 0
        level = np.maximum(patterns.coded[:, at], 0)
        share = np.bincount(level, matched * known, len(held)) + prior.pairs * held
        found.append(share / share.sum())
    return tuple(found)


def _chance(patterns: Patterns, counted: Floats, held: Floats, prior: Prior) -> Floats:
    """Free cells; within a cell, codes as in all cells unless its own pairs say otherwise."""
    cells = patterns.cells
    in_cell = np.bincount(patterns.cell, counted, cells)
    found = (in_cell + prior.pairs * held) / (in_cell.sum() + prior.pairs)
    made = found[patterns.cell]
    for at, usual in enumerate(prior.coded_chance):
        known = patterns.coded[:, at] >= 0
        level = np.maximum(patterns.coded[:, at], 0)
        overall = np.bincount(level, counted * known, len(usual)) + prior.pairs * usual
        overall /= overall.sum()
        own = np.zeros((cells, len(usual)))
        np.add.at(own, (patterns.cell[known], level[known]), counted[known])
        own = (own + prior.pairs * overall) / (own.sum(axis=1, keepdims=True) + prior.pairs)
        made = made * np.where(known, own[patterns.cell, level], 1.0)
    return np.asarray(np.maximum(made, 1e-300))
