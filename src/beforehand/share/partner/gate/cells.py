"""Looks at the cells of a sheet, each distinct text of a column once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from beforehand.share.partner.checking import Column, Layout
from beforehand.share.partner.coding import Problem, simplified
from beforehand.share.partner.countries import area_words, folded
from beforehand.share.partner.flags import Flags
from beforehand.share.partner.gate.capitals import small_words
from beforehand.share.partner.gate.finding import Finding
from beforehand.share.partner.gate.gazetteer import is_given
from beforehand.share.partner.gate.kinds import Action, Kind, Span
from beforehand.share.partner.gate.scanning import Hint, scan
from beforehand.share.partner.mapping import Mapping
from beforehand.share.partner.sheet import Row, Sheet
from beforehand.words import words

#: What a column's name says: English, Albanian, Romanian, Polish, Vietnamese, Arabic.
_HINTS = {
    Hint.BIRTH: r"birth|\bdob\b|\bd o b\b|born|datelind|lindj|lindur|nasteri|nascut|urodz|"
    r"ngay sinh|ميلاد|ولادة",
    Hint.PHONE: r"phone|mobile|\btel|celular|\bcel\b|whatsapp|viber|telefon|dien thoai|\bsdt\b|"
    r"هاتف|جوال|contact number",
    Hint.NAME: r"(?<!user)\bnames?\b|surname|forename|firstname|lastname|\bemri\b|\bemer\b|mbiem|"
    r"\bnume|prenume|imie|nazwisk|\bho ten\b|\bten\b|الاسم|اسم",
}
_CHOICES = (Action.BLANK, Action.DROP_COLUMN, Action.HOLD_ROW, Action.NOT_AN_IDENTIFIER)
#: Consent and its like are never left out of a row: without it the row could cross by mistake.
_KEPT = frozenset({"consent_to_share"})
_LONGEST_NAMED = 60  # characters of a cell that a column's name speaks for
_SAMPLE = 2_000  # texts from which words that are written small are learnt
_LONG = 25  # characters of a text that is worth learning from
_REMEMBERED = 200_000


def hint(column: str) -> Hint:
    """What the column's name says that it holds."""
    plain = folded(column)
    return next((one for one, said in _HINTS.items() if re.search(said, plain)), Hint.NOTHING)


@dataclass(slots=True)
class Place:
    """One column of the sheet: what its name says, the field it fills, what was seen in it."""

    position: int
    name: str
    hint: Hint
    column: Column | None  # None where it fills no field by itself
    flags: Flags | None  # of which it is one
    own: frozenset[str]  # simplified words that the mapping itself codes
    separators: tuple[str, ...]
    passes_over: bool = False  # what no list has is left out as it is coded
    seen: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    most: int = 0  # distinct texts that are looked at where the column stays; 0 is all
    unread: int = 0  # cells that were not looked at, for that reason

    @property
    def fills(self) -> bool:
        """Whether what stands in it may cross, as a code."""
        return self.column is not None or self.flags is not None

    def crosses(self, text: str) -> bool:
        """Whether anything of this cell may cross."""
        if self.passes_over and self.column:
            return not isinstance(self.column.coded(text), Problem)
        return self.fills

    @property
    def may(self) -> tuple[Action, ...]:
        """What may be decided about a cell of it."""
        if not self.fills:
            return ()
        if self.column and self.column.target in _KEPT:
            return (Action.HOLD_ROW, Action.NOT_AN_IDENTIFIER)
        return _CHOICES


def places(
    sheet: Sheet, layout: Layout, mapping: Mapping, *, all_columns: bool
) -> tuple[Place, ...]:
    """The sheet's columns; without ``all_columns`` those that fill a field."""
    mapped = {column.position: column for column in layout.columns}
    flags = {flag.position: group for group in layout.flags for flag in group.flags}
    found = [
        _place(position, name, mapped.get(position), flags.get(position), mapping)
        for position, name in enumerate(sheet.header)
    ]
    for place in found:
        place.passes_over = place.column is not None and place.column.target in layout.unlisted
    return tuple(place for place in found if all_columns or place.fills)


