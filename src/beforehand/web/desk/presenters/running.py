"""What a plan's page shows while the campaign runs: delivery, never an effect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from babel import Locale

from beforehand import campaign, charts, gazetteer, release
from beforehand.records.channels import Finding, Grade
from beforehand.records.people import Asker
from beforehand.records.plan import Plan
from beforehand.records.reach import WeeklyReports
from beforehand.records.running import Brake
from beforehand.web.desk.said import language, say
from beforehand.words import Words, words

CAUSES = {
    "complaints": words("complaints"),
    "helpline overload": words("helpline overload"),
    "harmful comments": words("harmful comments"),
    "other": words("another reason"),
}
PACES = {
    "as planned": words("as planned"),
    "fast": words("fast"),
    "slow": words("slow"),
    "not begun": words("not begun"),
    "no report": words("no report"),
    "spent": words("spent"),
}
LOADS = {
    "not known": words("not known"),
    "under half": words("under half full"),
    "over half": words("over half full"),
    "nearly full": words("nearly full"),
}
GRADES = {
    Grade.REFUSED: words("will be refused"),
    Grade.NEEDED: words("needed before launch"),
    Grade.ADVICE: words("think again"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One finding, and what to do instead."""

    grade: str
    refused: bool
    what: str
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceRow:
    """One place that gets posts: delivery alone."""

    name: str
    budget: str
    spent: str
    reached: str
    frequency: str
    visits: str
    cost: str  # for each 1,000 people reached
    pace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRow:
    """A helpline's last whole week, all places together."""

    helpline: str
    load: str  # how full, and never a count: nobody looks at contacts before the end
    most: str
    pause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningPage:
    """What the page says while the campaign runs."""

    spent: str
    budget: str
    leaked: str
    until: date | None
    places: tuple[PaceRow, ...]
    help: tuple[HelpRow, ...]
    notes: tuple[Note, ...]
    stopped: Brake | None
    causes: tuple[tuple[str, str], ...]


def running_page(pace: campaign.Pace, asker: Asker) -> RunningPage:
    """The pace of a campaign; counts of few people stay with the analyst."""
    return RunningPage(
        spent=_euro(pace.spent_eur),
        budget=_euro(pace.budget_eur),
        leaked=_euro(pace.leaked_eur) if pace.leaked_eur else "",
        until=pace.reported_until,
        places=tuple(_row(one, asker) for one in pace.places) if pace.reported_until else (),
        help=tuple(
            HelpRow(
                helpline=one.helpline,
                load=say(LOADS.get(one.load, Words(one.load))),
                most=say(charts.count(one.most)),
                pause=", ".join(one.pause),
            )
            for one in pace.help
        ),
        notes=notes(pace.findings),
        stopped=pace.stopped,
        causes=tuple((cause, say(said)) for cause, said in CAUSES.items()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedPage:
    """Files for those who place the posts, and what is said of them."""

    paid: tuple[str, ...]  # for the platforms
    own: tuple[str, ...]  # for everything else
    notes: tuple[str, ...]


def exported_page(plan: Plan, against: campaign.Against, public: str) -> ExportedPage:
    """The files of a plan by name; a platform that refuses such posts has none."""
    made = campaign.export(
        campaign.links(plan, public), campaign.ExportRequest(rules=against.rules)
    )
    paid = tuple(one for one in made.files if one.partition(".")[0] in PAID)
    return ExportedPage(
        paid=paid,
        own=tuple(one for one in made.files if one not in paid),
        notes=tuple(say(one) for one in made.notes),
    )


PAID = {"meta", "google", "tiktok"}


def notes(findings: Iterable[Finding]) -> tuple[Note, ...]:
    """Findings in the reader's language, the gravest first."""
    return tuple(
        Note(
            grade=say(GRADES[one.grade]),
            refused=one.grade is Grade.REFUSED,
            what=say(one.what),
            instead=say(one.instead) if one.instead else "",
        )
        for one in findings
    )


def _row(one: campaign.PlacePace, asker: Asker) -> PaceRow:
    few = one.reached is not None and not _shown(one.reached, asker)
    return PaceRow(
        name=one.name,
        budget=_euro(one.budget_eur),
        spent=_euro(one.spent_eur),
        reached=_people(one.reached, asker),
        frequency="" if one.frequency is None or few else say(charts.decimal(one.frequency)),
        visits=_people(one.visits, asker),
        cost="" if one.eur_per_1000 is None or few else _euro(one.eur_per_1000),
        pace=say(PACES.get(one.pace, Words(one.pace))),
    )


def _shown(people: int, asker: Asker) -> bool:
    return asker.sees_small_counts or not 0 < people < release.THRESHOLD


def _people(people: int | None, asker: Asker) -> str:
    if people is None:
        return ""
    if not _shown(people, asker):
        return say(words("under {threshold}", threshold=release.THRESHOLD))
    return say(charts.count(people))


def _euro(amount: float) -> str:
    return say(words("€{number}", number=charts.count(amount)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsWeek:
    """One week's reports by place, as a caseworker's browser counted them."""

    first: date
    last: date
    places: tuple[tuple[str, int], ...]  # most first


def report_weeks(plan: Plan, given: Iterable[WeeklyReports]) -> tuple[ReportsWeek, ...]:
    """Weeks of the campaign's window, latest first; each count reaches the release threshold."""
    names = {one.place.code: one.place.name for one in plan.places}
    countries = Locale.parse(language()).territories
    weeks = [one for one in given if _within(plan, one.week)]
    return tuple(
        ReportsWeek(
            first=one.week,
            last=one.week + timedelta(days=6),
            places=tuple(
                (
                    names.get(each.place)
                    or say(gazetteer.elsewhere(each.place, countries.get(each.place, each.place))),
                    each.reports,
                )
                for each in sorted(one.counts, key=lambda each: -each.reports)
            ),
        )
        for one in sorted(weeks, key=lambda one: one.week, reverse=True)
    )


def _within(plan: Plan, week: date) -> bool:
    return plan.window.start <= week + timedelta(days=6) and week <= plan.window.end
