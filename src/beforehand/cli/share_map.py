"""``beforehand share map``: what each column and word stands for, shown, confirmed and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from beforehand import share
from beforehand.cli.answers import Rows, format_option, show
from beforehand.cli.writing import spared, write
from beforehand.share.partner import (
    Answers,
    GivenFile,
    Mapping,
    Proposal,
    consent,
    load_mapping,
    plain,
    propose,
    read_sheet,
    to_yaml,
)
from beforehand.share.partner.showing import Fit, Kept, match, next_version, telling_words
from beforehand.share.partner.showing.record import ColumnGuess, Use, ValueGuess, level
from beforehand.share.partner.showing.writing import mappable
from beforehand.words import words

Args = ParamSpec("Args")
Result = TypeVar("Result")
_FILE = click.Path(path_type=Path)
_SOME = 6  # columns named beside a question


def set_option(command: Callable[Args, Result]) -> Callable[Args, Result]:
    """Add ``--set part=value``, repeatable, as the parameter ``parts``."""
    return click.option(
        "--set",
        "parts",
        multiple=True,
        metavar="PART=VALUE",
        help="A part of the mapping, such as edition=2026-Q2. May be repeated.",
        callback=_parts,
    )(command)


def _parts(_: click.Context, __: click.Parameter, said: Iterable[str]) -> dict[str, str]:
    found = {}
    for one in said:
        name, sign, value = one.partition("=")
        if not sign or not name.strip():
            raise click.BadParameter(f"{one} is not of the form PART=VALUE")
        found[name.strip()] = value.strip()
    return found


def chosen_mapping(said: str, parts: dict[str, str]) -> Mapping:
    """A ready mapping by its name, or a file."""
    if said in share.READY:
        return share.load_ready(said, parts)
    return share.load_mapping(Path(said), parts)


@click.command(
    name="map",
    epilog='Example: beforehand share map cases.xlsx -o mapping.yaml --set partner="Our charity" '
    "--set partner_type=NGO --set edition=2026-Q1 --set provenance=real",
)
@click.argument("file", type=_FILE)
@click.option("-o", "--out", type=_FILE, help="Where to write the mapping, to be looked through.")
@click.option("--accept", is_flag=True, help="Take every guess that is at least likely as it is.")
@click.option(
    "--kept",
    type=_FILE,
    help="A folder of mappings: one that fits is used again, and with --accept a new one is kept.",
)
@click.option("--sheet", default="", help="The sheet of a workbook, if not the first.")
@click.option("--header-row", type=click.IntRange(1), help="The row with the names of columns.")
@set_option
@format_option
def command(file: Path, out: Path | None, sheet: str, header_row: int | None, **rest: Any) -> None:
    """Guess what each column and word of a sheet stands for, and why; write the mapping.

    Nothing leaves this machine. Columns that may show a person are proposed to stay, and none of
    their cells is printed.
    """
    read = read_sheet(file, sheet=sheet, header_row=header_row)
    kept, form = Kept(rest["kept"]) if rest["kept"] else None, str(rest["form"])
    fitting = match(kept.texts(), read) if kept else None
    if fitting is not None and fitting.exact:
        _use_again(fitting, rest["parts"], out, form, file)
        return
    proposal = propose(read)
    answers = _answers(proposal, rest["parts"])
    text = to_yaml(proposal, answers)
    if fitting is not None:
        text = next_version(fitting.text, rest["parts"], proposal, answers)
    show(form, plain(proposal), [*_tables(proposal), *_drift(fitting)])
    if out is not None:
        write(spared(out, file), text.encode())
    if form == "table":
        _say_what_is_left(proposal, answers, out, known=fitting is not None)
    if rest["accept"]:
        # Says what is still to be answered.
        made = load_mapping(GivenFile("mapping.yaml", text.encode()))
        if unsaid := consent.asked(file.name, read.header, made):
            raise unsaid
        _keep(kept, text)


def _use_again(
    fitting: Fit, parts: dict[str, str], out: Path | None, form: str, file: Path
) -> None:
    """A kept mapping that fits: nothing to confirm."""
    mapping = fitting.mapping
    said = words(
        "The kept mapping of {partner}, {dataset}, version {version}, fits: every column and word "
        "is known.",
        partner=mapping.partner,
        dataset=mapping.dataset,
        version=mapping.version,
    )
    lines = [(mapping.partner, mapping.dataset, mapping.version, str(said))]
    heads = ("partner", "dataset", "version", "fit")
    told = {"partner": mapping.partner, "dataset": mapping.dataset, "version": mapping.version}
    show(form, {**told, "fit": "exact"}, [Rows("Mapping", heads, lines)])
    if out is not None:
        write(spared(out, file), next_version(fitting.text, parts).encode())


def _drift(fitting: Fit | None) -> list[Rows]:
    if fitting is None:
        return []
    lines: list[tuple[object, ...]] = [
        (str(words("new column")), one, "") for one in fitting.new_columns
    ]
    lines += [(str(words("column that is gone")), one, "") for one in fitting.gone_columns]
    lines += [
        (str(words("word that is not known")), f"{one.column}: {one.value}", one.rows)
        for one in fitting.unknown
    ]
    version = fitting.mapping.version
    return [Rows(f"Changed since version {version}", ("what", "which", "rows"), lines)]


def _keep(kept: Kept | None, text: str) -> None:
    if kept is None:
        return
    for said in telling_words(text):
        click.echo(str(said), err=True)
    click.echo(str(words("Kept as {file}.", file=str(kept.keep(text)))), err=True)


def _answers(proposal: Proposal, said: dict[str, str]) -> Answers:
    """``--set`` gives parts, and codes for every row by the names of fields."""
    asked = {one.part for one in proposal.questions if one.part == "age_basis"}
    fields = {name: code for name, code in said.items() if name in mappable() - _PARTS | asked}
    return Answers(
        defaults=fields, parts={name: value for name, value in said.items() if name not in fields}
    )


_PARTS = frozenset({"partner", "partner_type"})


def _tables(proposal: Proposal) -> list[Rows]:
    columns = [_line(guess) for guess in proposal.columns]
    values = [
        (guess.column, *_value_line(one))
        for guess in proposal.columns
        for one in guess.values
        if one.written or one.code is None
    ]
    heads = ("column", "becomes", "how sure", "why", "examples")
    of_words = ("column", "word", "rows", "becomes", "how sure", "why", "near")
    return [Rows("Columns", heads, columns), *([Rows("Words", of_words, values)] if values else [])]


def _line(guess: ColumnGuess) -> tuple[object, ...]:
    shown = ", ".join(f"{one.value} ({one.rows})" for one in guess.examples[:4])
    why = "; ".join(str(said) for said in guess.reasons)
    return (guess.column, _becomes(guess), level(guess.confidence), why, shown)


def _becomes(guess: ColumnGuess) -> str:
    if guess.use is Use.FIELD:
        return guess.target
    if guess.use is Use.FLAG:
        return f"{guess.target}={guess.code}"
    if guess.use is Use.WHO:
        return str(words("says who it is ({what})", what=guess.label))
    return str(words("stays with you"))


def _value_line(one: ValueGuess) -> tuple[object, ...]:
    becomes = str(words("not recorded")) if one.code == "" else one.code or "?"
    near = ", ".join(code or str(words("not recorded")) for code in one.alternatives)
    return (one.value, one.rows, becomes, level(one.confidence), str(one.reason), near)


def _say_what_is_left(
    proposal: Proposal, answers: Answers, out: Path | None, *, known: bool
) -> None:
    if not any(guess.use in {Use.FIELD, Use.FLAG} for guess in proposal.columns):
        said = words(
            "No column is recognised. Is this a sheet of cases, with one row for each person and "
            "the columns' names in one row? If the names stand further down: --header-row 3"
        )
        click.echo(str(said))
    for said in proposal.warnings:
        click.echo(str(said))
    given = {**answers.parts, **answers.defaults}
    for one in proposal.questions:
        if not known and not given.get(one.part) and not one.suggested:
            listed = (*one.columns[:_SOME], *one.choices)
            choices = f" ({', '.join(listed)})" if listed else ""
            click.echo(f"{one.words}{choices} --set {one.part}=...")
    if out is not None:
        said = words(
            "{file} is written. Look through it, change what is wrong, then seal.", file=str(out)
        )
        click.echo(str(said))