def _place(
    position: int, name: str, column: Column | None, flags: Flags | None, mapping: Mapping
) -> Place:
    own = mapping.values.get(column.target, {}) if column else {}
    said = name or f"{position + 1}"
    return Place(position, said, hint(name), column, flags, frozenset(own), mapping.separators)


def learn(sheet: Sheet) -> frozenset[str]:
    """Words that the sheet writes small, from the first longer texts of it."""
    found: set[str] = set()
    texts: set[str] = set()
    for row in sheet.rows():
        for cell in row.cells:
            if len(cell) >= _LONG and cell not in texts:
                texts.add(cell)
                found |= small_words(cell)
        if len(texts) >= _SAMPLE or row.number > 5 * _SAMPLE:
            break
    return frozenset(found)


def in_row(row: Row, some: tuple[Place, ...], small: frozenset[str]) -> Iterator[Finding]:
    """Findings of one row, column by column."""
    for place in some:
        text = row.cells[place.position] if place.position < len(row.cells) else ""
        if len(text) < 2:
            continue
        spans = place.seen.get(text)
        if spans is None:
            if place.most and not place.fills and len(place.seen) >= place.most:
                place.unread += 1
                continue
            spans = tuple(_looked(place, text, small))
            if len(place.seen) < _REMEMBERED:
                place.seen[text] = spans
        if not spans:
            continue
        crosses = place.crosses(text)
        for span in spans:
            yield Finding(
                row=row.number,
                column=place.name,
                typed=False,
                text=text,
                start=span.start,
                end=span.end,
                kind=span.kind,
                reason=span.reason,
                crosses=crosses,
                may=place.may if crosses else (),
            )


def _looked(place: Place, text: str, small: frozenset[str]) -> list[Span]:
    if place.flags is not None:
        said = place.flags.answer(text)
        return scan(text, place.hint, small) if isinstance(said, Problem) else []
    if place.column is None:
        return _named_so(place, text) or scan(text, place.hint, small)
    if isinstance(place.column.coded(text), Problem):
        return scan(text, place.hint, small)
    if place.own and any(simplified(part) in place.own for part in _parts(place, text)):
        # The mapping's own word is no code, so it may be a name.
        spans = scan(text, place.hint, small)
        return [one for one in spans if one.kind not in _OF_WORDS or _is_given(text, one)]
    return _unlisted(place, text)  # the rest is a word of the standard, a number, or a day


def _parts(place: Place, text: str) -> list[str]:
    found = [text]
    for mark in place.separators:
        found += text.split(mark)
    return found


#: What a single word of a mapping may be taken for.
_OF_WORDS = frozenset({Kind.CAPITAL, Kind.SMALL_PLACE, Kind.NO_CAPITALS, Kind.NAME})


def _is_given(text: str, span: Span) -> bool:
    said = folded(text[span.start : span.end]).split()
    return span.kind is Kind.NAME and any(map(is_given, said))


def _unlisted(place: Place, text: str) -> list[Span]:
    """An area's code that is taken by its form alone: three letters of it could say anything."""
    if place.column is None or not place.column.target.endswith("_area"):
        return []
    if not text.strip() or folded(text) in area_words():
        return []
    return [Span(0, len(text), Kind.AREA, Kind.AREA.reason)]


def _named_so(place: Place, text: str) -> list[Span]:
    """A cell in a column whose name says that it holds names, births or telephone numbers."""
    kinds = {Hint.NAME: Kind.NAME, Hint.BIRTH: Kind.BIRTH, Hint.PHONE: Kind.PHONE}
    kind = kinds.get(place.hint)
    if kind is None or len(text) > _LONGEST_NAMED:
        return []
    return [Span(0, len(text), kind, words("is in a column whose name says so"))]
