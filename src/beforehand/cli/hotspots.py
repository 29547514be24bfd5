"""Rates by area, on the command line."""

from __future__ import annotations

from collections.abc import Sequence

import click

from beforehand import charts, understand
from beforehand.cli.answers import Rows, format_option
from beforehand.cli.asking import Answer, about, asked_of, head, say, tell, yes
from beforehand.records.hotspots import Hotspots

SHOWN = 20


@click.command(epilog="Example: beforehand understand hotspots --route AL:GB --end origin")
@about
@click.option(
    "--end",
    type=click.Choice(["origin", "exploitation", "responders"]),
    default="origin",
    show_default=True,
    help="Where they came from, were exploited, or the police area of who saw them.",
)
@click.option("--top", type=click.IntRange(1, 50), default=5, show_default=True)
@format_option
def hotspots(
    route: str, citizenship: str, source: str | None, end: str, top: int, form: str
) -> None:
    """People per 100,000 residents of each area, small areas drawn towards the others."""
    asked = asked_of(route, citizenship, source)
    told = understand.hotspots(asked.cases, asked.route, end, top=top, left_out=asked.left_out)
    rows: list[Sequence[object]] = [
        (
            one.label,
            charts.value(one.people),
            charts.value(one.raw),
            charts.value(one.shrunk),
            charts.span(one.shrunk),
            charts.percent(one.in_top.value, 0),
            yes(one.above),
        )
        for one in told.areas[:SHOWN]
    ]
    columns = ("area", "people", "rate", "shrunk", "95 %", f"top {told.top}", "above")
    answer = Answer(
        head=f"{told.says} {head(told.basis)}", tables=[Rows("", columns, rows)], flat=_flat(told)
    )
    tell(form, told, told.basis, answer)
    if form == "table":
        say(f"Rates are per 100,000 residents. {told.population}")
        if told.unplaced:
            say(f"No area recorded, or one elsewhere: {charts.people(told.unplaced)}.")


def _flat(told: Hotspots) -> Rows:
    rows: list[Sequence[object]] = []
    for one in told.areas:
        ends = one.shrunk.interval
        low, high = (ends.low, ends.high) if ends else (None, None)
        numbers = (one.people.numerator, one.raw.denominator, one.raw.value, one.shrunk.value)
        rows.append((one.area, *numbers, low, high, one.in_top.value, yes(one.above)))
    columns = ("area", "people", "residents", "rate", "shrunk", "low", "high", "in_top", "above")
    return Rows("", columns, rows)
