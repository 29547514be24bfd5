"""Numbers that prove themselves: check digits and fixed forms.

Sources: NHS number, modulus 11 (NHS Data Dictionary, NHS NUMBER); National Insurance number
(HMRC, NIM39110); IBAN, modulus 97-10 (ISO 13616, ISO 7064); payment cards (ISO/IEC 7812-1, annex
B); Romanian CNP and Polish PESEL (as ``python-stdnum`` states them); Albanian personal number:
date, sex and check *letter* by form alone, since sources disagree on how the letter is computed
(``python-stdnum`` calls it unknown). Written anew from the descriptions.
"""

from __future__ import annotations

import re

_NHS_WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2)
_CNP_WEIGHTS = (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)
_PESEL_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
_NINO = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]")
_ALBANIAN = re.compile(r"[A-T][0-9]([0-9]{2})([0-9]{2})[0-9]{3}[A-W]")
_MONTHS_AND_SEX = frozenset(
    month + more for month in range(1, 13) for more in (0, 30, 50, 80)
)  # + 30: foreign man, + 50: woman, + 80: foreign woman
#: Lengths of IBANs in the IBAN registry, for the countries on the routes and round them.
_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "BA": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28,
    "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GE": 22,
    "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IQ": 23, "IS": 26, "IT": 27, "LT": 20, "LU": 20,
    "LV": 21, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PK": 24, "PL": 28,
    "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "TR": 26,
    "UA": 29, "XK": 20,
}  # fmt: skip


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def is_nhs(digits: str) -> bool:
    """Ten digits of which the last is 11 less the weighted sum's rest (11 is 0, 10 is none)."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    return (11 - _weighted(digits, _NHS_WEIGHTS) % 11) % 11 == int(digits[9])


def is_insurance(code: str) -> bool:
    """Two letters that are in use, six digits, a suffix from A to D; no check digit exists."""
    return bool(_NINO.fullmatch(code))


def is_albanian(code: str) -> bool:
    """Decade letter, year, month with sex, day, serial, check letter: by form alone."""
    found = _ALBANIAN.fullmatch(code)
    return bool(found and int(found.group(1)) in _MONTHS_AND_SEX and 1 <= int(found.group(2)) <= 31)


def is_iban(code: str) -> bool:
    """Country's length, and the rest by 97 is 1 (letters from A as 10)."""
    if _IBAN_LENGTHS.get(code[:2]) != len(code) or not code[2:4].isdecimal():
        return False
    turned = code[4:] + code[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def is_card(digits: str) -> bool:
    """13 to 19 digits of a card issuer's range with the right check digit (Luhn)."""
    if not 13 <= len(digits) <= 19 or digits[0] not in "3456":
        return False
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    single = sum(int(digit) for digit in digits[::-2])
    return (single + sum(two // 10 + two % 10 for two in doubled)) % 10 == 0


def is_romanian(digits: str) -> bool:
    """CNP: sex and century, date, county, serial, check digit."""
    if len(digits) != 13 or digits[0] == "0" or not _is_day(digits[3:5], digits[5:7]):
        return False
    rest = _weighted(digits, _CNP_WEIGHTS) % 11
    return (1 if rest == 10 else rest) == int(digits[12])


def is_polish(digits: str) -> bool:
    """PESEL: date with the century in the month, serial, check digit."""
    if len(digits) != 11 or not _is_day(f"{int(digits[2:4]) % 20:02}", digits[4:6]):
        return False
    return (10 - _weighted(digits, _PESEL_WEIGHTS) % 10) % 10 == int(digits[10])


def is_vietnamese(digits: str) -> bool:
    """Twelve digits from 0: province, sex and century, year, serial. By form alone."""
    return len(digits) == 12 and digits[0] == "0" and int(digits[:3]) <= 96


def _is_day(month: str, day: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


_MRZ_SIGNS = {sign: value for value, sign in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


def mrz_digit(field: str) -> int:
    """The check digit of a field: weights 7, 3, 1, filler 0, by 10 (ICAO 9303-3, 4.9)."""
    return sum(_MRZ_SIGNS.get(sign, 0) * (7, 3, 1)[at % 3] for at, sign in enumerate(field)) % 10


def is_mrz(line: str) -> bool:
    """A line of a machine-readable zone: 44, 36 or 30 signs with a check digit or a name.

    Names' lines have no check digit: they begin with a document's letter and hold ``<<``.
    """
    if len(line) not in {30, 36, 44}:
        return False
    if re.match(r"[PIACV][A-Z<][A-Z<]{3}", line) and "<<" in line[5:]:
        return True
    parts = [(line[0:9], line[9]), (line[13:19], line[19]), (line[5:14], line[14]),
             (line[0:6], line[6])]  # fmt: skip
    return "<" in line and any(
        check.isdecimal() and any(map(str.isdecimal, part)) and mrz_digit(part) == int(check)
        for part, check in parts
    )
