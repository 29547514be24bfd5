"""``beforehand prove survey``: what people know, in warned and held-out places."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
import numpy as np

from beforehand import prove
from beforehand.cli.answers import FiniteRange, Rows, format_option, show
from beforehand.cli.plans import find_plan
from beforehand.cli.who import today
from beforehand.home import open_home
from beforehand.records.impact import Lift, LiftRequest
from beforehand.records.survey import SurveyTallies
from beforehand.web.drop import open_drop


@click.command(
    epilog="Examples: beforehand prove survey --from-site 3f9a21c0; "
    "beforehand prove survey tallies.csv --treated Has,Kukës --design plan.json"
)
@click.argument("tallies", type=click.Path(path_type=Path), required=False)
@click.option("--from-site", metavar="PLAN",
              help="What our own page counted for this plan, in place of TALLIES.")  # fmt: skip
@click.option("--treated", help="Warned places, separated by commas; with --from-site the plan's.")
@click.option("--design", help="complete, or a file: a plan or its lots (JSON), or one allowed "
              "assignment a line (CSV). Without it the answer is exploratory.")  # fmt: skip
@click.option(
    "--wording",
    type=click.Choice([prove.SURVEY]),
    default=prove.SURVEY,
    show_default=True,
    help="Version of the items.",
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
              help="Draws assignments where they are too many to list.")  # fmt: skip
@click.option("--level", type=FiniteRange(0.5, 0.999), default=0.95, show_default=True,
              help="Level of the interval.")  # fmt: skip
@click.option("--made-up", is_flag=True, help="Nobody was asked: say so.")
@format_option
def command(tallies: Path | None, form: str, **asked: Any) -> None:
    """The change in what is known, from TALLIES or from our own page.

    TALLIES is a CSV with the columns place, wave (before, after), age, gender, item, answers,
    right: counts, never one row a person.
    """
    if asked["from_site"] and not (tallies or asked["treated"] or asked["design"]):
        read, request = _of_site(asked["from_site"], asked["level"])
    elif tallies and asked["treated"] and not asked["from_site"]:
        read = prove.read_survey(tallies, asked["wording"], made_up=asked["made_up"])
        request = survey_request(read, asked)
    else:
        raise click.UsageError("Give TALLIES and --treated, or --from-site PLAN alone.")
    found = prove.survey_lift(read, request, rng=np.random.default_rng(asked["seed"]))
    show(form, survey_answer(read, found), [_rows(found)])
    for warning in found.warnings if form == "table" else ():
        click.echo(str(warning))


def _of_site(plan_id: str, level: float) -> tuple[SurveyTallies, LiftRequest]:
    """What our own page counted of a plan, and what the sealed plan asks of it."""
    home = open_home()
    plan = find_plan(home, plan_id)
    counts = open_drop(home.drop).answers(plan.campaign) if home.drop.is_file() else ()
    read = prove.survey_tallies(plan, counts, today())
    return read, replace(prove.request_of(plan, prove.KNOWING), level=level)


def survey_request(read: SurveyTallies, asked: dict[str, Any]) -> LiftRequest:
    """The options as a request; a survey has no days, so its dates are not looked at."""
    treated = tuple(name.strip() for name in asked["treated"].split(",") if name.strip())
    design: dict[str, Any] = {}
    if asked["design"] == "complete":
        places = tuple(dict.fromkeys(one.place for one in read.tallies))
        design = {"lots": prove.complete_lots(places, len(treated))}
    elif asked["design"]:
        given = prove.read_design(Path(asked["design"]), today() - timedelta(days=1))
        if (plan := prove.plan_in(Path(asked["design"]))) is not None:
            prove.check_wording(plan, read.version, read.source)
        design = {"assignments": given} if isinstance(given, tuple) else {"lots": given}
    return LiftRequest(
        treated=treated, start=date.min, end=date.min, level=asked["level"], **design
    )


def survey_answer(read: SurveyTallies, found: Lift) -> dict[str, object]:
    """The documented JSON of ``prove survey``; keys are stable."""
    return {
        "method": found.method,
        "inference": found.inference,
        "wording": read.version,
        "exploratory": found.exploratory,
        "treated": found.treated,
        "difference": found.effect_per_unit,
        "low": found.low,
        "high": found.high,
        "level": found.level,
        "p": found.p,
        "assignments": found.assignments,
        "verdict": found.verdict,
        "sentence": str(found.sentence),
        "warnings": [str(warning) for warning in found.warnings],
        "made_up": found.made_up,
    }


def _rows(found: Lift) -> Rows:
    ends = ["not known" if end is None else f"{100 * end:+.1f}" for end in (found.low, found.high)]
    compared = f" of {found.assignments:,} assignments" if found.assignments else ""
    return Rows(
        str(found.sentence),
        ("", ""),
        (
            ("verdict", found.verdict.value),
            ("points more in warned places", f"{100 * found.effect_per_unit:+.1f}"),
            (f"{found.level:.0%} interval, points", f"{ends[0]} to {ends[1]}"),
            ("p", f"{found.p:.4f}{compared}"),
            ("method", f"{found.method}, {found.inference}"),
        ),
    )
