"""Early signals, on the command line."""

from __future__ import annotations

from collections.abc import Sequence

import click

from beforehand import charts, understand
from beforehand.cli.answers import Rows, format_option
from beforehand.cli.asking import Answer, about, asked_of, head, say, tell, yes
from beforehand.records.signals import EarlySignals

SHOWN = 12


@click.command(epilog="Example: beforehand understand signals --route AL:GB")
@about
@click.option("--at", default="", help="The period looked at, such as '2023 Q1'; else the last.")
@format_option
def signals(route: str, citizenship: str, source: str | None, at: str, form: str) -> None:
    """What counts more in the latest period than its own past explains."""
    asked = asked_of(route, citizenship, source)
    told = understand.signals(asked.cases, asked.route, at, left_out=asked.left_out)
    rows: list[Sequence[object]] = [
        (
            one.label,
            charts.value(one.now),
            charts.decimal(one.expected.value),
            charts.span(one.expected),
            charts.decimal(one.p_value, 4),
            yes(one.called),
        )
        for one in told.series[:SHOWN]
    ]
    columns = ("what", "now", "expected", "95 %", "p", "signal")
    answer = Answer(
        head=f"{told.says} {head(told.basis)}", tables=[Rows("", columns, rows)], flat=_flat(told)
    )
    tell(form, told, told.basis, answer)
    if form == "table":
        rate = charts.percent(told.false_discovery, 0)
        say(f"{len(told.series)} series looked at, {told.past} periods before each.")
        say(f"Where nothing is new, anything at all is called in about {rate} of the looks.")


def _flat(told: EarlySignals) -> Rows:
    rows = [
        (one.field, one.code, one.now.numerator, one.expected.value, one.p_value, yes(one.called))
        for one in told.series
    ]
    return Rows("", ("field", "code", "now", "expected", "p", "signal"), rows)
