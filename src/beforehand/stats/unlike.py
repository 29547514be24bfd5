"""Matches whose errors go together: two kinds of them, written with care and without.

Within a kind a match's errors do not know of each other; who is careless with one field is so with
the others. How many matches show errors in several fields at once, beside how many in one, tells
the kinds apart, and so how many matches have too many errors to be seen at all.

Source:
    Goodman (1974), Biometrika 61, latent classes; Chao, Tsay, Lin, Shau and Chao (2001),
    Statistics in Medicine 20, on unlike chances of being seen in capture-recapture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from beforehand.stats.agreement import Floats, Patterns

#: Careless at first: so much of each level's share, the best level left with what remains.
_CARELESS = 1.6
_CAREFUL = 0.6
#: The prior's pairs are shared out between the kinds, so that few pairs tell of one kind alone.
_KINDS = 2


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Kinds:
    """What was learnt.

    Attributes:
        share: Shape (kinds,): of matches.
        levels: For each attribute, shape (kinds, levels): the share of the kind's on each level.
    """

    share: Floats
    levels: tuple[Floats, ...]

    def levels_of(self, kind: int) -> tuple[Floats, ...]:
        """One kind's levels."""
        return tuple(level[kind] for level in self.levels)


def alike(levels: tuple[Floats, ...]) -> Kinds:
    """Two kinds to begin with, around levels that were learnt for one."""
    return Kinds(
        share=np.array([0.5, 0.5]),
        levels=tuple(
            np.stack([_worse(share, times) for times in (_CAREFUL, _CARELESS)]) for share in levels
        ),
    )


def _worse(share: Floats, times: float) -> Floats:
    """The same levels with so many times as many errors."""
    found = share.copy()
    found[:-1] *= min(times, 0.95 / max(float(share[:-1].sum()), 1e-9))
    found[-1] = 1 - found[:-1].sum()
    return found


def learn(patterns: Patterns, matched: Floats, begin: Kinds, pairs: float, steps: int) -> Kinds:
    """The kinds that explain best which cells matches are in.

    Args:
        patterns: The distinct comparisons.
        matched: Shape (patterns,): how many matches.
        begin: Where learning begins; the mean of its kinds is what is held before, of both.
        pairs: How many pairs the prior counts as.
        steps: Of EM.
    """
    in_cell = np.asarray(np.bincount(patterns.cell, matched, patterns.cells), float)
    held = [pairs / _KINDS * level.mean(axis=0) for level in begin.levels]
    found = begin
    for _ in range(steps):
        chance = _chances(patterns, found)
        expected = chance * _rates(patterns, in_cell, np.asarray(chance.sum(axis=0)))
        levels = []
        for at, level in enumerate(held):
            told = [np.bincount(patterns.states[:, at], one, len(level)) for one in expected]
            made = np.stack(told) + level
            levels.append(made / made.sum(axis=1, keepdims=True))
        share = expected.sum(axis=1) + pairs / _KINDS
        found = Kinds(share=share / share.sum(), levels=tuple(levels))
    return found


def coverage(patterns: Patterns, kinds: Kinds) -> float:
    """The share of matches of which any key agrees."""
    chance = _chances(patterns, kinds).sum(axis=0)
    return float(chance[patterns.shows >= 0].sum() / chance.sum())


def in_cells(patterns: Patterns, kinds: Kinds) -> Floats:
    """Shape (cells,): the share of matches that are seen in each cell."""
    chance = _chances(patterns, kinds).sum(axis=0)
    shown = patterns.shows >= 0
    cells = np.bincount(patterns.shows[shown], chance[shown], patterns.cells)
    return np.asarray(cells / chance.sum())


def _chances(patterns: Patterns, kinds: Kinds) -> Floats:
    """Shape (kinds, states)."""
    found = np.repeat(kinds.share[:, None], len(patterns.states), axis=1)
    for at, level in enumerate(kinds.levels):
        found *= level[:, patterns.states[:, at]]
    return found


def _rates(patterns: Patterns, in_cell: Floats, states: Floats) -> Floats:
    """Matches for each state's chance: as its cell has them, or as all that are seen."""
    shown = patterns.shows >= 0
    cells = np.bincount(patterns.shows[shown], states[shown], patterns.cells)
    rate = np.divide(in_cell, cells, out=np.zeros_like(cells), where=cells > 1e-300)
    unseen = in_cell.sum() / max(float(cells.sum()), 1e-300)
    return np.asarray(np.where(shown, rate[np.maximum(patterns.shows, 0)], unseen))
