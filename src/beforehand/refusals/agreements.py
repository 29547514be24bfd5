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
