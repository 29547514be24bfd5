"""Lays a mapping over a sheet: where its columns are, and how each of their cells is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from beforehand.share.partner.coding import Coded, Problem, age, code, registered, simplified
from beforehand.share.partner.countries import country_words, folded
from beforehand.share.partner.counts import people
from beforehand.share.partner.finding import found_columns
from beforehand.share.partner.flags import Flags, flags_of
from beforehand.share.partner.mapping import Mapping
from beforehand.share.partner.notes import Notes
from beforehand.share.partner.rules import DERIVED
from beforehand.share.partner.screen import Places
from beforehand.share.partner.sheet import Sheet
from beforehand.vocabulary import FIELD, FieldType
from beforehand.words import words

Record = dict[str, Coded]

#: More distinct values of one column than this are not remembered.
_REMEMBERED = 100_000


@dataclass(slots=True)
class Column:
    """One mapped column: where it is, what it fills, and what its values were coded as."""

    position: int
    name: str
    target: str
    read: Callable[[str], Record | Problem]
    known: dict[str, Record | Problem] = field(default_factory=dict)

    def coded(self, text: str) -> Record | Problem:
        """The field or fields that the text fills."""
        found = self.known.get(text)
        if found is None:
            found = self.read(text)
            if len(self.known) < _REMEMBERED:
                self.known[text] = found
        return found


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the mapping's columns are in the sheet, and which columns nobody maps."""

    columns: tuple[Column, ...]
    naming: dict[str, Column]  # what says who a person is, by its role in linkage
    token: tuple[tuple[int, str], ...]
    dropped: tuple[str, ...]
    flags: tuple[Flags, ...] = ()
    notes: Notes = field(default_factory=Notes)
    unlisted: frozenset[str] = frozenset()
    key: int | None = None  # of a published table, its first column: never left empty

    @property
    def used(self) -> tuple[int, ...]:
        """Positions of the columns that fill the record."""
        flags = (flag.position for group in self.flags for flag in group.flags)
        return tuple(dict.fromkeys((*(column.position for column in self.columns), *flags)))

    @property
    def who(self) -> tuple[int, ...]:
        """Positions of the columns that say who the person is."""
        named = (column.position for column in self.naming.values())
        return (*named, *(place for place, _ in self.token))

    def code(self, position: int, text: str) -> Record | None:
        """What a mapped column makes of a text; None where it is wrong."""
        column = next(one for one in self.columns if one.position == position)
        coded = column.coded(text)
        return None if isinstance(coded, Problem) else coded

    def places(self) -> Places:
        """What the screen must know of it."""
        return Places(
            columns=tuple(
                (column.position, part)
                for column in self.columns
                for part in DERIVED.get(column.target, (column.target,))[:1]
            ),
            flags=self.flags,
            naming=self.who,
            key=self.key,
        )


def lay_out(sheet: Sheet, mapping: Mapping) -> Layout:
    """Find the mapping's columns in the header; numbers of days count as the workbook's do.

    Raises:
        BadMapping: A column is missing or is there twice.
    """
    found = found_columns(sheet, mapping)
    if sheet.grid.since_1904:
        forms = ("excel-1904" if form == "excel" else form for form in mapping.date_format)
        mapping = replace(mapping, date_format=tuple(forms))
    taken = set(found.values())
    token, lacking = set(mapping.token), tuple(name for name in mapping.wanted if name not in found)
    return Layout(
        columns=tuple(
            Column(found[name], name, target, _reader(target, mapping))
            for name, target in mapping.columns.items()
            if name in found
        ),
        naming={
            role: Column(found[name], name, role, _reader(_CODED_AS.get(role, ""), mapping))
            for role, name in mapping.linkage.items()
            if name in found
        },
        token=tuple((found[name], name) for name in mapping.token if found.keys() >= token),
        flags=flags_of(mapping, found),
        notes=Notes(leave_totals=mapping.totals == "leave out", lacking=lacking),
        unlisted=mapping.unlisted,
        key=_key(mapping, found),
        dropped=tuple(
            name or f"column {position + 1}"
            for position, name in enumerate(sheet.header)
            if position not in taken
        ),
    )


def _key(mapping: Mapping, found: dict[str, int]) -> int | None:
    """The leftmost mapped column of a published table, unless its empty cells have a code."""
    first = min(mapping.columns, key=lambda name: found.get(name, len(found) + 16_384), default="")
    if mapping.kind != "aggregate" or "" in mapping.values.get(mapping.columns[first], {}):
        return None
    return found.get(first)


#: Two parts of linkage are compared as the case record codes them, whatever the partner's words.
_CODED_AS = {"sex": "gender", "citizenship": "citizenship"}


def _reader(target: str, mapping: Mapping) -> Callable[[str], Record | Problem]:
    """How a cell of the column becomes fields; the mapping's own words come first."""
    own = mapping.values.get(target, {})

    def read(text: str) -> Record | Problem:
        word = simplified(text)
        if word in own and target == "age":
            return _read_text(target, str(own[word]), mapping)
        if word in own:
            return {target: own[word]}
        if target in FIELD and FIELD[target].kind is FieldType.YES_NO:
            word = "yes" if word in mapping.yes else "no" if word in mapping.no else word
            text = word if word in {"yes", "no"} else text
        is_country = target in FIELD and FIELD[target].iso_country
        if word in mapping.missing and not (is_country and folded(text) in country_words()):
            return {}
        return _read_text(target, text, mapping)

    return read


def _read_text(target: str, text: str, mapping: Mapping) -> Record | Problem:
    if target == "registered":
        return _pair(
            ("registered_year", "registered_quarter"), registered(text, mapping.date_format)
        )
    if target == "age":
        return _pair(("age_from", "age_to"), age(text, mapping.age_bands))
    if target == "people":
        return people(text)
    if target == "partner":
        return _responder(text)
    coded = _by_parts(target, text, mapping)
    return coded if isinstance(coded, Problem) else {target: coded}


def _by_parts(target: str, text: str, mapping: Mapping) -> Coded | Problem:
    """A cell of several words, each of which the mapping may know by its own."""
    own = mapping.values.get(target, {})
    parts = [part for part in _split(text, mapping.separators) if part.strip()]
    whole = code(target, text, mapping.separator)
    if len(parts) < 2 or not (own or isinstance(whole, Problem)):
        return whole
    found: set[str] = set()
    for part in parts:
        word = simplified(part)
        coded = own[word] if word in own else code(target, part, mapping.separator)
        if isinstance(coded, Problem):
            return coded
        found.update(coded if isinstance(coded, tuple) else ())
    return tuple(sorted(found)) or None


def _split(text: str, separators: tuple[str, ...]) -> list[str]:
    if len(separators) == 1:
        return text.split(separators[0])
    return re.split("|".join(map(re.escape, separators)), text)


def _pair(
    names: tuple[str, str], read: tuple[int | None, int | None] | Problem
) -> Record | Problem:
    return read if isinstance(read, Problem) else dict(zip(names, read, strict=True))


def _responder(text: str) -> Record | Problem:
    """The name of an organisation in a published table."""
    name = " ".join(text.split())
    if 0 < len(name) <= 120 and "@" not in name and sum(map(str.isdecimal, name)) < 6:
        return {"partner": name}
    return Problem(words("is not the name of an organisation"))
