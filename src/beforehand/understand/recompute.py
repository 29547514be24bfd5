"""Counts a figure again from its recipe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from urllib.parse import parse_qsl

from beforehand.records.cases import CaseTable
from beforehand.records.definitions import Ages, Definitions
from beforehand.records.figure import Figure, Recipe
from beforehand.records.hotspots import Hotspots
from beforehand.records.picture import (
    CitizenshipRule,
    Comparison,
    Profile,
    Route,
    RouteFilter,
    Trend,
)
from beforehand.refusals import UnknownRecord
from beforehand.understand.ages import ages
from beforehand.understand.comparisons import compare
from beforehand.understand.defined import definitions
from beforehand.understand.hotspots import hotspots
from beforehand.understand.journeys import routes
from beforehand.understand.narrowing import narrow
from beforehand.understand.profiles import profile
from beforehand.understand.trends import trend
from beforehand.words import words


def recompute(figure: Figure, cases: CaseTable) -> Figure:
    """The same figure, counted now, on ``cases``.

    It equals the old one wherever ``data_hash`` is the same; where the data changed, the
    difference is what a published claim must be flagged with.

    Raises:
        UnknownRecord: If nothing here makes such a figure, or nobody is in it any more.
    """
    return figure_in(answer_of(figure.recipe, cases), figure.recipe)


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


Answer = Profile | Comparison | Route | Trend | Definitions | Ages | Hotspots


def answer_of(recipe: Recipe, cases: CaseTable) -> Answer:
    """The whole answer in which a figure of this recipe stands.

    Raises:
        UnknownRecord: If nothing here makes such a figure.
        Refusal: As the function asked does.
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
    if recipe.function == "understand.profile":
        fields_asked = (asked["field"],) if "field" in asked else None
        where = (asked["where_field"], asked["where_code"]) if "where_field" in asked else None
        by = asked.get("definition", "")
        return profile(cases, route, fields_asked, where=where, definition=by)
    if recipe.function == "understand.compare":
        return compare(cases, route, asked["by"], asked["field"], asked["code"])
    if recipe.function == "understand.definitions":
        keys = (asked["definition"],)
        return definitions(cases, route, asked["field"], asked["concept"], keys=keys)
    if recipe.function == "understand.ages":
        return ages(cases, route, int(asked["low"]), int(asked["high"]))
    if recipe.function == "understand.hotspots":
        top, kind = int(asked["top"]), asked["kind"]
        return hotspots(cases, route, asked["end"], kind=kind, top=top)
    if recipe.function == "understand.routes":
        return routes(cases, route)
    if recipe.function == "understand.trend":
        return trend(cases, route)
    raise UnknownRecord(kind=words("figure"), id=recipe.function)
