"""One front door to the effect of a campaign."""

from __future__ import annotations

from numpy.random import Generator

from beforehand.prove.designed import designed_lift
from beforehand.prove.picked import picked_lift
from beforehand.records.impact import Lift, LiftRequest, Panel
from beforehand.refusals import UnknownMethod
from beforehand.words import words


def lift(panel: Panel, request: LiftRequest, *, rng: Generator) -> Lift:
    """What the campaign changed in the places that had it.

    Args:
        panel: Outcomes measured alike in all places, with and without the campaign.
        request: Treated places, window, and either the recorded design ("randomisation") or none
            ("synthetic-control", for hand-picked places).
        rng: Draws assignments where the design allows too many to list, and simulates power.

    Returns:
        Effect per place and day, in all and as a ratio, with interval, p-value and a verdict,
        which may be that we cannot tell. ``low`` and ``high`` are ratios for the designed test,
        effects per place and day for the exploratory one.

    Raises:
        UnknownMethod: If the method is neither, or randomisation is asked for without a design.
        Refusal: One that names what the panel or the design lacks.
    """
    if request.method == "synthetic-control":
        return picked_lift(panel, request)
    if request.method != "randomisation":
        raise UnknownMethod(
            method=request.method,
            reason=words("it is not a method"),
            mend=words("Use randomisation."),
        )
    if request.lots is None and not request.assignments:
        raise UnknownMethod(
            method=request.method,
            reason=words("it permutes a recorded design, and none was given"),
            mend=words("Give the plan, or use synthetic-control for places picked by hand."),
        )
    return designed_lift(panel, request, rng)
