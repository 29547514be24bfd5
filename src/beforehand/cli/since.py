"""What has changed since the last brief, on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import click

from beforehand import briefing, charts, understand
from beforehand.cli.answers import Rows, format_option
from beforehand.cli.asking import Answer, about, asked_of, head, say, tell, yes
from beforehand.home import open_home
from beforehand.records.since import Since

SHOWN = 15


@click.command(epilog="Example: beforehand understand since --route AL:GB --keep")
@about
@click.option("--keep", is_flag=True, help="Keep the present brief, to compare the next one with.")
@format_option
def since(route: str, citizenship: str, source: str | None, keep: bool, form: str) -> None:
    """What has changed since the brief that was kept last."""
    asked = asked_of(route, citizenship, source)
    home, brief = open_home(), understand.brief(asked.cases, asked.route, left_out=asked.left_out)
    if keep:
        briefing.keep_brief(home, brief, today=datetime.now(UTC).date())
    told = briefing.since_last(home, brief)
    rows: list[Sequence[object]] = [
        (
            one.label,
            charts.percent(one.then.value),
            charts.percent(one.now.value),
            charts.span(one.difference),
            yes(one.beyond_chance),
        )
        for one in told.changes[:SHOWN]
    ]
    columns = ("share of everyone", "then", "now", "change, 95 %", "beyond chance")
    said = " ".join(str(one) for one in told.says)
    answer = Answer(
        head=f"{said} {head(told.basis)}", tables=[Rows("", columns, rows)], flat=_flat(told)
    )
    tell(form, told, told.basis, answer)
    if form == "table" and not told.growing:
        say("The two share people that cannot be told apart: the intervals are on the wide side.")


def _flat(told: Since) -> Rows:
    rows = []
    for one in told.changes:
        ends = one.difference.interval
        low, high = (ends.low, ends.high) if ends else (None, None)
        numbers = (one.then.value, one.now.value, one.difference.value, low, high)
        rows.append((one.field, one.code, *numbers, yes(one.beyond_chance)))
    columns = ("field", "code", "then", "now", "change", "low", "high", "beyond_chance")
    return Rows("", columns, rows)
