"""Why numbers cannot answer."""

from __future__ import annotations

from beforehand.refusals.base import Refusal


class ImpossibleCounts(Refusal):
    """Counts are negative, are not numbers, or a part is larger than its whole."""

    template = "The counts of {what} cannot be right: {reason}. Check the file that they came from."


class ImpossibleDesign(Refusal):
    """The design leaves nobody to compare, or its parts do not fit each other."""

    template = "The design cannot be randomised: {reason}. Change how many places are treated."


class NoAdmissibleAssignment(Refusal):
    """The balance asked for is so strict that no assignment of places meets it."""

    template = (
        "No assignment of places meets the balance asked for ({tried} were tried). "
        "Accept a larger imbalance, or balance on fewer things."
    )


class AssignmentOutsideDesign(Refusal):
    """The places treated are not an assignment that the recorded design could have made."""

    template = (
        "The treated places could not have come from the recorded design: {reason}. "
        "Test them as hand-picked places instead."
    )


class PlaceNotInPanel(Refusal):
    """A treated place has no row in the outcomes."""

    template = "{place} is not a place in the outcomes. The nearest name there is {nearest}."


class TooFewControls(Refusal):
    """Too few places were left untreated to build a comparison from."""

    template = (
        "A comparison needs at least {needed} untreated places and the outcomes hold {controls}. "
        "Add outcomes of more places that had no campaign."
    )


class NoTreatedPlace(Refusal):
    """No place is marked as treated."""

    template = "No place is marked as treated. Name at least one place that had the campaign."


class WindowOutsidePanel(Refusal):
    """The campaign window is not inside the periods that the outcomes cover."""

    template = (
        "The campaign window (periods {start} to {stop}) is not inside the outcomes, which cover "
        "periods 1 to {periods}. Check the first and last day of the campaign."
    )


class NoPrePeriod(Refusal):
    """The outcomes do not reach far enough back before the campaign."""

    template = (
        "The outcomes hold {periods} periods before the campaign and at least {needed} are needed. "
        "Add earlier outcomes."
    )


class ConstantSeries(Refusal):
    """A series never changes before the campaign, so nothing can be matched to it."""

    template = (
        "The outcomes of {who} never change before the campaign, so no comparison can be fitted. "
        "Use longer periods, or more places."
    )


class GapsInPanel(Refusal):
    """Some place has no number in some period."""

    template = (
        "The outcomes have {gaps} missing cells. Give every place a number in every period "
        "(0 where nothing was counted), or leave the place out."
    )


class BadLists(Refusal):
    """A table of overlapping lists cannot be what it says, or can answer nothing."""

    template = "These lists cannot be used: {reason}."


class NoEstimate(Refusal):
    """The overlaps of the lists do not say how many people are on none."""

    template = "No estimate is warranted: {reason}."
