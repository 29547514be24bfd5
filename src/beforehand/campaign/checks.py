"""What is missing in a plan, or will be refused elsewhere, and what to do instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from beforehand.campaign import capacity, content
from beforehand.campaign.channel_checks import ruled, unpaid
from beforehand.campaign.lots import smallest_p
from beforehand.campaign.request import PEOPLE_ON_ROUTE
from beforehand.campaign.rules import own_rules
from beforehand.campaign.wordings import own_wordings
from beforehand.records.channels import (
    ChannelRule,
    Finding,
    Grade,
    Medium,
    MessageSignOff,
    Wording,
)
from beforehand.records.plan import DesignKind, Plan
from beforehand.words import Words, words

VERSIONS_NEEDED = 2
_GRAVEST = tuple(Grade)


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What a plan is checked against. Without ``today`` no rule is called old."""

    rules: tuple[ChannelRule, ...] = field(default_factory=own_rules)
    wordings: tuple[Wording, ...] = field(default_factory=own_wordings)
    library: tuple[Medium, ...] = ()
    sign_offs: tuple[MessageSignOff, ...] = ()
    today: date | None = None
    language: str = "en"  # of the reader: rules and wordings bring their own words


def findings(plan: Plan, against: Against | None = None) -> tuple[Finding, ...]:
    """Every reason to think again before launch, the gravest first; empty if there is none.

    Nothing is refused here: the people who launch decide. Rules of platforms are named with
    their source and date, and may have changed since.
    """
    known = Against() if against is None else against
    found = [
        *content.worded(plan, known.wordings, known.language),
        *content.illustrated(plan, known.library),
        *ruled(plan, known.rules, known.language, known.today),
        *unpaid(plan),
        *_planned(plan),
        *content.signed(plan, known.sign_offs),
        *capacity.overrun(plan),
        *content.addressed(plan),
        *content.grounded(plan),
        *content.read_with_ease(plan),
    ]
    return tuple(sorted(found, key=lambda one: _GRAVEST.index(one.grade)))


def check(plan: Plan, against: Against | None = None) -> tuple[Words, ...]:
    """The findings as sentences, each with what to do instead."""
    return tuple(
        one.what
        if one.instead is None
        else words("{what} {instead}", what=one.what, instead=one.instead)
        for one in findings(plan, against)
    )


def _planned(plan: Plan) -> Iterator[Finding]:
    """What the plan itself lacks, whatever the platforms."""
    for grade, topic, looked_at in (
        (Grade.NEEDED, "sponsor", _sponsor),
        (Grade.NEEDED, "languages", _languages),
        (Grade.ADVICE, "versions", _versions),
        (Grade.ADVICE, "design", _design),
        (Grade.ADVICE, "need", _need),
    ):
        for sentence in looked_at(plan):
            yield Finding(grade=grade, topic=topic, what=sentence)


def _sponsor(plan: Plan) -> Iterator[Words]:
    if not plan.sponsor.name.strip():
        yield words("No sponsor is named. Every post and page must name one.")
    if not plan.sponsor.charity_number.strip():
        yield words("The sponsor's charity number is missing.")
    if not plan.sponsor.local_partner.strip():
        yield words("No local partner is named: a sign-off of one is needed to publish.")


def _languages(plan: Plan) -> Iterator[Words]:
    versions = {one.version for one in plan.messages}
    for language in plan.audience.languages:
        there = {one.version for one in plan.messages if one.language == language}
        missing = sorted(versions - there)
        if missing:
            yield words(
                "These messages are missing in language {language}: {versions}.",
                language=language,
                versions=", ".join(missing),
            )


def _versions(plan: Plan) -> Iterator[Words]:
    for language in plan.audience.languages:
        there = {one.version for one in plan.messages if one.language == language}
        if len(there) < VERSIONS_NEEDED:
            yield words(
                "Language {language} has {count} message versions; two or more are needed to "
                "learn which works.",
                language=language,
                count=len(there),
            )


def _design(plan: Plan) -> Iterator[Words]:
    lowest = smallest_p(plan.lots)
    if plan.lots.design is DesignKind.PICKED:
        yield words(
            "The places were picked by hand: whatever is found is exploratory and proves nothing. "
            "Draw lots if you can."
        )
    elif plan.lots.design is DesignKind.STEPPED and lowest > plan.power.level:
        yield words(
            "With {candidates} places in {waves} waves the p-value can never fall below {lowest}: "
            "no effect, however large, could be shown. Let more places take part.",
            candidates=len(plan.lots.candidates),
            waves=len(plan.lots.sizes),
            lowest=round(lowest, 3),
        )
    elif lowest > plan.power.level:
        yield words(
            "With {treated} of {candidates} places treated the p-value can never fall below "
            "{lowest}: no effect, however large, could be shown. Let more places take part.",
            treated=plan.lots.treated,
            candidates=len(plan.lots.candidates),
            lowest=round(lowest, 3),
        )
    if not plan.power.simulations:
        yield words(
            "What this design can show is not known: the outcome before launch is missing, or "
            "shorter than two campaign windows."
        )
    elif plan.power.minimum_detectable_ratio is None:
        yield words(
            "Even a change by a factor of {ratio} would be missed more often than one time in "
            "five. Let more places take part, or run longer.",
            ratio=plan.power.largest_tried,
        )


def _need(plan: Plan) -> Iterator[Words]:
    parts = [part for one in plan.places for part in one.parts]
    if all(part.raw is None for part in parts if part.name == PEOPLE_ON_ROUTE):
        yield words(
            "No area of origin is recorded for this route, so the places are ranked without "
            "knowing how many people come from each."
        )
