"""One front door to the effect of a campaign."""

from __future__ import annotations

from dataclasses import replace

from numpy.random import Generator

from beforehand.prove.designed import designed_lift
from beforehand.prove.differences import differences_lift
from beforehand.prove.panel import without
from beforehand.prove.picked import picked_lift
from beforehand.records.impact import Lift, LiftRequest, Panel
from beforehand.refusals import UnknownMethod
from beforehand.words import words

#: How each method may be tested; the first is the default.
INFERENCE = {
    "randomisation": ("permutation",),
    "synthetic-control": ("block", "permutation"),
    "augmented": ("block", "permutation"),
    "did": ("block",),
}


def lift(panel: Panel, request: LiftRequest, *, rng: Generator) -> Lift:
    """What the campaign changed in the places that had it.

    Args:
        panel: Outcomes measured alike in all places, with and without the campaign.
        request: Treated places, window, and either the recorded design ("randomisation") or none:
            "synthetic-control", "augmented" and "did" are for hand-picked places.
        rng: Draws assignments where the design allows too many to list, orders of the periods, and
            simulates power.

    Returns:
        Effect per place and day, in all and as a ratio, with interval, p-value and a verdict,
        which may be that we cannot tell. ``low`` and ``high`` are ratios for "randomisation" and
        "did", effects per place and day for the two synthetic controls.

    Raises:
        UnknownMethod: If the method is none of these, does not go with the inference asked for, or
            randomisation is asked for without a design, or another method with one.
        Refusal: One that names what the panel or the design lacks.
    """
    request = _settled(request)
    panel = without(panel, request.left_out)
    if request.method == "randomisation":
        return designed_lift(panel, request, rng)
    if request.method == "did":
        return differences_lift(panel, request)
    return picked_lift(panel, request, rng)


def _settled(request: LiftRequest) -> LiftRequest:
    """The request with its inference, each place named once, or a refusal."""
    method = request.method
    if method not in INFERENCE:
        raise UnknownMethod(
            method=method, reason=words("it is not a method"), mend=words("Use randomisation.")
        )
    _check_design(request)
    allowed = INFERENCE[method]
    if request.inference and request.inference not in allowed:
        raise UnknownMethod(
            method=words("{inference} inference", inference=request.inference),
            reason=words("{method} goes with {inference}", method=method, inference=allowed[0]),
            mend=words("Leave it out, or write --inference {inference}.", inference=allowed[0]),
        )
    return replace(
        request,
        inference=request.inference or allowed[0],
        treated=tuple(dict.fromkeys(request.treated)),
    )


def _check_design(request: LiftRequest) -> None:
    designed = request.lots is not None or bool(request.assignments)
    if request.method == "randomisation" and not designed:
        raise UnknownMethod(
            method=request.method,
            reason=words("it permutes a recorded design, and none was given"),
            mend=words("Give the plan, or use synthetic-control for places picked by hand."),
        )
    if request.method != "randomisation" and designed:
        raise UnknownMethod(
            method=request.method,
            reason=words("it is for places picked by hand, and a design was given"),
            mend=words("Leave the design out, or use randomisation, which permutes it."),
        )
