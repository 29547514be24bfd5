"""Rates by area against population, so that an area of five people does not top the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from beforehand import charts, gazetteer
from beforehand.charts import percent
from beforehand.records.cases import CaseTable, SourceClass
from beforehand.records.figure import Figure, Interval, Meaning, RecipeParameter, Unit
from beforehand.records.hotspots import Hotspot, Hotspots
from beforehand.records.picture import Basis, RouteFilter
from beforehand.records.plan import Place
from beforehand.refusals import NoPlacesToCompare, TooFewCases, UnknownField
from beforehand.stats import ShrunkRates, poisson_exact, shrink_rates
from beforehand.understand.fields import field_label
from beforehand.understand.figures import Evidence, count
from beforehand.understand.pool import Pool, opened
from beforehand.understand.routing import stand_on
from beforehand.words import Words, words

PER = 100_000
TOP, SEED = 5, 1
ABOVE = 0.975
ENDS = {"origin": "origin_area", "exploitation": "exploitation_area", "responders": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    evidence: Evidence
    end: str
    kind: str
    top: int

    def recipe(self, of: str, area: str = "") -> dict[str, RecipeParameter]:
        return {"end": self.end, "kind": self.kind, "top": self.top, "of": of, "area": area}


def hotspots(
    cases: CaseTable,
    route: RouteFilter,
    end: str = "origin",
    *,
    kind: str = "",
    top: int = TOP,
    left_out: tuple[SourceClass, ...] = (),
) -> Hotspots:
    """People of a route per 100,000 residents of each area, small areas drawn in.

    Args:
        cases: Cases of one source class; a person counts once.
        route: Whose areas.
        end: ``origin`` (where they came from), ``exploitation`` (where they were exploited) or
            ``responders`` (the police area of the partner that saw them).
        kind: Of area, as in the gazetteer; empty: the one that the country's map is drawn by, or
            regions where the recorded areas are no smaller.
        top: Of how many places the top is.
        left_out: Other source classes that hold this route, to be named in the basis.

    Returns:
        Every area of the country, by the rate that it surely has: the lower end of the shrunk
        rate's interval; see ``stats.shrink_rates``.

    Raises:
        UnknownField: If ``end`` is none of the three.
        EmptyPool: If nobody is on the route.
        NoPlacesToCompare: If the gazetteer holds fewer than three such areas of the country.
        TooFewCases: If nobody's area is recorded.
    """
    if end not in ENDS:
        raise UnknownField(field=end, choices=", ".join(ENDS))
    evidence = Evidence(cases=cases, route=route, function="understand.hotspots")
    with opened(cases, route) as pool:
        basis, _, _ = stand_on(pool, left_out)
        recorded = _recorded(pool, end)
    country = route.origin if end == "origin" else route.destination
    kind = kind or _kind(country, recorded)
    places = gazetteer.places(kind, country) if gazetteer.has(kind, country) else ()
    if len(places) < 3:
        raise NoPlacesToCompare(country=country)
    people: Counter[str] = Counter()
    for code, number in recorded.items():
        people[charts.area_of(code, kind) or ""] += number
    placed = {one.code: people.get(one.code, 0) for one in places}
    if not sum(placed.values()):
        raise TooFewCases(field=field_label(ENDS[end] or "exploitation_area"))
    asked = _Asked(evidence=evidence, end=end, kind=kind, top=top)
    unplaced = sum(recorded.values()) - sum(placed.values())
    return _answer(asked, basis, places, placed, unplaced)


def _answer(
    asked: _Asked, basis: Basis, places: tuple[Place, ...], placed: Mapping[str, int], unplaced: int
) -> Hotspots:
    living, said = _living(places, basis)
    counts = [placed[one.code] for one in places]
    rng = np.random.default_rng(SEED)  # the same data give the same ranking
    shrunk = shrink_rates(counts, living, rng, top=asked.top)
    made = [
        _hotspot(asked, place, (counts[at], living[at]), shrunk, at)
        for at, place in enumerate(places)
    ]
    # By the rate that each surely has, so that nobody stands on top for being little known.
    ranked = tuple(sorted(made, key=lambda one: (-_surely(one), -one.shrunk.value, one.area)))
    whole = words("All areas together, per 100,000 residents")
    return Hotspots(
        basis=basis,
        end=asked.end,
        kind=asked.kind,
        top=asked.top,
        areas=ranked,
        whole=_rate(asked, whole, (sum(counts), sum(living)), ("whole", "")),
        unplaced=unplaced,
        population=said,
        says=_says(asked, ranked),
    )


def _surely(one: Hotspot) -> float:
    """The lower end of the shrunk rate's interval."""
    return (one.shrunk.interval.low or 0.0) if one.shrunk.interval else 0.0


def _recorded(pool: Pool, end: str) -> Counter[str]:
    """People by code of area; '' where it is not recorded."""
    found: Counter[str] = Counter()
    if end == "responders":
        for partner, people in pool.ask("responders", "partner"):
            found[(gazetteer.responder_area(partner) if partner else None) or ""] += int(people)
        return found
    for origin, *_way, area, people in pool.ask("routes"):
        found[(origin if end == "origin" else area) or ""] += int(people)
    return found


