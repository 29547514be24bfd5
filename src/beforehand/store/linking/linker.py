"""From keys and codes to people: candidates, weights, rivals, clusters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from beforehand.share.partner.linkage import KEYS, SCHEME
from beforehand.stats.agreement import Weights, coverage, learn
from beforehand.stats.clusters import Pairs, clusters, settled
from beforehand.stats.relearning import Doubt, doubt
from beforehand.store.linking.candidates import Candidates, Values, candidates, note_missing
from beforehand.store.linking.comparing import Compared, compared, counted
from beforehand.store.linking.counting import LEARNT_FROM, People
from beforehand.store.linking.counting import counted as people_counted
from beforehand.store.linking.prior import LEVELS_OF_CHANCE, prior
from beforehand.store.linking.rows import Rows
from beforehand.store.linking.states import Whole
from beforehand.store.matrices import Matrix

#: Rows are joined from this probability on. A wrong link hides a person behind another, a missed
#: one counts somebody twice: the first is held to be 2.3 times as bad.
JOINED_FROM = 0.7
#: A pair at least this likely is kept, so that later estimates carry the uncertainty.
KEPT_FROM = 0.01
_CERTAIN = 1 - 1e-9
_RULED_OUT = 1e-12
#: The same pool has the same interval each time it is linked.
_SEED = 1


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Decided:
    """What people decided about pairs of rows: shape (decisions,) each."""

    left: Whole
    right: Whole
    same: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Linking:
    """The rows' people, and every pair that may be one.

    Attributes:
        person: Shape (rows,): the place of the row that stands for the person.
        probability: Shape (rows,): that the row is of that person.
        pairs: Pairs kept, with the probability that they are one person.
        cell, coded: Of each pair kept: what agrees (``states().cells``; sex, citizenship, age).
        people: How many they are.
        coverage: Share of repeated rows that share a key with one another, as foretold.
        epochs: Of how many epochs of keys the rows are; rows of two are never compared.
    """

    person: Whole
    probability: npt.NDArray[np.float64]
    pairs: Pairs
    cell: Whole
    coded: Whole
    people: People
    coverage: float
    epochs: int


@dataclass(slots=True)
class _Found:
    """Candidates of all epochs together."""

    pairs: Pairs
    cell: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    coded: Whole = field(default_factory=lambda: np.empty((0, 3), np.int64))
    coverage: float = 1.0
    doubt: Doubt | None = None


def link(rows: Rows, matrices: Sequence[Matrix], decided: Decided | None = None) -> Linking:
    """Which rows are the same person.

    Args:
        rows: All rows, in the order of their ids.
        matrices: Keys of the submissions that have any.
        decided: What people decided after looking; it overrides what keys say.
    """
    epochs = _by_epoch(matrices)
    found = _joined([_of_epoch(rows, held) for held in epochs])
    found.pairs = settled(found.pairs, rows.giver)
    if decided is not None:
        _apply(found, decided)
    unseen = float(np.log(max(1 - found.coverage, 1e-3)))
    person = clusters(found.pairs, len(rows), unseen=unseen, least=JOINED_FROM)
    alike = len(epochs) == 1 and sum(len(one.row_ids) for one in epochs[0]) == len(rows)
    people = people_counted(len(rows), found.pairs, person, found.doubt if alike else None)
    chances = found.pairs.probability
    kept = (chances >= KEPT_FROM) | (chances == _RULED_OUT)  # decided: still seen, to be undone
    return Linking(
        person=person,
        probability=_row_probability(found.pairs, person),
        pairs=_those(found.pairs, kept),
        cell=found.cell[kept],
        coded=found.coded[kept],
        people=people,
        coverage=found.doubt.coverage if found.doubt else found.coverage,
        epochs=len(epochs),
    )


def _by_epoch(matrices: Sequence[Matrix]) -> list[list[Matrix]]:
    """Matrices whose keys may be compared; of a scheme that is not known here, none."""
    groups: dict[str, list[Matrix]] = {}
    for one in matrices:
        if one.scheme == SCHEME and len(one.values) == len(KEYS):
            groups.setdefault(one.epoch, []).append(one)
    return list(groups.values())


def _of_epoch(rows: Rows, held: Sequence[Matrix]) -> _Found:
    place = np.concatenate([rows.places(one.row_ids) for one in held])
    lacks = np.ones((3, len(place)), bool)
    near = candidates(_columns(held, lacks), rows.giver[place])
    missing = np.ones((3, len(rows)), bool)
    missing[:, place] = lacks
    one, other = place[near.left], place[near.right]
    pairs = Candidates(
        left=np.minimum(one, other),
        right=np.maximum(one, other),
        agree=near.agree,
        rows_alike=near.rows_alike,
    )
    if not len(pairs.left):
        return _Found(Pairs(left=pairs.left, right=pairs.right, probability=np.empty(0)))
    look = compared(pairs, rows, missing)
    weights, group, unsure = _weights(pairs, look, rows.giver, place)
    chances = weights.probability()[group, look.which]
    return _Found(
        Pairs(left=pairs.left, right=pairs.right, probability=chances),
        look.cell,
        look.coded,
        weights.coverage,
        unsure,
    )


def _columns(held: Sequence[Matrix], lacks: npt.NDArray[np.bool_]) -> Iterator[Values]:
    """One key of all rows after the other; what rows lack is noted on the way."""
    for at in range(len(KEYS)):
        column = np.concatenate([one.values[at] for one in held])
        note_missing(lacks, at, column)
        yield column


def _weights(
    pairs: Candidates, look: Compared, giver: Whole, place: Whole
) -> tuple[Weights, Whole, Doubt | None]:
    """What is learnt from pairs of two partners and within one, each pair's group, the doubt."""
    givers = int(giver.max()) + 1
    one, other = giver[pairs.left], giver[pairs.right]
    both = np.minimum(one, other) * givers + np.maximum(one, other)
    kinds, group = np.unique(both, return_inverse=True)
    counts = counted(look.which, group, len(kinds), len(look.patterns.cell))
    size = np.bincount(giver[place], minlength=givers).astype(float)
    held = prior(
        size,
        [(int(kind) // givers, int(kind) % givers) for kind in kinds],
        coverage(look.patterns, LEVELS_OF_CHANCE),
    )
    weights = learn(look.patterns, counts, held)
    enough = float((counts * weights.probability()).sum()) >= LEARNT_FROM
    rng = np.random.default_rng(_SEED)
    return weights, group, doubt(look.patterns, counts, held, weights, rng) if enough else None


def _joined(found: Sequence[_Found]) -> _Found:
    if len(found) == 1:
        return found[0]
    empty = np.empty(0, np.int64)
    parts = [one.pairs for one in found]
    return _Found(
        Pairs(
            left=np.concatenate([empty, *(one.left for one in parts)]),
            right=np.concatenate([empty, *(one.right for one in parts)]),
            probability=np.concatenate([np.empty(0), *(one.probability for one in parts)]),
        ),
        np.concatenate([empty, *(one.cell for one in found)]),
        np.concatenate([np.empty((0, 3), np.int64), *(one.coded for one in found)]),
        min([1.0, *(one.coverage for one in found)]),
    )


def _add_certain(found: _Found, left: Whole, right: Whole) -> None:
    pairs, many = found.pairs, len(left)
    found.pairs = Pairs(
        left=np.r_[pairs.left, np.minimum(left, right)],
        right=np.r_[pairs.right, np.maximum(left, right)],
        probability=np.r_[pairs.probability, np.full(many, _CERTAIN)],
    )
    found.cell = np.r_[found.cell, np.full(many, -1)]
    found.coded = np.r_[found.coded, np.full((many, 3), -1)]


def _apply(found: _Found, decided: Decided) -> None:
    """A decision stands above what the keys say."""
    items = int(max(found.pairs.right.max(initial=0), decided.right.max(initial=0))) + 1
    asked = decided.left * items + decided.right
    order = np.argsort(asked)
    have = found.pairs.left * items + found.pairs.right
    at = np.minimum(np.searchsorted(asked[order], have), max(len(asked) - 1, 0))
    hit = asked[order][at] == have if len(asked) else np.zeros(len(have), bool)
    said = np.where(decided.same[order][at[hit]], _CERTAIN, _RULED_OUT)
    found.pairs.probability[hit] = said
    new = ~np.isin(asked, have) & decided.same
    _add_certain(found, decided.left[new], decided.right[new])


def _row_probability(pairs: Pairs, person: Whole) -> npt.NDArray[np.float64]:
    """A row's likeliest link within its person; 1 for a person of one row."""
    found = np.zeros(len(person))
    inside = person[pairs.left] == person[pairs.right]
    for side in (pairs.left, pairs.right):
        np.maximum.at(found, side[inside], pairs.probability[inside])
    found[(found == 0) | (found >= _CERTAIN)] = 1.0
    return found


def _those(pairs: Pairs, kept: npt.NDArray[np.bool_]) -> Pairs:
    return Pairs(
        left=pairs.left[kept], right=pairs.right[kept], probability=pairs.probability[kept]
    )
