"""Mappings that were kept from earlier editions: which fits this sheet, and one for a new edition."""

from __future__ import annotations

from beforehand.refusals import Refusal
from beforehand.share.partner.checking import lay_out, open_sheet
from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.mapping import load_mapping, parsed
from beforehand.share.partner.showing.writing import written


def fits(text: str, file: GivenFile) -> bool:
    """Whether the sheet has every column of the mapping, once."""
    try:
        mapping = load_mapping(GivenFile("mapping.yaml", text.encode()))
        lay_out(open_sheet(file, mapping), mapping)
    except Refusal:
        return False
    return mapping.kind == "case-level"


def renewed(text: str, edition: str) -> str:
    """The mapping's text for a later edition.

    Raises:
        BadMapping: It is not a mapping.
    """
    said = parsed(GivenFile("mapping.yaml", text.encode()))
    return written({**said, "edition": edition})
