"""Which places need a warning most: standardised reasons, weighted and added up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from beforehand import gazetteer
from beforehand.campaign.request import (
    DEFAULT_WEIGHTS,
    PEOPLE_ON_ROUTE,
    POPULATION_CHANGE,
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
FIGURES_NEEDED = 10  # digits kept, so that the same plan has the same hash on every machine


def ranked(request: PlanRequest, need: NeedByArea) -> tuple[RankedPlace, ...]:
    """All places of the kind asked for, most need first; ties go to the more populous.

    Args:
        request: Kind of place, weights and uploaded covariates.
        need: People on the route by area of origin: a county's code or a place's own. A county's
            people are spread over its places by population. Areas left out have none; an empty
            mapping means that origins are not recorded, and this reason then scores 0 everywhere.

    Returns:
        Places with their parts. A value that is not known is None and scores 0, the mean.

    Raises:
        UnknownPlace: If an area is not in the gazetteer.
        BadPlan: If an area cannot be spread over places of this kind.
        UnknownReason: If a weight is given for a reason that there is not.
    """
    found = gazetteer.places(request.kind, request.country)
    raw = _raw_values(request, found, need)
    weights = weights_of(request)
    # A falling population is the reason to warn, so that fewer people score higher.
    signs = {name: -1.0 if name == POPULATION_CHANGE else 1.0 for name in raw}
    scores = {name: _standardised(values, signs[name]) for name, values in raw.items()}
    totals = [sum(weights[name] * scores[name][i] for name in raw) for i in range(len(found))]
    order = sorted(range(len(found)), key=lambda i: (-round(totals[i], 9), -found[i].population))
    return tuple(
        RankedPlace(
            place=found[i],
            rank=rank,
            need=round(totals[i], FIGURES_NEEDED),
            parts=tuple(
                NeedPart(name=name, raw=raw[name][i], score=scores[name][i], weight=weights[name])
                for name in raw
            ),
            history=None,
        )
        for rank, i in enumerate(order, 1)
    )


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
    request: PlanRequest, found: tuple[Place, ...], need: NeedByArea
) -> dict[str, list[float | None]]:
    people = spread_people(need, found) if need else None
    raw: dict[str, list[float | None]] = {
        PEOPLE_ON_ROUTE: [people[one.code] if people else None for one in found],
        POPULATION_CHANGE: [_population_change(one) for one in found],
    }
    for name, values in request.covariates.items():
        by_code = {
            gazetteer.find(place, request.kind, request.country).code: value
            for place, value in values.items()
        }
        raw[name] = [by_code.get(one.code) for one in found]
    return raw


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
