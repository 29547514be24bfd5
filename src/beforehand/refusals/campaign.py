"""Why a campaign cannot be planned so."""

from __future__ import annotations

from beforehand.refusals.base import Refusal


class UnknownPlace(Refusal):
    """The gazetteer has no place of that code or name."""

    template = "{place} is not a place that the gazetteer knows. The nearest is {nearest}."


class UnknownKindOfPlace(Refusal):
    """The gazetteer has no places of that kind in that country."""

    template = "The gazetteer holds no {kind} of country {country}. It holds: {choices}."


class UnknownPlaces(Refusal):
    """An uploaded table names places that the gazetteer does not know.

    ``doubtful`` holds each name with the nearest place's, so that somebody can say what is meant.
    """

    doubtful: tuple[tuple[str, str], ...] = ()
    where: tuple[str, str] = ("", "")  # kind of place, and country

    template = "Places not known in {file} ({count}): {places}. Correct their spelling there."


class UnreadableCovariates(Refusal):
    """An uploaded table of places and numbers cannot be read."""

    template = (
        "{file} cannot be read as a table of places: {reason}. "
        "Give a CSV with a column 'place' and one column of numbers for each reason to warn, or "
        "GeoJSON with such properties."
    )


class UnknownReason(Refusal):
    """A weight is given for a reason that no place has a value of."""

    template = "{name} is not a reason that places can be ranked by here. Known are: {choices}."


class BadPlan(Refusal):
    """What the plan asks for cannot be."""

    template = "The campaign cannot be planned: {reason}. {mend}"
