"""Linking generated people whose truth is known, by keys alone."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from beforehand.share.partner.linkage import Identity, People, matrix_of
from beforehand.stats.clusters import Pairs, clusters
from beforehand.stats.poisson_binomial import distribution, interval
from beforehand.store.linking.linker import Linking, link
from beforehand.store.linking.rows import Rows
from beforehand.store.matrices import Matrix
from made_doubles import Recorded, two_partners

ROWS = 3000


def keys(people: list[Recorded], first: int) -> Matrix:
    met = People()
    for one in people:
        met.add(
            Identity(
                given_name=one.given, family_name=one.family, birth_date=one.born,
                sex=one.sex, citizenship=one.citizenship,
            )
        )  # fmt: skip
    made = matrix_of(met, b"k" * 32)
    values = np.frombuffer(made.data, "<u8").reshape(len(people), made.keys)
    ids = b"".join((first + at).to_bytes(16, "big") for at in range(len(people)))
    return Matrix(
        scheme=made.scheme, epoch=made.epoch, blinded=False,
        row_ids=np.frombuffer(ids, "V16"), values=np.ascontiguousarray(values.T),
    )  # fmt: skip


@pytest.fixture(scope="module")
def told() -> tuple[Linking, np.ndarray, np.ndarray]:
    one, other = two_partners(ROWS, seed=77)
    both = one + other
    born = np.array([row.year - row.age for row in both])
    words = sorted({row.citizenship for row in both} - {""})
    giver = np.repeat([0, 1], ROWS)
    rows = Rows(
        ids=pa.array([f"{at:032x}" for at in range(2 * ROWS)]),
        giver=giver,
        sex=np.array([{"m": 0, "f": 1}.get(row.sex, -1) for row in both]),
        citizenship=np.array([words.index(r.citizenship) if r.citizenship else -1 for r in both]),
        born_from=born - 1,
        born_to=born,
    )
    found = link(rows, [keys(one, 0), keys(other, ROWS)])
    return found, np.array([row.who for row in both]), giver


def test_generated_people_are_found_again_by_keys_alone(
    told: tuple[Linking, np.ndarray, np.ndarray],
) -> None:
    found, who, giver = told
    linked = {(a, b) for group in groups(found.person) for a, b in pairwise(group)}
    right = sum(who[a] == who[b] for a, b in linked)
    met = len(set(who[giver == 0]) & set(who[giver == 1]))
    assert right / len(linked) > 0.96
    assert 2 * right / (len(linked) + met) > 0.90


def groups(person: np.ndarray) -> list[list[int]]:
    held: dict[int, list[int]] = {}
    for row, one in enumerate(person.tolist()):
        held.setdefault(one, []).append(row)
    return [rows for rows in held.values() if len(rows) > 1]


def test_probabilities_are_as_often_true_as_they_say(
    told: tuple[Linking, np.ndarray, np.ndarray],
) -> None:
    found, who, _ = told
    same = who[found.pairs.left] == who[found.pairs.right]
    chances = found.pairs.probability
    assert abs(chances.sum() / same.sum() - 1) < 0.05
    assert abs(chances[chances > 0.95].mean() - same[chances > 0.95].mean()) < 0.03


def test_the_interval_of_people_holds_the_truth_and_those_whose_pairs_share_no_key(
    told: tuple[Linking, np.ndarray, np.ndarray],
) -> None:
    found, who, _ = told
    people, truth = found.people, len(np.unique(who))
    assert people.expected is not None and people.low is not None and people.high is not None
    assert people.low <= truth <= people.high < people.at_most
    assert people.high - people.low < 0.05 * truth
    seen_alone = len(who) - found.pairs.probability.sum()
    assert abs(people.expected - truth) < 0.4 * abs(seen_alone - truth)


def test_a_chain_does_not_join_ends_that_do_not_agree() -> None:
    chain = Pairs(left=np.array([0, 1]), right=np.array([1, 2]), probability=np.array([0.9, 0.8]))
    assert clusters(chain, 3, unseen=-2.3).tolist() == [0, 0, 2]


def test_the_interval_of_uncertain_links_is_that_of_all_outcomes() -> None:
    chances = np.array([0.2, 0.5, 0.9])
    assert distribution(chances).tolist() == pytest.approx([0.04, 0.41, 0.46, 0.09])
    assert interval(chances) == (pytest.approx(1.6), 0.0, 3.0)
