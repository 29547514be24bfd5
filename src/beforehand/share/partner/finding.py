"""Finds a mapping's columns in a sheet's header."""

from __future__ import annotations

from beforehand.refusals import BadMapping
from beforehand.share.partner.countries import folded
from beforehand.share.partner.faults import nearest
from beforehand.share.partner.mapping import Mapping
from beforehand.share.partner.sheet import Sheet
from beforehand.words import words


def found_columns(sheet: Sheet, mapping: Mapping) -> dict[str, int]:
    """Positions of the mapping's columns, by their own names or by others they go by.

    Raises:
        BadMapping: A column is missing that may not be, or is there twice.
    """
    places: dict[str, list[int]] = {}
    for position, name in enumerate(sheet.header):
        places.setdefault(folded(name), []).append(position)
    found: dict[str, int] = {}
    for name in mapping.wanted:
        place = _place(sheet, mapping, name, places)
        if place is not None:
            found[name] = place
    who = {*mapping.token, *mapping.linkage.values()}
    if not any(name in found for name in mapping.wanted if name not in who):
        raise _missing(sheet, mapping, mapping.wanted[0])
    return found


def _place(sheet: Sheet, mapping: Mapping, name: str, places: dict[str, list[int]]) -> int | None:
    at: list[int] = []
    for known in (name, *mapping.aliases.get(name, ())):
        at += [place for place in places.get(folded(known), []) if place not in at]
    if len(at) == 1:
        return at[0]
    if at:
        raise BadMapping(
            mapping=mapping.name,
            reason=words("{file} has the column {name} twice", file=sheet.file, name=name),
            mend=words("Give the two columns different names."),
        )
    if {"all", folded(name)} & mapping.optional:
        return None
    raise _missing(sheet, mapping, name)


def _missing(sheet: Sheet, mapping: Mapping, name: str) -> BadMapping:
    near = nearest(name, [column for column in sheet.header if column])
    return BadMapping(
        mapping=mapping.name,
        reason=words("{file} has no column {name}", file=sheet.file, name=name),
        mend=words("The nearest column there is {near}.", near=near)
        if near
        else words("Its columns are: {columns}.", columns=_listed(sheet.header)),
    )


def _listed(header: tuple[str, ...]) -> str:
    shown = [name for name in header if name]
    return ", ".join(shown[:20]) + (", ..." if len(shown) > 20 else "")
