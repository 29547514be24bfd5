"""Publish safely: tables and the ledger."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import click

from beforehand import csv_cells, release, store
from beforehand.cli.answers import Rows, format_option, show
from beforehand.cli.writing import write
from beforehand.home import open_home
from beforehand.records.codec import to_json
from beforehand.records.release import LedgerLine, Release, SafeTable

WITHHELD = "withheld"


@click.group()
def command() -> None:
    """The one door to the public: small counts stay behind, and whatever gives them back."""


@command.command(
    epilog="Example: beforehand release table referrals.csv --rows responder --columns quarter "
    "--count people -o safe.csv"
)
@click.argument("counts", type=click.Path(path_type=Path))
@click.option("--rows", "down", required=True, help="Column whose values become rows.")
@click.option("--columns", "across", required=True, help="Column whose values become columns.")
@click.option("--count", default="people", show_default=True, help="Column of numbers of people.")
@click.option(
    "--threshold",
    type=click.IntRange(min=3),
    default=release.THRESHOLD,
    show_default=True,
    help="Smallest count that is shown; 0 is always shown.",
)
@click.option("--made-up", is_flag=True, help="The people in it are invented.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the table there (.csv or .json) instead of showing it.",
)
@format_option
def table(
    counts: Path, down: str, across: str, count: str, form: str, output: Path | None, **asked: int
) -> None:
    """Release one table of COUNTS, a CSV with one row a cell, with its margins."""
    key = open_home().secret("release-hashes")
    read = release.read_counts(counts, down, across, count, made_up=bool(asked["made_up"]), key=key)
    today = date.today()  # noqa: DTZ011 - the calendar day where the table is released
    released = release.table(read, today=today, threshold=asked["threshold"])
    store.save(open_home(), release.ledger_line(released))
    if output is None:
        show(form, released, [as_rows(released)])
    else:
        write(output, written(released, output.suffix), 0o644)
        click.echo(f"Wrote {output}.", err=True)
    for sentence in released.account:
        click.echo(str(sentence), err=True)


def as_rows(released: Release[SafeTable]) -> Rows:
    """The table as it is printed and written: one line a row, withheld counts said to be so."""
    safe = released.payload
    people = {(cell.row, cell.column): cell.people for cell in safe.cells}
    lines = [
        [row, *(WITHHELD if people[row, c] is None else people[row, c] for c in safe.columns)]
        for row in safe.rows
    ]
    mark = " (made up)" if safe.made_up else ""
    return Rows(f"{safe.title}{mark}", ["", *safe.columns], lines)


def written(released: Release[SafeTable], suffix: str) -> bytes:
    """The released table as the bytes of a .json or .csv file."""
    if suffix == ".json":
        return to_json(released)
    out = io.StringIO()
    rows = as_rows(released)
    writer = csv.writer(out, lineterminator="\n")
    heads = [rows.title if released.made_up else "", *rows.columns[1:]]
    writer.writerows([csv_cells.safe(cell) for cell in line] for line in (heads, *rows.rows))
    return out.getvalue().encode()


@command.command(epilog="Example: beforehand release ledger --format csv")
@format_option
def ledger(form: str) -> None:
    """What has left: when, from which data, how much stayed behind."""
    lines = sorted(store.saved(open_home(), LedgerLine), key=lambda line: line.released_on)
    rows = [
        (line.released_on, line.kind, line.cells, line.withheld, line.release_id[:12])
        for line in lines
    ]
    show(form, lines, [Rows("Releases", ("day", "kind", "numbers", "withheld", "id"), rows)])
