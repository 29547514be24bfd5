"""What the pages of campaigns show."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beforehand import campaign, charts
from beforehand.records.people import Asker
from beforehand.records.plan import Arm, Plan, RankedPlace
from beforehand.web.desk.presenters.designs import Design, design, lede, number, numbered
from beforehand.web.desk.presenters.figures import svg
from beforehand.web.desk.presenters.posts import Posts, posts
from beforehand.web.desk.presenters.routes import title
from beforehand.web.desk.presenters.running import Note, notes
from beforehand.web.desk.presenters.veil import told
from beforehand.web.desk.said import language, say
from beforehand.words import Words, words

ARMS = {
    Arm.TREATED: words("warned"),
    Arm.HELD_OUT: words("held out"),
    Arm.EXEMPT: words("exempt"),
    Arm.NOT_CHOSEN: words("not chosen"),
}
REASONS = {
    campaign.PEOPLE_ON_ROUTE: words("People on the route"),
    campaign.POPULATION_CHANGE: words("Population change"),
    campaign.REACH: words("People who live there"),
    campaign.PROVABLE: words("Outcomes to count"),
}
BALANCES = {
    "need": words("need"),
    "history": words("outcomes before launch"),
    "population": words("population"),
}
FIRST = 12  # places shown before the others are opened


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCard:
    """One plan of the list."""

    id: str
    title: str
    route: str
    start: date
    end: date
    lede: str
    budget: str
    made_up: bool
    replaced: bool  # by a later plan; this one stays


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason to warn a place: its own value, and its weighted score."""

    raw: str
    score: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """One ranked place."""

    rank: int
    name: str
    code: str
    arm: str
    arm_key: str  # "treated", "held-out", "exempt", "not-chosen"
    range: str  # best and worst rank under other weights
    population: str
    need: str
    reasons: tuple[Reason, ...]
    history: str
    budget: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """How much a reason counts."""

    name: str
    weight: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """One sealed plan."""

    id: str
    short_id: str
    campaign: str
    title: str
    route: str
    made_up: bool
    sealed_on: date
    start: date
    end: date
    history_days: int
    budget: str
    outcome: str
    analysis: str
    map: SafeString
    treated: int
    held_out: int
    exempt: int
    drawn: str
    weights: tuple[Weight, ...]
    chosen: tuple[PlaceRow, ...]
    others: tuple[PlaceRow, ...]
    first: tuple[PlaceRow, ...]  # in most need
    rest: tuple[PlaceRow, ...]
    veiled: bool  # numbers of few people are withheld from this reader
    has_history: bool
    assignments: str
    enumerated: bool
    candidates: int
    balanced_on: str
    seed: int
    smallest_p: str
    design: Design
    on_our_page: str  # between which messages it draws; empty = none
    audience: str
    sponsor: str
    charity_number: str
    local_partner: str
    posts: tuple[Posts, ...]
    notes: tuple[Note, ...]
    links: int


def cards(plans: Iterable[Plan]) -> tuple[PlanCard, ...]:
    """Plans, the latest sealed first."""
    every = tuple(plans)
    ordered = sorted(every, key=lambda one: (one.sealed_on, one.window.start), reverse=True)
    gone = {one.replaces for one in every}
    return tuple(
        PlanCard(
            id=one.id,
            title=one.title,
            route=title(one.route),
            start=one.window.start,
            end=one.window.end,
            lede=say(lede(one)),
            budget=euro(one.budget_eur),
            made_up=one.made_up,
            replaced=one.id in gone,
        )
        for one in ordered
    )


def euro(amount: float) -> str:
    """Whole euros."""
    return say(words("€{number}", number=charts.count(amount)))


def plan_page(
    plan: Plan, asker: Asker, against: campaign.Against | None = None, *, recalled: bool = False
) -> PlanPage:
    """Everything of a plan's page. Who is held out is for the desk alone.

    ``against``: the hub's own rules and sign-offs. ``recalled``: cases that it was drawn on were
    taken back since.
    """
    found = campaign.findings(plan, against or campaign.Against(language=language()))
    rows = _rows(plan, asker, recalled)
    return PlanPage(
        id=plan.id,
        short_id=plan.id[:12],
        campaign=plan.campaign,
        title=plan.title,
        route=title(plan.route),
        made_up=plan.made_up,
        sealed_on=plan.sealed_on,
        start=plan.window.start,
        end=plan.window.end,
        history_days=plan.window.history_days,
        budget=euro(plan.budget_eur),
        outcome=say(Words(plan.outcome)),
        analysis=say(Words(plan.analysis)),
        map=svg(arms_drawn(plan)),
        treated=number(plan, Arm.TREATED),
        held_out=number(plan, Arm.HELD_OUT),
        exempt=number(plan, Arm.EXEMPT),
        drawn=say(
            words("{drawn} of {all}", drawn=plan.lots.treated, all=len(plan.lots.candidates))
        ),
        weights=tuple(
            Weight(name=reason(part.name), weight=say(charts.decimal(part.weight, 2)))
            for part in plan.places[0].parts
        ),
        chosen=tuple(row for arm, row in rows if arm is not Arm.NOT_CHOSEN),
        others=tuple(row for arm, row in rows if arm is Arm.NOT_CHOSEN),
        first=tuple(row for _arm, row in rows[:FIRST]),
        rest=tuple(row for _arm, row in rows[FIRST:]),
        veiled=not asker.sees_small_counts,
        has_history=any(one.history is not None for one in plan.places),
        assignments=say(charts.count(plan.lots.admissible)),
        enumerated=plan.lots.enumerated,
        candidates=len(plan.lots.candidates),
        balanced_on=", ".join(say(BALANCES.get(one, Words(one))) for one in plan.lots.balanced_on),
        seed=plan.lots.seed,
        smallest_p=say(charts.p_value(campaign.smallest_p(plan.lots))),
        design=design(plan),
        on_our_page=say(campaign.draw_words(plan.draw)) if plan.draw else "",
        audience=_audience(plan),
        sponsor=plan.sponsor.name,
        charity_number=plan.sponsor.charity_number,
        local_partner=plan.sponsor.local_partner,
        posts=posts(plan, found),
        notes=notes(found),
        links=len(campaign.served(plan)) * len(campaign.messages_of(plan)),
    )


