"""What every question about a route is asked with, and how its answer is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ParamSpec, TypeVar

import click

from beforehand import charts, store, understand
from beforehand.cli.answers import Rows, show
from beforehand.cli.who import shell
from beforehand.home import open_home
from beforehand.records.agreements import BarredPurpose, Purpose
from beforehand.records.cases import CaseTable, SourceClass
from beforehand.records.figure import Figure
from beforehand.records.people import Asker
from beforehand.records.picture import Basis, RouteFilter

Args = ParamSpec("Args")
Result = TypeVar("Result")
_WHERE, _PURPOSE = "beforehand.where", "beforehand.purpose"


@dataclass(frozen=True, slots=True)
class Asked:
    """The cases and the route that a command was given."""

    cases: CaseTable
    route: RouteFilter
    left_out: tuple[SourceClass, ...]


def asked_of(route: str, citizenship: str, source: str | None, *, hands_on: bool = False) -> Asked:
    """The cases of one source, and the other sources that hold the route.

    ``hands_on``: what is made of them is for others to read, such as a brief.
    """
    wanted, home = understand.parse_route(route, citizenship), open_home()
    asker = asks().handing_on() if hands_on else asks()
    cases = store.open_cases(home, asker, source)
    others = [one for one in store.source_classes(home, asker) if one != cases.source_class]
    left_out = tuple(
        one for one in others if understand.holds(store.open_cases(home, asker, str(one)), wanted)
    )
    return Asked(cases, narrowed(wanted), left_out)


def asks() -> Asker:
    """Whoever has a shell on the hub, today, for the purpose that ``--purpose`` names."""
    named = click.get_current_context().meta.get(_PURPOSE, Purpose.ROUTE_ANALYSIS)
    return replace(shell(), purpose=named)


def _keep_purpose(context: click.Context, _: click.Parameter, given: str) -> None:
    """A barred purpose can be named: it is refused with its reason, where cases are opened."""
    for kind in (Purpose, BarredPurpose):
        if given in set(kind):
            context.meta[_PURPOSE] = kind(given)
            return
    raise click.BadParameter(f"agreements know these: {', '.join(Purpose)}")


def remember(context: click.Context, where: tuple[str, ...], purpose: str) -> None:
    """What ``--where`` and ``--purpose`` were given, of a command that loads this module late."""
    _keep(context, context.command.params[0], where)
    _keep_purpose(context, context.command.params[0], purpose)


def narrowed(route: RouteFilter) -> RouteFilter:
    """The route, narrowed by what ``--where`` was given, as often as it was given."""
    return understand.narrow(route, click.get_current_context().meta.get(_WHERE, ()))


def _keep(context: click.Context, _: click.Parameter, given: tuple[str, ...]) -> None:
    for text in given:
        if "=" not in text:
            raise click.BadParameter("write FIELD=CODE, such as exploitation=ForcedLabour")
    context.meta[_WHERE] = given


def about(command: Callable[Args, Result]) -> Callable[Args, Result]:
    """Add the options that every question has."""
    for option in (
        click.option(
            "--where",
            multiple=True,
            expose_value=False,
            callback=_keep,
            help="Only people with this code: FIELD=CODE. May be given again: codes of one field "
            "are alternatives, those of several must all hold.",
        ),
        click.option(
            "--purpose",
            default=Purpose.ROUTE_ANALYSIS.value,
            show_default=True,
            expose_value=False,
            callback=_keep_purpose,
            help="What the answer is for: real cases answer only where an agreement names it.",
        ),
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


def head(basis: Basis) -> str:
    """Route and period, and whether its people are made up."""
    first, last = basis.period
    made_up = " · MADE-UP DATA" if basis.made_up else ""
    return f"{basis.route} · {first} to {last}{made_up}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer for people (tables) and for other programmes (flat: bare numbers)."""

    head: str
    tables: Sequence[Rows]
    flat: Rows


def tell(form: str, record: object, basis: Basis, answer: Answer) -> None:
    """Print an answer, and under a table what it rests on."""
    if form == "table":
        say(answer.head)
    show(form, record, [_marked(answer.flat, basis)] if form == "csv" else answer.tables)
    if form == "table":
        tell_basis(basis)


def _marked(flat: Rows, basis: Basis) -> Rows:
    """Every line says whether its people are made up."""
    rows = [(*row, "yes" if basis.made_up else "no") for row in flat.rows]
    return Rows("", (*flat.columns, "made_up"), rows)


def say(text: str) -> None:
    """A sentence, as wide as the terminal."""
    click.echo(click.wrap_text(text, shutil.get_terminal_size().columns))


def tell_basis(basis: Basis) -> None:
    """What an answer rests on: reading, source, data, and what is not added."""
    say(str(basis.reading))
    say(str(understand.says_counted(basis.source_class)))
    say(f"Source: {'; '.join(dict.fromkeys(one.title for one in basis.submissions))}")
    say(f"Data {basis.data_hash[:12]} ({basis.source_class})")
    for kept in basis.kept_back:
        say(str(kept.said))
    for other in basis.left_out:
        say(f"Also holds this route, and is not added: --source {other}")


def cells(figure: Figure) -> tuple[object, object, object, object]:
    """People below the line, share, interval, and how many of them are unknown."""
    return (
        charts.count(figure.denominator or 0),
        charts.percent(figure.value),
        charts.span(figure),
        charts.count(figure.unknown) if figure.unknown else "",
    )


FLAT = ("people", "of", "share", "low", "high", "unknown")


def flat(figure: Figure) -> tuple[object, ...]:
    """The bare numbers of ``FLAT``."""
    ends = figure.interval
    low, high = (ends.low, ends.high) if ends is not None else (None, None)
    return figure.numerator, figure.denominator, figure.value, low, high, figure.unknown


def yes(differs: bool) -> str:
    """A yes, or nothing."""
    return "yes" if differs else ""
