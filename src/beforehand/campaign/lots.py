"""The lots: which places are treated and which held out, drawn so that it can be drawn again."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from beforehand.campaign.covariates import place_codes
from beforehand.campaign.matching import matched_groups
from beforehand.campaign.neighbours import clusters, kept_apart, neighbours
from beforehand.campaign.request import MOST_CANDIDATES, PlanRequest, versions, wave_days
from beforehand.lots import SPLITS, allowed_labels, labels_of, rule_of, stream
from beforehand.records.plan import Buffer, DesignKind, Lots, RankedPlace
from beforehand.refusals import BadPlan
from beforehand.stats import (
    balanced_split,
    complete_design,
    rerandomised,
    split_design,
    steady_weights,
)
from beforehand.stats.assignments import ENUMERABLE
from beforehand.words import words

Assignments = NDArray[np.int8]

FEWEST_KEPT = 100  # a small design keeps at least so many, or all: p cannot be below 1 in them
_DIGITS = 6  # so that the recorded rule is the rule on every machine

_RULE, _COUNT = 1, 3  # streams of the recorded seed; the draw has 2


def draw_lots(
    request: PlanRequest, ranked: tuple[RankedPlace, ...], history: Mapping[str, float]
) -> Lots:
    """Choose the candidates and write down the rule by which they are drawn.

    The candidates are the places in most need that are not exempt and, where a history is given,
    that have one. Matched, one of each group of places alike is treated. Otherwise the rule allows
    the share ``keep`` of assignments that are best balanced on need and on the history (square
    root of the count), or on population (logarithm) without one; or all, if it is complete.

    Raises:
        BadPlan: If fewer candidates are left than would be treated.
        ImpossibleDesign: If nobody would be treated or nobody held out.
    """
    candidates = _candidates(request, ranked, history)
    blank = Lots(
        candidates=tuple(one.place.code for one in candidates),
        treated=0,
        balanced_on=(),
        balance=(),
        threshold=None,
        seed=request.seed,
        admissible=1,
        enumerated=True,
        design=request.design,
        buffer=request.buffer,
        apart_km=request.apart_km,
        commuting=request.commuting,
    )
    if request.design is DesignKind.PICKED:
        return _picked(request, blank)
    if request.buffer is Buffer.CLUSTERS:
        blank = replace(blank, clusters=_clusters(request, candidates))
    sized = _sized(request, blank, candidates, history)
    balanced = _balanced(request, sized, candidates, history)
    rule = rule_of(balanced)
    rows = allowed_labels(balanced, stream(request.seed, _COUNT))
    drawn = labels_of(balanced)
    return replace(
        balanced,
        treated=len(drawn) if request.design is DesignKind.STEPPED else int((drawn > 0).sum()),
        admissible=len(rows),
        enumerated=rule.unrestricted <= ENUMERABLE,
    )


def _picked(request: PlanRequest, blank: Lots) -> Lots:
    named = place_codes(
        list(request.picked),
        file=words("the places picked"),
        kind=request.kind,
        country=request.country,
    )
    chosen = tuple(code for code in dict.fromkeys(named) if code not in exempt_codes(request))
    others = tuple(code for code in blank.candidates if code not in chosen)
    _check_left(len(chosen), len(chosen) + len(others))
    return replace(
        blank, candidates=tuple(sorted(chosen + others)), treated=len(chosen), picked=chosen
    )


def _sized(
    request: PlanRequest,
    blank: Lots,
    candidates: Sequence[RankedPlace],
    history: Mapping[str, float],
) -> Lots:
    """The lots with groups, or with the number of places in every wave or arm."""
    units = max(blank.clusters) + 1 if blank.clusters else len(blank.candidates)
    if request.design is DesignKind.MATCHED:
        _check_left(units // request.group, units)
        groups = matched_groups(_balance(blank, candidates, history), request.group)
        treated = max(groups) + 1
        return replace(blank, groups=groups, treated=treated, balanced_on=_on(history))
    if request.design is DesignKind.STEPPED:
        _check_left(request.waves - 1, units)
        first, apart = request.window.start, timedelta(days=wave_days(request))
        counts = [history[code] for code in blank.candidates] if history else []
        weights = steady_weights(counts).round(_DIGITS).tolist() if history else ()
        return replace(
            blank,
            sizes=_even(units, request.waves),
            waves=tuple(first + k * apart for k in range(request.waves)),
            weights=tuple(weights),
            treated=len(blank.candidates),
        )
    if request.design is DesignKind.ARMS:
        names = versions(request)
        _check_left(len(names), units)
        return replace(blank, sizes=_even(units, len(names) + 1), versions=names)
    treated = units // 2 if request.treated is None else request.treated
    _check_left(treated, units)
    sizes = (units - treated, treated) if blank.clusters else ()
    return replace(blank, treated=treated, sizes=sizes)


def _balanced(
    request: PlanRequest,
    lots: Lots,
    candidates: Sequence[RankedPlace],
    history: Mapping[str, float],
) -> Lots:
    """The lots with the share of assignments that are best balanced; matched ones are already."""
    if request.design in {DesignKind.MATCHED, DesignKind.COMPLETE}:
        return lots
    balance, rng = _balance(lots, candidates, history)[:, :2], stream(request.seed, _RULE)
    if request.design in SPLITS:
        split = split_design(lots.sizes)
        kept = min(1.0, max(request.keep, FEWEST_KEPT / split.unrestricted))
        threshold = balanced_split(split, balance, rng, kept).threshold
    else:
        units = len(balance)
        complete = complete_design(units, lots.sizes[1] if lots.clusters else lots.treated)
        kept = min(1.0, max(request.keep, FEWEST_KEPT / complete.unrestricted))
        threshold = rerandomised(complete, balance, rng, kept).threshold
    return replace(
        lots,
        balanced_on=_on(history)[:2],
        balance=tuple(tuple(row) for row in balance.tolist()),
        threshold=math.ceil(threshold * 1e6) / 1e6,
    )


def _even(units: int, groups: int) -> tuple[int, ...]:
    return tuple(units // groups + (k < units % groups) for k in range(groups))


def _check_left(treated: int, units: int) -> None:
    if treated >= units or treated < 1:
        raise BadPlan(
            reason=words(
                "{treated} of {candidates} places cannot be treated with some held out",
                treated=treated,
                candidates=units,
            ),
            mend=words("Treat at least one place and fewer than take part, or exempt fewer."),
        )


def _candidates(
    request: PlanRequest, ranked: tuple[RankedPlace, ...], history: Mapping[str, float]
) -> list[RankedPlace]:
    exempt = exempt_codes(request)
    free = [one for one in ranked if one.place.code not in exempt]
    if history:
        free = [one for one in free if one.place.code in history]
    if request.buffer is Buffer.APART:
        beside = _beside(request)
        free = kept_apart(free, beside, exempt)
    most = request.candidates or MOST_CANDIDATES
    return sorted(free[:most], key=lambda one: one.place.code)


def _beside(request: PlanRequest) -> dict[str, frozenset[str]]:
    crossed = request.commuting.pairs if request.commuting else ()
    return neighbours(request.kind, request.country, request.apart_km, crossed)


def _clusters(request: PlanRequest, candidates: Sequence[RankedPlace]) -> tuple[int, ...]:
    beside = _beside(request)
    number = clusters(sorted(candidates, key=lambda one: one.rank), beside)
    return tuple(number[one.place.code] for one in candidates)


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


def _on(history: Mapping[str, float]) -> tuple[str, ...]:
    return ("need", "history", "population") if history else ("need", "population")


def _balance(
    lots: Lots, candidates: Sequence[RankedPlace], history: Mapping[str, float]
) -> NDArray[np.float64]:
    """Need, history if there is one, population: a row a candidate, or the sum of a cluster's."""
    columns = [
        [one.need for one in candidates],
        *([[history[one.place.code] for one in candidates]] if history else []),
        [float(max(one.place.population, 1)) for one in candidates],
    ]
    rows = np.array(columns).T
    if lots.clusters:
        summed = np.zeros((max(lots.clusters) + 1, rows.shape[1]))
        np.add.at(summed, list(lots.clusters), rows)
        rows = summed
    if history:
        rows[:, 1] = np.sqrt(rows[:, 1])
    rows[:, -1] = np.log(rows[:, -1])
    rounded: NDArray[np.float64] = rows.round(_DIGITS)
    return rounded


