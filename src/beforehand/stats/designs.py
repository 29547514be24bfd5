"""Designs: the rule by which places are chosen to have a campaign first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from beforehand.refusals import ImpossibleDesign
from beforehand.words import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A rule for choosing treated places. Every assignment it allows is equally likely.

    Attributes:
        blocks: Block of each unit, 0 to the number of blocks less 1; all 0 where there are none.
        treated_per_block: How many units of each block are treated.
        balance: Covariates to balance, units by covariates; empty for complete randomisation.
        threshold: Largest Mahalanobis distance between treated and held-out means that is
            allowed; infinite for complete randomisation.
    """

    blocks: tuple[int, ...]
    treated_per_block: tuple[int, ...]
    balance: tuple[tuple[float, ...], ...] = ()
    threshold: float = math.inf

    @property
    def units(self) -> int:
        """How many units take part."""
        return len(self.blocks)

    @property
    def treated(self) -> int:
        """How many units are treated."""
        return sum(self.treated_per_block)

    @property
    def method(self) -> Literal["complete", "rerandomised"]:
        """Whether assignments that leave the groups too unlike are thrown away."""
        return "rerandomised" if self.balance else "complete"

    @property
    def unrestricted(self) -> int:
        """How many assignments there are before any is thrown away."""
        sizes = np.bincount(self.blocks)
        return math.prod(
            math.comb(int(n), k) for n, k in zip(sizes, self.treated_per_block, strict=True)
        )


def complete_design(units: int, treated: int, blocks: ArrayLike | None = None) -> Design:
    """A design that treats ``treated`` of ``units`` units, or of each block.

    Args:
        units: How many units take part.
        treated: How many to treat: of all, or of each block if there are blocks.
        blocks: Optional label of each unit's block, such as the triple it was matched into.

    Returns:
        The design, with blocks numbered from 0.

    Raises:
        ImpossibleDesign: If nobody is treated or nobody held out, or a block is too small.
    """
    labels = np.zeros(units, dtype=np.int64) if blocks is None else np.asarray(blocks)
    if len(labels) != units:
        raise ImpossibleDesign(
            reason=words(
                "{labels} block labels for {places} places", labels=len(labels), places=units
            )
        )
    numbered = np.unique(labels, return_inverse=True)[1]
    sizes = np.bincount(numbered)
    if treated < 1 or (sizes < treated).any() or (sizes == treated).all():
        raise ImpossibleDesign(
            reason=words("{treated} cannot be treated and others held out", treated=treated)
        )
    return Design(blocks=tuple(int(b) for b in numbered), treated_per_block=(treated,) * len(sizes))
