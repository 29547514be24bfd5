"""The impact report as computed: what was done, what came of it, and what we cannot tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from beforehand.charts import decimal
from beforehand.prove.costs import costs, spent
from beforehand.prove.figures import count_figure, of_plan, origin_of
from beforehand.prove.funnel import ARM_WORDS, arm_places, funnel
from beforehand.prove.lifts import lift
from beforehand.prove.panel import window_of
from beforehand.prove.untouched import before_after
from beforehand.records.figure import Figure, RecipeParameter
from beforehand.records.impact import (
    FunnelStep,
    Impact,
    Lift,
    LiftRequest,
    Panel,
    Results,
    Verdict,
)
from beforehand.records.plan import Arm, Plan
from beforehand.words import Words, words

PROOF = 4  # the stream of the recorded seed that the proof draws from; the plan uses 1 to 3


def impact(plan: Plan, results: Results) -> Impact:
    """Put together what a campaign did, from its sealed plan and what was counted since.

    The same plan and results give the same report: where the design allows too many assignments
    to list, those compared are drawn from the seed that the plan recorded.

    Args:
        plan: The plan as recorded before launch; its lots are what the test permutes.
        results: Outcomes measured alike in treated and held-out places, before the campaign and
            on every day of it, with places by their code in the plan or by name; and what
            platforms and our own page counted, which is shown and never an effect.

    Returns:
        The report, before the door.

    Raises:
        WindowNotInOutcomes: If the outcomes do not cover the whole campaign: nobody looks early.
        Refusal: As ``lift`` does.
    """
    panel, delivery = results.panel, results.delivery
    coded = by_code(panel, plan)
    rng = np.random.default_rng([plan.lots.seed, PROOF])
    effect = lift(coded, _request(plan), rng=rng)
    steps, total = funnel(plan, delivery), spent(delivery)
    arms = _Arms(coded, plan)
    return Impact(
        plan_id=plan.id,
        campaign=plan.campaign,
        title=plan.title,
        window=(plan.window.start, plan.window.end),
        places_treated=_names(plan, Arm.TREATED),
        places_held_out=_names(plan, Arm.HELD_OUT),
        effects=(_named(effect, plan.id),),
        outcome_counts=tuple(_counts(arms, plan)),
        funnel=steps,
        costs=tuple(of_plan(one, plan.id) for one in costs(total, steps, (effect,))),
        spent_eur=of_plan(total, plan.id),
        learned=results.learned,
        unknowns=tuple(_unknowns(plan, effect)),
        before_after=_before_after(arms, plan.id),
        sponsor=plan.sponsor.name,
        local_partner=plan.sponsor.local_partner,
        made_up=plan.made_up or panel.made_up or delivery.made_up,
        sealed_on=plan.sealed_on,
        history_days=arms.start_days,
        charity_number=plan.sponsor.charity_number,
    )


def _named(effect: Lift, plan_id: str) -> Lift:
    """The effect with recipes that say whose it is, and its two figures apart."""
    ratio, further = (
        figure and of_plan(figure, plan_id, effect=effect.outcome, of=name)
        for name, figure in (("ratio", effect.ratio), ("further", effect.further))
    )
    return replace(effect, ratio=ratio, further=further)


def by_code(panel: Panel, plan: Plan) -> Panel:
    """The panel with places by their code, where it has them by name."""
    codes = {one.place.name: one.place.code for one in plan.places}
    return replace(panel, places=tuple(codes.get(place, place) for place in panel.places))


def _request(plan: Plan) -> LiftRequest:
    drawn = arm_places(plan, Arm.TREATED)
    return LiftRequest(
        treated=tuple(code for code in plan.lots.candidates if code in drawn),
        start=plan.window.start,
        end=plan.window.end,
        lots=plan.lots,
        minimum_detectable_ratio=plan.power.minimum_detectable_ratio,
        outcome=plan.outcome,
    )


def _names(plan: Plan, arm: Arm) -> tuple[str, ...]:
    return tuple(one.place.name for one in plan.places if one.arm is arm)


@dataclass(frozen=True)
class _Sums:
    before: float
    during: float


class _Arms:
    """Outcomes of each arm before and during, and over how many days."""

    def __init__(self, panel: Panel, plan: Plan) -> None:
        start, stop = window_of(panel, plan.window.start, plan.window.end)
        values = np.array(panel.values)
        self.panel = panel
        self.start_days = (panel.days[start] - panel.days[0]).days
        self.window_days = (plan.window.end - plan.window.start).days + 1
        self.by_arm: dict[str, _Sums] = {}
        for arm in (Arm.TREATED, Arm.HELD_OUT):
            codes = arm_places(plan, arm) & set(plan.lots.candidates)
            rows = [i for i, place in enumerate(panel.places) if place in codes]
            self.by_arm[arm.value] = _Sums(
                float(values[rows, :start].sum()), float(values[rows, start:stop].sum())
            )


def _counts(arms: _Arms, plan: Plan) -> Iterator[FunnelStep]:
    periods = (
        ("during", words("In the campaign's {days} days", days=arms.window_days)),
        ("before", words("In the {days} days before", days=arms.start_days)),
    )
    for name, label in periods:
        treated, held_out = (
            count_figure(
                getattr(sums, name),
                words(
                    "{outcome}: {period}, {arm}",
                    outcome=Words(plan.outcome),
                    period=label,
                    arm=ARM_WORDS[arm],
                ),
                origin_of(arms.panel),
                {"plan": plan.id, "period": name, "arm": arm},
            )
            for arm, sums in arms.by_arm.items()
        )
        yield FunnelStep(name=name, label=label, treated=treated, held_out=held_out)


def _before_after(arms: _Arms, plan_id: str) -> Figure | None:
    sums = arms.by_arm[Arm.TREATED.value]
    recipe: dict[str, RecipeParameter] = {"plan": plan_id, "step": "before_after"}
    stretch = arms.start_days / arms.window_days
    return before_after(sums.before, sums.during, stretch, origin_of(arms.panel), recipe)


def _unknowns(plan: Plan, effect: Lift) -> Iterator[Words]:
    if effect.verdict is Verdict.CANNOT_TELL:
        yield _could_have_found(effect)
    exempt = len(_names(plan, Arm.EXEMPT))
    if exempt:
        yield words(
            "{places} urgent places were warned at a partner's wish. They are left out of the "
            "test, so it does not speak of them.",
            places=exempt,
        )
    yield words(
        "Who turned to help: contacts are counted, not people, and nobody is asked whether a post "
        "brought them."
    )
    yield words(
        "Whether word travelled. If people in held-out places heard of it, the effect looks "
        "smaller here than it was."
    )
    yield words("How many people were not exploited because of it. Nobody can count that; we do "
                "not guess.")  # fmt: skip


def _could_have_found(effect: Lift) -> Words:
    if effect.minimum_detectable_ratio is None:
        return words("Whether the campaign changed anything. The lots drawn were too few to tell.")
    return words(
        "Whether the campaign changed anything. This design finds a rise to {ratio} times in four "
        "of five such campaigns; smaller ones it mostly misses.",
        ratio=decimal(effect.minimum_detectable_ratio, 2),
    )
