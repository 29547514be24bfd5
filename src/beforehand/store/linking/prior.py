"""What is held of names, dates and codes before any pair was seen.

Learnt on generated people (tests/made_doubles.py, seeds that no bench reports on) and rounded; it
decides alone where a pool is small, and counts as 40 pairs beside what a large one teaches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from beforehand.stats.agreement import Floats, Prior
from beforehand.store.linking.states import DATES, NAMES

#: Of people whom two partners both met: of each partner's rows, before anything is known.
MET_BY_BOTH = 0.1
#: Of one partner's rows: those that are somebody's further row.
MET_AGAIN = 0.02


def _shares(levels: Sequence[str], said: Mapping[str, float]) -> Floats:
    found = np.array([said.get(level, 0.0) for level in levels])
    return np.asarray(found / found.sum())


_MATCH = (
    _shares(
        NAMES,
        {"missing": 0.02, "none": 0.05, "initial": 0.02, "head": 0.04, "tail": 0.04, "ends": 0.01,
         "sound": 0.12, "same": 0.70},
    ),
    _shares(
        NAMES,
        {"missing": 0.02, "none": 0.06, "initial": 0.03, "head": 0.03, "tail": 0.03, "ends": 0.01,
         "last": 0.02, "sound": 0.15, "same": 0.65},
    ),
    _shares(
        DATES,
        {"missing": 0.07, "none": 0.01, "y": 0.03, "dy": 0.03, "my": 0.06, "dm": 0.06, "swap": 0.02,
         "date": 0.72},
    ),
    np.array([0.01, 0.99]),
    np.array([0.03, 0.97]),
    np.array([0.96, 0.04]),
)  # fmt: skip
_CHANCE = (
    _shares(
        NAMES,
        {"missing": 0.02, "none": 0.81, "initial": 0.08, "head": 0.04, "tail": 0.03, "ends": 0.004,
         "sound": 0.010, "same": 0.020},
    ),
    _shares(
        NAMES,
        {"missing": 0.02, "none": 0.87, "initial": 0.06, "head": 0.02, "tail": 0.02, "ends": 0.003,
         "last": 0.002, "sound": 0.008, "same": 0.008},
    ),
    _shares(
        DATES,
        {"missing": 0.05, "none": 0.908, "y": 0.035, "dy": 0.0015, "my": 0.0028, "dm": 0.0027,
         "swap": 0.00007, "date": 0.0001},
    ),
    np.array([0.45, 0.55]),
    np.array([0.50, 0.50]),
    np.array([0.99, 0.01]),
)  # fmt: skip
_FLAT = np.full(4, 0.25)
#: How alike rows are beside their keys: three kinds of commonness, sex, citizenship, age.
_CODED_MATCH = (
    *(_FLAT,) * 3, np.array([0.99, 0.01]), np.array([0.96, 0.04]), np.array([0.85, 0.10, 0.05]),
)  # fmt: skip
_CODED_CHANCE = (
    *(_FLAT,) * 3, np.array([0.60, 0.40]), np.array([0.70, 0.30]), np.array([0.30, 0.15, 0.55]),
)  # fmt: skip
LEVELS_OF_CHANCE = _CHANCE


def prior(rows: Floats, groups: Sequence[tuple[int, int]], candidate: float) -> Prior:
    """The prior for these partners.

    Args:
        rows: Shape (partners,): how many rows each gave.
        groups: The two partners of each group of pairs; twice the same within one.
        candidate: Share of chance pairs that are candidates (``stats.agreement.coverage``).
    """
    share = []
    for one, other in groups:
        within = one == other
        pairs = rows[one] * (rows[one] - 1) / 2 if within else rows[one] * rows[other]
        met = MET_AGAIN * rows[one] if within else MET_BY_BOTH * min(rows[one], rows[other])
        share.append(met / (met + candidate * max(pairs, 1.0)))
    return Prior(
        chance=_CHANCE,
        match=_MATCH,
        coded_chance=_CODED_CHANCE,
        coded_match=_CODED_MATCH,
        share=np.clip(np.array(share), 1e-9, 1 - 1e-6),
    )
