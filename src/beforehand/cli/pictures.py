"""Profiles, comparisons, routes, trends and the brief, on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from beforehand import briefing, charts, understand
from beforehand.cli.answers import Rows, format_option
from beforehand.cli.asking import (
    FLAT,
    Answer,
    Asked,
    about,
    asked_of,
    cells,
    flat,
    head,
    say,
    tell,
    yes,
)
from beforehand.cli.readings import tell_closely
from beforehand.cli.who import shell
from beforehand.cli.writing import write
from beforehand.home import open_home
from beforehand.records.picture import Comparison, FieldProfile, Leg, Profile, Route
from beforehand.words import speak


@click.command(epilog="Example: beforehand understand profile --route AL:GB --by exploitation")
@about
@click.option("--by", "field", help="One field alone, such as gender.")
@click.option(
    "--definition",
    type=click.Choice([one.key for one in understand.DEFINITIONS]),
    default=None,
    help="What kinds of exploitation are counted by; see: understand definitions.",
)
@format_option
def profile(
    route: str,
    citizenship: str,
    source: str | None,
    field: str | None,
    definition: str | None,
    form: str,
) -> None:
    """Shares of every recorded field, with 95 % intervals; unknowns counted apart."""
    asked = asked_of(route, citizenship, source)
    told = understand.profile(
        asked.cases,
        asked.route,
        (field,) if field else None,
        definition=definition or "",
        left_out=asked.left_out,
    )
    tell(
        form,
        told,
        told.basis,
        Answer(
            head=f"{charts.people(told.people.value)} · {head(told.basis)}",
            tables=[_field_table(one) for one in told.fields],
            flat=_flat_profile(told),
        ),
    )
    if told.not_recorded and form == "table":
        say("Not recorded: " + ", ".join(map(str, told.not_recorded)))


@click.command(
    epilog="Example: beforehand understand compare --route AL:GB --by partner_type "
    "--code ForcedCriminality"
)
@about
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
    asked = asked_of(route, citizenship, source)
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
        (one.label, *cells(one.figure), charts.percent(one.shrunk.value), yes(one.differs))
        for one in told.groups
    ]
    rows.append(("Everyone together", *cells(told.pool), "", ""))
    columns = ("seen by", "people", "share", "95 %", "unknown", "shrunk", "differs")
    answer = Answer(
        head=f"{told.label} · {head(told.basis)}",
        tables=[Rows("", columns, rows)],
        flat=_flat_comparison(told),
    )
    tell(form, told, told.basis, answer)


@click.command(epilog="Example: beforehand understand routes --route AL:GB")
@about
@format_option
def routes(route: str, citizenship: str, source: str | None, form: str) -> None:
    """People by the places of their way, and by responders' police area."""
    asked = asked_of(route, citizenship, source)
    told = understand.routes(asked.cases, asked.route, left_out=asked.left_out)
    ends = ("from", "to", "people")
    tell(
        form,
        told,
        told.basis,
        Answer(
            head=head(told.basis),
            tables=[
                Rows("Where from, where to", ends, _leg_rows(told.legs)),
                *_stretch_rows(told),
                Rows("By the responders' police area", ends, _leg_rows(told.responders)),
            ],
            flat=_flat_route(told),
        ),
    )


@click.command(epilog="Example: beforehand understand trend --route AL:GB")
@about
@click.option(
    "--closely",
    is_flag=True,
    help="With revisions between editions, shifts of level, and season.",
)
@format_option
def trend(route: str, citizenship: str, source: str | None, closely: bool, form: str) -> None:
    """People by the period in which they were first registered."""
    if closely:
        tell_closely(route, citizenship, source, form)
    else:
        _tell_trend(asked_of(route, citizenship, source), form)


def _tell_trend(asked: Asked, form: str) -> None:
    told = understand.trend(asked.cases, asked.route, left_out=asked.left_out)
    rows: list[Sequence[object]] = [(one.period, one.people.numerator) for one in told.points]
    if told.undated:
        rows.append(("undated", told.undated))
    columns = ("period", "people")
    tell(
        form,
        told,
        told.basis,
        Answer(
            head=head(told.basis),
            tables=[Rows("", columns, [(when, charts.count(float(str(n)))) for when, n in rows])],
            flat=Rows("", columns, rows),
        ),
    )


@click.command(epilog="Example: beforehand understand brief --route AL:GB -o brief.pdf")
@about
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
    asked = asked_of(route, citizenship, source, hands_on=True)
    told = understand.brief(asked.cases, asked.route, left_out=asked.left_out)
    today = datetime.now(UTC).date()
    briefing.note_made(open_home(), told, by=shell().role, today=today)
    unseen = understand.hidden_for_brief(asked.cases, asked.route)
    made = understand.render_brief(told, language, today=today, hidden=unseen)
    write(output, made)
    click.echo(f"{output}: {speak(told.findings[0], language)}")


def _field_table(field: FieldProfile) -> Rows:
    rows: list[Sequence[object]] = [
        (one.label, *cells(one.figure)[1:3], charts.count(one.figure.numerator or 0))
        for one in field.of_everyone
    ]
    if field.unknown:
        rows.append(("not recorded", "", "", charts.count(field.unknown)))
    return Rows("", (str(field.label), "share", "95 %", "people"), rows)


def _flat_profile(told: Profile) -> Rows:
    rows = [
        (field.field, one.code, *flat(one.figure))
        for field in told.fields
        for one in field.of_everyone
    ]
    return Rows("", ("field", "code", *FLAT), rows)


def _flat_comparison(told: Comparison) -> Rows:
    rows: list[Sequence[object]] = [
        (one.group, *flat(one.figure), one.shrunk.value, yes(one.differs)) for one in told.groups
    ]
    rows.append(("", *flat(told.pool), None, ""))
    return Rows("", ("seen_by", *FLAT, "shrunk", "differs"), rows)


def _stretch_rows(told: Route) -> list[Rows]:
    """From each recorded place to the next; none where nobody's transit or arrival is recorded."""
    rows = [
        (_staged(one.stage, one.start), _staged(one.stage + one.reach, one.end),
         charts.count(one.people.value))
        for one in told.stretches
    ]  # fmt: skip
    columns = ("from", "next place recorded", "people")
    return [Rows("Which way", columns, rows)] if rows else []


def _staged(stage: int, place: str | None) -> str:
    said = "not recorded"
    if place is not None:
        said = understand.says_place(understand.STAGES, stage, place)
    return f"{understand.STAGES[stage]}: {said}"


def _flat_route(told: Route) -> Rows:
    """Legs and responders with two places; whole routes with four, where anybody has more."""
    rows: list[Sequence[object]] = [
        (of, leg.origin_area, leg.exploitation_area, leg.people.numerator,
         leg.transit_country, leg.arrival_area)
        for of, legs in (("leg", told.legs), ("route", told.paths), ("responder", told.responders))
        for leg in legs
    ]  # fmt: skip
    columns = ("of", "origin_area", "area", "people", "transit_country", "arrival_area")
    return Rows("", columns, rows)


def _leg_rows(legs: tuple[Leg, ...]) -> list[tuple[object, ...]]:
    return [
        (_area(leg.origin_area), _area(leg.exploitation_area), charts.count(leg.people.value))
        for leg in legs
    ]


def _area(code: str | None) -> str:
    return "not recorded" if code is None else understand.place_name(code)
