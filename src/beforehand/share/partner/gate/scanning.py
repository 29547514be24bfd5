"""Scans one text for everything, once for each distinct text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from enum import StrEnum

from beforehand.share.partner.gate.capitals import names
from beforehand.share.partner.gate.dates import days
from beforehand.share.partner.gate.digits import runs
from beforehand.share.partner.gate.kinds import Kind, Span
from beforehand.share.partner.gate.patterns import forms, with_digits
from beforehand.share.partner.gate.streets import streets

_ANY_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"[^\W\d_]+")
_TO_ASCII = {
    **{0x0660 + digit: str(digit) for digit in range(10)},  # Arabic
    **{0x06F0 + digit: str(digit) for digit in range(10)},  # Persian
    **{0xFF10 + digit: str(digit) for digit in range(10)},  # full width
    **dict.fromkeys((0xA0, 0x2007, 0x2009, 0x202F, 0x3000), " "),
    **dict.fromkeys((0x200B, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x2066, 0x2069, 0xFEFF), " "),
    **dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212), "-"),
    0xFF0B: "+",
    0xFF20: "@",
}
#: Where two findings overlap, the one that says more stays.
_ORDER = (
    Kind.MRZ, Kind.BANK, Kind.MAIL, Kind.NHS, Kind.INSURANCE, Kind.NATIONAL, Kind.CARD,
    Kind.BIRTH, Kind.COORDINATES, Kind.WEB, Kind.DATE, Kind.POSTCODE, Kind.PHONE, Kind.DOCUMENT,
    Kind.PLATE, Kind.CASE, Kind.ADDRESS, Kind.NUMBER, Kind.NAME, Kind.CAPITAL, Kind.SMALL_PLACE,
    Kind.NO_CAPITALS,
)  # fmt: skip
_RANK = {kind: rank for rank, kind in enumerate(_ORDER)}
#: Kinds whose form is so plain that it masks what else could be read in the same place.
_MASKING = frozenset({Kind.MAIL, Kind.WEB, Kind.COORDINATES, Kind.DATE, Kind.BIRTH, Kind.POSTCODE,
                      Kind.MRZ, Kind.PLATE})  # fmt: skip


class Hint(StrEnum):
    """What a column's name says that it holds."""

    NOTHING = ""
    NAME = "name"
    PHONE = "phone"
    BIRTH = "birth"


def scan(text: str, hint: Hint = Hint.NOTHING, small: Collection[str] = frozenset()) -> list[Span]:
    """Everything in the text that could identify somebody, in order, without overlaps.

    Args:
        text: A cell or something typed.
        hint: What the column's name says.
        small: Folded words that the sheet writes small elsewhere (``capitals.small_words``).
    """
    if len(text) < 2:
        return []
    plain = text if text.isascii() else text.translate(_TO_ASCII)
    said = frozenset(_WORDS.findall(plain.lower()))
    found = [*forms(plain, said), *streets(plain, said)]
    if _ANY_DIGIT.search(plain):
        found += with_digits(plain)
        found += days(plain, hint is Hint.BIRTH)
        masked = _masked(plain, found)
        found += runs(masked, hint is Hint.PHONE)
    found += names(_masked(plain, found), small)
    return list(_apart(found))


def _masked(text: str, found: list[Span]) -> str:
    """The text with what is settled blotted out, so that offsets stay."""
    taken = [one for one in found if one.kind in _MASKING]
    for one in taken:
        text = text[: one.start] + "\x00" * (one.end - one.start) + text[one.end :]
    return text


def _apart(found: list[Span]) -> Iterator[Span]:
    """Spans in order; of two that overlap the one that says more."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda one: (_RANK[one.kind], one.start - one.end)):
        alone = span.kind in {Kind.NO_CAPITALS, Kind.SMALL_PLACE}
        if alone or not any(
            span.start < other.end and other.start < span.end
            for other in kept
            if other.kind is not Kind.NO_CAPITALS
        ):
            kept.append(span)
    return iter(sorted(kept, key=lambda one: (one.start, one.end)))
