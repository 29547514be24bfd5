"""Rows whose strongest keys agree: the whole name and the whole birth date."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from beforehand.store.matrices import Matrix

#: The first key: both names as written and the whole date.
STRONG = 1
_SCHEMA = pa.schema([("row_id", pa.string()), ("person_id", pa.string())])


def agreeing(matrices: Iterable[Matrix]) -> pa.Table:
    """Pairs of row id and the row id that stands for its person, where another row agrees."""
    found = [_of_epoch(group) for group in _by_epoch(matrices)]
    return pa.concat_tables([_SCHEMA.empty_table(), *found])


def _by_epoch(matrices: Iterable[Matrix]) -> list[list[Matrix]]:
    groups: dict[tuple[str, str], list[Matrix]] = {}
    for one in matrices:
        groups.setdefault((one.scheme, one.epoch), []).append(one)
    return list(groups.values())


def _of_epoch(group: list[Matrix]) -> pa.Table:
    ids = np.concatenate([one.row_ids for one in group])
    left, right = [], []
    for key in range(STRONG):
        values = np.concatenate([one.values[key] for one in group])
        order = np.argsort(values, kind="stable")
        same = (values[order][1:] == values[order][:-1]) & (values[order][1:] != 0)
        left.append(order[1:][same])
        right.append(order[:-1][same])
    ends = np.concatenate(left), np.concatenate(right)
    graph = coo_array((np.ones(len(ends[0])), ends), shape=(len(ids), len(ids)))
    _, person = connected_components(graph, directed=False)
    _, first, count = np.unique(person, return_index=True, return_counts=True)
    several = np.flatnonzero(count[person] > 1)
    return pa.table(
        {
            "row_id": [ids[at].tobytes().hex() for at in several],
            "person_id": [ids[first[person[at]]].tobytes().hex() for at in several],
        },
        schema=_SCHEMA,
    )
