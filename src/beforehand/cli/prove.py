"""What a campaign changed: lift and the impact report."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import numpy as np

from beforehand import programme, prove, release, store
from beforehand.cli import compare, creatives, survey
from beforehand.cli.answers import FiniteRange, Rows, format_option, show
from beforehand.cli.writing import write
from beforehand.home import Home, open_home
from beforehand.records.impact import Delivery, Lift, LiftRequest, Panel, Results
from beforehand.records.plan import Plan
from beforehand.records.reach import ReportCounts, Visits
from beforehand.records.release import PublicPlan, Release, SafeImpact
from beforehand.refusals import UnknownRecord
from beforehand.words import LANGUAGES, words

WRITABLE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def command() -> None:
    """What a campaign changed: the effect with its interval, and the impact report."""


command.add_command(compare.command, "compare")
command.add_command(survey.command, "survey")
command.add_command(creatives.command, "creatives")


def lift_options(function: Callable[..., None]) -> Callable[..., None]:
    """The options of ``prove lift``."""
    for option in reversed(
        [
            click.option("--treated", required=True, help="Treated places, separated by commas."),
            click.option("--from", "start", type=DAY, required=True, help="First day."),
            click.option("--to", "end", type=DAY, required=True, help="Last day, included."),
            click.option("--method", type=click.Choice(list(prove.INFERENCE)),
                         help="Default: randomisation with --design, else synthetic-control."),
            click.option("--leave-out", default="", help="Places that are neither treated nor to "
                         "be compared with, such as another arm's, separated by commas."),
            click.option("--design", help="complete, or a file: a plan or its lots (JSON), or one "
                         "allowed assignment a line (CSV); stepped: place:day cells, what was done "
                         "in the first line."),
            click.option("--inference", type=click.Choice(["permutation", "block"]),
                         help="Default: permutation of the design, else block."),
            click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
                         help="Draws assignments where they are too many to list."),
            click.option("--level", type=FiniteRange(0.5, 0.999), default=0.95,
                         show_default=True, help="Level of the interval."),
        ]
    ):  # fmt: skip
        function = option(function)
    return function


@command.command(
    epilog="Example: beforehand prove lift outcomes.csv --treated chicago,portland "
    "--from 2021-04-01 --to 2021-04-15 --format json"
)
@click.argument("outcomes", type=click.Path(path_type=Path))
@lift_options
@format_option
def lift(outcomes: Path, form: str, **asked: Any) -> None:
    """The effect on OUTCOMES, a CSV with the columns location, date and Y."""
    began = time.perf_counter()
    panel = prove.read_panel(outcomes)
    request = lift_request(panel, asked)
    found = prove.lift(panel, request, rng=np.random.default_rng(asked["seed"]))
    answer = lift_answer(found, time.perf_counter() - began)
    show(form, answer, [_rows(found)])
    for warning in found.warnings if form == "table" else ():
        click.echo(str(warning))


def lift_request(panel: Panel, asked: dict[str, Any]) -> LiftRequest:
    """The options as a request, or a refusal where they contradict each other."""
    treated, left_out = _names(asked["treated"]), _names(asked["leave_out"])
    method = asked["method"] or ("randomisation" if asked["design"] else "synthetic-control")
    places = tuple(place for place in panel.places if place not in left_out)
    return LiftRequest(
        treated=treated,
        start=_day(asked["start"]),
        end=_day(asked["end"]),
        method=method,
        inference=asked["inference"] or "",
        left_out=left_out,
        level=asked["level"],
        **_design(places, asked["design"], len(treated), _day(asked["end"])),
    )


def _names(listed: str) -> tuple[str, ...]:
    """Each name once, in the order given."""
    return tuple(dict.fromkeys(name.strip() for name in listed.split(",") if name.strip()))


def _design(places: tuple[str, ...], named: str | None, treated: int, end: date) -> dict[str, Any]:
    if named is None:
        return {}
    if named == "complete":
        return {"lots": prove.complete_lots(places, treated)}
    design = prove.read_design(Path(named), end)
    return {"assignments": design} if isinstance(design, tuple) else {"lots": design}


def _day(given: datetime) -> date:
    return given.date()


def lift_answer(found: Lift, seconds: float) -> dict[str, object]:
    """The documented JSON of ``prove lift``; keys are stable."""
    return {
        "method": found.method,
        "inference": found.inference,
        "exploratory": found.exploratory,
        "treated": found.treated,
        "effect_per_unit": found.effect_per_unit,
        "effect_total": found.effect_total,
        "lift": found.lift if math.isfinite(found.lift) else None,
        "low": found.low,
        "high": found.high,
        "level": found.level,
        "p": found.p,
        "p_average": found.p_average,
        "assignments": found.assignments,
        "mdr": found.minimum_detectable_ratio,
        "weights": found.weights,
        "l2_imbalance": found.l2_imbalance,
        "scaled_l2_imbalance": found.scaled_l2_imbalance,
        "verdict": found.verdict,
        "sentence": str(found.sentence),
        "warnings": [str(warning) for warning in found.warnings],
        "made_up": found.made_up,
        "seconds": round(seconds, 4),
    }


@command.command(
    epilog="Example: beforehand prove report 8be1f20c -o impact.pdf --publish for-the-funder"
)
@click.argument("plan")
@click.option("-o", "--output", type=WRITABLE, required=True, help="The PDF to write.")
@click.option("--html", type=WRITABLE, help="Write a web page too.")
@click.option("--plain", type=WRITABLE, help="Write the page in plain words too.")
@click.option("--slides", type=FOLDER, help="Write pictures for slides (PNG, 16:9) there too.")
@click.option("--publish", type=FOLDER, help="Write the folder from which it can be made again.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Language of the report.",
)
@click.option(
    "--outcomes",
    type=click.Path(path_type=Path),
    help="Outcomes by place and day (location,date,Y), instead of the saved ones.",
)
def report(plan: str, output: Path, language: str, outcomes: Path | None, **asked: Any) -> None:
    """The impact report of PLAN: the first characters of its id, or a published folder.

    From a published folder nothing else is needed, and the same bytes come out again.
    """
    if Path(plan).is_dir():
        if outcomes is not None or asked["publish"] is not None:
            raise click.UsageError("A published folder is read as it is: leave these options out.")
        released, sealed = prove.read_published(Path(plan))
    else:
        home = open_home()
        found = _plan(home, plan)
        released, sealed = _released(home, found, outcomes), release.public_plan(found)
    _write(released, sealed, language, {"pdf": output, **asked})
    for sentence in released.account:
        click.echo(str(sentence))
    for one in prove.recount(released) if Path(plan).is_dir() else ():
        click.echo(f"{'agrees' if one.holds else 'DISAGREES'}: {one.what}")


def _write(
    released: Release[SafeImpact], sealed: PublicPlan, language: str, asked: dict[str, Path | None]
) -> None:
    makers: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: prove.render_pdf(released, language),
        "html": lambda: prove.render_page(released, language).encode(),
        "plain": lambda: prove.render_plain(released, language).encode(),
    }
    for kind, make in makers.items():
        path = asked[kind]
        if path is not None:
            write(path, make(), 0o644)
            click.echo(f"Wrote {path}.")
    if asked["slides"] is not None:
        pictures = prove.render_slides(released, language)
        _fill(asked["slides"], {f"{n:02d}.png": one for n, one in enumerate(pictures, 1)})
    if asked["publish"] is not None:
        _fill(asked["publish"], prove.published(released, sealed))


def _fill(folder: Path, made: dict[str, bytes]) -> None:
    for name, data in made.items():
        write(folder / name, data, 0o644)
    click.echo(f"Wrote {len(made)} files into {folder}.")


def _plan(home: Home, plan_id: str) -> Plan:
    found = [plan for plan in store.saved(home, Plan) if plan_id and plan.id.startswith(plan_id)]
    if len(found) != 1:
        raise UnknownRecord(kind=words("plan"), id=plan_id)
    return found[0]


def _released(home: Home, plan: Plan, outcomes: Path | None) -> Release[SafeImpact]:
    today = date.today()  # noqa: DTZ011 - the calendar day where the report is made
    if outcomes is None:
        return programme.impact_of(home, plan, today)
    panel = prove.read_panel(outcomes, made_up=plan.made_up)
    earlier = programme.earlier_plan(home, plan)
    report = prove.impact(plan, _measured(home, plan, panel), earlier)
    released = programme.through_the_door(home, plan, report, today)
    return programme.keep_released(home, released)


def _measured(home: Home, plan: Plan, panel: Panel) -> Results:
    """The saved results with this panel; nothing delivered is known where there are none."""
    for results in store.saved(home, Results):
        if results.plan_id == plan.id:
            return replace(results, panel=panel)
    nothing = Delivery(
        platform=(),
        visits=Visits(campaign=plan.campaign, counts=()),
        reports=ReportCounts(campaign=plan.campaign, sealed=0),
        source="",
        data_hash="",
        made_up=plan.made_up,
    )
    return Results(plan_id=plan.id, panel=panel, delivery=nothing)


def _rows(found: Lift) -> Rows:
    ratio = found.method in {"randomisation", "did"}
    per = "ratio" if ratio else "effect per place and day"
    level = f"{found.level:.0%}"
    return Rows(
        str(found.sentence),
        ("", ""),
        (
            ("verdict", found.verdict.value),
            ("effect per place and day", f"{found.effect_per_unit:.3f}"),
            ("effect in all", f"{found.effect_total:,.0f}"),
            ("lift", f"{found.lift:+.1%}" if math.isfinite(found.lift) else "not known"),
            (f"{level} interval, {per}", f"{_end(found.low)} to {_end(found.high)}"),
            ("p", f"{found.p:.4f} of {found.assignments:,} assignments"),
            ("smallest ratio it can find", _end(found.minimum_detectable_ratio)),
            ("method", f"{found.method}, {found.inference}"),
        ),
    )


def _end(value: float | None) -> str:
    return "not known" if value is None else f"{value:.2f}"
