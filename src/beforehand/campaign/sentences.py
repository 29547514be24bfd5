"""What a plan decided and what it can show, in plain sentences."""

from __future__ import annotations

from beforehand.campaign.lots import smallest_p
from beforehand.campaign.neighbours import borders
from beforehand.campaign.sensitivity import sensitivity
from beforehand.charts import count, decimal
from beforehand.records.plan import Buffer, DesignKind, Plan, PowerNote
from beforehand.words import Parameter, Words, words

KINDS = {
    "municipality": words("municipalities"),
    "county": words("counties"),
    "local authority": words("local authorities"),
    "police area": words("police areas"),
    "region": words("regions"),
}


def power_words(plan: Plan) -> Words:
    """Whether an effect can be proved by this plan, and how large it must be."""
    note, lots = plan.power, plan.lots
    places: dict[str, Parameter] = {"places": len(lots.candidates), "kind": kind_words(plan)}
    if lots.design is DesignKind.PICKED:
        return words(
            "This campaign cannot be proved by its lots: the places were picked by hand. What is "
            "said of it later is exploratory."
        )
    if smallest_p(lots) > note.level:
        return words(
            "This campaign cannot be proved with {treated} of {places} {kind}: however large the "
            "effect, luck alone would do as much in more than one draw of twenty. Let more places "
            "take part.",
            treated=lots.treated,
            **places,
        )
    if not note.simulations:
        return words(
            "What this campaign can show with {places} {kind} is not known: the outcome before "
            "launch is missing, or too short.",
            **places,
        )
    if note.minimum_detectable_ratio is None:
        return words(
            "With {places} {kind} and {history} weeks of history, even a change by a factor of "
            "{ratio} in {weeks} weeks would be missed more often than one time in five.",
            history=decimal(note.history_weeks, 0),
            weeks=decimal(note.window_weeks, 0),
            ratio=decimal(note.largest_tried or 0, 0),
            **places,
        )
    return words(
        "With {places} {kind} and {history} weeks of history, a campaign of {weeks} weeks can "
        "detect a rise to {ratio} times in four of five cases; without an effect it declares one "
        "in {wrong} % of simulations.",
        history=decimal(note.history_weeks, 0),
        weeks=decimal(note.window_weeks, 0),
        ratio=decimal(note.minimum_detectable_ratio, 2),
        wrong=decimal(100 * (note.type_one or 0), 1),
        **places,
    )


def doubling_words(note: PowerNote) -> Words | None:
    """The weeks and the money in which a doubling would be found, or that none is enough.

    None where it is not known. Shell and desk say the same.
    """
    if not note.simulations or not (note.longest_window_weeks or note.weeks_for_doubling):
        return None
    told: dict[str, Parameter] = {
        "window": decimal(note.window_weeks, 0),
        "history": note.history_for_doubling_weeks or 0,
    }
    if note.weeks_for_doubling is not None:
        told |= {
            "weeks": note.weeks_for_doubling,
            "budget": count(round(note.budget_for_doubling_eur or 0)),
        }
        if note.history_for_doubling_weeks:
            return words(
                "A doubling would be found in {weeks} weeks, for {budget} euro at the same "
                "spending a week; or in the {window} weeks planned, with {history} weeks of "
                "history.",
                **told,
            )
        return words(
            "A doubling would be found in {weeks} weeks, for {budget} euro at the same spending a "
            "week.",
            **told,
        )
    if note.history_for_doubling_weeks:
        return words(
            "A doubling would be found in the {window} weeks planned, with {history} weeks of "
            "history.",
            **told,
        )
    return words(
        "A doubling cannot be reached with these places: not in {longest} weeks, the longest "
        "campaign tried. Let more places take part.",
        longest=note.longest_window_weeks,
    )


def lots_words(plan: Plan) -> Words:
    """How it was decided who gets the campaign, and when."""
    lots = plan.lots
    told: dict[str, Parameter] = {
        "treated": lots.treated,
        "candidates": len(lots.candidates),
        "seed": lots.seed,
        "assignments": count(lots.admissible),
    }
    if lots.design is DesignKind.PICKED:
        return words("{treated} of {candidates} places picked by hand: exploratory", **told)
    if lots.design is DesignKind.STEPPED:
        return words(
            "{candidates} places in {waves} waves from {first} to {last}, drawn by seed {seed}; "
            "{assignments} orders compared later",
            waves=len(lots.waves),
            first=lots.waves[0].isoformat(),
            last=lots.waves[-1].isoformat(),
            **told,
        )
    if lots.design is DesignKind.ARMS:
        return words(
            "{candidates} places drawn by seed {seed} for {versions} or none; each message is "
            "compared with the {held} held-out places",
            versions=", ".join(lots.versions),
            held=len(lots.candidates) - lots.treated,
            **told,
        )
    if lots.design is DesignKind.MATCHED:
        return words(
            "{treated} of {candidates} places, one drawn by seed {seed} from each group of places "
            "alike; {assignments} assignments compared later",
            **told,
        )
    return words(
        "{treated} of {candidates} places drawn by seed {seed}; {assignments} assignments "
        "compared later, smallest p {lowest}",
        lowest=f"{smallest_p(lots):.2g}",
        **told,
    )


def borders_words(plan: Plan) -> Words:
    """Where the campaign may spill over."""
    found = borders(plan)
    if not found:
        return words("no warned place lies beside a held-out one")
    held = len({other.code for _, other in found})
    if plan.lots.design is DesignKind.STEPPED:
        return words(
            "{borders} borders between places served earlier and later: what leaks makes an "
            "effect look smaller",
            borders=len(found),
        )
    if plan.lots.buffer is Buffer.NONE:
        return words(
            "{borders} borders between warned and held-out places ({held} of them): what leaks "
            "makes an effect look smaller; neighbours can be kept apart, or drawn together",
            borders=len(found),
            held=held,
        )
    return words(
        "{borders} borders between warned and held-out places ({held} of them)",
        borders=len(found),
        held=held,
    )


def commuting_words(plan: Plan) -> Words | None:
    """Which pairs commuters make neighbours; None without a table of them."""
    told = plan.lots.commuting
    if told is None:
        return None
    return words(
        "pairs of places that are neighbours by their commuters: {pairs} (more than {share} % of "
        "the smaller one's people cross daily; {file})",
        pairs=len(told.crossings),
        share=decimal(100 * told.share, 1),
        file=told.source,
    )


def sensitivity_words(plan: Plan) -> Words:
    """How much hangs on the weights."""
    found = sensitivity(plan)
    least = min(found, key=lambda one: one.staying)
    if least.staying == least.taking_part:
        return words("the same {places} places take part under other weights", places=least.staying)
    return words(
        "of the {places} places that take part, at least {staying} would under other weights too "
        "(each reason left out, doubled, or all alike)",
        places=least.taking_part,
        staying=least.staying,
    )


def kind_words(plan: Plan) -> Words:
    """The kind of place, in the plural."""
    kind = plan.places[0].place.kind if plan.places else ""
    return KINDS.get(kind, words("places"))
