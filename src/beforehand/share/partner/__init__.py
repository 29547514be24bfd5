"""What runs at the partner, and in a browser: standard library and pure-Python wheels alone.

Cells are mapped, checked, coded and marked up here; what has no place in the case record never
leaves.
"""

from __future__ import annotations

from beforehand.share.partner.checking import Checked, check
from beforehand.share.partner.faults import Fault
from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.mapping import Mapping, load_mapping
from beforehand.share.partner.marking import mark_up
from beforehand.share.partner.reading import read_sheet
from beforehand.share.partner.sealing import Sealed, SealReport, seal_file
from beforehand.share.partner.sheet import Sheet
from beforehand.share.partner.tokens import read_key

__all__ = [
    "Checked",
    "Fault",
    "GivenFile",
    "Mapping",
    "SealReport",
    "Sealed",
    "Sheet",
    "check",
    "load_mapping",
    "mark_up",
    "read_key",
    "read_sheet",
    "seal_file",
]
