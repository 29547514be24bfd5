"""``beforehand campaign``: while it runs: read-back, contacts, pace, stop, resume, results."""

from __future__ import annotations

import getpass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from numpy.random import default_rng

from beforehand import campaign, programme, prove, store
from beforehand.cli.answers import FiniteRange, Rows, format_option, show
from beforehand.cli.channels import READABLE, WRITABLE
from beforehand.cli.planning import said_places
from beforehand.cli.plans import find_plan
from beforehand.cli.who import today
from beforehand.cli.writing import write
from beforehand.home import Home, open_home
from beforehand.records.plan import Plan
from beforehand.records.reach import ReportCounts, Visits
from beforehand.records.running import Brake, ReadBack, Served
from beforehand.records.survey import SurveyTallies
from beforehand.refusals import NothingToResume, SurveyOpen, TooFewAnswers
from beforehand.web.drop import open_drop
from beforehand.words import speak

DAY = click.DateTime(["%Y-%m-%d"])
CAUSES = ("complaints", "helpline overload", "harmful comments", "other")


def _now() -> datetime:
    return datetime.now().astimezone()


@click.command(
    "read-back",
    epilog="Example: beforehand campaign read-back 3f9a21c0 meta-report.csv --rate 0.92 "
    '--place "Kukes County=AL-07"',
)
@click.argument("plan_id")
@click.argument("file", type=READABLE)
@click.option("--rate", type=FiniteRange(1e-6, 1e6), help="Euro for one unit of its currency.")
@click.option("--place", "places", multiple=True, help="NAME=CODE for a doubtful name.")
@click.option("--from", "start", type=DAY, help="First day, if the report does not tell.")
@click.option("--to", "end", type=DAY, help="Last day, if the report does not tell.")
@format_option
def read_back(plan_id: str, file: Path, form: str, **asked: Any) -> None:
    """Read the report of Meta, Google or TikTok as exported, from the campaign's first day on."""
    home = open_home()
    plan = find_plan(home, plan_id)
    request = campaign.ReportRequest(
        eur_rate=asked["rate"],
        said=said_places(asked["places"]),
        start=_day(asked["start"]),
        end=_day(asked["end"]),
    )
    found = campaign.read_report(file.read_bytes(), plan, file=file.name, now=_now(), asked=request)
    store.save(home, found)
    show(form, found, _read(found, plan))


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()


def _read(found: ReadBack, plan: Plan) -> list[Rows]:
    names = {one.place.code: one.place.name for one in plan.places}
    rows = [
        (names.get(o.place, "no place"), "not reported" if o.reached is None else f"{o.reached:,}",
         f"{o.impressions:,}", f"{o.clicks:,}", f"{o.spent_eur:,.2f}")
        for o in found.places
    ]  # fmt: skip
    title = f"{found.platform}, {found.start} to {found.end} ({found.currency})"
    tables = [Rows(title, ("place", "people", "shown", "clicks", "EUR"), rows)]
    if found.doubtful:
        doubts = [
            (d.row, d.named, f"{d.nearest_name} ({d.nearest})" if d.nearest else "none is near")
            for d in found.doubtful
        ]
        said = "Not surely places: --place NAME=CODE"
        tables.append(Rows(said, ("row", "name", "nearest"), doubts))
    return tables


@click.command(epilog="Example: beforehand campaign contacts 3f9a21c0 week-12.csv")
@click.argument("plan_id")
@click.argument("file", type=READABLE)
def contacts(plan_id: str, file: Path) -> None:
    """Take in contacts by helpline, place and week (CSV: helpline, place, week, contacts)."""
    home = open_home()
    plan = find_plan(home, plan_id)
    sheet = campaign.read_contacts(file.read_bytes(), plan, file=file.name, now=_now())
    store.save(home, sheet)
    lines = len({one.helpline for one in sheet.contacts})
    weeks = len({one.week for one in sheet.contacts})
    click.echo(f"{len(sheet.contacts)} counts kept, of {lines} helplines and {weeks} weeks.")
    click.echo("They stay here. Their comparison is made when the campaign is over.")


