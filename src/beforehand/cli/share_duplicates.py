"""``beforehand share duplicates``: a partner's own rows that are likely one person."""

from __future__ import annotations

from pathlib import Path

import click

from beforehand import share
from beforehand.cli import share_map
from beforehand.cli.answers import FiniteRange, Rows, format_option, show
from beforehand.words import Words, speak, words

_FILE = click.Path(path_type=Path)
SHOWN = 100  # pairs that a table shows; JSON and CSV hold all
_PARTS = {
    "given": words("first name"),
    "family": words("surname"),
    "born": words("birth date"),
    "sex": words("sex"),
    "citizenship": words("citizenship"),
}


@click.command(epilog="Example: beforehand share duplicates cases.xlsx -m map.yaml")
@click.argument("file", type=_FILE)
@click.option("-m", "--mapping", required=True, help="Which column is which field; or htcds.")
@click.option("--least", type=FiniteRange(0.01, 1), default=0.5, show_default=True,
              help="Tell pairs from this probability on.")  # fmt: skip
@share_map.set_option
@format_option
def duplicates(file: Path, mapping: str, least: float, parts: dict[str, str], form: str) -> None:
    """Show rows of your own sheet that are likely one person; nothing is written or sent."""
    found = share.likely_duplicates(file, share_map.chosen_mapping(mapping, parts), least)
    pairs = found.pairs if form == "csv" else found.pairs[:SHOWN]
    lines = [
        (
            pair.row,
            pair.other_row,
            f"{pair.probability:.2f}",
            ", ".join(speak(_PARTS[part]) for part in pair.same),
        )
        for pair in pairs
    ]
    show(form, found, [Rows("Likely one person", ("row", "row", "probability", "same"), lines)])
    if form == "table":
        click.echo(str(_said(found)))


def _said(found: share.Duplicates) -> Words:
    if found.learnt:
        return words(
            "{pairs} pairs among {rows} rows with a name; the weights were learnt from this file. "
            "Look at both rows before you change either.",
            pairs=len(found.pairs),
            rows=found.comparable,
        )
    return words(
        "{pairs} pairs among {rows} rows with a name. This file is too small, or repeats too few "
        "people, to learn weights from, so the usual ones were taken. Look at both rows before "
        "you change either.",
        pairs=len(found.pairs),
        rows=found.comparable,
    )
