"""One class for each reason the programme says no.

A refusal holds a code (its class name), a template and parameters, so that the command line can
print it and the web can translate it. ``str(refusal)`` is the plain English sentence.
"""

from __future__ import annotations

from typing import ClassVar

from beforehand.words import Parameter, Words, speak


class Refusal(Exception):
    """The programme says no, in one plain sentence: what is wrong, where, how to mend it."""

    template: ClassVar[str] = "The programme cannot do this."

    def __init__(self, **params: Parameter) -> None:
        super().__init__(self.template, params)
        self.params = params

    @property
    def code(self) -> str:
        """Stable name of the reason, such as ``TooFewCases``."""
        return type(self).__name__

    @property
    def words(self) -> Words:
        """The sentence, ready to be spoken in another language."""
        return Words(self.template, self.params)

    def __str__(self) -> str:
        return speak(self.words, "en")


# --- share -----------------------------------------------------------------------------------


class UnreadableFile(Refusal):
    """The file is not what its name says, is empty or is damaged."""

    template = "{file} cannot be read: {reason}. {mend}"


class FaultyRows(Refusal):
    """Cells do not fit the standard. ``faults`` holds every one of them."""

    template = (
        "{file} was not taken: {count} cells do not fit the standard. The first: {first}. "
        "{marked_up}"
    )


class BadMapping(Refusal):
    """The mapping contradicts itself or names what does not exist."""

    template = "The mapping {mapping} cannot be used: {reason}. {mend}"


class NotSealed(Refusal):
    """Case-level rows must be coded at the partner before the hub takes them."""

    template = (
        "{file} holds case-level rows in the clear. Seal it at the partner first: "
        "beforehand share seal {file} -m MAPPING -k KEYFILE -o OUT."
    )


class DamagedSubmission(Refusal):
    """A sealed file or a stored submission does not match its own hash."""

    template = "{what} does not match its own checksum. Ask the partner to seal and send it again."


class UnknownSubmission(Refusal):
    """No submission has this id, or the asker may not see it."""

    template = "No submission has the id {id}. Run: beforehand share list."


# --- understand ------------------------------------------------------------------------------


class EmptyPool(Refusal):
    """Nothing in the pool can answer."""

    template = (
        "The pool holds no cases that you may see for {what}. "
        "Add a file first: beforehand share add FILE."
    )


class TooFewCases(Refusal):
    """No case has the field recorded, so a share of them means nothing."""

    template = "No case has {field} recorded, so no share can be stated."


class UnknownRoute(Refusal):
    """The route is not two ISO 3166-1 country codes joined by a colon."""

    template = "{route} is not a route. Write two country codes joined by a colon, such as AL:GB."


class UnknownField(Refusal):
    """The field is not one that this question can be asked by."""

    template = "{field} is not a field of the case record to ask by. Choose one of: {choices}."


class UnknownSourceClass(Refusal):
    """No source of that kind is in the pool."""

    template = "The pool holds no source {source}. It holds: {choices}."


# --- places and campaigns ---------------------------------------------------------------------


class UnknownPlace(Refusal):
    """The gazetteer has no place of that code or name."""

    template = "{place} is not a place that the gazetteer knows. The nearest is {nearest}."


class UnknownKindOfPlace(Refusal):
    """The gazetteer has no places of that kind in that country."""

    template = "The gazetteer holds no {kind} of country {country}. It holds: {choices}."


# --- records ---------------------------------------------------------------------------------


class UnknownRecord(Refusal):
    """No saved record has this id."""

    template = "No saved {kind} has the id {id}."


# --- stats -----------------------------------------------------------------------------------


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


# --- reach: sealing --------------------------------------------------------------------------


class ReportTooLong(Refusal):
    """A report does not fit the one cell that hides its length."""

    template = "The report is too long. Shorten it to {characters} characters in all."


class NotACell(Refusal):
    """What was opened is not a report as the form writes it."""

    template = "This is not a report: {reason} is not as the form writes it. Keep the sealed copy."


class NotARecipient(Refusal):
    """A public key is missing or mistyped, so nothing is sealed for anybody."""

    template = (
        "'{recipient}' is not a public key of a caseworker. "
        "Let the caseworker make a key in the inbox and publish the page again."
    )


class NotASealedReport(Refusal):
    """What was posted does not have the form of a sealed report."""

    template = "What was sent is not a sealed report. Open the page again and send it once more."


# --- reach: what public keeps -----------------------------------------------------------------


class UnknownReport(Refusal):
    """No sealed report has this id."""

    template = "No sealed report has the id {id}. It may have been deleted."


class DropFull(Refusal):
    """So many sealed reports wait that more would fill the disk."""

    template = (
        "Sealed reports fill {megabytes} MB and no more are taken, so that the disk does not fill. "
        "Open and delete those that are done with, in the inbox."
    )
