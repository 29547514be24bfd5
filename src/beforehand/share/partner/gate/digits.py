"""Runs of digits and codes of letters and digits: telephone, identity, case, or none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from beforehand.share.partner.gate import numbers
from beforehand.share.partner.gate.kinds import Kind, Span
from beforehand.share.partner.gate.phones import is_possible

_RUN = re.compile(r"(?<![\w.,/])(?:\(?\+|00 ?)?\(?\d(?:[ .()/–-]{0,3}\d){5,}(?!\w)")
_CODE = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{1,3}[ -]?\d(?:[ -]?\d){4,8}(?:[ -]?[A-Za-z])?"
    r"(?![A-Za-z0-9]|[ -]\d)"
)
_MIXED = re.compile(r"(?<![A-Za-z0-9])(?=[0-9]*[A-Z])(?:[A-Z]*\d){4,}[A-Z0-9]*(?![A-Za-z0-9])")
_SLASHED = re.compile(
    r"(?<![\w/-])(?:[A-Z]{1,8}[-/ ]?)?\d{1,6}[/-]\d{2,8}(?:[/-]\d{1,6})*(?:[/-][A-Z]{1,4})?"
    r"(?![\w/-])"
    r"|(?<![\w/-])[A-Z]{2,8}[-/](?:[A-Z]{1,4}[-/])?\d{2,}(?:[-/]\d+)*(?![\w/-])"
)
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_PHONE_WORD = re.compile(
    r"tel|phone|mob|cell|call|rang|ring|text|whats|viber|sms|numri|numrin|numër|celular|kontakt|"
    r"contact|sunat|număr|numar|dzwoni|zadzwo|komórk|điện|gọi|sđt|zalo|هاتف|جوال|موبايل|اتصل|رقم",
    re.IGNORECASE,
)
_CASE_WORD = re.compile(
    r"\bref|\bcase\b|\bfile\b|\burn\b|\bnrm\b|crime|incident|\bcad\b|\bho\b|home office|çështj|"
    r"ceshtj|dosj|nr\. prot|protokoll|dosar|\bspraw|sygn|akt\b|hồ sơ|vụ án|ملف|قضية|دعوى|custody|"
    r"booking|\bid\b|\bno\b\.?|\bnumber|\bnr\b|\bnum",
    re.IGNORECASE,
)
_DOCUMENT_WORD = re.compile(
    r"passport|pasaport|paszport|hộ chiếu|جواز|\bid card|letërnjoftim|leternjoftim|karta e id|"
    r"buletin|carte de identitate|dowód|cmnd|cccd|căn cước|الهوية|visa|vizë|permit|licen[cs]e|"
    r"\bbrp\b|patent|insurance|\bnino?\b",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\s{0,2}(?:lek|lekë|leke|all\b|eur|euro|€|£|gbp|pound|paund|\$|usd|dollar|ron\b|lei\b|zł|zl\b|"
    r"pln|złot|đồng|dong|vnd|triệu|nghìn|đ\b|kg|kilo|gram|g\b|watt|w\b|kwh|km|metr|m2|m²|sq|plant|"
    r"bim|people|person|followers|views|جنيه|دينار|دولار|يورو|ليك|%|mb|gb\b)",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(
    r"(?:[£€$]|\b(?:eur|gbp|usd|all|lek[eë]?|ron|pln|vnd)\b)\s{0,2}$", re.IGNORECASE
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-–/ ]\s?(?:19|20)\d\d)+")
_RANGE = re.compile(r"[1-9]\d{0,4}\s?[-–/]\s?[1-9]\d{0,4}")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_DECIMAL = re.compile(r"\d{1,5}\.\d+")
_NOT_A_CASE = re.compile(r"COVID|HIV|Q[1-4]")
_NEAR = 28
_LEAST_NUMBER = 7  # digits in a row without a context


def runs(text: str, phone: bool = False) -> Iterator[Span]:
    """Spans of numbers. ``phone``: the column's name says that it holds telephone numbers."""
    taken: list[tuple[int, int]] = []
    for span in _codes(text):
        taken.append((span.start, span.end))
        yield span
    for found in _RUN.finditer(text):
        if any(start < found.end() and found.start() < end for start, end in taken):
            continue
        kind = _kind(text, found, phone)
        if kind:
            taken.append(found.span())
            yield Span(found.start(), found.end(), kind, kind.reason)
    for found in _SLASHED.finditer(text):
        if not any(start < found.end() and found.start() < end for start, end in taken):
            kind = _kind_of_slashed(text, found)
            if kind:
                yield Span(found.start(), found.end(), kind, kind.reason)


