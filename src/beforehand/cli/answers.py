"""How every command that computes prints its answer: a table, JSON or CSV."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import click

from beforehand import csv_cells

Args = ParamSpec("Args")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Rows:
    """A table for the terminal or CSV."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


class FiniteRange(click.FloatRange):
    """A number within bounds; ``nan``, which no comparison refuses, and ``inf`` are wrong usage."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number, or a refusal that names the option."""
        found = float(super().convert(value, param, ctx))
        if not math.isfinite(found):
            self.fail(f"{value} is not a number that can be used", param, ctx)
        return found


def format_option(command: Callable[Args, Result]) -> Callable[Args, Result]:
    """Add ``--format table|json|csv`` as the parameter ``form``."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "csv"]),
        default="table",
        show_default=True,
        help="JSON is stable and documented.",
    )(command)


def show(form: str, record: object, tables: Sequence[Rows]) -> None:
    """Print ``record`` as JSON, or ``tables`` as text or CSV."""
    if form == "json":
        from beforehand.records.codec import to_json

        click.echo(to_json(record))
    elif form == "csv":
        click.echo(_as_csv(tables), nl=False)
    else:
        _as_tables(tables)


def _as_csv(tables: Sequence[Rows]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for table in tables:
        for line in (table.columns, *table.rows):
            writer.writerow([_safe(cell) for cell in line])
    return out.getvalue()


def _safe(cell: object) -> object:
    """A number stays one, also written out, such as +14.2%; a name never becomes a formula."""
    is_number = isinstance(cell, str) and re.fullmatch(r"[+-][0-9]{1,12}([.,][0-9]+)?%?", cell)
    return cell if is_number else csv_cells.safe(cell)


def _as_tables(tables: Sequence[Rows]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    for table in tables:
        drawn = Table(title=table.title, title_justify="left", box=None, pad_edge=False)
        for column in table.columns:
            drawn.add_column(column)
        for row in table.rows:
            drawn.add_row(*("" if cell is None else str(cell) for cell in row))
        console.print(drawn)
        console.print()
