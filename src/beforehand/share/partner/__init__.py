"""What runs at the partner, and in a browser: standard library and pure-Python wheels alone.

Cells are mapped, checked, coded and marked up here; what has no place in the case record never
leaves.

The names below are loaded when first used: a browser starts with what reads a file alone.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beforehand.share.partner.checking import Checked, check, open_sheet
    from beforehand.share.partner.coalition_key import read_key
    from beforehand.share.partner.faults import Fault
    from beforehand.share.partner.files import GivenFile
    from beforehand.share.partner.gate import (
        Asked,
        Decision,
        Decisions,
        Finding,
        Look,
        Preview,
        Seen,
        as_faults,
        decisions_from,
        draft,
        findings,
        load_decisions,
        look,
        preview,
    )
    from beforehand.share.partner.linkage import Blind
    from beforehand.share.partner.mapping import Mapping, load_mapping
    from beforehand.share.partner.marking import mark_up
    from beforehand.share.partner.reading import read_sheet
    from beforehand.share.partner.ready import READY, load_ready
    from beforehand.share.partner.sealing import Sealed, SealReport, seal_file
    from beforehand.share.partner.sheet import Sheet
    from beforehand.share.partner.showing import (
        Answers,
        Proposal,
        mapping_of,
        next_version,
        plain,
        propose,
        to_yaml,
    )

__all__ = [
    "READY",
    "Answers",
    "Asked",
    "Blind",
    "Checked",
    "Decision",
    "Decisions",
    "Fault",
    "Finding",
    "GivenFile",
    "Look",
    "Mapping",
    "Preview",
    "Proposal",
    "SealReport",
    "Sealed",
    "Seen",
    "Sheet",
    "as_faults",
    "check",
    "decisions_from",
    "draft",
    "findings",
    "load_decisions",
    "load_mapping",
    "load_ready",
    "look",
    "mapping_of",
    "mark_up",
    "next_version",
    "open_sheet",
    "plain",
    "preview",
    "propose",
    "read_key",
    "read_sheet",
    "seal_file",
    "to_yaml",
]

_MODULES = {
    "Answers": "showing",
    "Asked": "gate",
    "Blind": "linkage",
    "Checked": "checking",
    "Decision": "gate",
    "Decisions": "gate",
    "Fault": "faults",
    "Finding": "gate",
    "GivenFile": "files",
    "Look": "gate",
    "Mapping": "mapping",
    "Preview": "gate",
    "Proposal": "showing",
    "READY": "ready",
    "SealReport": "sealing",
    "Sealed": "sealing",
    "Seen": "gate",
    "Sheet": "sheet",
    "as_faults": "gate",
    "check": "checking",
    "decisions_from": "gate",
    "draft": "gate",
    "findings": "gate",
    "load_decisions": "gate",
    "load_mapping": "mapping",
    "load_ready": "ready",
    "look": "gate",
    "mapping_of": "showing",
    "next_version": "showing",
    "mark_up": "marking",
    "open_sheet": "checking",
    "plain": "showing",
    "preview": "gate",
    "propose": "showing",
    "read_key": "coalition_key",
    "read_sheet": "reading",
    "seal_file": "sealing",
    "to_yaml": "showing",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
