"""People of a route by the period in which they were first registered."""

from __future__ import annotations

from typing import Any

from beforehand.records.cases import CaseTable, SourceClass
from beforehand.records.picture import RouteFilter, Trend, TrendPoint
from beforehand.understand.figures import Evidence, count
from beforehand.understand.pool import Pool, opened
from beforehand.understand.routing import stand_on
from beforehand.words import words

QUARTERS = 4


def trend(cases: CaseTable, route: RouteFilter, *, left_out: tuple[SourceClass, ...] = ()) -> Trend:
    """Count people by quarter, or by year where any dated case lacks its quarter.

    Args:
        cases: Cases of one source class; a person counts once, when first registered.
        route: Which route.
        left_out: Other source classes that hold this route, to be named in the basis.

    Returns:
        One point a period from the first to the last, 0 where nobody was registered; people
        without a year are counted apart.

    Raises:
        EmptyPool: If nobody is on the route.
    """
    with opened(cases, route) as pool:
        return trend_in(pool, left_out)


def trend_in(pool: Pool, left_out: tuple[SourceClass, ...] = ()) -> Trend:
    """``trend`` of cases that are open already."""
    evidence = Evidence(cases=pool.cases, route=pool.route, function="understand.trend")
    basis, _, _ = stand_on(pool, left_out)
    rows = pool.ask("trend")
    undated = sum(int(people) for year, _, people in rows if year is None)
    dated = [row for row in rows if row[0] is not None]
    points = (
        TrendPoint(
            period=period,
            people=count(
                evidence,
                people,
                words("People first registered in {period}", period=period),
                {"of": "period", "period": period},
            ),
        )
        for period, people in _by_period(dated).items()
    )
    return Trend(basis=basis, points=tuple(points), undated=undated)


def _by_period(dated: list[tuple[Any, ...]]) -> dict[str, int]:
    if not dated:
        return {}
    quarterly = all(quarter is not None for _, quarter, _ in dated)
    steps = QUARTERS if quarterly else 1
    at = [int(year) * steps + (int(quarter) - 1 if quarterly else 0) for year, quarter, _ in dated]
    people = dict.fromkeys(range(min(at), max(at) + 1), 0)
    for period, (_, _, number) in zip(at, dated, strict=True):
        people[period] += int(number)
    return {_name(period, quarterly): number for period, number in people.items()}


def _name(period: int, quarterly: bool) -> str:
    return f"{period // QUARTERS} Q{period % QUARTERS + 1}" if quarterly else str(period)
