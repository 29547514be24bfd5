"""Sheets of HTCDS whose rows hold the place of one event, of whatever kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from beforehand.share.partner.countries import folded
from beforehand.share.partner.json_rows import EVENTS
from beforehand.share.partner.sheet import Grid, Row, Sheet

_PLACES = ("hte_Country", "hte_State")


def with_events(sheet: Sheet, kind: str) -> Sheet:
    """The sheet with a column for each kind of event and place, such as ``Exploitation hte_State``.

    Args:
        sheet: A sheet that may have the columns ``kind``, ``hte_Country`` and ``hte_State``.
        kind: The column that says what kind of event it was.
    """
    at = {folded(name): place for place, name in enumerate(sheet.header)}
    places = [(name, at[folded(name)]) for name in _PLACES if folded(name) in at]
    if folded(kind) not in at or not places:
        return sheet
    made = [(event, place) for event in EVENTS for _, place in places]
    names = tuple(f"{event} {name}" for event in EVENTS for name, _ in places)
    where, width = at[folded(kind)], len(sheet.header)

    def rows() -> Iterator[Row]:
        for row in sheet.grid.rows():
            cells = row.cells + ("",) * (width - len(row.cells))
            said = cells[where].strip() if row.number != sheet.header_row else ""
            more = tuple(cells[place] if said == event else "" for event, place in made)
            yield Row(row.number, (*cells[:width], *more, *cells[width:]), row.unknown)

    grid: Grid = replace(sheet.grid, rows=rows)
    return replace(sheet, grid=grid, header=(*sheet.header, *names))