@click.command(epilog="Example: beforehand campaign pace 3f9a21c0")
@click.argument("plan_id")
@format_option
def pace(plan_id: str, form: str) -> None:
    """How the campaign goes: money, people, frequency, help. Never its effect."""
    home = open_home()
    plan = find_plan(home, plan_id)
    running = programme.running(home, plan, _visits(home, plan))
    found = campaign.pace(plan, running, today=today())
    if form == "table":
        show(form, found, _paced(found))
        return
    show(form, found, [_pace_rows(found)])


def _paced(found: campaign.Pace) -> list[Rows]:
    to_do = [
        (f.grade.value, speak(f.what) + (f"\n{speak(f.instead)}" if f.instead else ""))
        for f in found.findings
    ]
    until = found.reported_until or "no report yet"
    totals = [
        ("reported until", until),
        ("spent", f"{found.spent_eur:,.2f} of {found.budget_eur:,.2f} EUR"),
        ("for no warned place", f"{found.leaked_eur:,.2f} EUR"),
    ]
    helps = [(h.helpline, h.week or "nothing yet", h.load, f"{h.most:g}") for h in found.help]
    title = "STOPPED" if found.stopped else ("MADE-UP: delivery" if found.made_up else "Delivery")
    tables = [Rows(title, ("", ""), totals), _short(found)]
    if helps:
        columns = ("helpline", "week of", "was", "can take")
        tables.append(Rows("Help", columns, helps))
    if to_do:
        tables.append(Rows("To do", ("", ""), to_do))
    return tables


def _told(value: float | None, shape: str = ",.0f") -> str:
    return "" if value is None else format(value, shape)


def _short(found: campaign.Pace) -> Rows:
    rows = [
        (p.name, p.pace, _told(p.budget_eur), _told(p.spent_eur), _told(p.reached),
         _told(p.frequency, ".1f"), _told(p.visits), _told(p.eur_per_1000, ",.2f"))
        for p in found.places
    ]  # fmt: skip
    columns = ("place", "pace", "EUR", "spent", "people", "times", "visits", "EUR/1,000")
    return Rows("Places that get posts", columns, rows)


def _pace_rows(found: campaign.Pace) -> Rows:
    rows = [
        (p.code, p.name, p.pace, p.budget_eur, p.even_eur, p.spent_eur, p.reached, p.frequency,
         p.clicks, p.visits, p.eur_per_1000, p.eur_per_visit)
        for p in found.places
    ]  # fmt: skip
    columns = ("code", "place", "pace", "budget_eur", "even_eur", "spent_eur", "reached",
               "frequency", "clicks", "visits", "eur_per_1000", "eur_per_visit")  # fmt: skip
    return Rows("Places that get posts", columns, rows)


def _visits(home: Home, plan: Plan) -> Visits | None:
    return open_drop(home.drop).visits(plan.campaign) if home.drop.is_file() else None


def _reports(home: Home, plan: Plan) -> ReportCounts:
    if not home.drop.is_file():
        return ReportCounts(campaign=plan.campaign, sealed=0)
    return open_drop(home.drop).report_counts(plan.campaign)


def _survey(home: Home, plan: Plan) -> SurveyTallies | None:
    """What was answered on our own page; None, and why, while it cannot be compared."""
    counts = open_drop(home.drop).answers(plan.campaign) if home.drop.is_file() else ()
    if not counts:
        return None
    try:
        found = prove.survey_tallies(plan, counts, today())
        prove.survey_lift(found, prove.request_of(plan, prove.KNOWING), rng=default_rng(1))
    except (SurveyOpen, TooFewAnswers) as reason:
        click.echo(f"Without the survey. {reason}", err=True)
        return None
    return found


