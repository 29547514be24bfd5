"""Street addresses in English, Albanian, Romanian, Polish, Vietnamese, Ukrainian and Arabic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from beforehand.share.partner.gate.gazetteer import listed
from beforehand.share.partner.gate.kinds import Kind, Span

_LANGUAGES = ("albanian", "others", "arabic")
_BEFORE = {name: listed(f"street {name}") for name in _LANGUAGES}
_ALL = {name: frozenset(some) for name, some in _BEFORE.items()}
_AFTER = listed("street english")
_MARKS = frozenset(_AFTER)
_WITH_POINT = frozenset(listed("street with point"))
_SMALL_BETWEEN = frozenset(listed("street between"))

_ENGLISH = re.compile(
    r"(?:\b(?:flat|apartment|apt|unit|room|house)\.? ?[0-9]{1,4}[a-z]?,? )?"
    r"(?:\b[0-9]{1,5}[a-z]?(?:[-/][0-9]{1,4}[a-z]?)?,? (?:[^\W\d_][\w'’]{1,20} ){1,3}?"
    r"|\b(?:[^\W\d_][\w'’]{1,20} ){1,3}?)"
    rf"(?:{'|'.join(_AFTER)})\b\.?",
    re.IGNORECASE,
)
_PART = r"nr|bl|sc|ap|et|m|p|h|hyrja|shk|lok|pall|kati|nhà|số|буд|кв"
_PLACED = rf"(?:{_PART})\b\.? ?[0-9]"
_NUMBER = (
    rf"(?:,? ?(?:{_PART})\.? ?[0-9]{{1,4}}[a-z]?\b|,? [0-9]{{1,4}}[a-z]?(?:/[0-9]{{1,4}})?\b)*"
)
_LINK_WORD = r"(?:e |i |të |se |de |lui |la )?"


def _street(words: tuple[str, ...]) -> re.Pattern[str]:
    said = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(
        rf"\b(?:{said})\b\.? ?(?:nr\.? ?)?[\"“”„«']?(?:[0-9]{{1,4}}(?:/[0-9]{{1,4}})?\b(?: |$)?)?"
        rf"(?:(?:đường|phố|ngõ|hẻm) )?{_LINK_WORD}"
        rf"(?:(?:[^\W\d_][\w'’-]*)(?: (?!{_PLACED})[^\W\d_][\w'’-]*){{0,4}})?[\"“”»']?{_NUMBER}",
        re.IGNORECASE,
    )


_STREETS = {name: _street(words) for name, words in _BEFORE.items()}


def streets(text: str, said: frozenset[str]) -> Iterator[Span]:
    """Spans of street addresses; ``said`` are the text's words, written small."""
    if said & _MARKS:
        for one in _ENGLISH.finditer(text):
            if _is_english(one.group()):
                yield Span(one.start(), one.end(), Kind.ADDRESS, Kind.ADDRESS.reason)
    for name, words in _ALL.items():
        if said & words:
            yield from _named(text, name)


def _is_english(said: str) -> bool:
    """A number before the street's name, or a name with a capital: "the way" is none."""
    parts = said.replace(",", " ").replace(".", " ").split()
    if len(parts) < 2:
        return False
    named = parts[-2][0].isupper()
    numbered = any(part[0].isdecimal() for part in parts[:3])
    return named and (numbered or parts[-1][0].isupper())


def _named(text: str, name: str) -> Iterator[Span]:
    """What follows the word for street, as far as it is a number or written large."""
    for one in _STREETS[name].finditer(text):
        first = one.group().partition(" ")[0]
        mark = first.rstrip(".").lower()
        if (mark in _WITH_POINT) is not first.endswith(".") and "." not in first.rstrip("."):
            continue
        end = one.start() + _length(one.group(), name)
        if end > one.start() + len(first):
            yield Span(one.start(), end, Kind.ADDRESS, Kind.ADDRESS.reason)


_PIECE = re.compile(r"[\w'’./-]+[\"“”»',]*")


def _length(said: str, name: str) -> int:
    """Up to the last number or large word that follows without a small one between."""
    pieces = list(_PIECE.finditer(said))
    end, start = 0, 1
    if "." in pieces[0].group().rstrip(".") and len(pieces[0].group()) > 4:  # "Rr.Durrësit"
        end = pieces[0].end()
    for piece in pieces[start:]:
        word = piece.group().strip("\"“”»'’,.„")
        if not word:
            continue
        if word[0].isdecimal() or word[0].isupper() or name == "arabic":
            end = piece.end()
            if name == "arabic":
                break
        elif word.lower() not in _SMALL_BETWEEN:
            break
    return end
