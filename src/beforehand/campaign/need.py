"""Which places need a warning most: standardised reasons, weighted and added up."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from beforehand import gazetteer
from beforehand.campaign.request import (
    DEFAULT_WEIGHTS,
    PEOPLE_ON_ROUTE,
    POPULATION_CHANGE,
    PROVABLE,
    REACH,
    UPLOADED_WEIGHT,
    PlanRequest,
)
from beforehand.records.figure import Figure
from beforehand.records.picture import Route
from beforehand.records.plan import NeedPart, Place, RankedPlace
from beforehand.refusals import BadPlan, UnknownReason
from beforehand.words import words

NeedByArea = Mapping[str, Figure | float]

CHANGE_FROM, CHANGE_TO = 2012, 2023  # the estimates nearest to the two censuses
LEAST = 0.01  # people or outcomes that a logarithm is taken of at least
FIGURES_NEEDED = 10  # digits kept, so that the same plan has the same hash on every machine


def ranked(
    request: PlanRequest, need: NeedByArea, history: Mapping[str, float] | None = None
) -> tuple[RankedPlace, ...]:
    """All places of the kind asked for, most need first; ties go to the more populous.

    The score is the logarithm of a weighted product, need times reach times what can be proved,
    each part standardised. Counts (people, outcomes) are first drawn towards the common rate, so
    that a place is not put first for one lucky year.

    Args:
        request: Kind of place, weights and uploaded covariates.
        need: People on the route by area of origin: a county's code or a place's own. A county's
            people are spread over its places by population. Areas left out have none; an empty
            mapping means that origins are not recorded, and this reason then scores 0 everywhere.
        history: Outcome before launch by place code, where there is one.

    Returns:
        Places with their parts, and with the best and worst rank that other weights give them.
        A value that is not known is None and scores 0, the mean.

    Raises:
        UnknownPlace: If an area is not in the gazetteer.
        BadPlan: If an area cannot be spread over places of this kind.
        UnknownReason: If a weight is given for a reason that there is not.
    """
    found = gazetteer.places(request.kind, request.country)
    raw = _raw_values(request, found, need, history or {})
    used = raw | _shrunk_values(found, need, history or {})
    weights = weights_of(request)
    parts = _parts(raw, used, weights)
    order = _order(parts, weights, found)
    ranks = [_order(parts, other, found) for _, other in other_weights(weights)]
    return tuple(
        RankedPlace(
            place=found[i],
            rank=rank,
            need=round(sum(part.weight * part.score for part in parts[i]), FIGURES_NEEDED),
            parts=parts[i],
            history=None,
            rank_best=min(rank, *(one.index(i) + 1 for one in ranks)),
            rank_worst=max(rank, *(one.index(i) + 1 for one in ranks)),
        )
        for rank, i in enumerate(order, 1)
    )


def other_weights(weights: Mapping[str, float]) -> Iterator[tuple[str, dict[str, float]]]:
    """Weights that somebody else might have chosen: each left out, each doubled, all alike.

    Yields:
        What was changed (``-people_on_route``, ``2*reach``, ``alike``), and the weights.
    """
    for name, weight in weights.items():
        if weight:
            yield f"-{name}", {**weights, name: 0.0}
            yield f"2*{name}", {**weights, name: 2 * weight}
    yield "alike", dict.fromkeys(weights, 1.0)


def _parts(
    raw: Mapping[str, list[float | None]],
    used: Mapping[str, list[float | None]],
    weights: Mapping[str, float],
) -> list[tuple[NeedPart, ...]]:
    scores = {name: _scores(name, values) for name, values in used.items()}
    return [
        tuple(
            NeedPart(
                name=name,
                raw=values[i],
                score=scores[name][i],
                weight=weights[name],
                shrunk=None if used[name] is values else used[name][i],
            )
            for name, values in raw.items()
        )
        for i in range(len(scores[REACH]))
    ]


def _order(
    parts: list[tuple[NeedPart, ...]], weights: Mapping[str, float], found: tuple[Place, ...]
) -> list[int]:
    totals = [round(sum(weights[p.name] * p.score for p in of), 9) for of in parts]
    return sorted(range(len(found)), key=lambda i: (-totals[i], -found[i].population))


def _scores(name: str, values: list[float | None]) -> list[float]:
    # A falling population is the reason to warn, so that fewer people score higher.
    sign = -1.0 if name == POPULATION_CHANGE else 1.0
    if name in {REACH, PROVABLE}:
        values = [None if value is None else math.log(max(value, LEAST)) for value in values]
    return _standardised(values, sign)


def need_by_area(route: Route) -> dict[str, Figure]:
    """People by area of origin, from what the pool shows of a route; unknown areas left out."""
    return {leg.origin_area: leg.people for leg in route.origins if leg.origin_area}


def weights_of(request: PlanRequest) -> dict[str, float]:
    """The weight of every reason, given or default.

    Raises:
        UnknownReason: If a weight is given for a reason that there is not.
    """
    weights = dict(DEFAULT_WEIGHTS) | dict.fromkeys(request.covariates, UPLOADED_WEIGHT)
    for name in request.weights:
        if name not in weights:
            raise UnknownReason(name=name, choices=", ".join(weights))
    return {name: float(weight) for name, weight in (weights | dict(request.weights)).items()}


def _raw_values(
    request: PlanRequest,
    found: tuple[Place, ...],
    need: NeedByArea,
    history: Mapping[str, float],
) -> dict[str, list[float | None]]:
    people = spread_people(need, found) if need else None
    raw: dict[str, list[float | None]] = {
        PEOPLE_ON_ROUTE: [people[one.code] if people else None for one in found],
        POPULATION_CHANGE: [_population_change(one) for one in found],
        REACH: [float(one.population) for one in found],
        PROVABLE: [history.get(one.code) for one in found],
    }
    for name, values in request.covariates.items():
        by_code = {
            gazetteer.find(place, request.kind, request.country).code: value
            for place, value in values.items()
        }
        raw[name] = [by_code.get(one.code) for one in found]
    return raw


def _shrunk_values(
    found: tuple[Place, ...], need: NeedByArea, history: Mapping[str, float]
) -> dict[str, list[float | None]]:
    """People and outcomes drawn towards the common rate, where there are counts to draw."""
    drawn: dict[str, list[float | None]] = {}
    if need:
        people = spread_people(shrunk_need(need), found)
        drawn[PEOPLE_ON_ROUTE] = [people[one.code] for one in found]
    counted = [one for one in found if one.code in history]
    if counted:
        steady = shrunk_counts(
            {one.code: history[one.code] for one in counted},
            {one.code: one.population for one in counted},
        )
        drawn[PROVABLE] = [steady.get(one.code) for one in found]
    return drawn


def shrunk_need(need: NeedByArea) -> dict[str, float]:
    """People by area, each area's rate drawn towards that of all areas of its kind.

    Areas of the kind that are not named had none, and get the little that such areas may have.
    """
    kinds: dict[tuple[str, str], dict[str, float]] = {}
    for area, given in need.items():
        place = gazetteer.place(area)
        count = given.value if isinstance(given, Figure) else float(given)
        kinds.setdefault((place.kind, place.country), {})[area] = count
    shrunk: dict[str, float] = {}
    for (kind, country), counts in kinds.items():
        every = gazetteer.places(kind, country)
        shrunk |= shrunk_counts(
            {one.code: counts.get(one.code, 0.0) for one in every},
            {one.code: one.population for one in every},
        )
    return shrunk


def shrunk_counts(counts: Mapping[str, float], population: Mapping[str, int]) -> dict[str, float]:
    """Counts to expect again: the shrunken rate of each place times the people who live there.

    What is unusually high is in part luck and falls back by itself: in simulations, picking the
    highest counts alone gave a log ratio of .08 where nothing happened. Fewer than three places,
    or nothing counted, are left as they are.
    """
    from beforehand.stats.rates import LEAST_GROUPS, shrunk_means  # here: SciPy, for few commands

    whole = [float(round(value)) for value in counts.values()]
    people = [float(max(population[code], 1)) for code in counts]
    if len(whole) < LEAST_GROUPS or not sum(whole):
        return dict(counts)
    expected = (shrunk_means(whole, people) * np.array(people)).round(FIGURES_NEEDED // 2).tolist()
    return dict(zip(counts, expected, strict=True))


def spread_people(need: NeedByArea, found: tuple[Place, ...]) -> dict[str, float]:
    """People on the route by place: its own, those of areas in it, its share of its county's.

    Args:
        need: People by area of origin.
        found: The places to spread them over.

    Returns:
        People by place code, fractions where a county was spread; but for rounding they add to the
        total given.

    Raises:
        UnknownPlace: If an area is not in the gazetteer.
        BadPlan: If an area is neither one of the places, nor in one, nor holds some.
    """
    people = {one.code: 0.0 for one in found}
    for area, given in need.items():
        count = given.value if isinstance(given, Figure) else float(given)
        inside = [one for one in found if area in {one.code, one.parent}]
        if not inside:  # an area smaller than the places counts for the one that it lies in
            inside = [one for one in found if one.code == gazetteer.place(area).parent]
        if not inside:
            named = gazetteer.place(area).name
            raise BadPlan(
                reason=words(
                    "people come from {area}, which holds no place of this kind", area=named
                ),
                mend=words("Choose another kind of place."),
            )
        population = sum(one.population for one in inside)
        for one in inside:
            people[one.code] += count * one.population / population
    return {code: round(count, 4) for code, count in people.items()}


def _population_change(one: Place) -> float | None:
    """Relative change of the county's population from 2012 to 2023; None outside Albania."""
    if one.country != "AL":
        return None
    by_year = gazetteer.county_population(one.parent or one.code)
    return round(by_year[CHANGE_TO] / by_year[CHANGE_FROM] - 1, 6)


def _standardised(values: list[float | None], sign: float) -> list[float]:
    """Mean 0 and standard deviation 1 over the known values; 0 where none is known or all agree."""
    known = np.array([value for value in values if value is not None], dtype=np.float64)
    spread = float(known.std()) if len(known) else 0.0
    if spread == 0:
        return [0.0] * len(values)
    mean = float(known.mean())
    return [
        0.0 if value is None else round(sign * (value - mean) / spread, FIGURES_NEEDED)
        for value in values
    ]
