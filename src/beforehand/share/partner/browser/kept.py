"""Mappings that were kept from earlier editions: which of them fits this sheet."""

from __future__ import annotations

from beforehand.refusals import Refusal
from beforehand.share.partner.checking import lay_out, open_sheet
from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.mapping import load_mapping


def fits(text: str, file: GivenFile) -> bool:
    """Whether the sheet has every column of the mapping, once."""
    try:
        mapping = load_mapping(GivenFile("mapping.yaml", text.encode()))
        lay_out(open_sheet(file, mapping), mapping)
    except Refusal:
        return False
    return mapping.kind == "case-level"
