"""How a campaign goes while it runs: money, people, frequency, help. Never an effect.

What is shown is delivery in the places that get posts, leaks into those that do not, and in three
steps how full each helpline is: no count of contacts at all, so that nobody can look at the effect
before the end, not even where one helpline serves one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from beforehand.campaign.capacity import expected_a_week
from beforehand.campaign.contacts import latest
from beforehand.campaign.links import SERVED, starts_on
from beforehand.records.channels import Finding, Grade
from beforehand.records.impact import PlatformCount
from beforehand.records.plan import Arm, Plan, RankedPlace
from beforehand.records.reach import Event, Visits
from beforehand.records.running import Brake, Capacity, ContactSheet, ReadBack
from beforehand.words import Words, words

TOO_FAST, TOO_SLOW = 1.15, 0.75  # spent, over what would be even by now
TOO_OFTEN = 4.0  # times that one person saw the posts a week, from which people are annoyed
HALF, NEARLY_FULL = (
    0.5,
    0.9,
)  # of what help can take a week, from which posts there are to be paused
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What is known of a campaign that runs."""

    read_backs: tuple[ReadBack, ...] = ()
    contacts: tuple[ContactSheet, ...] = ()
    visits: Visits | None = None
    brake: Brake | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePace:
    """One place that gets posts. None where it was not reported."""

    code: str
    name: str
    budget_eur: float
    even_eur: float  # what would be spent by now if it were spent evenly
    spent_eur: float
    reached: int | None
    frequency: float | None  # times that one person saw a post, so far
    clicks: int
    visits: int | None  # opened our page by a link of this place
    eur_per_1000: float | None  # for each 1,000 people reached
    eur_per_visit: float | None
    pace: str  # "as planned", "fast", "slow", "not begun", "no report", "spent"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLoad:
    """How full one helpline was in its last whole week; ``pause`` names places, if any."""

    helpline: str
    week: date | None
    load: str  # "not known", "under half", "over half", "nearly full"
    most: float  # contacts that it can take a week
    pause: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a campaign goes on one day."""

    plan_id: str
    day: date
    reported_until: date | None
    places: tuple[PlacePace, ...]
    help: tuple[HelpLoad, ...]
    spent_eur: float
    budget_eur: float
    leaked_eur: float  # spent in held-out places, or where no place was told
    stopped: Brake | None
    findings: tuple[Finding, ...] = field(default_factory=tuple)
    made_up: bool = False


def standing(read_backs: Iterable[ReadBack]) -> tuple[ReadBack, ...]:
    """The last report of each platform: each covers the campaign from its first day."""
    last: dict[str, ReadBack] = {}
    for one in sorted(read_backs, key=lambda one: (one.end, one.read_at)):
        last[one.platform] = one
    return tuple(last[platform] for platform in sorted(last))


def platform_counts(read_backs: Iterable[ReadBack]) -> tuple[PlatformCount, ...]:
    """What the platforms reported, as the proof's funnel takes it: one row a platform and place.

    People whom a platform did not report are counted as none.
    """
    return tuple(
        PlatformCount(
            place=one.place,
            reached=one.reached or 0,
            clicks=one.clicks,
            spent_eur=one.spent_eur,
        )
        for report in standing(read_backs)
        for one in report.places
    )


def pace(plan: Plan, running: Running, *, today: date) -> Pace:
    """How the campaign goes.

    Args:
        plan: What was planned.
        running: Reports, contacts, visits and the last stop.
        today: The day.

    Returns:
        Places most need first, helplines, and what to do, the gravest first.
    """
    reports = standing(running.read_backs)
    until = min((one.end for one in reports), default=None)
    rows = tuple(
        _place(plan, one, (reports, running.visits), until)
        for one in plan.places
        if one.arm in SERVED
    )
    loads = tuple(_load(plan, one, running.contacts, today) for one in plan.capacity)
    known = frozenset(row.code for row in rows)
    spent = sum(one.spent_eur for report in reports for one in report.places)
    leaked = sum(o.spent_eur for r in reports for o in r.places if o.place not in known)
    found = [
        *_stopped(running.brake),
        *_help(plan, loads),
        *_leaks(plan, reports, leaked),
        *_places(rows),
        *_reports(reports, today, plan),
    ]
    order = tuple(Grade)
    return Pace(
        plan_id=plan.id,
        day=today,
        reported_until=until,
        places=rows,
        help=loads,
        spent_eur=round(spent, 2),
        budget_eur=plan.budget_eur,
        leaked_eur=round(leaked, 2),
        stopped=running.brake if running.brake and running.brake.stops else None,
        findings=tuple(sorted(found, key=lambda one: order.index(one.grade))),
        made_up=plan.made_up,
    )


def _place(
    plan: Plan,
    one: RankedPlace,
    known: tuple[tuple[ReadBack, ...], Visits | None],
    until: date | None,
) -> PlacePace:
    reports, visits = known
    ours = [d for report in reports for d in report.places if d.place == one.place.code]
    people = [d.reached for d in ours if d.reached is not None]
    reached = sum(people) if people else None
    shown = sum(d.impressions for d in ours if d.reached is not None)
    spent = sum(d.spent_eur for d in ours)
    opened = None if visits is None else _opened(visits, one.place.code)
    even = _even(plan, one, until)
    return PlacePace(
        code=one.place.code,
        name=one.place.name,
        budget_eur=one.budget_eur,
        even_eur=round(even, 2),
        spent_eur=round(spent, 2),
        reached=reached,
        frequency=round(shown / reached, 2) if reached else None,
        clicks=sum(d.clicks for d in ours),
        visits=opened,
        eur_per_1000=round(1000 * spent / reached, 2) if reached else None,
        eur_per_visit=round(spent / opened, 2) if opened else None,
        pace=_pace(one, spent, even, bool(ours)),
    )


def _opened(visits: Visits, code: str) -> int:
    return sum(c.count for c in visits.counts if c.place == code and c.event is Event.VISIT)


def _even(plan: Plan, one: RankedPlace, until: date | None) -> float:
    start = starts_on(plan, one)
    if until is None or until < start:
        return 0.0
    days = (plan.window.end - start).days + 1
    return one.budget_eur * min(1.0, ((until - start).days + 1) / days)


def _pace(one: RankedPlace, spent: float, even: float, reported: bool) -> str:
    if not reported:
        return "not begun" if even == 0 else "no report"
    if spent >= one.budget_eur:
        return "spent"
    if even and spent > TOO_FAST * even:
        return "fast"
    return "slow" if even and spent < TOO_SLOW * even else "as planned"


def _load(plan: Plan, one: Capacity, sheets: tuple[ContactSheet, ...], today: date) -> HelpLoad:
    """The last whole week of a helpline, and the places to pause if it is nearly full."""
    told = [c for c in latest(sheets) if c.helpline == one.helpline and c.week + _WEEK <= today]
    week = max((c.week for c in told), default=None)
    contacts = None if week is None else sum(c.contacts for c in told if c.week == week)
    load = _step(contacts, one.contacts_a_week)
    return HelpLoad(
        helpline=one.helpline,
        week=week,
        load=load,
        most=one.contacts_a_week,
        pause=_to_pause(plan, one, contacts or 0) if load == "nearly full" else (),
    )


def _step(contacts: int | None, most: float) -> str:
    if contacts is None:
        return "not known"
    if contacts >= NEARLY_FULL * most:
        return "nearly full"
    return "over half" if contacts >= HALF * most else "under half"


def _to_pause(plan: Plan, one: Capacity, contacts: int) -> tuple[str, ...]:
    """Places of this help to pause, least need first, until it is expected to have room again.

    What the posts bring is taken to go with the money; nobody looks at where contacts came from.
    """
    served = [
        p for p in plan.places if p.arm in SERVED and (not one.places or p.place.code in one.places)
    ]
    money = sum(p.budget_eur for p in served)
    extra = max(contacts - one.usual_a_week, 0.0)
    over = contacts - NEARLY_FULL * one.contacts_a_week
    paused: list[str] = []
    for place in sorted(served, key=lambda p: -p.rank):
        if over < 0:
            break
        paused.append(place.place.name)
        over -= extra * place.budget_eur / money if money else 0.0
    return tuple(paused)


def _stopped(brake: Brake | None) -> Iterator[Finding]:
    if brake is not None and brake.stops:
        yield Finding(
            grade=Grade.REFUSED,
            topic="stopped",
            what=words(
                "The campaign is stopped since {day}: {reason} ({who}).",
                day=brake.at.date().isoformat(),
                reason=brake.reason,
                who=brake.who,
            ),
            instead=words("Pause the posts on every platform, if that is not done yet."),
        )


def _help(plan: Plan, loads: tuple[HelpLoad, ...]) -> Iterator[Finding]:
    for capacity, load in zip(plan.capacity, loads, strict=True):
        if load.pause:
            yield Finding(
                grade=Grade.REFUSED,
                topic="capacity",
                what=words(
                    "{helpline} was full or nearly so in the week of {week}: it can take {most} "
                    "contacts.",
                    helpline=load.helpline,
                    week=load.week.isoformat() if load.week else "",
                    most=round(load.most),
                ),
                instead=words("Pause now: {places}.", places=", ".join(load.pause)),
            )
        elif load.week is None:
            expected = expected_a_week(plan, capacity)
            yield Finding(
                grade=Grade.NEEDED,
                topic="capacity",
                what=words("Nothing was entered of {helpline} yet.", helpline=load.helpline),
                instead=None
                if expected is None
                else words(
                    "The plan expects {expected} contacts a week there.", expected=round(expected)
                ),
            )


def _leaks(plan: Plan, reports: tuple[ReadBack, ...], leaked: float) -> Iterator[Finding]:
    held_out = {one.place.code for one in plan.places if one.arm is Arm.HELD_OUT}
    shown = sum(o.impressions for r in reports for o in r.places if o.place in held_out)
    if shown:
        yield Finding(
            grade=Grade.NEEDED,
            topic="leak",
            what=words("Posts were shown {count} times in held-out places.", count=shown),
            instead=words("Look at the excluded places and the setting of presence there."),
        )
    doubtful = [one for report in reports for one in report.doubtful]
    if doubtful:
        yield Finding(
            grade=Grade.ADVICE,
            topic="doubtful places",
            what=words(
                "{count} names of the reports are not surely places ({names}); {euro} euro count "
                "for no place.",
                count=len(doubtful),
                names=", ".join(dict.fromkeys(one.named for one in doubtful)),
                euro=f"{leaked:.2f}",
            ),
            instead=words("Read the report again with --place NAME=CODE."),
        )


_PACES: Mapping[str, Words] = {
    "fast": words("More is spent than planned by now: {places}."),
    "slow": words("Less is spent than planned by now: {places}."),
    "no report": words("No platform reported anything of: {places}."),
    "spent": words("The budget is spent: {places}."),
}


def _places(rows: tuple[PlacePace, ...]) -> Iterator[Finding]:
    for pace_of, sentence in _PACES.items():
        names = [row.name for row in rows if row.pace == pace_of]
        if names:
            yield Finding(
                grade=Grade.ADVICE,
                topic=f"pace: {pace_of}",
                what=Words(sentence.template, {"places": ", ".join(names)}),
            )


def _reports(reports: tuple[ReadBack, ...], today: date, plan: Plan) -> Iterator[Finding]:
    for report in reports:
        weeks = ((report.end - report.start).days + 1) / 7
        people = sum(o.reached or 0 for o in report.places)
        shown = sum(o.impressions for o in report.places if o.reached)
        if people and shown / people / max(weeks, 1.0) > TOO_OFTEN:
            yield Finding(
                grade=Grade.ADVICE,
                topic="frequency",
                what=words(
                    "On {platform} one person saw the posts {times} times a week.",
                    platform=report.platform,
                    times=round(shown / people / max(weeks, 1.0), 1),
                ),
                instead=words("Show new versions, or spend less there."),
            )
        if report.reach_is_least:
            yield Finding(
                grade=Grade.ADVICE,
                topic="reach",
                what=words(
                    "{file} has several rows a place: the people reached are the least that they "
                    "can be.",
                    file=report.file,
                ),
                instead=words("Export it by ad set, without days or ads, to know."),
            )
    if plan.window.start <= today and not reports:
        yield Finding(
            grade=Grade.NEEDED,
            topic="report",
            what=words("No report of a platform was read yet."),
            instead=words("Export it there and run: beforehand campaign read-back."),
        )
