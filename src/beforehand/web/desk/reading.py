"""Reads a route from the pool, and who was not seen, once for each state of the pool."""

from __future__ import annotations

from functools import lru_cache

from beforehand import store, understand
from beforehand.home import Home
from beforehand.records.cases import CaseTable
from beforehand.records.hidden import HiddenPopulation
from beforehand.records.people import Asker
from beforehand.records.picture import Brief, RouteFilter

KEPT = 8  # briefs: a few sources, both ways to read citizenship


def read_route(home: Home, asker: Asker, route: RouteFilter, source: str | None) -> Brief:
    """The brief of a route, from the cases that the asker may see.

    Who may see a source is asked every time; only the counting is not done twice. After a
    recall, by whatever process, nothing that was counted before it is remembered.

    Raises:
        Refusal: As ``store.open_cases`` and ``understand.brief`` do.
    """
    return read_cases(store.open_cases(home, asker, source), route)


@lru_cache(maxsize=KEPT)
def read_cases(cases: CaseTable, route: RouteFilter) -> Brief:
    """The brief of cases that are open already."""
    return understand.brief(cases, route)


@lru_cache(maxsize=KEPT)
def read_hidden(cases: CaseTable, route: RouteFilter, *, deep: bool = False) -> HiddenPopulation:
    """The estimate of who was not seen: seconds of work, so once for each state of the pool.

    Args:
        cases: Open already.
        route: Whose people.
        deep: Latent classes too, and uncertain links drawn anew: some ten seconds.

    Raises:
        Refusal: As ``understand.hidden_soon`` does.
    """
    return understand.hidden_soon(cases, route, deep=deep)


@lru_cache(maxsize=4 * KEPT)
def holds(cases: CaseTable, route: RouteFilter) -> bool:
    """Whether anybody in these cases is on the route."""
    return understand.holds(cases, route)


store.forget_on_recall(holds.cache_clear)
store.forget_on_recall(read_cases.cache_clear)
store.forget_on_recall(read_hidden.cache_clear)
