"""What a campaign changed: lift and the impact report."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import numpy as np

from beforehand import prove
from beforehand.cli.answers import Rows, format_option, show
from beforehand.records.impact import Lift, LiftRequest, Panel
from beforehand.refusals import UnknownMethod

DAY = click.DateTime(["%Y-%m-%d"])
INFERENCE = {"randomisation": "permutation", "synthetic-control": "block"}


@click.group()
def command() -> None:
    """What a campaign changed: the effect with its interval, and the impact report."""


def lift_options(function: Callable[..., None]) -> Callable[..., None]:
    """The options of ``prove lift``."""
    for option in reversed(
        [
            click.option("--treated", required=True, help="Treated places, separated by commas."),
            click.option("--from", "start", type=DAY, required=True, help="First day."),
            click.option("--to", "end", type=DAY, required=True, help="Last day, included."),
            click.option("--method", type=click.Choice(list(INFERENCE)),
                         help="Default: randomisation with --design, else synthetic-control."),
            click.option("--design", help="complete, or a file: a plan or its lots (JSON), or one "
                         "allowed assignment a line (CSV)."),
            click.option("--inference", type=click.Choice(["permutation", "block"]),
                         help="Follows from the method."),
            click.option("--seed", type=int, default=1, show_default=True,
                         help="Draws assignments where they are too many to list."),
            click.option("--level", type=click.FloatRange(0.5, 0.999), default=0.95,
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
    treated = tuple(name.strip() for name in asked["treated"].split(",") if name.strip())
    method = asked["method"] or ("randomisation" if asked["design"] else "synthetic-control")
    if asked["inference"] not in {None, INFERENCE[method]}:
        raise UnknownMethod(
            method=f"{asked['inference']} inference",
            reason=f"{method} goes with {INFERENCE[method]}",
            mend=f"Leave it out, or write --inference {INFERENCE[method]}.",
        )
    design = _design(panel, asked["design"], len(treated)) if method == "randomisation" else {}
    return LiftRequest(
        treated=treated,
        start=_day(asked["start"]),
        end=_day(asked["end"]),
        method=method,
        level=asked["level"],
        **design,
    )


def _design(panel: Panel, named: str | None, treated: int) -> dict[str, Any]:
    if named is None:
        return {}
    if named == "complete":
        return {"lots": prove.complete_lots(panel.places, treated)}
    design = prove.read_design(Path(named))
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


def _rows(found: Lift) -> Rows:
    per = "ratio" if found.method == "randomisation" else "effect per place and day"
    level = f"{found.level:.0%}"
    return Rows(
        str(found.sentence),
        ("", ""),
        (
            ("verdict", found.verdict.value),
            ("effect per place and day", f"{found.effect_per_unit:.3f}"),
            ("effect in all", f"{found.effect_total:,.0f}"),
            ("lift", f"{found.lift:+.1%}"),
            (f"{level} interval, {per}", f"{_end(found.low)} to {_end(found.high)}"),
            ("p", f"{found.p:.4f} of {found.assignments:,} assignments"),
            ("smallest ratio it can find", _end(found.minimum_detectable_ratio)),
            ("method", f"{found.method}, {found.inference}"),
        ),
    )


def _end(value: float | None) -> str:
    return "not known" if value is None else f"{value:.2f}"