def _codes(text: str) -> Iterator[Span]:
    """Codes of letters and digits."""
    ends = 0
    for found in _IBAN.finditer(text):
        if numbers.is_iban(_packed(found.group())):
            ends = found.end()
            yield Span(found.start(), ends, Kind.BANK, Kind.BANK.reason)
    for found in _CODE.finditer(text):
        if found.start() < ends:
            continue
        kind = _kind_of_code(_packed(found.group()), text, found)
        if kind:
            ends = found.end()
            yield Span(found.start(), ends, kind, kind.reason)
    for found in _MIXED.finditer(text):
        if found.start() >= ends and len(found.group()) >= 6:
            kind = Kind.NATIONAL if numbers.is_albanian(found.group()) else Kind.DOCUMENT
            yield Span(found.start(), found.end(), kind, kind.reason)


def _packed(code: str) -> str:
    return code.replace(" ", "").replace("-", "").upper()


def _kind_of_code(code: str, text: str, found: re.Match[str]) -> Kind | None:
    if numbers.is_insurance(code):
        return Kind.INSURANCE
    if numbers.is_albanian(code):
        return Kind.NATIONAL
    digits = sum(map(str.isdecimal, code))
    said = found.group()
    if " " in said.strip() and not said[0].isupper():
        return None  # "to 10 000": a word and a quantity
    if _CASE_WORD.search(_before(text, found)):
        return Kind.CASE
    if " " not in said or digits >= 6 or _DOCUMENT_WORD.search(_before(text, found)):
        return Kind.DOCUMENT
    return None


def _kind(text: str, found: re.Match[str], phone: bool) -> Kind | None:
    said = found.group()
    digits = "".join(sign for sign in said if sign.isdecimal())
    abroad = said.lstrip("(")[0] == "+" or digits.startswith("00")
    if not abroad and digits[0] != "0" and _is_quantity(text, found):
        return None
    if (kind := _proven(digits)) and not abroad:
        return kind
    before = _before(text, found)
    if not abroad and _DOCUMENT_WORD.search(before):
        return Kind.DOCUMENT
    plain = digits.removeprefix("00")
    asked = phone or bool(_PHONE_WORD.search(before))
    if abroad and is_possible(plain, international=True):
        return Kind.PHONE
    if digits[0] == "0" and len(digits) >= 8 and is_possible(digits, international=False):
        return Kind.PHONE
    if asked and len(digits) >= 6:
        return Kind.PHONE
    return _unsaid(said, digits, before)


def _unsaid(said: str, digits: str, before: str) -> Kind | None:
    """A number that nothing round it explains."""
    if _CASE_WORD.search(before):
        return Kind.CASE
    if " " in said.strip() or "-" in said:
        parts = re.split(r"[ –-]+", said.strip())
        if len(digits) >= 8 and len(parts) <= 5 and is_possible(digits, international=False):
            return Kind.PHONE
        return Kind.NUMBER if len(digits) >= 9 else None
    return Kind.NUMBER if len(digits) >= _LEAST_NUMBER else None


def _proven(digits: str) -> Kind | None:
    if numbers.is_nhs(digits) and digits[0] != "0":
        return Kind.NHS
    if numbers.is_romanian(digits) or numbers.is_polish(digits) or numbers.is_vietnamese(digits):
        return Kind.NATIONAL
    return Kind.CARD if numbers.is_card(digits) else None


def _is_quantity(text: str, found: re.Match[str]) -> bool:
    said = found.group().strip()
    if _UNIT.match(text, found.end()) or _MONEY_BEFORE.search(
        text[max(0, found.start() - 6) : found.start()]
    ):
        return True
    return any(form.fullmatch(said) for form in (_YEARS, _RANGE, _GROUPED, _DECIMAL))


def _before(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - _NEAR) : found.start()]


def _kind_of_slashed(text: str, found: re.Match[str]) -> Kind | None:
    """Case numbers such as 2024/118 or NRM-24-0193; a range or a fraction is none."""
    said = found.group()
    letters = any(map(str.isalpha, said))
    digits = sum(map(str.isdecimal, said))
    if _CASE_WORD.search(_before(text, found)) and digits >= 4:
        return Kind.CASE
    return (
        Kind.CASE
        if letters and digits >= 4 and not re.match(r"(?:COVID|HIV|Q[1-4])", said)
        else None
    )