@click.command(
    epilog='Example: beforehand campaign stop 3f9a21c0 --cause "harmful comments" '
    '--reason "Threats under the posts in Kukës"'
)
@click.argument("plan_id")
@click.option("--reason", required=True, help="In a sentence; it is kept.")
@click.option("--cause", type=click.Choice(CAUSES), default="other", show_default=True)
@click.option("--by", "who", help="Who stops it.  [default: your login]")
def stop(plan_id: str, reason: str, cause: str, who: str | None) -> None:
    """Stop a campaign: one person can. No files are given out until somebody resumes it."""
    home = open_home()
    plan = find_plan(home, plan_id)
    store.save(home, Brake(plan_id=plan.id, stops=True, who=_who(who), at=_now(),
                            cause=cause, reason=_reason(reason)))  # fmt: skip
    click.echo("Stopped, and recorded. The platforms do not know it yet: pause the posts there")
    click.echo("now, take down local posts, and tell the helplines.")


@click.command(
    epilog='Example: beforehand campaign resume 3f9a21c0 --reason "Comments are closed now"'
)
@click.argument("plan_id")
@click.option("--reason", required=True, help="In a sentence; it is kept.")
@click.option("--by", "who", help="Who resumes it.  [default: your login]")
def resume(plan_id: str, reason: str, who: str | None) -> None:
    """Let a stopped campaign go on; the stop stays recorded."""
    home = open_home()
    plan = find_plan(home, plan_id)
    last = programme.brake(home, plan)
    if last is None or not last.stops:
        raise NothingToResume(plan=plan.id[:12])
    store.save(home, Brake(plan_id=plan.id, stops=False, who=_who(who), at=_now(),
                            cause=last.cause, reason=_reason(reason)))  # fmt: skip
    click.echo("Resumed, and recorded. Start the posts on the platforms by hand.")


@click.command(epilog="Example: beforehand campaign served 3f9a21c0 --by 'Arta Hoxha'")
@click.argument("plan_id")
@click.option("--by", "who", help="Who says so.  [default: your login]")
@click.option("--not-yet", is_flag=True, help="Take it back: reports made from now on name none.")
def served(plan_id: str, who: str | None, *, not_yet: bool) -> None:
    """Record that the held-out places have had the campaign too, so that its report may name them.

    A report that is released already stays as it is: release it anew. Rollouts in waves need
    none of this: every place has had its turn when they end.
    """
    home = open_home()
    plan = find_plan(home, plan_id)
    said = Served(plan_id=plan.id, served=not not_yet, who=_who(who), at=_now())
    programme.say_served(home, said, plan, today())
    click.echo(
        "Recorded. Reports made from now on do not name the held-out places."
        if not_yet
        else "Recorded. Reports made from now on name the held-out places. "
        f"Next: beforehand prove report {plan.id[:12]} -o impact.pdf"
    )


def _who(given: str | None) -> str:
    return (given or "").strip() or getpass.getuser()


def _reason(given: str) -> str:
    if not given.strip():
        raise click.BadParameter("Write why, in a sentence.", param_hint="--reason")
    return given.strip()


@click.command(epilog="Example: beforehand campaign results 3f9a21c0 -o outcomes.csv")
@click.argument("plan_id")
@click.option("-o", "--output", type=WRITABLE, help="Write the contacts by place and week too.")
def results(plan_id: str, output: Path | None) -> None:
    """Close a campaign that is over: contacts and delivery, as `prove report` takes them."""
    home = open_home()
    plan = find_plan(home, plan_id)
    visits = _visits(home, plan) or Visits(campaign=plan.campaign, counts=())
    counted = (visits, _reports(home, plan))
    made = programme.close_campaign(home, plan, counted, today(), _survey(home, plan))
    if output is not None:
        write(output, campaign.outcomes_csv(made.panel))
        click.echo(f"{output}")
    click.echo(f"Kept. Next: beforehand prove report {plan.id[:12]} -o impact.pdf")
