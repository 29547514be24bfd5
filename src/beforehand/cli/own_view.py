"""One partner's view against everybody else's, on the command line."""

from __future__ import annotations

from collections.abc import Sequence

import click

from beforehand import charts, understand
from beforehand.cli.answers import Rows, format_option
from beforehand.cli.asking import FLAT, Answer, about, asked_of, flat, head, say, tell, yes
from beforehand.records.views import PartnerView


@click.command(epilog='Example: beforehand understand view --route AL:GB --partner "Home Office"')
@about
@click.option("--partner", required=True, help="As its name stands in the cases.")
@format_option
def view(route: str, citizenship: str, source: str | None, partner: str, form: str) -> None:
    """What one partner sees more of than the others, less of, and not at all."""
    asked = asked_of(route, citizenship, source)
    told = understand.own_view(asked.cases, asked.route, partner)
    rows = [
        (
            one.seen.value,
            one.label,
            charts.percent(one.own.value),
            charts.percent(one.others.value) if one.others else "",
            yes(one.differs),
            ", ".join(str(whom.label) for whom in one.ask),
        )
        for one in told.lines
    ]
    columns = ("sees", "what", "own", "others", "differs", "whom to ask")
    tell(
        form,
        told,
        told.basis,
        Answer(
            head=f"{partner}: {charts.people(told.own.value)} · {head(told.basis)}",
            tables=[Rows("", columns, rows)],
            flat=_flat(told),
        ),
    )
    if told.too_few and form == "table":
        say("Too few people to say whether anything differs.")


def _flat(told: PartnerView) -> Rows:
    rows: list[Sequence[object]] = [
        (one.field, one.code, one.seen.value, of, *flat(figure), yes(one.differs))
        for one in told.lines
        for of, figure in (("own", one.own), ("others", one.others))
        if figure is not None
    ]
    return Rows("", ("field", "code", "seen", "of_whom", *FLAT, "differs"), rows)
