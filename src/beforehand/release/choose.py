"""Which counts to withhold: the fewest people, so that no sum gives a small count back.

A whole-number program proposes, the audit objects with a cut for every count that is known too
well, until it has nothing to object (Benders' decomposition of the cell suppression problem).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix, hstack, vstack

from beforehand.release.audit import Exposure, exposures
from beforehand.release.network import Marks, Network

Floats = NDArray[np.float64]
MOST_ROUNDS = 25  # proposals; then the last one only grows, which always ends
MOST_NODES = 200  # of the branch and bound: a near-best set will do, an unsafe one never
GAP = 0.01


def withheld_set(table: Network, threshold: int) -> Marks:
    """The counts to withhold, margins included.

    Every count of 1 to ``threshold - 1`` is withheld, and with it others, of few people in all,
    so that each withheld count's feasible interval is at least ``threshold - 1`` wide. Zeros are
    published, and protect nothing: whoever knows which combinations cannot occur knows them.

    Args:
        table: The table with margins.
        threshold: Smallest count that may be shown.

    Returns:
        One mark a count. Passes ``exposures`` with ``threshold - 1``.

    Source:
        Fischetti and Salazar-Gonzalez (1999), Mathematical Programming 84, for the cuts.
    """
    small = (table.people > 0) & (table.people < threshold)
    withheld, needed = small, threshold - 1
    cuts = _line_cuts(table)
    for _ in range(MOST_ROUNDS):
        proposed = _cheapest(table, small, cuts)
        withheld = withheld if proposed is None else proposed
        objections = exposures(table, withheld, needed)
        if proposed is None or not objections:
            break
        cuts = vstack([cuts, _rows(objections, needed)], format="csr")
    return _grown(table, withheld, needed)


def _cheapest(table: Network, small: Marks, cuts: csr_matrix) -> Marks | None:
    """The set of fewest people that meets all cuts, or None if the search gave up."""
    answer = milp(
        table.people.astype(np.float64),
        integrality=np.ones(len(table.people)),
        bounds=Bounds(small.astype(np.float64), (table.people > 0).astype(np.float64)),
        constraints=LinearConstraint(cuts, lb=0.0),
        options={"node_limit": MOST_NODES, "mip_rel_gap": GAP},
    )
    return None if answer.x is None else np.asarray(answer.x > 0.5)


def _line_cuts(table: Network) -> csr_matrix:
    """In every sum: whatever is withheld has company. One row a count and sum: others - it >= 0."""
    lines = abs(table.sums).tocoo()
    rows = csr_matrix(abs(table.sums))[lines.row]
    own = csr_matrix((np.full(lines.nnz, 2.0), (np.arange(lines.nnz), lines.col)), rows.shape)
    return (rows - own).tocsr()


def _rows(objections: tuple[Exposure, ...], needed: int) -> csr_matrix:
    """The audit's objections as constraints: what is withheld adds up to the width, or it is not.

    ``cut @ x >= needed * x[cell]``, written with 0 on the right.
    """
    rows = np.array([objection.cut for objection in objections])
    for row, objection in zip(rows, objections, strict=True):
        row[objection.cell] -= needed
    return csr_matrix(rows)


def _grown(table: Network, withheld: Marks, needed: int) -> Marks:
    """Withhold more until the audit is content. Ends: with all withheld nothing is known."""
    while objections := exposures(table, withheld, needed):
        withheld = withheld | _loop(table, withheld, objections[0].cell, needed)
    return withheld


def _loop(table: Network, withheld: Marks, cell: int, needed: int) -> Marks:
    """The counts that must move, at least cost, when ``cell`` moves up by ``needed``."""
    cost = np.where(withheld, 0.0, table.people)
    some = table.people > 0
    up = np.where(some, float(needed), 0.0)
    down = np.clip(table.people - 1, 0, needed).astype(np.float64)
    low_up = np.zeros(len(up))
    low_up[cell], down[cell] = needed, 0.0
    moved = linprog(
        np.concatenate((cost, cost)),
        A_eq=hstack([table.sums, -table.sums]),
        b_eq=np.zeros(table.sums.shape[0]),
        bounds=np.column_stack(
            (np.concatenate((low_up, np.zeros(len(up)))), np.concatenate((up, down)))
        ),
        method="highs",
    )
    both = moved.x[: len(up)] + moved.x[len(up) :]
    return np.asarray(both > 1e-6)
