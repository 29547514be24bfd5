"""Definitions side by side, and ages that come in bands, on the command line."""

from __future__ import annotations

from collections.abc import Sequence

import click

from beforehand import charts, understand
from beforehand.cli.answers import Rows, format_option
from beforehand.cli.asking import FLAT, Answer, about, asked_of, cells, flat, head, say, tell
from beforehand.records.definitions import Ages, DefinedAnswer, Definitions
from beforehand.records.figure import Figure


@click.command(
    epilog="Example: beforehand understand definitions --route AL:GB --by gender --kind labour"
)
@about
@click.option(
    "--by", "field", default="gender", show_default=True, help="What is told of those people."
)
@click.option(
    "--kind", default="labour", show_default=True, help="Of exploitation: labour, sexual, other."
)
@format_option
def definitions(
    route: str, citizenship: str, source: str | None, field: str, kind: str, form: str
) -> None:
    """The same people under several definitions, side by side."""
    asked = asked_of(route, citizenship, source)
    told = understand.definitions(asked.cases, asked.route, field, kind, left_out=asked.left_out)
    tables = [_kinds(told), *(_inside(told, one) for one in told.answers)]
    answer = Answer(head=f"{told.says} {head(told.basis)}", tables=tables, flat=_flat(told))
    tell(form, told, told.basis, answer)
    if form == "table":
        for one in told.answers:
            say(f"{one.definition.key} ({one.definition.version}): {one.definition.says}")


def _kinds(told: Definitions) -> Rows:
    rows: list[Sequence[object]] = [
        (one.definition.key, share.label, *cells(share.figure)[1:3], share.figure.numerator)
        for one in told.answers
        for share in one.shares
    ]
    return Rows("Kinds of exploitation", ("definition", "kind", "share", "95 %", "people"), rows)


def _inside(told: Definitions, one: DefinedAnswer) -> Rows:
    rows: list[Sequence[object]] = [
        (share.label, *cells(share.figure)[1:3], share.figure.numerator) for share in one.inside
    ]
    title = f"{told.concept}: {charts.people(one.people.value)} by {one.definition.key}"
    return Rows(title, (told.field, "share", "95 %", "people"), rows)


def _flat(told: Definitions) -> Rows:
    rows = [
        (one.definition.key, of, share.code, *flat(share.figure))
        for one in told.answers
        for of, shares in (("kind", one.shares), (told.field, one.inside))
        for share in shares
    ]
    return Rows("", ("definition", "of", "code", *FLAT), rows)


@click.command(epilog="Example: beforehand understand ages 18 34 --route AL:GB")
@about
@click.argument("low", type=int)
@click.argument("high", type=int)
@format_option
def ages(route: str, citizenship: str, source: str | None, low: int, high: int, form: str) -> None:
    """The least and the most that can be of ages LOW to HIGH, where ages come in bands."""
    asked = asked_of(route, citizenship, source)
    told = understand.ages(asked.cases, asked.route, low, high, left_out=asked.left_out)
    rows: list[Sequence[object]] = [
        (one.label, *_bound(one.at_least), *_bound(one.at_most)) for one in told.bounds
    ]
    columns = ("basis", "at least", "95 %", "at most", "95 %")
    said = " ".join(str(one.says) for one in told.bounds)
    answer = Answer(
        head=f"{said} {head(told.basis)}", tables=[Rows("", columns, rows)], flat=_flat_ages(told)
    )
    tell(form, told, told.basis, answer)
    if form == "table" and told.unknown:
        say(f"Age not recorded, or not clearly: {charts.count(told.unknown)}.")


def _bound(figure: Figure) -> tuple[object, object]:
    return charts.percent(figure.value), charts.span(figure)


def _flat_ages(told: Ages) -> Rows:
    rows = [
        (one.basis, end, *flat(figure))
        for one in told.bounds
        for end, figure in (("at_least", one.at_least), ("at_most", one.at_most))
    ]
    return Rows("", ("basis", "end", *FLAT), rows)
