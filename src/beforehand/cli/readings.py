"""A trend read closely, on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from beforehand import charts, store, understand
from beforehand.cli.answers import Rows
from beforehand.cli.asking import Answer, asked_of, asks, head, say, tell, yes
from beforehand.home import open_home
from beforehand.records.readings import PeriodReading, TrendReading


def tell_closely(route: str, citizenship: str, source: str | None, form: str) -> None:
    """Print every period with its earlier numbers, then shifts of level and season."""
    asked = asked_of(route, citizenship, source)
    editions = store.open_editions(open_home(), asks(), str(asked.cases.source_class))
    told = understand.read_trend(editions, asked.route, left_out=asked.left_out)
    rows: list[Sequence[object]] = [
        (one.period, charts.value(one.people), _before(one), yes(one.provisional))
        for one in told.periods
    ]
    columns = ("period", "people", "earlier editions", "provisional")
    tables = [Rows("", columns, rows), *_shifts(told), *_season(told)]
    tell(form, told, told.basis, Answer(head=head(told.basis), tables=tables, flat=_flat(told)))
    if form == "table":
        for one in told.says:
            say(str(one))


def _before(one: PeriodReading) -> str:
    return ", ".join(f"{was.edition}: {charts.value(was.people)}" for was in one.earlier)


def _shifts(told: TrendReading) -> list[Rows]:
    rows = [
        (
            one.period,
            charts.value(one.before),
            charts.value(one.after),
            charts.decimal(one.p_value, 3),
        )
        for one in told.shifts
    ]
    return [Rows("Shifts of level", ("from", "before", "after", "p"), rows)] if rows else []


def _season(told: TrendReading) -> list[Rows]:
    rows = [
        (name, charts.decimal(figure.value, 2), charts.span(figure))
        for name, figure in told.season.quarters
    ]
    return [Rows("Quarters against the year", ("quarter", "times", "95 %"), rows)] if rows else []


def _flat(told: TrendReading) -> Rows:
    rows = [
        (one.period, edition, people, yes(one.provisional))
        for one in told.periods
        for edition, people in (
            *((was.edition, was.people.numerator) for was in one.earlier),
            ("now", one.people.numerator),
        )
    ]
    return Rows("", ("period", "edition", "people", "provisional"), rows)
