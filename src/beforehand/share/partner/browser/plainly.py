"""What the page shows, as JSON holds it and in the officer's language."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from beforehand.share.partner.known import target_label
from beforehand.words import speak

if TYPE_CHECKING:
    from beforehand.share.partner import Checked, Fault, Look, Mapping, SealReport, Sheet

Plain = dict[str, object]


def sheet(read: Sheet, top: int, language: str) -> Plain:
    """The sheet as the page shows it: its size and its first rows."""
    rows = 0
    first: list[list[str]] = []
    for row in read.rows():
        rows += 1
        if len(first) < top:
            first.append(list(row.cells[: len(read.header)]))
    return {
        "name": read.file,
        "sheet": read.name,
        "rows": rows,
        "header": list(read.header),
        "header_row": read.header_row,
        "top": first,
        "warnings": [speak(said, language) for said in read.warnings],
    }


def mapping(made: Mapping, text: str) -> Plain:
    """The mapping in force, with the text that is kept."""
    return {
        "text": text,
        "partner": made.partner,
        "dataset": made.dataset,
        "edition": made.edition,
        "kind": made.kind,
        "made_up": made.provenance == "made-up",
        "sharing": dict(made.sharing),
    }


def checked(found: Checked, shown: int, language: str) -> Plain:
    """How many faults there are, and the first of them."""
    return {
        "rows": found.rows,
        "count": len(found.faults),
        "faults": [_fault(one, language) for one in found.faults[:shown]],
        "dropped": list(found.dropped),
        "warnings": [speak(said, language) for said in found.warnings],
    }


def _fault(found: Fault, language: str) -> Plain:
    return {
        "row": found.row,
        "column": found.column,
        "value": found.value,
        "problem": speak(found.problem, language),
        "nearest": found.nearest,
    }


def found(seen: Look, shown: int, language: str) -> Plain:
    """Findings by column and kind, with the first cells of each."""
    groups: list[Plain] = [one.plain(language) for one in seen.groups]
    held: dict[tuple[object, ...], list[Plain]] = {}
    for one in seen.findings:
        cells = held.setdefault((one.column, one.typed, one.kind.value, one.crosses), [])
        if len(cells) < shown:
            cells.append(one.plain(language))
    for group in groups:
        key = (group["column"], group["typed"], group["kind"], group["crosses"])
        group["findings"] = held.get(key, [])
    return {"rows": seen.rows, "declined": seen.declined, "groups": groups}


def report(made: SealReport, data: bytes, language: str = "en") -> Plain:
    """What was sealed and what stays."""
    return {
        "rows": made.rows,
        "without_consent": made.without_consent,
        "without_token": made.without_token,
        "fields": [speak(target_label(name), language) for name in made.fields],
        "dropped": list(made.dropped),
        "held": made.held,
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
