"""How many people no list saw, on the command line. Loads nothing that a table does not need."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from beforehand.cli.answers import FiniteRange, Rows, format_option, show
from beforehand.refusals import NoEstimate
from beforehand.stats.mse.estimates import METHODS, Estimate, Options
from beforehand.stats.mse.tables import Table, read_table
from beforehand.stats.mse.withheld import estimate_table

Timed = tuple[Estimate, float]
LONG = 5000  # resamples, from which on progress is shown


def how(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say how an estimate is made."""
    for option in reversed(
        [
            click.option("--method", type=click.Choice([*METHODS, "all"]), default="stepwise",
                         show_default=True, help="all: one after the other, side by side."),
            click.option("--threshold", type=FiniteRange(0, 1), default=0.02,
                         show_default=True, help="Of p-values, for stepwise."),
            click.option("--interval", type=click.Choice(["bca", "percentile", "none"]),
                         default="bca", show_default=True,
                         help="From resampled people, the model searched anew in each resample."),
            click.option("--bootstrap", type=click.IntRange(10, 10_000_000), default=20_000,
                         show_default=True, help="How many resamples."),
            click.option("--level", type=FiniteRange(0.5, 0.999), default=0.95,
                         show_default=True, help="Of the interval."),
            click.option("--seed", type=click.IntRange(0, 2**63), default=1, show_default=True,
                         help="The same seed gives the same answer."),
        ]
    ):  # fmt: skip
        command = option(command)
    return command


