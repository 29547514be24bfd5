"""One table, the drawing of it, and how it was counted."""

from __future__ import annotations

from dataclasses import dataclass

Cell = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What one file holds, in the reader's language.

    ``rows`` hold bare numbers; None is a cell that is empty because nothing is known or shown.
    ``how`` are pairs of label and text: definition, source, data hash, period, command.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    how: tuple[tuple[str, str], ...]
    how_title: str
    made_up: str = ""  # what every file of made-up data says; empty for real data
    drawing: str = ""  # an SVG with explicit colours; empty where there is none
    caption: str = ""  # one line that stands under a drawing: source, period, data
