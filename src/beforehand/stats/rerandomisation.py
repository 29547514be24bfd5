"""Rerandomisation: throw away the assignments that leave the two groups too unlike."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from beforehand.refusals import ImpossibleDesign
from beforehand.stats.assignments import BATCH, ENUMERABLE, drawn, enumerated, imbalance
from beforehand.stats.designs import Design
from beforehand.words import words


def rerandomised(
    design: Design, balance: ArrayLike, rng: np.random.Generator, keep: float = 0.1
) -> Design:
    """Keep only the best balanced share of a design's assignments.

    Args:
        design: A complete design.
        balance: Covariates, units by covariates (or one a unit), no gaps.
        rng: Draws the assignments whose distances set the threshold, where they are too many
            to look through.
        keep: Share of assignments to keep, above 0 and at most 1.

    Returns:
        The design with its threshold, to be recorded before launch.

    Raises:
        ImpossibleDesign: If the covariates have gaps, do not fit the units or never vary, or
            ``keep`` is not a share.

    Source:
        Morgan and Rubin (2012), Annals of Statistics 40(2).
    """
    covariates = np.asarray(balance, dtype=np.float64)
    covariates = covariates[:, None] if covariates.ndim == 1 else covariates
    if len(covariates) != design.units or not np.isfinite(covariates).all():
        raise ImpossibleDesign(reason=words("some place has no value of something to balance on"))
    if not 0 < keep <= 1 or (np.ptp(covariates, axis=0) == 0).all():
        raise ImpossibleDesign(reason=words("nothing to balance on differs between the places"))
    free = Design(blocks=design.blocks, treated_per_block=design.treated_per_block)
    tried = enumerated(free) if free.unrestricted <= ENUMERABLE else drawn(free, rng, BATCH)
    distances = np.sort(imbalance(tried, covariates))
    return Design(
        blocks=design.blocks,
        treated_per_block=design.treated_per_block,
        balance=tuple(tuple(float(value) for value in row) for row in covariates),
        threshold=float(distances[math.ceil(keep * len(distances)) - 1]),
    )
