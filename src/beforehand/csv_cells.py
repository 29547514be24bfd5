"""Cells of CSV that a spreadsheet opens without running anything in them."""

from __future__ import annotations

from typing import TypeVar

Cell = TypeVar("Cell")

#: A cell that begins with one of these is a formula, or ends one, in some spreadsheet.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "|", "%")


def safe(cell: Cell) -> Cell | str:
    """The cell, with an apostrophe before text that a spreadsheet would take for a formula.

    Numbers are left alone: a number is never a formula.

    Source:
        OWASP, CSV Injection.
    """
    risky = isinstance(cell, str) and cell.lstrip(" ").startswith(_RISKY)
    return f"'{cell}" if risky else cell
