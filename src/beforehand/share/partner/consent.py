"""Whether people agreed that their rows are shared: a mapping must say which column tells it.

Rows of people who declined never leave, but only where it is known who they are. So a mapping of
cases names the column (``consent: OK to share``), or says that there is none and why: everybody
in the sheet agreed, or nobody was asked (the rows rest on another lawful basis).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

from beforehand.refusals import ConsentUnsaid
from beforehand.share.partner.countries import folded
from beforehand.share.partner.known import field_words, joined, parts
from beforehand.words import Words, words

if TYPE_CHECKING:
    from beforehand.share.partner.mapping import Mapping

FIELD = "consent_to_share"
#: What a mapping says where no column tells who agreed.
EVERYONE, NOT_ASKED = "everyone agreed", "not asked"
STATEMENTS = (EVERYONE, NOT_ASKED)


@cache
def _words(sense: str) -> frozenset[str]:
    """Pieces of a name, folded: it ``speaks`` of consent, or says that it was ``declined``."""
    path = resources.files("beforehand") / "data" / "mappings" / "consent_words.csv"
    with path.open(encoding="utf-8") as lines:
        return frozenset(line["word"] for line in csv.DictReader(lines) if line["sense"] == sense)


def is_inverse(name: str) -> bool:
    """Whether a yes under this name says that the person declined: "Refused to share"."""
    pieces = set(_pieces(name))
    if pieces & {"yes", "po"}:  # "Consent (yes/no)"
        pieces -= {"no", "jo"}
    return bool(_words("declined") & pieces)


def may_say(name: str) -> bool:
    """Whether a column of this name may say whether the person agreed."""
    known = field_words().get(joined(name))
    usual = known is not None and known.target == FIELD
    return usual or bool(_words("speaks").intersection(_pieces(name)))


def _pieces(name: str) -> tuple[str, ...]:
    """Its words, and each two that follow one another as one: "opt out" is "optout"."""
    single = parts(name)
    return (*single, *("".join(pair) for pair in pairwise(single)))


def is_said(mapping: Mapping) -> bool:
    """Whether the mapping says who agreed, or that no column does."""
    if mapping.kind != "case-level" or mapping.consent or FIELD in mapping.defaults:
        return True
    return FIELD in {*mapping.columns.values(), *mapping.flags}


def passed_over(header: Iterable[str], mapping: Mapping) -> tuple[str, ...]:
    """Columns that may say who agreed and of which the mapping makes nothing."""
    wanted = {folded(name) for name in mapping.wanted}
    return tuple(name for name in header if name and folded(name) not in wanted and may_say(name))


def asked(file: str, header: Iterable[str], mapping: Mapping) -> ConsentUnsaid | None:
    """The refusal where nobody has said who agreed; None where it is said.

    Rows that are made up are let through where no column speaks of it.
    """
    if is_said(mapping):
        return None
    found = passed_over(header, mapping)
    if not found and mapping.provenance != "real":
        return None
    return ConsentUnsaid(file=file, columns=_named(found))


def _named(found: tuple[str, ...]) -> Words:
    if not found:
        return words("No column is named as telling it")
    return words("These may tell it: {columns}", columns=", ".join(found))
