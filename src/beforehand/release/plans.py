"""A sealed plan through the door: what was promised, without who is held out."""

from __future__ import annotations

from dataclasses import replace

from beforehand.records.plan import Arm, Plan
from beforehand.records.release import PublicPlan


def public_plan(plan: Plan) -> PublicPlan:
    """What of a plan may stand beside its report.

    Left out: every place that is not treated, the seed, the order of need and its parts, the
    history and the figures of the pool. From any of them the held-out places could be worked out.
    And what a message's theme rests on, and its pictures: notes of the staff, which no post shows.
    """
    warned = sorted(one.place.name for one in plan.places if one.arm is Arm.TREATED)
    return PublicPlan(
        id=plan.id,
        campaign=plan.campaign,
        title=plan.title,
        sealed_on=plan.sealed_on,
        outcome=plan.outcome,
        direction=plan.direction,
        analysis=plan.analysis,
        window=plan.window,
        budget_eur=plan.budget_eur,
        audience=plan.audience,
        messages=tuple(replace(one, evidence="", media=()) for one in plan.messages),
        sponsor=plan.sponsor,
        power=plan.power,
        candidates=len(plan.lots.candidates),
        treated=plan.lots.treated,
        balanced_on=plan.lots.balanced_on,
        admissible=plan.lots.admissible,
        enumerated=plan.lots.enumerated,
        places_treated=tuple(warned),
        replaces=plan.replaces,
        made_up=plan.made_up,
        draw=plan.draw,
    )
