"""Counts of people as published tables write them."""

from __future__ import annotations

import re

from beforehand.share.partner.coding import Coded, Problem
from beforehand.words import words

#: Commas, points and spaces between groups of three digits, as English and Albanian write them.
_THOUSANDS = re.compile(r"(?<=[0-9])[,.\s'’](?=[0-9]{3}(?:[^0-9]|$))")
#: How published tables hide small counts: 1-5, <5, under 5, *, [c], "..".
_HIDDEN_COUNT = re.compile(
    r"[0-9]+\s*(?:[-–—]|to|deri)\s*[0-9]+|[<≤~]\s*=?\s*[0-9]+|(?:under|less than|fewer than|up to|"
    r"nën|më pak se)\s*[0-9]+|\*+|\[[cxz]\]|[cxz:]|\.{2,}|[0-9]+\s*or (?:fewer|less)|suppressed",
    re.IGNORECASE,
)
_A_HIDDEN_COUNT = words(
    "is a range that hides a small count, not a number: ask its publisher for the number, or take "
    "the row out and say so in the title"
)


def people(text: str) -> dict[str, Coded] | Problem:
    """The number, without the signs between its thousands; a hidden count is never read as one."""
    plain = _THOUSANDS.sub("", text.strip())
    if plain.isascii() and plain.isdecimal() and 0 < int(plain) < 2**31:
        return {"people": int(plain)}
    if _HIDDEN_COUNT.fullmatch(text.strip()):
        return Problem(_A_HIDDEN_COUNT)
    return Problem(words("is not a number of people from 1 upwards"))
