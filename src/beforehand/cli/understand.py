"""Understand: profiles, comparisons, routes, trends and the brief, on the command line."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from beforehand import atomic, charts, store, understand
from beforehand.cli.answers import Rows, format_option, show
from beforehand.home import open_home
from beforehand.records.cases import CaseTable, SourceClass
from beforehand.records.figure import Figure
from beforehand.records.people import SHELL
from beforehand.records.picture import (
    Basis,
    Comparison,
    FieldProfile,
    Leg,
    Profile,
    RouteFilter,
)
from beforehand.words import speak

Args = ParamSpec("Args")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Asked:
    """The cases and the route that a command was given."""

    cases: CaseTable
    route: RouteFilter
    left_out: tuple[SourceClass, ...]


def _asked(route: str, citizenship: str, source: str | None) -> Asked:
    wanted, home = understand.parse_route(route, citizenship), open_home()
    cases = store.open_cases(home, SHELL, source)
    others = [one for one in store.source_classes(home, SHELL) if one != cases.source_class]
    left_out = tuple(
        one for one in others if understand.holds(store.open_cases(home, SHELL, str(one)), wanted)
    )
    return Asked(cases, wanted, left_out)


def _about(command: Callable[Args, Result]) -> Callable[Args, Result]:
    """Add the options that every question has."""
    for option in (
        click.option("--source", help="Source class, such as real:aggregate:nrm."),
        click.option(
            "--citizenship",
            type=click.Choice(["sole", "any"]),
            default="sole",
            show_default=True,
            help="Where citizenship stands in for origin: that one alone, or among others.",
        ),
        click.option("--route", required=True, help="Two country codes, such as AL:GB."),
    ):
        command = option(command)
    return command


@click.group()
def command() -> None:
    """Profiles, comparisons, routes, trends and the brief of a route."""


@command.command(epilog="Example: beforehand understand profile --route AL:GB --by exploitation")
@_about
@click.option("--by", "field", help="One field alone, such as gender.")
@click.option("--where", help="Only people with this code: FIELD=CODE.")
@format_option
def profile(
    route: str,
    citizenship: str,
    source: str | None,
    field: str | None,
    where: str | None,
    form: str,
) -> None:
    """Shares of every recorded field, with 95 % intervals; unknowns counted apart."""
    asked = _asked(route, citizenship, source)
    told = understand.profile(
        asked.cases,
        asked.route,
        (field,) if field else None,
        where=_where(where),
        left_out=asked.left_out,
    )
    _show(
        form,
        told,
        told.basis,
        _Answer(
            head=f"{charts.people(told.people.value)} · {_head(told.basis)}",
            tables=[_field_table(one) for one in told.fields],
            flat=_flat_profile(told),
        ),
    )
    if told.not_recorded and form == "table":
        _say("Not recorded: " + ", ".join(map(str, told.not_recorded)))


def _where(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    field, equals, code = text.partition("=")
    if not equals:
        raise click.BadParameter("write FIELD=CODE, such as exploitation=ForcedLabour")
    return field, code


@command.command(
    epilog="Example: beforehand understand compare --route AL:GB --by partner_type "
    "--code ForcedCriminality"
)
@_about
@click.option(
    "--by",
    type=click.Choice(["partner", "partner_type"]),
    default="partner_type",
    show_default=True,
    help="Single partners, or kinds of partner.",
)
@click.option(
    "--code",
    default="exploitation=ForcedCriminality",
    show_default=True,
    help="What to compare: FIELD=CODE.",
)
@format_option
def compare(
    route: str, citizenship: str, source: str | None, by: str, code: str, form: str
) -> None:
    """Each partner's share of one code against everyone's together."""
    asked = _asked(route, citizenship, source)
    field, _, wanted = code.rpartition("=")
    told = understand.compare(
        asked.cases,
        asked.route,
        by,
        field or "exploitation",
        wanted,
        left_out=asked.left_out,
    )
    rows: list[Sequence[object]] = [
        (one.label, *_cells(one.figure), charts.percent(one.shrunk.value), _yes(one.differs))
        for one in told.groups
    ]
    rows.append(("Everyone together", *_cells(told.pool), "", ""))
    columns = ("seen by", "people", "share", "95 %", "unknown", "shrunk", "differs")
    answer = _Answer(
        head=f"{told.label} · {_head(told.basis)}",
        tables=[Rows("", columns, rows)],
        flat=_flat_comparison(told),
    )
    _show(form, told, told.basis, answer)


@command.command(epilog="Example: beforehand understand routes --route AL:GB")
@_about
@format_option
def routes(route: str, citizenship: str, source: str | None, form: str) -> None:
    """People by area of origin, area of exploitation and responders' police area."""
    asked = _asked(route, citizenship, source)
    told = understand.routes(asked.cases, asked.route, left_out=asked.left_out)
    ends = ("from", "to", "people")
    _show(
        form,
        told,
        told.basis,
        _Answer(
            head=_head(told.basis),
            tables=[
                Rows("Where from, where to", ends, _leg_rows(told.legs)),
                Rows("By the responders' police area", ends, _leg_rows(told.responders)),
            ],
            flat=Rows(
                "",
                ("of", "origin_area", "area", "people"),
                [
                    (of, leg.origin_area, leg.exploitation_area, leg.people.numerator)
                    for of, legs in (("leg", told.legs), ("responder", told.responders))
                    for leg in legs
                ],
            ),
        ),
    )


