"""Identifiers with a form of their own: mails, links, handles, coordinates, passport lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from beforehand.share.partner.gate.gazetteer import listed
from beforehand.share.partner.gate.kinds import Kind, Span
from beforehand.share.partner.gate.numbers import is_mrz

_END = r"(?![A-Za-z0-9])"
_START = r"(?<![A-Za-z0-9])"
_MAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)*")
_AT = r" ?(?:\(at\)|\[at\]|\(@\)|(?<= )at(?= )) ?"
_DOT = r"(?: ?(?:\(dot\)|\[dot\]|(?<= )dot(?= )) ?|\.)"
_SPELT_MAIL = re.compile(rf"[\w.+-]+{_AT}[\w-]+{_DOT}[a-z]{{2,4}}\b", re.IGNORECASE)
_TOP = "com|org|net|info|co|io|me|app|tv|biz|uk|al|xk|ro|pl|vn|eu|de|it|fr|gr|tr|ru|ua"
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"']+"
    rf"|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:{_TOP})(?:/[^\s<>\"']*)?(?![\w@])",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])")
_PLACES_ONLINE = frozenset(listed("account"))
_ACCOUNT = re.compile(
    r"\b(?:insta(?:gram)?|ig|snap(?:chat)?|sc|fb|facebook|tik ?tok|telegram|tg|twitter|discord|"
    r"skype|username|user|profil[ie]?|profile|llogaria|nick|cont(?:ul)?|konto|khoản|zalo)\b"
    r" ?(?:name|account|id|handle|profile|is|:|=|-|e tij|e saj|quhet)*[ :=]{1,3}"
    r"([A-Za-z0-9](?=[A-Za-z0-9_.]*[0-9_.][A-Za-z0-9_])[A-Za-z0-9_.]{2,28}[A-Za-z0-9_])",
    re.IGNORECASE,
)
_OUTWARD = (
    r"[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPS-UW]|[A-HK-Y][0-9][ABEHMNPRV-Y])"
)
_POSTCODE = re.compile(
    rf"{_START}(?:GIR ?0AA|{_OUTWARD} {{0,2}}[0-9][ABD-HJLNP-UW-Z]{{2}}){_END}", re.IGNORECASE
)
_NUMBER_OF_PLACE = r"[-+]?[0-9]{1,3}[.,][0-9]{3,}(?:°? ?[NSEW]\b)?"
_DECIMAL = re.compile(rf"(?<![\d.]){_NUMBER_OF_PLACE}[,;/ ]{{1,3}}{_NUMBER_OF_PLACE}(?!\d|\.\d)")
_DEGREES = re.compile(
    r"[0-9]{1,3} ?[°º] ?[0-9]{1,2}(?:[.,][0-9]+)? ?['′’]"
    r"(?: ?[0-9]{1,2}(?:[.,][0-9]+)? ?(?:[\"″”]|''))? ?[NSEWVLnsew]?"
)
_OPEN = "23456789CFGHJMPQRVWXcfghjmpqrvwx"
_PLUS = re.compile(rf"{_START}[{_OPEN}]{{4,8}}\+[{_OPEN}]{{2,3}}{_END}")
_THREE_WORDS = re.compile(
    r"///[^\W\d_]{2,}\.[^\W\d_]{2,}\.[^\W\d_]{2,}"
    r"|(?<![\w./@])[a-z]{4,}\.[a-z]{4,}\.[a-z]{4,}(?![\w./@])"
)
_GRID = re.compile(
    rf"{_START}[HNST][A-HJ-Z] ?(?:[0-9]{{3}} ?[0-9]{{3}}|[0-9]{{4}} ?[0-9]{{4}}"
    rf"|[0-9]{{5}} ?[0-9]{{5}}){_END}"
)
_PLATE = re.compile(
    r"(?<![A-Za-z0-9-])(?:[A-Z]{2}[0-9]{2} ?[A-Z]{3}|[A-Z]{2} ?[0-9]{3} ?[A-Z]{2}"
    rf"|[A-Z]{{1,2}} [0-9]{{2,3}} [A-Z]{{3}}|0[1-7] ?[0-9]{{3}} ?[A-Z]{{2}}){_END}"
)
_MRZ = re.compile(r"(?<![A-Z0-9<])[A-Z0-9<]{28,44}(?![A-Z0-9<])")
_NETWORK = re.compile(r"(?<![\d.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?!\d|\.\d)")


def forms(text: str, said: frozenset[str]) -> Iterator[Span]:
    """Forms that need no digit; each pattern runs only where its sign or word is in the text.

    Args:
        text: A cell.
        said: Its words, written small.
    """
    if "@" in text:
        yield from found(_MAIL, text, Kind.MAIL)
        yield from found(_HANDLE, text, Kind.WEB)
    if "at" in said and ("dot" in said or "(" in text or "[" in text or "." in text):
        yield from found(_SPELT_MAIL, text, Kind.MAIL)
    if "." in text or "://" in text:
        yield from found(_LINK, text, Kind.WEB)
        yield from found(_THREE_WORDS, text, Kind.COORDINATES)
    for one in _ACCOUNT.finditer(text) if said & _PLACES_ONLINE else ():
        yield Span(one.start(1), one.end(1), Kind.WEB, Kind.WEB.reason)
    if "<" in text:
        yield from (one for one in found(_MRZ, text, Kind.MRZ) if is_mrz(text[one.start : one.end]))


def with_digits(text: str) -> Iterator[Span]:
    """Forms that hold a digit: postcodes, coordinates, number plates, network addresses."""
    yield from found(_POSTCODE, text, Kind.POSTCODE)
    yield from found(_PLATE, text, Kind.PLATE)
    yield from found(_GRID, text, Kind.COORDINATES)
    if "." in text or "," in text:
        yield from found(_DECIMAL, text, Kind.COORDINATES)
        yield from found(_NETWORK, text, Kind.WEB)
    if "°" in text or "º" in text:
        yield from found(_DEGREES, text, Kind.COORDINATES)
    if "+" in text:
        yield from found(_PLUS, text, Kind.COORDINATES)


def found(pattern: re.Pattern[str], text: str, kind: Kind) -> Iterator[Span]:
    """A span of the kind for each place where the pattern fits."""
    for one in pattern.finditer(text):
        yield Span(one.start(), one.end(), kind, kind.reason)
