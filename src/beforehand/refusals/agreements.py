"""Why cases are not taken or not used: agreements, marks, purposes."""

from __future__ import annotations

from beforehand.refusals.base import Refusal


class PurposeBarred(Refusal):
    """Cases are never used for this, whoever asks and whatever is signed."""

    template = (
        "Shared cases are never used for {purpose}: people who were trafficked must not be harmed "
        "by having been heard. No agreement can allow it."
    )


class AllKeptBack(Refusal):
    """Marks, embargoes or agreements keep back every submission of the source asked."""

    template = (
        "Nothing of {source} can answer this. {reasons} Their givers can change their mark, and "
        "agreements can be renewed: beforehand share agreements."
    )


class NoAgreement(Refusal):
    """Real case-level data are taken only under an agreement in force."""

    template = (
        "Real cases of {giver} are not taken: no agreement in force on {first} covers them "
        "({lacks}). Sign and record one first: beforehand share agreements add FILE.yaml, or "
        "Agreements on the desk. Made-up cases need none."
    )


class BadAgreement(Refusal):
    """The agreement or sharing group as written contradicts itself."""

    template = (
        "The agreement cannot be recorded: {reason}. Start from the example in the documentation "
        "on agreements."
    )


class LooserMark(Refusal):
    """Only the giver may let more people see what it gave."""

    template = (
        "The mark of {id} can only be made stricter here. To make it looser, its giver changes it "
        "at the desk, or gives the file again."
    )
