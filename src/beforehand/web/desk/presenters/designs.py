"""What a plan's page says of its design: who waits, what leaks, what it can show, how sure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from beforehand import campaign, charts
from beforehand.records.plan import Arm, DesignKind, Lots, Plan, PowerNote
from beforehand.web.desk.said import say
from beforehand.words import Words, words

DESIGNS = {
    DesignKind.COMPLETE: words("By lot: any so many of the places."),
    DesignKind.MATCHED: words("By lot within groups of places alike."),
    DesignKind.RERANDOMISED: words("By lot, among draws whose two groups are alike."),
    DesignKind.STEPPED: words("In waves: every place gets it, in an order drawn by lot."),
    DesignKind.ARMS: words("Several messages: each place drawn for one, or held out."),
    DesignKind.PICKED: words("Picked by hand: exploratory, nothing was drawn."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A wave of a rollout, or one message's places."""

    number: int
    name: str  # of the message; empty for a wave
    first: date | None  # of a wave
    places: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How often one ratio would be found."""

    ratio: str
    share: str
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgent:
    """A place that is warned at once, by whose wish and why."""

    place: str
    partner: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """The design's part of a plan's page."""

    name: str
    lede: str
    stepped: bool
    exploratory: bool
    steps: tuple[Step, ...]
    leaks: tuple[str, ...]
    commuting: str  # empty without a table of commuters
    headline: str  # what this campaign can prove
    power: str
    curve: tuple[Found, ...]
    needed: str
    stable: str  # how far the order rests on the weights
    urgent: tuple[Urgent, ...]


def design(plan: Plan) -> Design:
    """Everything that the page says of how places were drawn."""
    kind = plan.lots.design
    return Design(
        name=say(DESIGNS[kind]),
        lede=say(lede(plan)),
        stepped=kind is DesignKind.STEPPED,
        exploratory=kind is DesignKind.PICKED,
        steps=steps(plan),
        leaks=tuple(_leak(one.name, other.name) for one, other in campaign.borders(plan)),
        commuting=say(campaign.commuting_words(plan) or ""),
        headline=say(headline(plan)),
        power=say(power(plan.power)),
        curve=_curve(plan.power),
        needed=say(needed(plan)),
        stable=say(stable(plan)),
        urgent=_urgent(plan),
    )


def number(plan: Plan, arm: Arm) -> int:
    """Places of one arm."""
    return sum(one.arm is arm for one in plan.places)


def lede(plan: Plan) -> Words:
    """Who gets it, in a sentence."""
    if plan.lots.design is DesignKind.STEPPED:
        return words(
            "{places} places get it in {waves} waves, in an order drawn by lot",
            places=number(plan, Arm.TREATED),
            waves=len(plan.lots.waves),
        )
    if plan.lots.design is DesignKind.PICKED:
        return words("{places} places get it, picked by hand", places=number(plan, Arm.TREATED))
    return words(
        "{treated} places are warned and {held_out} held out, drawn by lot",
        treated=number(plan, Arm.TREATED),
        held_out=number(plan, Arm.HELD_OUT),
    )


def steps(plan: Plan) -> tuple[Step, ...]:
    """Waves by day, or messages, with their places."""
    lots = plan.lots
    if lots.design is DesignKind.STEPPED:
        return tuple(
            Step(number=at, name="", first=first, places=_names(plan, wave=at))
            for at, first in enumerate(lots.waves, 1)
        )
    if lots.design is DesignKind.ARMS:
        return tuple(
            Step(number=at, name=version, first=None, places=_names(plan, version=version))
            for at, version in enumerate(lots.versions, 1)
        )
    return ()


def numbered(plan: Plan) -> dict[str, int]:
    """The number that the map writes on each place: its wave, or its message."""
    lots = plan.lots
    messages = {version: at for at, version in enumerate(lots.versions, 1)}
    return {
        one.place.code: one.wave or messages[one.version]
        for one in plan.places
        if one.arm is Arm.TREATED and (one.wave or one.version in messages)
    }


def _names(plan: Plan, *, wave: int | None = None, version: str = "") -> str:
    inside = (
        one.place.name
        for one in plan.places
        if one.arm is Arm.TREATED and (one.wave == wave if wave else one.version == version)
    )
    return ", ".join(sorted(inside))


def _leak(one: str, other: str) -> str:
    return say(words("{warned} beside {held}", warned=one, held=other))


def headline(plan: Plan) -> Words:
    """Whether this campaign can be proved, and with what."""
    note, lots = plan.power, plan.lots
    places = len(lots.candidates)
    if lots.design is DesignKind.PICKED:
        return words("What places picked by hand change can be looked into, and not proved.")
    if campaign.smallest_p(lots) > note.level:
        return words(
            "This campaign cannot be proved with {places} places: no effect, however large, would "
            "be told from chance.",
            places=places,
        )
    if not note.simulations:
        return words("Nobody knows yet what this campaign can prove.")
    weeks = charts.count(note.history_weeks)
    if note.minimum_detectable_ratio is None:
        return words(
            "With {places} places and {weeks} weeks of history, not even a change to {ratio} times "
            "would be found.",
            places=places,
            weeks=weeks,
            ratio=charts.decimal(note.largest_tried or 0.0),
        )
    return words(
        "With {places} places and {weeks} weeks of history, it can find a change to {ratio} times.",
        places=places,
        weeks=weeks,
        ratio=charts.decimal(note.minimum_detectable_ratio, 2),
    )


def power(note: PowerNote) -> Words:
    """What the design can show, in a sentence, the error beside it."""
    if not note.simulations:
        return words(
            "Not known: no outcome of two campaign windows before launch was given, so nothing "
            "could be simulated."
        )
    if note.minimum_detectable_ratio is None:
        return words(
            "Even a change to {ratio} times would be missed more often than one time in five.",
            ratio=charts.decimal(note.largest_tried or 0.0),
        )
    return words(
        "Finds a rise to {ratio} times in four of five such campaigns; smaller ones it mostly "
        "misses. Without any effect it errs in {wrong} of them.",
        ratio=charts.decimal(note.minimum_detectable_ratio, 2),
        wrong=charts.percent(note.type_one or 0.0),
    )


def _curve(note: PowerNote) -> tuple[Found, ...]:
    return tuple(
        Found(
            ratio=say(words("{ratio} times", ratio=charts.decimal(ratio, 2))),
            share=say(charts.percent(share)),
            percent=round(100 * share),
        )
        for ratio, share in zip(note.ratios, note.rejected, strict=True)
    )


def needed(plan: Plan) -> Words:
    """What would have to change for a doubling to be found."""
    note = plan.power
    if plan.lots.design is DesignKind.PICKED:
        return words("Let places be drawn by lot: any of the other ways will do.")
    if campaign.smallest_p(plan.lots) > note.level:
        return words("Let more places take part: twelve or more, better thirty.")
    if not note.simulations:
        return words(
            "Upload contacts by place and week before launch, for twice as long as the campaign "
            "(in waves: twice the time between two waves)."
        )
    if told := campaign.doubling_words(note):
        return told
    if note.minimum_detectable_ratio is not None and note.minimum_detectable_ratio <= DOUBLING:
        return words("Nothing: a doubling would be found as it is.")
    return words("More places, or waves further apart: a doubling would not be found as it is.")


DOUBLING = 2.0


def stable(plan: Plan) -> Words:
    """How many of the places that take part would do so whatever the weights."""
    taking = set(plan.lots.candidates)
    ranges = [one for one in plan.places if one.place.code in taking and one.rank_worst]
    always = sum((one.rank_worst or 0) <= len(taking) for one in ranges)
    if not ranges:
        return words("How far the order rests on the weights was not looked at.")
    return words(
        "{always} of the {places} that take part would do so under every other weighting tried: "
        "each reason left out, each doubled, all alike.",
        always=always,
        places=len(ranges),
    )


def _urgent(plan: Plan) -> tuple[Urgent, ...]:
    names = {one.place.code: one.place.name for one in plan.places}
    return tuple(
        Urgent(
            place=names.get(one.place, one.place),
            partner=one.partner,
            reason=one.reason,
        )
        for one in plan.exemptions
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Another plan of the same campaign: the one before or after this one."""

    id: str
    sealed_on: date
    lede: str


def editions(plan: Plan, plans: Iterable[Plan]) -> tuple[tuple[Edition, ...], tuple[Edition, ...]]:
    """Plans that this one replaces, and plans that replace it: all stay visible."""
    every = tuple(plans)
    before = [one for one in every if plan.replaces and one.id == plan.replaces]
    after = [one for one in every if one.replaces == plan.id]
    return tuple(map(_edition, before)), tuple(map(_edition, after))


def _edition(plan: Plan) -> Edition:
    return Edition(id=plan.id, sealed_on=plan.sealed_on, lede=say(lede(plan)))


def lots_said(lots: Lots) -> str:
    """How many draws there are, as the page says it."""
    return say(charts.count(lots.admissible))
