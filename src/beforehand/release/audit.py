"""The audit: what can somebody who knows every published number work out of a withheld one?

Two linear programs a withheld count, the largest and the smallest that it can be. In a two-way
table with margins the program's corners are whole tables, so the answer is exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from beforehand.release.network import Marks, Network

Floats = NDArray[np.float64]
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """A withheld count that is known too well.

    Attributes:
        cell: Its place in ``Network.people``.
        width: How many people wide the interval is that the published numbers leave it.
        cut: How much each count, were it withheld, could add to that width at most.
    """

    cell: int
    width: float
    cut: Floats


def exposures(
    table: Network, withheld: Marks, needed: int, *, zeros_known: bool = True
) -> tuple[Exposure, ...]:
    """Withheld counts whose feasible interval is less than ``needed`` wide.

    The attacker knows all published counts, that no count is negative, and that 0 is never
    withheld (zeros are published), so that a withheld count is 1 or more.

    Args:
        table: The table with margins.
        withheld: One mark a count.
        needed: Width asked for, in people.
        zeros_known: False where zeros are never shown either, so that nobody can tell one from
            what is withheld; those withheld are then marked too.

    Returns:
        One exposure for each such count, empty if the table is safe.
    """
    attack = _Attack(table, withheld, needed, zeros_known=zeros_known)
    attack.many_at_once()
    found = (attack.on(int(cell)) for cell in attack.in_doubt())
    return tuple(exposure for exposure in found if exposure is not None)


class _Attack:
    """The ranges worked out so far: every table that could be true widens those of all counts."""

    def __init__(
        self, table: Network, withheld: Marks, needed: int, *, zeros_known: bool = True
    ) -> None:
        self.table, self.needed = table, needed
        self.columns = np.flatnonzero(withheld)
        self.sums = table.sums.tocsc()[:, self.columns]
        # No count need move by more than needed: a larger move splits into loops of one each.
        least = 1 if zeros_known else 0
        self.down = np.clip(table.people - least, 0, needed).astype(np.float64)
        self.up = np.where(table.people >= least, float(needed), 0.0)
        self.lowest = np.zeros(len(table.people))
        self.highest = np.zeros(len(table.people))

    def in_doubt(self) -> NDArray[np.int64]:
        """Withheld counts not yet seen to be free enough."""
        width = (self.highest - self.lowest)[self.columns]
        doubtful = (width < self.needed - ROUNDING) & (self.table.people[self.columns] > 0)
        return self.columns[doubtful]

    def many_at_once(self) -> None:
        """Push all counts in doubt up together, then down: this clears most of them."""
        left = len(self.in_doubt())
        while left:
            objective = np.isin(self.columns, self.in_doubt()).astype(np.float64)
            self._push(objective)
            self._push(-objective)
            before, left = left, len(self.in_doubt())
            if left == before:
                break

    def on(self, cell: int) -> Exposure | None:
        """Push one count up and down as far as it goes; None if that is far enough."""
        if cell not in self.in_doubt():
            return None
        objective = (self.columns == cell).astype(np.float64)
        cut = self._bound(self._push(objective), cell, 1.0)
        cut += self._bound(self._push(-objective), cell, -1.0)
        width = float(self.highest[cell] - self.lowest[cell])
        if width >= self.needed - ROUNDING:
            return None
        return Exposure(cell=cell, width=width, cut=np.minimum(cut, self.needed))

    def _push(self, objective: Floats) -> Floats:
        """Find the possible table furthest along ``objective``; returns the sums' dual prices."""
        solved = linprog(
            -objective,
            A_eq=self.sums,
            b_eq=np.zeros(self.sums.shape[0]),
            bounds=np.column_stack((-self.down[self.columns], self.up[self.columns])),
            method="highs",
        )
        moved = np.zeros(len(self.lowest))
        moved[self.columns] = solved.x
        self.lowest = np.minimum(self.lowest, moved)
        self.highest = np.maximum(self.highest, moved)
        return np.asarray(solved.eqlin.marginals)

    def _bound(self, prices: Floats, cell: int, sign: float) -> Floats:
        """What each count's freedom could add to the push, by weak duality."""
        reduced = -(self.table.sums.T @ prices)
        reduced[cell] -= sign
        return np.asarray(np.maximum(-reduced, 0) * self.up + np.maximum(reduced, 0) * self.down)