def _kind(country: str, recorded: Mapping[str, int]) -> str:
    """The kind of area of the country's map, or regions where what is recorded is coarser."""
    usual = charts.AREAS.get(country, "")
    coarser = any(code and charts.area_of(code, usual) is None for code in recorded)
    return "region" if coarser and gazetteer.has("region", country) else usual


def _living(places: tuple[Place, ...], basis: Basis) -> tuple[list[int], Words]:
    """Residents of each place, and which count that is."""
    last = basis.period[1][:4]
    if places[0].kind == "county" and places[0].country == "AL" and last:
        by_year = [gazetteer.county_population(one.code) for one in places]
        years = [year for year in by_year[0] if year <= int(last)] or [min(by_year[0])]
        year = max(years)
        return [one[year] for one in by_year], words(
            "Residents: estimates of 1 January {year}, made before the census of 2023, which "
            "found fewer.",
            year=year,
        )
    if places[0].country == "AL":
        return [one.population for one in places], words("Residents: census of 2011.")
    return [one.population for one in places], words(
        "Residents: census of 2021; in Scotland, estimate of 2022."
    )


def _hotspot(
    asked: _Asked, place: Place, counted: tuple[int, int], shrunk: ShrunkRates, at: int
) -> Hotspot:
    label = Words(place.name)
    people = count(
        asked.evidence,
        counted[0],
        words("People counted in {place}", place=label),
        asked.recipe("people", place.code),
    )
    raw = _rate(
        asked,
        words("People counted in {place}, per 100,000 residents", place=label),
        counted,
        ("raw", place.code),
    )
    drawn = _model(
        asked,
        words("The rate of {place}, drawn towards the other areas", place=label),
        (shrunk.mean[at] * PER, shrunk.low[at] * PER, shrunk.high[at] * PER),
        ("shrunk", place.code),
    )
    return Hotspot(
        area=place.code,
        label=label,
        people=people,
        raw=raw,
        shrunk=drawn,
        in_top=_chance(asked, place, float(shrunk.in_top[at])),
        above=bool(shrunk.above[at] >= ABOVE),
    )


def _rate(asked: _Asked, says: Words, counted: tuple[int, int], of: tuple[str, str]) -> Figure:
    """People over residents, with the exact Poisson interval of the count."""
    people, living = counted
    low, high = poisson_exact(people)
    return Figure(
        value=PER * people / living,
        unit=Unit.RATE,
        definition=says,
        source=asked.evidence.cases.source,
        data_hash=asked.evidence.cases.data_hash,
        recipe=asked.evidence.recipe(asked.recipe(*of)),
        numerator=people,
        denominator=living,
        interval=Interval(
            low=PER * low / living,
            high=PER * high / living,
            method="poisson exact",
            meaning=Meaning.PROCESS if asked.evidence.census else Meaning.SAMPLING,
        ),
        complete_count=asked.evidence.census,
        made_up=asked.evidence.cases.made_up,
    )


def _model(
    asked: _Asked, says: Words, found: tuple[float, float, float], of: tuple[str, str]
) -> Figure:
    return Figure(
        value=float(found[0]),
        unit=Unit.RATE,
        definition=says,
        source=asked.evidence.cases.source,
        data_hash=asked.evidence.cases.data_hash,
        recipe=asked.evidence.recipe(asked.recipe(*of)),
        interval=Interval(
            low=float(found[1]), high=float(found[2]), method="gamma-Poisson", meaning=Meaning.MODEL
        ),
        made_up=asked.evidence.cases.made_up,
    )


def _chance(asked: _Asked, place: Place, chance: float) -> Figure:
    return Figure(
        value=chance,
        unit=Unit.SHARE,
        definition=words(
            "Probability that {place} is among the {top} highest rates",
            place=Words(place.name),
            top=asked.top,
        ),
        source=asked.evidence.cases.source,
        data_hash=asked.evidence.cases.data_hash,
        recipe=asked.evidence.recipe(asked.recipe("in_top", place.code)),
        made_up=asked.evidence.cases.made_up,
    )


def _says(asked: _Asked, ranked: tuple[Hotspot, ...]) -> Words:
    """The first area, how sure it is among the first, and the areas surely above the whole."""
    first = ranked[0]
    if (first.people.numerator or 0) < charts.LEAST_PEOPLE:
        return words("Too few people are placed to say where the rate is highest.")
    sure = sum(one.above for one in ranked)
    if not sure:
        return words("No area's rate is surely above that of all areas together.")
    return words(
        "{place} is highest, at {rate} per 100,000 residents, and among the first {top} with a "
        "probability of {chance}. Areas surely above all together: {sure} of {all}.",
        place=first.label,
        rate=charts.value(first.shrunk),
        top=asked.top,
        chance=percent(first.in_top.value, 0),
        sure=sure,
        all=len(ranked),
    )
