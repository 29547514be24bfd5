"""``beforehand share check``: what could name a person, shown before anything leaves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from beforehand import share
from beforehand.cli import share_map
from beforehand.cli.answers import Rows, format_option, show
from beforehand.cli.writing import spared, write
from beforehand.refusals import UndecidedFindings
from beforehand.share.partner import (
    Asked,
    Decisions,
    Finding,
    Look,
    Preview,
    as_faults,
    draft,
    load_decisions,
    look,
    preview,
)
from beforehand.share.partner.checking import open_sheet
from beforehand.words import speak, words

_FILE = click.Path(path_type=Path)
SHOWN = 40  # findings that a table shows; JSON and the marked copy hold all


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What ``share check`` answers."""

    findings: dict[str, object]
    undecided: int
    preview: dict[str, object]


@click.command(epilog="Example: beforehand share check cases.xlsx -m map.yaml --marked found.xlsx")
@click.argument("file", type=_FILE)
@click.option("-m", "--mapping", required=True, help="Which column is which field; or htcds.")
@click.option("--decisions", type=_FILE, help="What you decided on earlier findings (YAML).")
@click.option("-k", "few", type=click.IntRange(1, 100), default=3, show_default=True,
              help="A combination that fewer rows share is rare.")  # fmt: skip
@click.option("--marked", type=_FILE, help="Write a copy of the sheet with findings coloured.")
@click.option("--draft", "drafted", type=_FILE, help="Write decisions to start from.")
@share_map.set_option
@format_option
def check(  # noqa: PLR0913 -- its options
    file: Path,
    mapping: str,
    decisions: Path | None,
    few: int,
    marked: Path | None,
    drafted: Path | None,
    parts: dict[str, str],
    form: str,
) -> None:
    """Show what could name a person, and what others would see; exit 3 if you must decide."""
    chosen = share_map.chosen_mapping(mapping, parts)
    decided = load_decisions(decisions) if decisions else Decisions()
    asked = Asked(k=few, staying=0)
    sheet = open_sheet(file, chosen)
    found = look(sheet, chosen, asked)
    waiting = decided.undecided(found.findings)
    shown = preview(sheet, chosen, None, decided, asked)
    if marked:
        out = spared(marked, file, Path(mapping))
        faults = as_faults(found)
        write(out, share.mark_up(file, chosen, faults))
    if drafted:
        write(spared(drafted, file, Path(mapping)), draft(found, decided).encode())
    answer = Check(findings=found.plain(), undecided=len(waiting), preview=shown.plain())
    show(form, answer, _tables(found, waiting, shown))
    if waiting:
        refused = UndecidedFindings(file=file.name, count=len(waiting), first=waiting[0].words)
        refused.findings = waiting
        raise refused


def _tables(found: Look, waiting: tuple[Finding, ...], shown: Preview) -> list[Rows]:
    groups = [
        (
            one.column or str(words("whole row")),
            speak(one.kind.label),
            one.cells,
            str(words("crosses")) if one.crosses else str(words("stays here")),
            ", ".join(action.value for action in one.may),
        )
        for one in found.groups
    ]
    first = [(one.row or "", one.column, speak(one.words)) for one in waiting[:SHOWN]]
    tables = [Rows("Found", ("column", "kind", "cells", "", "may be decided"), groups)]
    if first:
        tables.append(Rows("Waiting for you", ("row", "column", "finding"), first))
    said = [(speak(one),) for one in shown.sentences]
    tables.append(Rows("What others will see", ("",), said))
    labels = [speak(one) for one in shown.labels]
    tables.append(Rows("The first rows, as they will be at the hub", labels, shown.table()[:5]))
    return tables
