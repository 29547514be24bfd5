"""Delivery in warned and held-out places: shown step by step, never called an effect."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from beforehand.prove.figures import Origin, count_figure
from beforehand.records.figure import Unit
from beforehand.records.impact import Delivery, FunnelStep
from beforehand.records.plan import Arm, Plan
from beforehand.records.reach import Event
from beforehand.words import Words, words

STEPS: tuple[tuple[Event, Words], ...] = (
    (Event.VISIT, words("Opened the page")),
    (Event.CHECKED, words("Finished the five questions")),
    (Event.HELP, words("Looked up local help")),
)

#: The two arms as the reader meets them; ``treated`` is the statistician's word.
ARM_WORDS = {Arm.TREATED.value: words("warned"), Arm.HELD_OUT.value: words("held out")}


def funnel(plan: Plan, delivery: Delivery) -> tuple[FunnelStep, ...]:
    """What was delivered, by arm.

    Args:
        plan: Says which places were warned and which held out; exempt places are warned ones.
        delivery: What platforms and our own page counted.

    Returns:
        People reached, visits, questions finished, help looked up; then what no place can be told
        of: visits whose link named no place, and sealed reports (their place is inside the seal).
        Empty if nothing was reported: not known is not 0.
    """
    if not (delivery.platform or delivery.visits.counts or delivery.reports.sealed):
        return ()
    return (_reached(plan, delivery), *_events(plan, delivery), *_placeless(plan, delivery))


def arm_places(plan: Plan, *arms: Arm) -> frozenset[str]:
    """Codes of the places drawn for these arms."""
    return frozenset(one.place.code for one in plan.places if one.arm in arms)


def _origin(delivery: Delivery) -> Origin:
    return Origin(source=delivery.source, data_hash=delivery.data_hash, made_up=delivery.made_up)


def _reached(plan: Plan, delivery: Delivery) -> FunnelStep:
    def reached(places: frozenset[str]) -> int:
        return sum(count.reached for count in delivery.platform if count.place in places)

    label = words("Saw a post, as the platforms count people")
    return _step(plan, delivery, ("reached", label, Unit.PEOPLE), reached)


def _events(plan: Plan, delivery: Delivery) -> Iterator[FunnelStep]:
    for event, label in STEPS:

        def seen(places: frozenset[str], event: Event = event) -> int:
            counts = delivery.visits.counts
            return sum(c.count for c in counts if c.event is event and c.place in places)

        yield _step(plan, delivery, (event.value, label, Unit.COUNT), seen)


def _step(
    plan: Plan,
    delivery: Delivery,
    what: tuple[str, Words, Unit],
    count: Callable[[frozenset[str]], int],
) -> FunnelStep:
    name, label, unit = what
    arms = arm_places(plan, Arm.TREATED, Arm.EXEMPT), arm_places(plan, Arm.HELD_OUT)
    treated, held_out = (
        count_figure(
            count(places),
            words("{step}, {arm}", step=label, arm=ARM_WORDS[arm]),
            _origin(delivery),
            {"plan": plan.id, "step": name, "arm": arm},
            unit,
        )
        for places, arm in zip(arms, ARM_WORDS, strict=True)
    )
    return FunnelStep(name=name, label=label, treated=treated, held_out=held_out)


def _placeless(plan: Plan, delivery: Delivery) -> Iterator[FunnelStep]:
    known = frozenset(one.place.code for one in plan.places)
    strays = sum(
        count.count
        for count in delivery.visits.counts
        if count.event is Event.VISIT and count.place not in known
    )
    totals = (
        ("placeless", words("Opened the page by a link that names no place"), strays),
        ("reports", words("Sealed reports, all places together"), delivery.reports.sealed),
    )
    for name, label, count in totals:
        if count or name == "reports":
            recipe = {"plan": plan.id, "step": name}
            figure = count_figure(count, label, _origin(delivery), {**recipe})
            yield FunnelStep(name=name, label=label, treated=figure, held_out=None)
