"""Counts a figure again from its recipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from urllib.parse import parse_qsl

from beforehand.records.cases import CaseTable
from beforehand.records.definitions import Ages, Definitions
from beforehand.records.figure import Figure, Recipe
from beforehand.records.hidden import HiddenPopulation
from beforehand.records.hotspots import Hotspots
from beforehand.records.picture import (
    CitizenshipRule,
    Comparison,
    Profile,
    Route,
    RouteFilter,
    Trend,
)
from beforehand.records.readings import TrendReading
from beforehand.records.signals import EarlySignals
from beforehand.records.types import Typology
from beforehand.records.views import PartnerView
from beforehand.refusals import UnknownRecord
from beforehand.understand.ages import ages
from beforehand.understand.comparisons import compare
from beforehand.understand.defined import definitions
from beforehand.understand.hidden_pool import asked_again, hidden
from beforehand.understand.hotspots import hotspots
from beforehand.understand.journeys import routes
from beforehand.understand.narrowing import narrow
from beforehand.understand.own_view import own_view
from beforehand.understand.profiles import profile
from beforehand.understand.readings import read_trend
from beforehand.understand.signals import signals
from beforehand.understand.trends import trend
from beforehand.understand.typologies import typology
from beforehand.words import words


def recompute(figure: Figure, cases: CaseTable) -> Figure:
    """The same figure, counted now, on ``cases``.

    It equals the old one wherever ``data_hash`` is the same; where the data changed, the
    difference is what a published claim must be flagged with.

    Raises:
        UnknownRecord: If nothing here makes such a figure, or nobody is in it any more.
    """
    return figure_in(answer_of(figure.recipe, cases), figure.recipe)


def counts_again(recipe: Recipe) -> bool:
    """Whether something here makes figures of this kind."""
    return recipe.function in _COUNTED or recipe.function == _HIDDEN


def figure_in(record: object, recipe: Recipe) -> Figure:
    """The figure of an answer that this recipe makes.

    Raises:
        UnknownRecord: If it makes none.
    """
    for found in every_figure(record):
        same = found.recipe.function == recipe.function
        if same and found.recipe.parameters == recipe.parameters:
            return found
    raise UnknownRecord(kind=words("figure"), id=recipe.function)


def every_figure(record: object) -> Iterator[Figure]:
    """All figures inside a record, in its order."""
    if isinstance(record, Figure):
        yield record
    elif isinstance(record, tuple):
        for part in record:
            yield from every_figure(part)
    elif is_dataclass(record):
        for spec in fields(record):
            yield from every_figure(getattr(record, spec.name))


_Asked = dict[str, str]
_HIDDEN = "understand.hidden"
Answer = (
    Profile
    | Comparison
    | Route
    | Trend
    | Definitions
    | Ages
    | Hotspots
    | TrendReading
    | EarlySignals
    | PartnerView
    | Typology
    | HiddenPopulation
)


def answer_of(recipe: Recipe, cases: CaseTable) -> Answer:
    """The whole answer in which a figure of this recipe stands.

    Raises:
        UnknownRecord: If nothing here makes such a figure.
        Refusal: As the function asked does.
    """
    route = route_of(recipe)
    asked = {name: str(value) for name, value in recipe.parameters.items()}
    if recipe.function == _HIDDEN:
        return hidden(cases, route, *asked_again(recipe))
    counted = _COUNTED.get(recipe.function)
    if counted is None:
        raise UnknownRecord(kind=words("figure"), id=recipe.function)
    return counted(cases, route, asked)


def route_of(recipe: Recipe) -> RouteFilter:
    """The route that a recipe counts.

    Raises:
        UnknownRecord: If it names none.
    """
    if not {"origin", "destination", "citizenship"} <= set(recipe.parameters):
        raise UnknownRecord(kind=words("figure"), id=recipe.function)
    asked = {name: str(value) for name, value in recipe.parameters.items()}
    route = RouteFilter(
        origin=asked["origin"],
        destination=asked["destination"],
        citizenship=CitizenshipRule(asked["citizenship"]),
    )
    if "only" in asked:
        route = narrow(route, ["=".join(one) for one in parse_qsl(asked["only"])])
    return route


def _profile(cases: CaseTable, route: RouteFilter, asked: _Asked) -> Profile:
    fields_asked = (asked["field"],) if "field" in asked else None
    where = (asked["where_field"], asked["where_code"]) if "where_field" in asked else None
    by = asked.get("definition", "")
    return profile(cases, route, fields_asked, where=where, definition=by)


def _definitions(cases: CaseTable, route: RouteFilter, asked: _Asked) -> Definitions:
    keys = (asked["definition"],)
    return definitions(cases, route, asked["field"], asked["concept"], keys=keys)


def _hotspots(cases: CaseTable, route: RouteFilter, asked: _Asked) -> Hotspots:
    return hotspots(cases, route, asked["end"], kind=asked["kind"], top=int(asked["top"]))


#: What counts each function's figures again.
_COUNTED: dict[str, Callable[[CaseTable, RouteFilter, _Asked], Answer]] = {
    "understand.profile": _profile,
    "understand.compare": lambda cases, route, asked: compare(
        cases, route, asked["by"], asked["field"], asked["code"]
    ),
    "understand.routes": lambda cases, route, _: routes(cases, route),
    "understand.trend": lambda cases, route, _: trend(cases, route),
    "understand.read_trend": lambda cases, route, _: read_trend((cases,), route),
    "understand.definitions": _definitions,
    "understand.ages": lambda cases, route, asked: ages(
        cases, route, int(asked["low"]), int(asked["high"])
    ),
    "understand.hotspots": _hotspots,
    "understand.typology": lambda cases, route, asked: typology(cases, route, int(asked["seed"])),
    "understand.own_view": lambda cases, route, asked: own_view(cases, route, asked["partner"]),
    "understand.signals": lambda cases, route, asked: signals(cases, route, asked["period"]),
}
