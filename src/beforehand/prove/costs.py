"""What the campaign cost, in all and for each thing that was counted. Nothing unmeasured."""

from __future__ import annotations

from collections.abc import Iterator

from beforehand.prove.figures import Origin, count_figure
from beforehand.records.figure import Figure, Interval, Meaning, Recipe, Unit
from beforehand.records.impact import Delivery, FunnelStep, Lift, Verdict
from beforehand.words import Words, words

PER: dict[str, Words] = {
    "reached": words("Cost for each person who saw a post"),
    "visit": words("Cost for each visit to the page"),
    "help": words("Cost for each time local help was looked up"),
    "reports": words("Cost for each sealed report"),
    "effect": words("Cost for each outcome there would not have been otherwise"),
}


def spent(delivery: Delivery) -> Figure:
    """Euros spent on the platforms, all places together."""
    euros = sum(count.spent_eur for count in delivery.platform)
    origin = Origin(source=delivery.source, data_hash=delivery.data_hash, made_up=delivery.made_up)
    return count_figure(euros, words("Spent on posts"), origin, {"step": "spent"}, Unit.EUR)


def costs(
    total: Figure, funnel: tuple[FunnelStep, ...], effects: tuple[Lift, ...]
) -> Iterator[Figure]:
    """Cost for each thing counted, and for each further outcome where one is shown.

    Args:
        total: What was spent, in euros.
        funnel: Delivery, by arm; both arms count, since both were paid for.
        effects: Effects; a cost for each further outcome only where there were more of them.

    Yields:
        Figures in euros, each naming in its recipe what it is ``per``. Steps with a count of 0
        have no cost.
    """
    for step in funnel:
        held_out = 0.0 if step.held_out is None else step.held_out.value
        count = round(step.treated.value + held_out)
        if step.name in PER and count:
            yield _cost(total, count, step.name, PER[step.name])
    for effect in effects:
        if effect.verdict is Verdict.MORE and effect.further and not effect.exploratory:
            yield _per_further(total, effect.further)


def _cost(
    total: Figure, count: int, per: str, definition: Words, interval: Interval | None = None
) -> Figure:
    return Figure(
        value=total.value / count,
        unit=Unit.EUR,
        definition=definition,
        source=total.source,
        data_hash=total.data_hash,
        recipe=Recipe(function="prove.impact", parameters={"per": per}),
        denominator=count,
        interval=interval,
        complete_count=interval is None,
        made_up=total.made_up,
    )


def _per_further(total: Figure, further: Figure) -> Figure:
    count, between = max(round(further.value), 1), further.interval
    low = between.low if between and between.low and between.low > 0 else None
    high = between.high if between else None
    interval = Interval(
        low=None if high is None else total.value / high,
        high=None if low is None else total.value / low,
        method=between.method if between else "randomisation",
        meaning=Meaning.MODEL,
        level=between.level if between else 0.95,
    )
    definition = words("Cost for each outcome that there would not have been without the campaign")
    return _cost(total, count, "effect", definition, interval)
