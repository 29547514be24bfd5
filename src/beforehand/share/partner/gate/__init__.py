"""The identifier gate: what could name a person is found, shown, and decided by a person.

    sheet = open_sheet(file, mapping)
    seen = look(sheet, mapping)                 # findings, counts; ``seen.plain()`` is JSON
    decided = decisions_from([{"column": "Notes", "decide": "drop column"}])
    decided.undecided(seen.findings)
    preview(sheet, mapping, Seen(group="North"), decided).plain("sq")
    seal_file(file, mapping, key, decisions=decided)

Decisions only take away: free text never crosses, whatever a person decides.
"""

from __future__ import annotations

from beforehand.share.partner.checking import open_sheet
from beforehand.share.partner.gate.decisions import (
    Decision,
    Decisions,
    decisions_from,
    load_decisions,
)
from beforehand.share.partner.gate.finding import Finding, Group, grouped
from beforehand.share.partner.gate.guard import Guard
from beforehand.share.partner.gate.handing import as_faults, draft
from beforehand.share.partner.gate.kinds import Action, Kind
from beforehand.share.partner.gate.looking import Asked, Look, look
from beforehand.share.partner.gate.previewing import Preview, Seen, preview
from beforehand.share.partner.mapping import Mapping
from beforehand.share.partner.sheet import Sheet

__all__ = [
    "Action",
    "Asked",
    "Decision",
    "Decisions",
    "Finding",
    "Group",
    "Guard",
    "Kind",
    "Look",
    "Preview",
    "Seen",
    "as_faults",
    "decisions_from",
    "draft",
    "findings",
    "grouped",
    "load_decisions",
    "look",
    "open_sheet",
    "preview",
]


def findings(sheet: Sheet, mapping: Mapping, asked: Asked | None = None) -> tuple[Finding, ...]:
    """Every finding in the sheet and in what was typed (``look`` counts them too)."""
    return look(sheet, mapping, asked).findings