def drawn_places(lots: Lots) -> tuple[str, ...]:
    """The codes of the treated places; in a stepped rollout, of those served first."""
    labels = labels_of(lots)
    treated = labels == 0 if lots.design is DesignKind.STEPPED else labels > 0
    return tuple(code for code, yes in zip(lots.candidates, treated, strict=True) if yes)


def assignments(lots: Lots, rng: Generator, limit: int | None = None) -> Assignments:
    """The assignments that the recorded rule allows: all, or ``limit`` drawn by it.

    Returns:
        Distinct assignments by candidates: 1 treated and 0 held out; or the wave from 0; or arm.
    """
    return allowed_labels(lots, rng, limit)


def smallest_p(lots: Lots) -> float:
    """The smallest two-sided p-value that the design can ever give.

    Where half the places are treated, an assignment and its mirror image are equally far from
    no effect. Several arms: each is compared with the held-out places alone.
    """
    if lots.design is DesignKind.PICKED:
        return 1.0
    if lots.design is DesignKind.ARMS:
        held, least = lots.sizes[0], min(lots.sizes[1:])
        return min(1.0, (2 if held == least else 1) / math.comb(held + least, least))
    if lots.design is DesignKind.STEPPED:
        return 1 / lots.admissible
    pairs = lots.groups and all(lots.groups.count(group) == 2 for group in set(lots.groups))
    held, treated = lots.sizes if lots.clusters else (len(lots.candidates) - lots.treated,
                                                      lots.treated)  # fmt: skip
    halves = held == treated and not lots.groups
    mirrored = 2 if halves or pairs else 1
    return min(1.0, mirrored / lots.admissible)
