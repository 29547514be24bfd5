"""How a count becomes a ``Figure``: its interval, what that means, and how to count it again."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from beforehand.records.cases import CaseTable, SourceKind
from beforehand.records.definitions import Definition
from beforehand.records.figure import Figure, Interval, Meaning, Recipe, RecipeParameter, Unit
from beforehand.records.picture import RouteFilter
from beforehand.stats import wilson
from beforehand.understand.narrowing import says_conditions
from beforehand.words import Words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The cases and the route that every figure of one answer rests on."""

    cases: CaseTable
    route: RouteFilter
    function: str  # "understand.profile"
    definition: Definition | None = None  # of kinds of exploitation; None: codes as recorded

    @property
    def census(self) -> bool:
        """Whether the source counts everybody it speaks of, as published tables do."""
        return self.cases.source_class.kind is SourceKind.AGGREGATE

    def defined(self, definition: Words) -> Words:
        """The definition, with whom the route is narrowed to."""
        if not self.route.only:
            return definition
        return words(
            "{definition}; only people with {conditions}",
            definition=definition,
            conditions=says_conditions(self.route.only),
        )

    def recipe(self, asked: dict[str, RecipeParameter]) -> Recipe:
        """How to count one of its figures again."""
        route = route_parameters(self.route)
        ids = tuple(submission.id for submission in self.cases.submissions)
        if self.definition is None:
            return Recipe(function=self.function, parameters=route | asked, submissions=ids)
        return Recipe(
            function=self.function,
            parameters=route | asked | {"definition": self.definition.key},
            definition_version=self.definition.version,
            submissions=ids,
        )


def route_parameters(route: RouteFilter) -> dict[str, RecipeParameter]:
    """The route, its reading and whom it is narrowed to, as a recipe holds them."""
    asked: dict[str, RecipeParameter] = {
        "origin": route.origin,
        "destination": route.destination,
        "citizenship": route.citizenship.value,
    }
    if route.only:
        asked["only"] = urlencode([(one.field, one.code) for one in route.only])
    return asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a whole, in people. ``maybe`` of the others may belong to it or may not."""

    numerator: int
    denominator: int
    unknown: int = 0
    maybe: int = 0


def share(
    evidence: Evidence, part: Part, definition: Words, asked: dict[str, RecipeParameter]
) -> Figure:
    """A share with its Wilson interval, 95 %.

    Of a complete count the interval says how far another such period could differ (process); of
    partners' own cases, how far other people like those they met could (sampling). Where
    ``maybe`` people may belong to the part, it runs from the low end without them to the high
    end with them.

    Source:
        Wilson (1927); Brown, Cai and DasGupta (2001), Statistical Science 16(2).
    """
    low, _ = wilson(part.numerator, part.denominator)
    _, high = wilson(part.numerator + part.maybe, part.denominator)
    return Figure(
        value=part.numerator / part.denominator if part.denominator else 0.0,
        unit=Unit.SHARE,
        definition=evidence.defined(definition),
        source=evidence.cases.source,
        data_hash=evidence.cases.data_hash,
        recipe=evidence.recipe(asked),
        numerator=part.numerator,
        denominator=part.denominator,
        interval=Interval(
            low=low,
            high=high,
            method="wilson bounds" if part.maybe else "wilson",
            meaning=Meaning.PROCESS if evidence.census else Meaning.SAMPLING,
        ),
        complete_count=evidence.census,
        unknown=part.unknown,
        made_up=evidence.cases.made_up,
    )


def count(
    evidence: Evidence,
    people: int,
    definition: Words,
    asked: dict[str, RecipeParameter],
    unknown: int = 0,
) -> Figure:
    """A number of people: complete for these cases, so it has no interval."""
    return Figure(
        value=float(people),
        unit=Unit.PEOPLE,
        definition=evidence.defined(definition),
        source=evidence.cases.source,
        data_hash=evidence.cases.data_hash,
        recipe=evidence.recipe(asked),
        numerator=people,
        complete_count=True,
        unknown=unknown,
        made_up=evidence.cases.made_up,
    )
