"""Plan a campaign: rank, draw, budget, and seal under a hash."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from beforehand import gazetteer
from beforehand.campaign.budget import budget_by_reach
from beforehand.campaign.history import histories
from beforehand.campaign.lots import draw_lots, exempt_codes
from beforehand.campaign.need import NeedByArea, ranked, weights_of
from beforehand.campaign.power import further_outcomes, power_note
from beforehand.campaign.request import PlanRequest, check_request
from beforehand.lots import labels_of
from beforehand.records.codec import digest
from beforehand.records.figure import Figure
from beforehand.records.plan import Arm, DesignKind, Exemption, Lots, Plan, RankedPlace
from beforehand.records.survey import WORDING

ANALYSIS = "randomisation test on the log rate ratio"  # said
ANALYSES = {
    DesignKind.STEPPED: "randomisation test of the order of waves",  # said
    DesignKind.ARMS: "randomisation test of each message, with Holm's correction",  # said
    DesignKind.PICKED: "synthetic control, exploratory: the places were picked by hand",  # said
}


def plan(request: PlanRequest, need: NeedByArea, *, today: date) -> Plan:
    """Rank places by need, draw who is treated and who is held out, share out the budget.

    The same request, need and day give the same plan with the same id.

    Args:
        request: What the campaign manager asks for; its seed makes the draw.
        need: People on the route by area of origin (``Figure`` or a count); empty if origins
            are not recorded.
        today: The day the plan is sealed on.

    Returns:
        The sealed plan, places in order of need. ``id`` is the SHA-256 of everything else.

    Raises:
        BadPlan: If what is asked for cannot be.
        UnknownPlace, UnknownPlaces: If a place is not in the gazetteer.
        UnknownReason: If a weight is given for a reason that there is not.
        ImpossibleDesign: If nobody would be treated or nobody held out.

    Source:
        Morgan and Rubin (2012), Annals of Statistics 40(2), on rerandomisation.
    """
    check_request(request)
    history = histories(request)
    totals = {code: float(daily.sum()) for code, daily in history.items()}
    placed = ranked(request, need, totals)
    order = tuple(replace(one, history=totals.get(one.place.code)) for one in placed)
    lots = draw_lots(request, order, totals)
    figures = tuple(one for one in need.values() if isinstance(one, Figure))
    drafted = Plan(
        id="",
        campaign=request.campaign,
        title=request.title,
        route=request.route,
        sealed_on=today,
        outcome=request.outcome,
        direction=request.direction,
        analysis=ANALYSES.get(lots.design, ANALYSIS),
        weights=weights_of(request),
        places=_with_arms(request, order, lots),
        lots=lots,
        window=request.window,
        budget_eur=round(float(request.budget_eur), 2),
        audience=request.audience,
        messages=request.messages,
        sponsor=request.sponsor,
        power=power_note(request, lots, history),
        need_figures=figures,
        made_up=_made_up(request, figures),
        further=further_outcomes(request, lots),
        replaces=request.replaces,
        reach=request.reach,
        capacity=request.capacity,
        exemptions=_exemptions(request),
        survey_wording=WORDING,
        draw=request.draw,
    )
    return replace(drafted, id=seal(drafted))


def seal(drafted: Plan) -> str:
    """The SHA-256 of everything in a plan but its id."""
    return digest(replace(drafted, id=""))


def _exemptions(request: PlanRequest) -> tuple[Exemption, ...]:
    return tuple(
        replace(one, place=gazetteer.find(one.place, request.kind, request.country).code)
        for one in request.exemptions
    )


def _made_up(request: PlanRequest, figures: tuple[Figure, ...]) -> bool:
    from_history = request.history is not None and request.history.made_up
    return request.made_up or from_history or any(one.made_up for one in figures)


def _with_arms(
    request: PlanRequest, order: tuple[RankedPlace, ...], lots: Lots
) -> tuple[RankedPlace, ...]:
    drawn = dict(zip(lots.candidates, labels_of(lots).tolist(), strict=True))
    exempt = exempt_codes(request)
    placed = [_drawn(one, lots, drawn.get(one.place.code), exempt) for one in order]
    # Exempt places are warned too, so they share the budget; they only stay out of the test.
    served = {
        one.place.code: one.place.population
        for one in placed
        if one.arm in {Arm.TREATED, Arm.EXEMPT}
    }
    budget = budget_by_reach(
        request.budget_eur, served, request.reach, request.capacity, request.window
    )
    return tuple(replace(one, budget_eur=budget.get(one.place.code, 0.0)) for one in placed)


def _drawn(one: RankedPlace, lots: Lots, label: int | None, exempt: frozenset[str]) -> RankedPlace:
    if one.place.code in exempt:
        return replace(one, arm=Arm.EXEMPT)
    if label is None:
        return one
    if lots.design is DesignKind.STEPPED:
        return replace(one, arm=Arm.TREATED, wave=label + 1)
    if lots.design is DesignKind.ARMS and label:
        return replace(one, arm=Arm.TREATED, version=lots.versions[label - 1])
    return replace(one, arm=Arm.TREATED if label else Arm.HELD_OUT)