def whose(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a question to the pool, written here so that nothing of it is loaded."""
    for option in reversed(
        [
            click.option("--route", help="Instead of a table: partners of the pool as lists. "
                         "Two country codes, such as AL:GB."),
            click.option("--lists", type=click.Choice(["partner", "partner-type"]),
                         default="partner", show_default=True,
                         help="Of the pool: single partners, or kinds of partner."),
            click.option("--by", type=click.Choice(["year", "sex", "exploitation"]),
                         help="Of the pool: each part by itself too, and their sum."),
            click.option("--merge", multiple=True, metavar="A+B",
                         help="Of the pool: lists that count as one. May be given again."),
            click.option("--source", help="Source class, such as real:case-level."),
            click.option("--citizenship", type=click.Choice(["sole", "any"]), default="sole",
                         help="As in the other questions."),
            click.option("--where", multiple=True, help="Only people with this code: FIELD=CODE."),
            click.option("--purpose", default="route-analysis", show_default=True,
                         help="What the answer is for: agreements must name it."),
        ]
    ):  # fmt: skip
        command = option(command)
    return command


@click.command(
    epilog="Examples: beforehand understand hidden lists.csv --method all --bootstrap 1000; "
    "beforehand understand hidden --route AL:GB --by sex"
)
@click.argument("table", type=click.Path(path_type=Path, exists=True, dir_okay=False,
                allow_dash=True), metavar="[LISTS.csv]", required=False)  # fmt: skip
@how
@click.option("--whole", is_flag=True, help="The whole record: also what leaving out or merging "
              "lists does, how known lists are foretold, and what may be said.")  # fmt: skip
@click.option("--coverage", type=FiniteRange(min=0), default=0, metavar="SECONDS",
              help="Simulate how often such intervals hold the truth, for about so long, and move "
              "the level until they do. Makes the whole record.")  # fmt: skip
@whose
@format_option
def hidden(table: Path | None, method: str, form: str, **asked: Any) -> None:
    """How many people no list saw, from overlapping lists.

    LISTS.csv has a column of zeros and ones for each of 2 to 16 lists, and a column count: how
    many people are on just those lists. A count that is withheld may be written <5. With - the
    table is read from standard input. Without a table, --route asks the pool.
    """
    if (table is None) == (asked["route"] is None):
        raise click.UsageError("Name a table of lists, or a --route of the pool.")
    options = Options(
        threshold=asked["threshold"],
        interval=asked["interval"],
        replicates=asked["bootstrap"],
        level=asked["level"],
        seed=asked["seed"],
    )
    methods = list(METHODS) if method == "all" else [method]
    asked["whole"] = asked["whole"] or asked["coverage"] > 0
    if table is None or asked["whole"]:
        from beforehand.cli import hidden_records  # loads the pool

        hidden_records.tell(None if table is None else _read(table), methods, options, form, asked)
        return
    read = _read(table)
    found = [_timed(read, one, options) for one in methods]
    _tell(form, found, whole=method == "all")
    if all(made.total is None for made, _ in found):
        raise NoEstimate(reason=found[0][0].reason)


def _read(table: Path) -> Table:
    if str(table) == "-":
        return read_table(sys.stdin.buffer.read(), "standard input")
    return read_table(table.read_bytes(), table.name)


@contextmanager
def _bar(options: Options) -> Iterator[Options]:
    """The same options; on a terminal, with a line on stderr that says how far long work is."""
    if options.replicates < LONG or options.interval == "none" or not sys.stderr.isatty():
        yield options
        return
    done = 0

    def progress(more: int) -> None:
        nonlocal done
        done += more
        click.echo(f"\rResampling: {done:,} of {options.replicates:,}", err=True, nl=False)

    yield replace(options, progress=progress)
    click.echo("\r\033[K", err=True, nl=False)


def _timed(table: Table, method: str, options: Options) -> Timed:
    start = time.perf_counter()
    with _bar(options) as seen:
        made = estimate_table(table, method, options=seen)
    return made, time.perf_counter() - start


def _tell(form: str, found: Sequence[Timed], *, whole: bool) -> None:
    if form == "json":
        told = [as_json(made, seconds) for made, seconds in found]
        click.echo(json.dumps(told if whole else told[0], ensure_ascii=False, allow_nan=False))
    elif form == "csv":
        show(form, None, [_flat(found)])
    else:
        show(form, None, [_table(found)])
        for said in dict.fromkeys(_said(found)):
            click.echo(said)


def _table(found: Sequence[Timed]) -> Rows:
    level = f"{100 * found[0][0].level:g} %"
    rows = [
        (
            made.method,
            _people(made.total),
            _span(made),
            made.verdict.value,
            _dependences(made),
        )
        for made, _ in found
    ]
    columns = ("method", "people in all", level, "verdict", "lists that go together")
    return Rows("", columns, rows)


def _dependences(made: Estimate) -> str:
    """Of the model; empty where there is none, since no estimate or no single model is."""
    found = ", ".join("+".join(term) for term in _terms(made))
    return found or ("" if made.total is None or made.aic is None else "none")


def _said(found: Sequence[Timed]) -> Iterator[str]:
    made = found[0][0]
    yield f"{made.seen:,} people are on at least one of {len(made.names)} lists."
    for made, _ in found:
        if made.reason:
            yield f"{made.method}: {made.verdict.value}, because {made.reason}."
    for made, _ in found:
        for warning in made.warnings:
            yield f"{made.method}: {warning}."


def _people(number: float | None) -> str:
    return "" if number is None else f"{number:,.0f}"


def _span(made: Estimate) -> str:
    if made.low is None:
        return ""
    high = "no bound" if made.high is None else _people(made.high)
    return f"{_people(made.low)} to {high}"


def _flat(found: Sequence[Timed]) -> Rows:
    told = [as_json(made, seconds) for made, seconds in found]
    rows = [[_cell(value) for value in one.values()] for one in told]
    return Rows("", tuple(told[0]), rows)


def _cell(value: object) -> object:
    """Lists in one cell: terms by plus signs, the rest by semicolons."""
    if not isinstance(value, list):
        return value
    return "; ".join("+".join(one) if isinstance(one, list) else str(one) for one in value)


def _terms(made: Estimate) -> list[list[str]]:
    return [
        sorted(name for at, name in enumerate(made.names) if term >> at & 1) for term in made.model
    ]


def as_json(made: Estimate, seconds: float) -> dict[str, object]:
    """One estimate, in the keys that are documented."""
    return {
        "method": made.method,
        "estimate": made.total,
        "low": made.low,
        "high": made.high,
        "seen": made.seen,
        "lists": list(made.names),
        "model": _terms(made),
        "aic": made.aic,
        "bic": made.bic,
        "exists": made.exists,
        "identifiable": made.identifiable,
        "replicates": made.replicates,
        "mc_error_low": made.error_low,
        "mc_error_high": made.error_high,
        "verdict": made.verdict.value,
        "reason": str(made.reason),
        "warnings": [str(one) for one in made.warnings],
        "seconds": round(seconds, 4),
    }
