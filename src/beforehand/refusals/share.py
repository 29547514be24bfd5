"""Why the pool does not take, keep or find something."""

from __future__ import annotations

from beforehand.refusals.base import Refusal


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


class ConsentUnsaid(Refusal):
    """Rows of people who declined would leave if nobody says who they are."""

    template = (
        "Nothing says whether the people in {file} agreed to share. {columns}. Name the column "
        "in the mapping (consent: COLUMN), or say consent: everyone agreed, or consent: not asked."
    )


class TellingMapping(Refusal):
    """What would be kept of a mapping may name a person."""

    template = (
        "It is not kept: {count} of its words may name a person ({columns}). Rename those columns "
        "in your sheet, or take the words out, and match it again."
    )


class TooManyMappings(Refusal):
    """A partner keeps so many mappings that nobody looks through them any more."""

    template = "You keep {most} mappings already. Delete one first."


class NotSealed(Refusal):
    """Case-level rows must be coded at the partner before the hub takes them."""

    template = (
        "{file} holds case-level rows in the clear. Seal it at the partner first: "
        "beforehand share seal {file} -m MAPPING -k KEYFILE -o OUT."
    )


class OtherSealing(Refusal):
    """The sealed file is of a version that the hub does not take."""

    template = (
        "{file} was sealed by an older or newer programme than the hub's. Seal the spreadsheet "
        "again with the version that the hub uses."
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


class NameMistaken(Refusal):
    """A partner's name could be taken for another that is known here."""

    template = (
        "The partner's name could be taken for {other}. Write it letter for letter as there if it "
        "is the same organisation, or choose a name that nobody confuses with it."
    )


class WeakKey(Refusal):
    """The coalition's key could be guessed, and who is in the pool with it."""

    template = (
        "The key {file} is not fit for use: {reason}. Use the coalition's key file, "
        "or make one with: beforehand share key -o KEYFILE."
    )


class UnknownRecord(Refusal):
    """No saved record has this id."""

    template = "No saved {kind} has the id {id}."


class BadDecisions(Refusal):
    """A file of decisions on the gate's findings says what is not known."""

    template = "The decisions {file} cannot be used: {reason}. {mend}"


class UndecidedFindings(Refusal):
    """Something that could identify a person crosses, and nobody has decided on it.

    ``findings`` holds each of them.
    """

    template = (
        "{count} findings in {file} wait for your decision. The first: {first}. "
        "See them all with: beforehand share check FILE -m MAPPING, and decide with --decisions."
    )
    findings: tuple[object, ...] = ()


class NoSplink(Refusal):
    """Looking for one's own duplicates needs Splink, which not everybody installs."""

    template = (
        "Looking for duplicates needs Splink, which is not installed here. Install it with: "
        "pip install beforehand[duplicates]"
    )
