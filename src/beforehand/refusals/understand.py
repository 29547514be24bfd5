"""Why a question to the pool has no answer."""

from __future__ import annotations

from beforehand.refusals.base import Refusal


class EmptyPool(Refusal):
    """Nothing in the pool can answer."""

    template = (
        "The pool holds no cases that you may see for {what}. "
        "Add a file first: beforehand share add FILE."
    )


class TooFewCases(Refusal):
    """No case has the field recorded, so a share of them means nothing."""

    template = "No case has {field} recorded, so no share can be stated."


class TooFewPeople(Refusal):
    """So few people that a role without small counts may not see them at all."""

    template = (
        "Fewer than {least} people are on {route}: your role does not see so few. "
        "Ask the hub's analyst."
    )


class UnknownRoute(Refusal):
    """The route is not two ISO 3166-1 country codes joined by a colon."""

    template = "{route} is not a route. Write two country codes joined by a colon, such as AL:GB."


class UnknownField(Refusal):
    """The field is not one that this question can be asked by."""

    template = "{field} is not a field of the case record to ask by. Choose one of: {choices}."


class UnknownCode(Refusal):
    """The code is not on the field's list."""

    template = "{code} is not a code of {field}. Choose one of: {choices}."


class UnknownSourceClass(Refusal):
    """No source of that kind is in the pool."""

    template = "The pool holds no source {source}. It holds: {choices}."


class BadCondition(Refusal):
    """What a route is to be narrowed by cannot be read."""

    template = (
        "{text} cannot be read as a condition. Write FIELD=CODE, such as gender=Masculine; a "
        "period as period=2023, period=2023 Q1 or period=2022 Q2..2023 Q1, once."
    )


class UnknownDefinition(Refusal):
    """No definition has that name."""

    template = "{key} is not a definition that we count by. Choose one of: {choices}."


class UnknownConcept(Refusal):
    """No definition asked has that kind of exploitation."""

    template = "{concept} is not a kind that these definitions have. Choose one of: {choices}."


class BadAges(Refusal):
    """Two ages that are no range of ages."""

    template = "{low} to {high} are not ages from young to old. Write whole years, such as 18 34."


class NoPlacesToCompare(Refusal):
    """The gazetteer holds no areas of a country, or too few to draw one towards the others."""

    template = (
        "We hold no areas of {country} to compare. Ask for another end of the route, or a route "
        "between Albania and the United Kingdom."
    )


class NarrowOnce(Refusal):
    """A role without small counts asks for several conditions at once."""

    template = (
        "Your role narrows a route by one code of one field at a time, and not by partner or "
        "period: several answers, subtracted, would tell of very few people. Ask the hub's analyst."
    )


class NarrowTooFar(Refusal):
    """So few people would be inside or outside that a role without small counts may not ask."""

    template = (
        "Narrowed to {conditions}, fewer than {least} people would be inside or outside, or could "
        "be worked out by subtraction: your role is not shown that. Ask the hub's analyst."
    )


class GoesNoFurther(Refusal):
    """What would be taken along leaves out people whom the page counts."""

    template = (
        "The page counts submissions that may go no further. What you would take along leaves them "
        "out, and the two, subtracted, would tell of very few people. Ask the hub's analyst."
    )


class TooFewOthers(Refusal):
    """The other partners saw so few people that any comparison with them tells of somebody."""

    template = (
        "The other partners saw fewer than {least} people on this route: too few to be compared "
        "with. Come back when more was given, or ask the hub's analyst."
    )


class TooFewPeriods(Refusal):
    """A period has too short a past to be held against it."""

    template = (
        "{period} cannot be held against its past: {needed} periods must come before it. "
        "Wait for more data, or ask for a later period."
    )


class NoBriefKept(Refusal):
    """There is no earlier brief to compare with."""

    template = (
        "No brief of {route} is kept to compare with: none was, or data under it were taken back. "
        "Keep the present one for the next time: beforehand understand since --keep."
    )


class BriefsUnlike(Refusal):
    """Two briefs are not of the same route, read alike, in the same source."""

    template = (
        "The briefs of {one} and {other} cannot be compared: route, reading and source must be "
        "the same. Choose another one."
    )


class OnlyTheAnalyst(Refusal):
    """A reading of partners' cases that would tell other roles of a few people."""

    template = (
        "Of partners' cases on {route} your role is not shown this: side by side, the numbers "
        "would tell of a few people. Choose a published table, or ask the hub's analyst."
    )
