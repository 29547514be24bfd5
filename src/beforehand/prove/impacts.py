"""The impact report as computed: what was done, what came of it, and what we cannot tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from beforehand.charts import decimal
from beforehand.prove.changes import changes
from beforehand.prove.checks import checks
from beforehand.prove.costs import costs, spent
from beforehand.prove.drawn import drawn_creatives
from beforehand.prove.effects import effects, measured
from beforehand.prove.figures import count_figure, of_plan, origin_of
from beforehand.prove.funnel import ARM_WORDS, arm_places, funnel
from beforehand.prove.panel import window_of
from beforehand.prove.untouched import before_after
from beforehand.records.creatives import Creatives
from beforehand.records.figure import Figure, RecipeParameter
from beforehand.records.impact import (
    FunnelStep,
    Impact,
    Lift,
    Measured,
    Panel,
    PlaceCounts,
    Results,
    Verdict,
    Weekly,
)
from beforehand.records.plan import Arm, Plan
from beforehand.words import Words, words

WHO: dict[tuple[str, ...], Words] = {("Masculine",): words("Men"), ("Feminine",): words("Women")}
LANGUAGE_NAMES = {
    frozenset({"sq"}): words("Albanian"),
    frozenset({"en"}): words("English"),
    frozenset({"sq", "en"}): words("Albanian and English"),
}
PROOF = 4  # the stream of the recorded seed that the proof draws from; the plan uses 1 to 3


def impact(plan: Plan, results: Results, earlier: Plan | None = None) -> Impact:
    """Put together what a campaign did, from its sealed plan and what was counted since.

    The same plan and results give the same report: where the design allows too many assignments
    to list, those compared are drawn from the seed that the plan recorded.

    Args:
        plan: The plan as recorded before launch; its lots are what the test permutes.
        results: Outcomes measured alike in treated and held-out places, before the campaign and
            on every day of it, with places by their code in the plan or by name; and what
            platforms and our own page counted, which is shown and never an effect.
        earlier: The sealed plan that this one replaces, if it replaces one: both are shown.

    Returns:
        The report, before the door.

    Raises:
        WindowNotInOutcomes: If the outcomes do not cover the whole campaign: nobody looks early.
        Refusal: As ``lift`` does.
    """
    outcomes, delivery = measured(plan, results), results.delivery
    rng = np.random.default_rng([plan.lots.seed, PROOF])
    found = effects(plan, outcomes, results.survey, rng)
    steps, total = funnel(plan, delivery), spent(delivery)
    arms, drawn = _Arms(outcomes[0].panel, plan), _messages(plan, results)
    return Impact(
        plan_id=plan.id,
        campaign=plan.campaign,
        title=plan.title,
        window=(plan.window.start, plan.window.end),
        places_treated=_names(plan, Arm.TREATED),
        places_held_out=_names(plan, Arm.HELD_OUT),
        effects=found,
        outcome_counts=tuple(_all_counts(outcomes, plan)),
        funnel=steps,
        costs=tuple(of_plan(one, plan.id) for one in costs(total, steps, found)),
        spent_eur=of_plan(total, plan.id),
        learned=results.learned,
        unknowns=(*_unknowns(plan, found[0]), *_not_drawn(plan, drawn)),
        before_after=_before_after(arms, plan.id),
        sponsor=plan.sponsor.name,
        local_partner=plan.sponsor.local_partner,
        made_up=plan.made_up or delivery.made_up or any(one.made_up for one in found),
        sealed_on=plan.sealed_on,
        history_days=arms.start_days,
        charity_number=plan.sponsor.charity_number,
        checks=checks(plan, outcomes[0].panel, found[0], rng),
        weekly=weekly(plan, outcomes[0].panel),
        for_whom=for_whom(plan),
        thanks=results.thanks,
        by_place=tuple(_by_place(plan, outcomes[0].panel)),
        replaces=plan.replaces,
        changed=tuple(changes(earlier, plan)) if earlier else (),
        messages=drawn,
    )


def _messages(plan: Plan, results: Results) -> Creatives | None:
    """Versions compared at the last look; None where none was drawn, or none shown."""
    if plan.draw is None:
        return None
    found = drawn_creatives(plan, results.delivery.visits, plan.window.end + timedelta(days=1))
    return found if found.versions else None


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
        self.held_out = arm_places(plan, Arm.HELD_OUT)
        for arm in (Arm.TREATED, Arm.HELD_OUT):
            codes = arm_places(plan, arm) & set(plan.lots.candidates)
            rows = [i for i, place in enumerate(panel.places) if place in codes]
            self.by_arm[arm.value] = _Sums(
                float(values[rows, :start].sum()), float(values[rows, start:stop].sum())
            )


def _all_counts(outcomes: tuple[Measured, ...], plan: Plan) -> Iterator[FunnelStep]:
    for number, one in enumerate(outcomes):
        for step in _counts(_Arms(one.panel, plan), plan, one.outcome):
            yield replace(step, outcome=one.outcome if number else "")


def _counts(arms: _Arms, plan: Plan, outcome: str) -> Iterator[FunnelStep]:
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
                    outcome=Words(outcome),
                    period=label,
                    arm=ARM_WORDS[arm],
                ),
                origin_of(arms.panel),
                {"plan": plan.id, "period": name, "arm": arm, "outcome": outcome},
            )
            for arm, sums in arms.by_arm.items()
        )
        someone = bool(arms.held_out)
        yield FunnelStep(
            name=name, label=label, treated=treated, held_out=held_out if someone else None
        )


def _by_place(plan: Plan, panel: Panel) -> Iterator[PlaceCounts]:
    start, stop = window_of(panel, plan.window.start, plan.window.end)
    values = dict(zip(panel.places, panel.values, strict=True))
    for one in plan.places:
        if one.place.code in plan.lots.candidates:
            row = values[one.place.code]
            yield PlaceCounts(
                code=one.place.code,
                name=one.place.name,
                treated=one.arm is Arm.TREATED,
                before=round(sum(row[:start])),
                during=round(sum(row[start:stop])),
            )


def weekly(plan: Plan, panel: Panel) -> Weekly | None:
    """The outcome by week from launch, each arm summed; None where days are not whole weeks."""
    start, stop = window_of(panel, plan.window.start, plan.window.end)
    if len(panel.days) > 1 and (panel.days[1] - panel.days[0]).days != 1:
        return None
    before, during = start // 7, (stop - start) // 7
    first, last = start - 7 * before, start + 7 * during
    values = np.array(panel.values)
    sums = []
    for arm in (Arm.TREATED, Arm.HELD_OUT):
        codes = arm_places(plan, arm) & set(plan.lots.candidates)
        rows = [i for i, place in enumerate(panel.places) if place in codes]
        by_week = values[rows, first:last].sum(axis=0).reshape(-1, 7).sum(axis=1)
        sums.append(tuple(round(week) for week in by_week.tolist()))
    return Weekly(first_week=-before, treated=sums[0], held_out=sums[1])


def for_whom(plan: Plan) -> Words:
    """The audience in words."""
    whom = plan.audience
    return words(
        "{who} of {age_from} to {age_to}, in {languages}",
        who=WHO.get(whom.genders, words("Everyone")),
        age_from=whom.age_from,
        age_to=whom.age_to,
        languages=LANGUAGE_NAMES.get(frozenset(whom.languages), words("their language")),
    )


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


def _not_drawn(plan: Plan, drawn: Creatives | None) -> Iterator[Words]:
    if plan.draw is not None and drawn is None:
        yield words("Which message worked. The plan draws between versions on our own page, and "
                    "none was shown.")  # fmt: skip


def _could_have_found(effect: Lift) -> Words:
    if effect.minimum_detectable_ratio is None:
        return words("Whether the campaign changed anything. The lots drawn were too few to tell.")
    return words(
        "Whether the campaign changed anything. This design finds a rise to {ratio} times in four "
        "of five such campaigns; smaller ones it mostly misses.",
        ratio=decimal(effect.minimum_detectable_ratio, 2),
    )
