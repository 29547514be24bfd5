"""The lots: which places are treated and which held out, drawn so that it can be drawn again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from beforehand.campaign.covariates import place_codes
from beforehand.campaign.request import MOST_CANDIDATES, PlanRequest
from beforehand.records.plan import Lots, RankedPlace
from beforehand.refusals import BadPlan
from beforehand.stats import Design, admissible, complete_design, draw, rerandomised
from beforehand.stats.assignments import ENUMERABLE
from beforehand.words import words

Assignments = NDArray[np.bool_]

LISTED = 20_000  # assignments that are counted and later compared, where there are more
FEWEST_KEPT = 100  # a small design keeps at least so many, or all: p cannot be below 1 in them

# One seed, three independent streams: what sets the rule must not steer the draw.
_RULE, _DRAW, _COUNT = 1, 2, 3


def stream(seed: int, use: int) -> Generator:
    """The generator of one use of the recorded seed."""
    return default_rng([seed, use])


def draw_lots(
    request: PlanRequest, ranked: tuple[RankedPlace, ...], history: Mapping[str, float]
) -> Lots:
    """Choose the candidates and write down the rule by which they are drawn.

    The candidates are the places in most need that are not exempt and, where a history is given,
    that have one. The rule allows the share ``keep`` of assignments that are best balanced on
    need and on the history (square root of the count), or on population (logarithm) without one.

    Raises:
        BadPlan: If fewer candidates are left than would be treated.
        ImpossibleDesign: If nobody would be treated or nobody held out.
    """
    candidates = _candidates(request, ranked, history)
    treated = len(candidates) // 2 if request.treated is None else request.treated
    if treated >= len(candidates) or treated < 1:
        raise BadPlan(
            reason=words(
                "{treated} of {candidates} places cannot be treated with some held out",
                treated=treated,
                candidates=len(candidates),
            ),
            mend=words("Treat at least one place and fewer than take part, or exempt fewer."),
        )
    complete = complete_design(len(candidates), treated)
    keep = min(1.0, max(request.keep, FEWEST_KEPT / complete.unrestricted))
    balance = np.array([_balance_row(one, history) for one in candidates])
    free = rerandomised(complete, balance, stream(request.seed, _RULE), keep)
    design = replace(free, threshold=math.ceil(free.threshold * 1e6) / 1e6)
    return Lots(
        candidates=tuple(one.place.code for one in candidates),
        treated=treated,
        balanced_on=("need", "history" if history else "population"),
        balance=design.balance,
        threshold=design.threshold,
        seed=request.seed,
        admissible=len(admissible(design, stream(request.seed, _COUNT), _limit(design))),
        enumerated=design.unrestricted <= ENUMERABLE,
    )


def _limit(design: Design) -> int:
    return ENUMERABLE if design.unrestricted <= ENUMERABLE else LISTED


def _candidates(
    request: PlanRequest, ranked: tuple[RankedPlace, ...], history: Mapping[str, float]
) -> list[RankedPlace]:
    exempt = exempt_codes(request)
    free = [one for one in ranked if one.place.code not in exempt]
    if history:
        free = [one for one in free if one.place.code in history]
    most = request.candidates or MOST_CANDIDATES
    return sorted(free[:most], key=lambda one: one.place.code)


def exempt_codes(request: PlanRequest) -> frozenset[str]:
    """Codes of the places that a partner wants warned at once.

    Raises:
        UnknownPlaces: If one is not in the gazetteer.
    """
    named = list(request.exempt)
    return frozenset(
        place_codes(
            named, file=words("the exempt list"), kind=request.kind, country=request.country
        )
    )


def _balance_row(one: RankedPlace, history: Mapping[str, float]) -> tuple[float, float]:
    """Six digits, so that the recorded rule is the rule on every machine."""
    second = (
        math.sqrt(history[one.place.code]) if history else math.log(max(one.place.population, 1))
    )
    return round(one.need, 6), round(second, 6)


def design_of(lots: Lots) -> Design:
    """The design that the recorded rule stands for."""
    return Design(
        blocks=(0,) * len(lots.candidates),
        treated_per_block=(lots.treated,),
        balance=() if lots.threshold is None else lots.balance,
        threshold=math.inf if lots.threshold is None else lots.threshold,
    )


def drawn_places(lots: Lots) -> tuple[str, ...]:
    """The codes of the treated places: what the recorded seed draws, now as then."""
    chosen = draw(design_of(lots), stream(lots.seed, _DRAW))
    return tuple(code for code, yes in zip(lots.candidates, chosen, strict=True) if yes)


def assignments(lots: Lots, rng: Generator, limit: int = LISTED) -> Assignments:
    """The assignments that the recorded rule allows: all, or ``limit`` drawn by it.

    Returns:
        Distinct assignments by candidates, True where treated.
    """
    return admissible(design_of(lots), rng, limit)


def smallest_p(lots: Lots) -> float:
    """The smallest two-sided p-value that the design can ever give.

    Where half the places are treated, an assignment and its mirror image are equally far from
    no effect.
    """
    mirrored = 2 if 2 * lots.treated == len(lots.candidates) else 1
    return min(1.0, mirrored / lots.admissible)