@command.command(epilog="Example: beforehand understand trend --route AL:GB")
@_about
@format_option
def trend(route: str, citizenship: str, source: str | None, form: str) -> None:
    """People by the period in which they were first registered."""
    asked = _asked(route, citizenship, source)
    told = understand.trend(asked.cases, asked.route, left_out=asked.left_out)
    rows: list[Sequence[object]] = [(one.period, one.people.numerator) for one in told.points]
    if told.undated:
        rows.append(("undated", told.undated))
    columns = ("period", "people")
    _show(
        form,
        told,
        told.basis,
        _Answer(
            head=_head(told.basis),
            tables=[Rows("", columns, [(when, charts.count(float(str(n)))) for when, n in rows])],
            flat=Rows("", columns, rows),
        ),
    )


@command.command(epilog="Example: beforehand understand brief --route AL:GB -o brief.pdf")
@_about
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The PDF to write.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "sq"]),
    default="en",
    show_default=True,
    help="Of the words.",
)
def brief(route: str, citizenship: str, source: str | None, output: Path, language: str) -> None:
    """The brief of a route as a PDF, for partners."""
    asked = _asked(route, citizenship, source)
    told = understand.brief(asked.cases, asked.route, left_out=asked.left_out)
    today = datetime.now(UTC).date()
    atomic.write_bytes(output, understand.render_brief(told, language, today=today))
    click.echo(f"{output}: {speak(told.findings[0], language)}")


def _head(basis: Basis) -> str:
    first, last = basis.period
    made_up = " · MADE-UP DATA" if basis.made_up else ""
    return f"{basis.route} · {first} to {last}{made_up}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """One answer for people (tables) and for other programmes (flat: bare numbers)."""

    head: str
    tables: Sequence[Rows]
    flat: Rows


def _show(form: str, record: object, basis: Basis, answer: _Answer) -> None:
    if form == "table":
        _say(answer.head)
    show(form, record, [_marked(answer.flat, basis)] if form == "csv" else answer.tables)
    if form == "table":
        _tell_basis(basis)


def _marked(flat: Rows, basis: Basis) -> Rows:
    """Every line says whether its people are made up."""
    rows = [(*row, "yes" if basis.made_up else "no") for row in flat.rows]
    return Rows("", (*flat.columns, "made_up"), rows)


def _say(text: str) -> None:
    click.echo(click.wrap_text(text, shutil.get_terminal_size().columns))


def _tell_basis(basis: Basis) -> None:
    _say(str(basis.reading))
    _say(f"Source: {'; '.join(dict.fromkeys(one.title for one in basis.submissions))}")
    _say(f"Data {basis.data_hash[:12]} ({basis.source_class})")
    for other in basis.left_out:
        _say(f"Also holds this route, and is not added: --source {other}")


def _field_table(field: FieldProfile) -> Rows:
    rows: list[Sequence[object]] = [
        (one.label, *_cells(one.figure)[1:3], charts.count(one.figure.numerator or 0))
        for one in field.of_everyone
    ]
    if field.unknown:
        rows.append(("not recorded", "", "", charts.count(field.unknown)))
    return Rows("", (str(field.label), "share", "95 %", "people"), rows)


def _cells(figure: Figure) -> tuple[object, object, object, object]:
    """People below the line, share, interval, and how many of them are unknown."""
    return (
        charts.count(figure.denominator or 0),
        charts.percent(figure.value),
        charts.span(figure),
        charts.count(figure.unknown) if figure.unknown else "",
    )


_FLAT = ("people", "of", "share", "low", "high", "unknown")


def _flat(figure: Figure) -> tuple[object, ...]:
    ends = figure.interval
    low, high = (ends.low, ends.high) if ends is not None else (None, None)
    return figure.numerator, figure.denominator, figure.value, low, high, figure.unknown


def _flat_profile(told: Profile) -> Rows:
    rows = [
        (field.field, one.code, *_flat(one.figure))
        for field in told.fields
        for one in field.of_everyone
    ]
    return Rows("", ("field", "code", *_FLAT), rows)


def _flat_comparison(told: Comparison) -> Rows:
    rows: list[Sequence[object]] = [
        (one.group, *_flat(one.figure), one.shrunk.value, _yes(one.differs)) for one in told.groups
    ]
    rows.append(("", *_flat(told.pool), None, ""))
    return Rows("", ("seen_by", *_FLAT, "shrunk", "differs"), rows)


def _yes(differs: bool) -> str:
    return "yes" if differs else ""


def _leg_rows(legs: tuple[Leg, ...]) -> list[tuple[object, ...]]:
    return [
        (_area(leg.origin_area), _area(leg.exploitation_area), charts.count(leg.people.value))
        for leg in legs
    ]


def _area(code: str | None) -> str:
    return "not recorded" if code is None else understand.place_name(code)
