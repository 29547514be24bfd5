"""The effects of a plan: its outcome, the others measured beside it, adjusted for one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from numpy.random import Generator

from beforehand.prove.figures import of_plan
from beforehand.prove.funnel import arm_places
from beforehand.prove.lifts import lift
from beforehand.prove.outcomes import check_outcome
from beforehand.prove.survey import OUTCOME, check_wording, points_sentence, survey_lift
from beforehand.prove.verdicts import ratio_sentence, verdict_of
from beforehand.records.impact import Lift, LiftRequest, Measured, Panel, Results, Verdict
from beforehand.records.plan import Arm, DesignKind, Plan
from beforehand.records.survey import SurveyTallies
from beforehand.stats import holm
from beforehand.words import Words, words


def by_code(panel: Panel, plan: Plan) -> Panel:
    """The panel with places by their code, where it has them by name."""
    codes = {one.place.name: one.place.code for one in plan.places}
    return replace(panel, places=tuple(codes.get(place, place) for place in panel.places))


def measured(plan: Plan, results: Results) -> tuple[Measured, ...]:
    """The outcomes, the plan's own first, places by code.

    Raises:
        NotAnOutcome: If one counts departures or delivery.
    """
    first = Measured(outcome=plan.outcome, panel=results.panel)
    found = (first, *results.others)
    for one in found:
        check_outcome(one.outcome)
    return tuple(replace(one, panel=by_code(one.panel, plan)) for one in found)


def request_of(plan: Plan, outcome: str) -> LiftRequest:
    """What the sealed plan asks of an outcome; places picked by hand have nothing to draw again."""
    drawn = arm_places(plan, Arm.TREATED)
    picked = plan.lots.design is DesignKind.PICKED
    return LiftRequest(
        treated=tuple(code for code in plan.lots.candidates if code in drawn),
        start=plan.window.start,
        end=plan.window.end,
        method="synthetic-control" if picked else "randomisation",
        lots=None if picked else plan.lots,
        minimum_detectable_ratio=_smallest(plan, outcome),
        outcome=outcome,
    )


def _smallest(plan: Plan, outcome: str) -> float | None:
    """The smallest ratio that the plan said it can find of this outcome; None: to be simulated."""
    notes = {one.name: one.power for one in plan.further} | {plan.outcome: plan.power}
    note = notes.get(outcome)
    return note.minimum_detectable_ratio if note else None


def requests(plan: Plan, outcome: str) -> Iterator[LiftRequest]:
    """One request; or one a message, where each place was drawn for one of several."""
    whole = request_of(plan, outcome)
    if plan.lots.design is not DesignKind.ARMS:
        yield whole
        return
    for version in plan.lots.versions:
        places = tuple(one.place.code for one in plan.places if one.version == version)
        treated = tuple(code for code in whole.treated if code in places)
        yield replace(whole, treated=treated, outcome=f"{outcome} ({version})")


def effects(
    plan: Plan, outcomes: tuple[Measured, ...], survey: SurveyTallies | None, rng: Generator
) -> tuple[Lift, ...]:
    """One effect an outcome; with several, p-values and verdicts adjusted for one another."""
    found = tuple(
        _stated(lift(one.panel, _apart(request, plan, one.panel), rng=rng), plan, one.outcome)
        for one in outcomes
        for request in requests(plan, one.outcome)
    )
    if survey is not None:
        check_wording(plan, survey.version, survey.source)
        asked = survey_lift(_coded(survey, plan), request_of(plan, OUTCOME), rng=rng)
        found = (*found, _stated(asked, plan, OUTCOME))
    return tuple(_named(one, plan.id) for one in adjusted(found))


def _apart(request: LiftRequest, plan: Plan, panel: Panel) -> LiftRequest:
    """Exempt places were warned too, so places picked by hand are not compared with them."""
    if plan.lots.design is not DesignKind.PICKED:
        return request
    exempt = arm_places(plan, Arm.EXEMPT)
    return replace(request, left_out=tuple(place for place in panel.places if place in exempt))


def _stated(effect: Lift, plan: Plan, outcome: str) -> Lift:
    """An outcome that the sealed plan did not name is exploratory, and says so."""
    if outcome in {plan.outcome, *(one.name for one in plan.further)}:
        return effect
    said = words("Exploratory: the sealed plan did not name this outcome before launch.")
    return replace(effect, exploratory=True, warnings=(said, *effect.warnings))


def _coded(survey: SurveyTallies, plan: Plan) -> SurveyTallies:
    """The tallies with places by their code, where they have them by name."""
    codes = {one.place.name: one.place.code for one in plan.places}
    return replace(
        survey,
        tallies=tuple(
            replace(one, place=codes.get(one.place, one.place)) for one in survey.tallies
        ),
    )


def adjusted(found: tuple[Lift, ...]) -> Iterator[Lift]:
    """Effects with p-values by Holm; an effect that no longer stands is one we cannot tell."""
    if len(found) < 2:
        yield from found
        return
    for one, p in zip(found, holm([effect.p for effect in found]).tolist(), strict=True):
        own = one.verdict is not Verdict.CANNOT_TELL
        verdict = verdict_of(p, one.level, one.effect_total > 0) if own else one.verdict
        yield replace(
            one, p_adjusted=p, verdict=verdict, sentence=_sentence(one, verdict)
        )  # fmt: skip


def _sentence(one: Lift, verdict: Verdict) -> Words:
    if verdict is one.verdict or one.ratio is None or one.ratio.interval is None:
        return one.sentence
    ends = one.ratio.interval
    tell = points_sentence if one.method == "survey" else ratio_sentence
    return tell(verdict, one.ratio.value, ends.low, ends.high)


def _named(effect: Lift, plan_id: str) -> Lift:
    """The effect with recipes that say whose it is, and its two figures apart."""
    ratio, further = (
        figure and of_plan(figure, plan_id, effect=effect.outcome, of=name)
        for name, figure in (("ratio", effect.ratio), ("further", effect.further))
    )
    return replace(effect, ratio=ratio, further=further)
