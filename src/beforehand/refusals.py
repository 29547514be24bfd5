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
    faults: tuple[object, ...] = ()


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


class EditionTaken(Refusal):
    """The same giver gave other rows under the same dataset and edition."""

    template = (
        "{giver} already gave other rows as edition {edition} of {dataset} (submission {id}). "
        "Name a later edition, or recall that submission first."
    )


class DatasetTaken(Refusal):
    """Another giver's published table has this name, and the two must never be added up."""

    template = "The dataset name {dataset} is used by {giver}. Give this table a name of its own."


class WrongGiver(Refusal):
    """The sealed file was made by another partner than the one who hands it in."""

    template = "{file} was sealed by {sealed_by}, not by {giver}. Hand in your own file."


class WeakKey(Refusal):
    """The coalition's key could be guessed, and tokens with it."""

    template = (
        "The key {file} is not fit for use: {reason}. Use the coalition's key file, "
        "or make one with: beforehand share key -o KEYFILE."
    )


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


class UnknownCode(Refusal):
    """The code is not on the field's list."""

    template = "{code} is not a code of {field}. Choose one of: {choices}."


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


class UnknownPlaces(Refusal):
    """An uploaded table names places that the gazetteer does not know."""

    template = "Places not known in {file} ({count}): {places}. Correct their spelling there."


class UnreadableCovariates(Refusal):
    """An uploaded table of places and numbers cannot be read."""

    template = (
        "{file} cannot be read as a table of places: {reason}. "
        "Give a CSV with a column 'place' and one column of numbers for each reason to warn."
    )


class UnknownReason(Refusal):
    """A weight is given for a reason that no place has a value of."""

    template = "{name} is not a reason that places can be ranked by here. Known are: {choices}."


class BadPlan(Refusal):
    """What the plan asks for cannot be."""

    template = "The campaign cannot be planned: {reason}. {mend}"


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


# --- release ---------------------------------------------------------------------------------


class MissingColumn(Refusal):
    """A named column is not in the file."""

    template = "{file} has no column {column}. Its columns are: {columns}."


class BadCount(Refusal):
    """A cell that should hold a number does not."""

    template = "{file}, line {line}: {column} is {value}, not {wanted}. Correct it there."


class UnfitTable(Refusal):
    """The counts do not make a table that the door can protect."""

    template = "The table cannot be released: {reason}. {mend}"


class NothingToRelease(Refusal):
    """Hardly anybody is in the table: with the small counts withheld nothing is left to show."""

    template = (
        "Nothing in this table can be shown: every count is under {threshold} or would give one "
        "away. Use coarser rows or columns, or a longer period."
    )


class SmallCountOnPage(Refusal):
    """A page quotes a count of so few people that they might be recognised."""

    template = (
        "A page cannot be published: it quotes a count of people under {threshold} ({definition}). "
        "Take it off the page, or quote a wider group."
    )


class MadeUpUnlabelled(Refusal):
    """A page quotes invented numbers without saying so."""

    template = (
        "A page cannot be published as real: it quotes a made-up number ({definition}). "
        "Take it off the page, or mark the page as made up."
    )


class PagesExpired(Refusal):
    """A contact on the pages is past its date."""

    template = (
        "The pages cannot be published: a contact on them ran out on {expired}. "
        "Check it again and give it a new date."
    )


# --- prove -----------------------------------------------------------------------------------


class BadPanelDate(Refusal):
    """A day in the outcomes is not a calendar date."""

    template = "{file}, line {line}: {value} is not a date. Write it as 2026-03-31."


class DuplicateOutcome(Refusal):
    """Two rows speak of the same place and day."""

    template = "{file}, line {line}: {place} already has a number for {day}. Keep one of the two."


class MissingOutcome(Refusal):
    """A place has no number for a day on which others have one."""

    template = (
        "{file} has no number for {place} on {day} ({missing} such gaps in all). "
        "Give every place a number every day, 0 where nothing was counted."
    )


class NegativeOutcome(Refusal):
    """A count below zero."""

    template = "{file}, line {line}: {value} for {place} is below zero. Outcomes are counts."


