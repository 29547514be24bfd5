"""Why a sentence cannot be pinned as a claim."""

from __future__ import annotations

from beforehand.refusals.base import Refusal


class SentenceWithoutItsNumber(Refusal):
    """The sentence does not state the figure's number."""

    template = (
        "The sentence does not state the figure it is pinned to, which is {holds}. "
        "Write that number in digits, rounded as you like."
    )


class SentenceDisagrees(Refusal):
    """A number in the sentence is not the figure's, after rounding."""

    template = (
        "The sentence says {number}, and the figure does not: it holds {holds}. "
        "Correct the sentence, or pin the figure that it speaks of."
    )


class NoSuchFigure(Refusal):
    """Nothing that the asker may see makes this figure."""

    template = (
        "No figure that you may see answers to {figure}. Open the page it stands on, "
        "and pin it there again."
    )


class ClaimIsRetired(Refusal):
    """A retired claim is not used any more."""

    template = "The claim {id} is retired: {reason}. Pin a new one from the present data."


class ClaimNoLongerHolds(Refusal):
    """A claim that no longer holds is not used any more."""

    template = "The claim {id} no longer holds: {says} Pin a new one from the present data."


class ClaimsNoLongerHold(Refusal):
    """Something that was said, and perhaps published, is not so any more."""

    template = "{number} of the claims no longer hold: {claims} Retire or replace them where used."
