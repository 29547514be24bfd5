"""Which people a route means, and what an answer about it rests on."""

from __future__ import annotations

from typing import Any

from babel import Locale

from beforehand.charts import LEAST_PEOPLE
from beforehand.charts import people as said_people
from beforehand.records.cases import CaseTable, SourceClass
from beforehand.records.picture import Basis, CitizenshipRule, RouteFilter
from beforehand.refusals import EmptyPool, UnknownRoute
from beforehand.understand.fields import country
from beforehand.understand.narrowing import says_conditions, says_narrowed
from beforehand.understand.pool import Pool, opened
from beforehand.words import Words, words


def parse_route(text: str, rule: str = "sole") -> RouteFilter:
    """Read ``AL:GB``.

    Args:
        text: Two ISO 3166-1 alpha-2 codes joined by a colon; capitals do not matter.
        rule: ``sole`` (that citizenship and no other) or ``any``.

    Raises:
        UnknownRoute: If it is not two country codes, or both are the same.
    """
    origin, _, destination = text.strip().upper().partition(":")
    countries = Locale("en").territories
    if not all(len(code) == 2 and code in countries for code in (origin, destination)):
        raise UnknownRoute(route=text)
    return RouteFilter(origin=origin, destination=destination, citizenship=CitizenshipRule(rule))


def holds(cases: CaseTable, route: RouteFilter) -> bool:
    """Whether anybody in these cases is on the route."""
    if not cases.files:
        return False
    with opened(cases, route) as pool:
        return bool(pool.ask("basis")[0][0])


def stand_on(pool: Pool, left_out: tuple[SourceClass, ...] = ()) -> tuple[Basis, int, int]:
    """What an answer rests on, the people of the route, and their case rows before linking.

    Raises:
        EmptyPool: If nobody is on the route.
    """
    people, rows, by_area, by_exploitation = map(int, pool.ask("basis")[0])
    if people <= 0:
        raise EmptyPool(what=_asked(pool.route))
    cases = pool.cases
    basis = Basis(
        route=pool.route,
        reading=says_narrowed(
            pool.route.only, _reading(pool.route, people, by_area, by_exploitation)
        ),
        source_class=cases.source_class,
        submissions=cases.submissions,
        data_hash=cases.data_hash,
        period=_period(pool.ask("trend")),
        made_up=cases.made_up,
        left_out=left_out,
        by_proxy=by_area == 0,
        kept_back=cases.kept_back,
    )
    return basis, people, rows


def _asked(route: RouteFilter) -> Words:
    if not route.only:
        return Words(str(route))
    return words("{route} ({conditions})", route=str(route), conditions=says_conditions(route.only))


def _period(rows: list[tuple[Any, ...]]) -> tuple[str, str]:
    """First and last period in which anybody was first registered; empty if none is dated."""
    dated = sorted((year, quarter or 0) for year, quarter, _ in rows if year is not None)
    if not dated:
        return "", ""
    return _named(*dated[0]), _named(*dated[-1])


def _named(year: int, quarter: int) -> str:
    return f"{year} Q{quarter}" if quarter else str(year)


def _reading(route: RouteFilter, people: int, by_area: int, by_exploitation: int) -> Words:
    return words(
        "{origin} {destination}",
        origin=_origin(route, people, by_area),
        destination=_destination(people, by_exploitation),
    )


def _origin(route: RouteFilter, people: int, by_area: int) -> Words:
    of = country(route.origin)
    rule = (
        words("citizenship of {country} and no other", country=of)
        if route.citizenship is CitizenshipRule.SOLE
        else words("citizenship of {country}, alone or among others", country=of)
    )
    if by_area == 0:
        return words("Origin is {rule}, as a proxy: no area of origin is recorded.", rule=rule)
    if by_area == people:
        return words("Origin is the recorded area of origin.")
    return words(
        "Origin is the recorded area of origin; for {rest}, who have none, it is {rule}, "
        "as a proxy.",
        rest=said_people(people - by_area, LEAST_PEOPLE),
        rule=rule,
    )


def _destination(people: int, by_exploitation: int) -> Words:
    if by_exploitation == 0:
        return words("Destination is the country where they were referred.")
    if by_exploitation == people:
        return words("Destination is the recorded country of exploitation.")
    return words(
        "Destination is the recorded country of exploitation; for {rest}, who have none, "
        "it is where they were referred.",
        rest=said_people(people - by_exploitation, LEAST_PEOPLE),
    )
