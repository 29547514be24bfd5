"""The fast search for candidates against a slow one, epochs apart, common values left out."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pyarrow as pa

from beforehand.share.partner.linkage import KEYS, Identity, People, matrix_of
from beforehand.store.linking.candidates import candidates
from beforehand.store.linking.linker import link
from beforehand.store.linking.rows import Rows
from made_doubles import two_partners
from made_doubtful import keys_of


def slowly(values: np.ndarray) -> dict[tuple[int, int], int]:
    """Every pair of rows compared key by key: which keys agree, one bit each."""
    found = {}
    for one, other in combinations(range(values.shape[1]), 2):
        agree = 0
        for key in range(len(KEYS)):
            value = int(values[key, one])
            if value and value == int(values[key, other]):
                agree |= 1 << key
        if agree:
            found[one, other] = agree
    return found


def test_candidates_are_those_that_comparing_every_pair_finds() -> None:
    one, other = two_partners(60, seed=8)
    values = np.concatenate([keys_of(one, 0).values, keys_of(other, 60).values], axis=1)
    near = candidates(iter(values), np.repeat([0, 1], 60))
    fast = dict(
        zip(
            zip(near.left.tolist(), near.right.tolist(), strict=True),
            near.agree.tolist(),
            strict=True,
        )
    )
    assert len(fast) > 20
    assert fast == slowly(values)


def blank_rows(count: int) -> Rows:
    none = np.full(count, -1)
    return Rows(
        ids=pa.array([f"{at:032x}" for at in range(count)]),
        giver=np.repeat([0, 1], count // 2),
        sex=none, citizenship=none, born_from=none, born_to=none,
    )  # fmt: skip


def test_files_of_two_epochs_are_never_compared() -> None:
    one, _ = two_partners(50, seed=9)
    first, again = keys_of(one, 0), keys_of(one, 50)
    together = link(blank_rows(100), [first, again])
    assert (together.epochs, len(np.unique(together.person))) == (1, 50)
    other = keys_of(one, 50, key=b"n" * 32)
    assert other.epoch != first.epoch
    other.values[:] = first.values  # even equal values are not looked at
    apart = link(blank_rows(100), [first, other])
    assert apart.epochs == 2
    assert not np.any((apart.pairs.left < 50) & (apart.pairs.right >= 50))
    assert len(set(apart.person[:50]) & set(apart.person[50:])) == 0


def matrix(born: list[str]) -> np.ndarray:
    """Keys of people of one name: shape (rows, keys)."""
    met = People()
    for day in born:
        met.add(Identity(given_name="Agim", family_name="Testeri", birth_date=day))
    made = matrix_of(met, b"k" * 32)
    return np.frombuffer(made.data, "<u8").reshape(len(born), made.keys)


def test_a_value_that_more_than_eight_people_share_is_left_out() -> None:
    undated = [at for at, key in enumerate(KEYS) if key.given == key.family == "same"]
    year = [at for at in undated if KEYS[at].birth == "y"]
    whole = [at for at in undated if KEYS[at].birth == "date"]
    days = [f"1990-{1 + at % 12:02d}-{1 + at:02d}" for at in range(9)]
    eight, nine = matrix(days[:8]), matrix(days)
    assert year and whole
    assert np.all(eight[:, year] > 0)
    assert len(np.unique(eight[:, year])) == len(year)
    assert np.all(nine[:, year] == 0)
    assert np.all(nine[:, whole] > 0)