class WindowNotInOutcomes(Refusal):
    """The campaign's days are not among the outcome's days."""

    template = (
        "The outcomes run from {first} to {last} and the campaign from {start} to {end}. "
        "Give outcomes for all days of the campaign and for days before it."
    )


class UnknownMethod(Refusal):
    """The method and the design or inference named do not go together."""

    template = "{method} cannot be used here: {reason}. {mend}"


class BadDesignFile(Refusal):
    """The file does not hold a plan, lots, or a list of assignments."""

    template = (
        "{file} is not a design: {reason}. Give a saved plan or its lots as JSON, or a CSV with "
        "one line of treated places for each assignment that the design allowed."
    )


class WindowNotOver(Refusal):
    """Nobody looks at the effect before the campaign has ended."""

    template = (
        "The campaign runs to {end}. Its effect is not shown before then, since looking early "
        "finds effects that are not there. Ask again after that day."
    )


# --- reach: publishing ------------------------------------------------------------------------


class NoPageVersion(Refusal):
    """There is nothing to publish."""

    template = "There is no page in any language to publish. Write one first."


class NoSignOff(Refusal):
    """Somebody who must agree to every word has not agreed to these."""

    template = (
        "The {language} pages as they stand now are not signed off by a {role}. "
        "Ask one to read them and sign; a change after signing needs a new signature."
    )


class OneSignerForBoth(Refusal):
    """One person signed for both roles."""

    template = (
        "The {language} pages are signed off by one person for both roles. "
        "Ask a second person to read them and sign."
    )


class NoEmergencyContact(Refusal):
    """Nobody to call in danger."""

    template = (
        "No emergency contact is valid on {day}. "
        "Check the number, then give it a new last-checked and expiry date."
    )


class TooFewCaseworkers(Refusal):
    """Reports would be read by nobody, or by one person who may be away."""

    template = (
        "{needed} caseworkers with keys are needed to read reports and there are {keys}. "
        "Let another caseworker make a key in the inbox."
    )


class NoHours(Refusal):
    """The page does not say when a report is read."""

    template = "The hours in which reports are read are not stated. Write them on the campaign."


class NoSponsor(Refusal):
    """The sponsor is not named with its charity number."""

    template = "The sponsor is not named with its charity number. Write both on the campaign."


class NotReleased(Refusal):
    """Pages did not pass the door, or are not those that did."""

    template = "The pages are not those of release {id}. Release them again and publish that."


class SiteEnded(Refusal):
    """A contact on the pages has expired."""

    template = (
        "A contact on these pages expired after {expires_on}. "
        "Check the contact, give it a new expiry date and publish again."
    )


class UnfinishedSite(Refusal):
    """The site lacks something that every site must have."""

    template = "The site cannot be published: {reason}. Mend it on the campaign and publish again."


class LoosePage(Refusal):
    """A page may load or run what nobody signed."""

    template = "{path} cannot be published: {reason}. Every page is closed to other hosts."


class PageTooHeavy(Refusal):
    """A page does not fit the first round trip of a slow phone."""

    template = "{path} is {bytes} bytes compressed and {most} are allowed. Shorten it."


class BadSiteKey(Refusal):
    """No key to check the published site with."""

    template = (
        "{where} holds no key to check the site with. It is 64 hex digits: publish once on the "
        "desk and copy keys/site.pub."
    )


class NoBundle(Refusal):
    """Nothing was published yet."""

    template = "No site is published in {site}. Publish a campaign on the desk first."


class BadBundle(Refusal):
    """The published site is not as the desk signed it."""

    template = "The site {bundle} is not served: {reason}. Publish it again on the desk."


class BadSetting(Refusal):
    """An environment variable does not hold what it must."""

    template = "{name} is set to {value}, which is not a whole number. Set it right, or not at all."


class PortTaken(Refusal):
    """Something else listens there."""

    template = "{host}:{port} cannot be listened at: {reason}. Choose another with --port."


class EmptyReport(Refusal):
    """A report in which nothing was written."""

    template = "Nothing was written. Say in a few words what happened, then send it."
