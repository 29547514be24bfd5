"""Types of cases on the command line."""

from __future__ import annotations

from collections.abc import Sequence

import click

from beforehand import charts, understand
from beforehand.cli.answers import Rows, format_option
from beforehand.cli.asking import Answer, about, asked_of, head, say, tell


@click.command(
    epilog="Example: beforehand understand types --route AL:GB --source made-up:case-level"
)
@about
@click.option("--seed", default=1, show_default=True, help="Of the random starts and resamples.")
@click.option("--resamples", default=50, show_default=True, help="Draws of people, to try types.")
@format_option
def types(
    route: str, citizenship: str, source: str | None, seed: int, resamples: int, form: str
) -> None:
    """Types of cases: who, how and where; shown only if they are stable."""
    asked = asked_of(route, citizenship, source)
    told = understand.typology(asked.cases, asked.route, seed, resamples)
    rows = [
        (charts.percent(one.share.value, 0), charts.span(one.share), charts.count(one.people),
         understand.says_type(one.traits))
        for one in told.types
    ]  # fmt: skip
    flat: list[Sequence[object]] = [
        (at + 1, one.share.value, one.people, trait.field, trait.code, trait.within, trait.everyone)
        for at, one in enumerate(told.types)
        for trait in one.traits
    ]
    tell(
        form,
        told,
        told.basis,
        Answer(
            head=f"{told.why} · {head(told.basis)}",
            tables=[Rows("", ("share", "95 %", "about", "mostly"), rows)] if rows else [],
            flat=Rows(
                "",
                ("type", "share", "people", "field", "code", "within", "everyone"),
                flat,
            ),
        ),
    )
    if form == "table":
        say("Weighed: " + ", ".join(map(str, told.fields)))