def reason(name: str) -> str:
    """A reason to warn a place, in words; an uploaded one says its own column."""
    return say(REASONS.get(name, Words(name.replace("{", "").replace("}", ""))))


def arms_drawn(plan: Plan, palette: charts.Palette | None = None) -> str:
    """The map of who was drawn."""
    place = plan.places[0].place
    label = words(
        "{treated} places warned, {held_out} held out",
        treated=number(plan, Arm.TREATED),
        held_out=number(plan, Arm.HELD_OUT),
    )
    drawn = charts.Drawn(
        arms={
            one.place.code: one.arm.value for one in plan.places if one.arm is not Arm.NOT_CHOSEN
        },
        steps=numbered(plan),
        leaks=tuple((one.code, other.code) for one, other in campaign.borders(plan)),
    )
    of = charts.MapOf(kind=place.kind, country=place.country)
    return charts.arms_map(of, drawn, label, language=language(), palette=palette)


def _rows(plan: Plan, asker: Asker, recalled: bool) -> list[tuple[Arm, PlaceRow]]:
    """The places' rows; without what tells of few people where the reader may not see it.

    Nor does anybody see them once cases under them were taken back: beside the counts of now,
    those of then would give back what was taken.

    Scores and needs are straight lines of the counts, so that two of them would give back every
    other: they go all together.
    """
    histories = _histories_told(plan, asker)
    people = told([_people(one) for one in plan.places], asker)
    if recalled:
        people = [False] * len(plan.places)
    shown = zip(plan.places, people, histories, strict=True)
    rows = [(one, _place(one), ours, before) for one, ours, before in shown]
    if all(people) and all(histories):
        return [(one.arm, row) for one, row, _ours, _before in rows]
    return [
        (one.arm, _veiled(one, row, people=ours, history=before)) for one, row, ours, before in rows
    ]


def _people(one: RankedPlace) -> float:
    """People on the route there; where that was no reason or is not known, nobody to protect."""
    raw = next((part.raw for part in one.parts if part.name == campaign.PEOPLE_ON_ROUTE), None)
    return math.inf if raw is None else raw


def _histories_told(plan: Plan, asker: Asker) -> list[bool]:
    """Arm by arm, message by message, since the proof tells of each one's sum."""
    shows = [True] * len(plan.places)
    groups = [(one.arm, one.version) for one in plan.places]
    for group in set(groups):
        at = [i for i, one in enumerate(plan.places)
              if groups[i] == group and one.history is not None]  # fmt: skip
        kept = told([plan.places[i].history or 0.0 for i in at], asker)
        for i, yes in zip(at, kept, strict=True):
            shows[i] = yes
    return shows


def _veiled(one: RankedPlace, row: PlaceRow, *, people: bool, history: bool) -> PlaceRow:
    """The row without scores, and without the order that other weights would give."""
    withheld = say(words("withheld"))
    told = {campaign.PEOPLE_ON_ROUTE: people, campaign.PROVABLE: history}
    reasons = tuple(
        Reason(raw=reason.raw if told.get(part.name, True) else withheld, score="")
        for part, reason in zip(one.parts, row.reasons, strict=True)
    )
    return replace(
        row,
        reasons=reasons,
        need=withheld,
        range="",
        history=row.history if history else withheld,
    )


def _place(one: RankedPlace) -> PlaceRow:
    return PlaceRow(
        rank=one.rank,
        name=one.place.name,
        code=one.place.code,
        arm=say(_drawn_for(one)),
        arm_key=one.arm.value.replace(" ", "-"),
        range=_range(one),
        population=say(charts.count(one.place.population)),
        need=say(charts.decimal(one.need, 2)),
        reasons=tuple(
            Reason(
                raw=_raw(part.name, part.raw),
                score=say(charts.decimal(part.score * part.weight, 2)),
            )
            for part in one.parts
        ),
        history="" if one.history is None else say(charts.count(one.history)),
        budget=euro(one.budget_eur) if one.budget_eur else "",
    )


def _drawn_for(one: RankedPlace) -> Words:
    if one.wave:
        return words("wave {number}", number=one.wave)
    return Words(one.version) if one.version else ARMS[one.arm]


def _range(one: RankedPlace) -> str:
    if one.rank_best is None or one.rank_best == one.rank_worst:
        return ""
    return f"{one.rank_best}–{one.rank_worst}"


def _raw(name: str, raw: float | None) -> str:
    if raw is None:
        return _("not known")
    if name == campaign.POPULATION_CHANGE:
        return say(charts.percent(raw))
    if name in {campaign.REACH, campaign.PROVABLE}:
        return say(charts.count(raw))
    return say(charts.decimal(raw))


def _audience(plan: Plan) -> str:
    audience = plan.audience
    return _("%(low)s to %(high)s years, on %(platforms)s") % {
        "low": audience.age_from,
        "high": audience.age_to,
        "platforms": ", ".join(audience.platforms),
    }
