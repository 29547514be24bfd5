"""What is proposed: for each column and each word a guess, why, and how sure. Frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from beforehand.share.partner.known import STAYS, WHO, target_label
from beforehand.words import Words, speak

SURE = 0.85
LIKELY = 0.6


class Use(StrEnum):
    """What becomes of a column."""

    FIELD = "field"  # its words become codes of a field
    FLAG = "flag"  # its yes is one code of a field
    WHO = "who"  # it says who the person is: only keyed hashes are made of it
    STAYS = "stays"  # it stays with the partner


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A word that the column holds, and in how many rows."""

    value: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueGuess:
    """What one word of a column stands for.

    ``code`` is as a mapping writes it ("" for not recorded, None where no guess is made), and
    ``written`` is whether the mapping must say it: codes and labels are understood without.
    """

    value: str
    rows: int
    code: str | None
    confidence: float
    reason: Words
    alternatives: tuple[str, ...] = ()
    written: bool = True
    parts: tuple[tuple[str, str], ...] = ()  # each word of several in one cell, and its code


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnGuess:
    """What one column is for. ``examples`` and ``values`` are empty where a person could show."""

    column: str
    position: int
    target: str  # a field, "who:surname", "stays:phone", or "" where nothing is known
    code: str = ""  # of a flag
    confidence: float
    reasons: tuple[Words, ...]
    others: tuple[str, ...] = ()  # fields that would fit too, best first
    filled: int
    distinct: int
    more_distinct: bool = False
    examples: tuple[Example, ...] = ()
    values: tuple[ValueGuess, ...] = ()

    @property
    def use(self) -> Use:
        """What becomes of it."""
        if self.code:
            return Use.FLAG
        if self.target.startswith(WHO):
            return Use.WHO
        return Use.STAYS if not self.target or self.target.startswith(STAYS) else Use.FIELD

    @property
    def label(self) -> Words:
        """The target in words."""
        return target_label(self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What no sheet can say and the officer must: ``part`` of the mapping, in words."""

    part: str
    words: Words
    choices: tuple[str, ...] = ()
    suggested: str = ""
    columns: tuple[str, ...] = ()  # that may be the answer, the likeliest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A whole mapping, proposed. Confirm or change it with ``Answers``."""

    file: str
    sheet: str
    header: tuple[str, ...]
    header_row: int
    named_row: bool  # whether the mapping must name the header's row
    rows: int
    kind: str
    columns: tuple[ColumnGuess, ...]
    date_format: tuple[str, ...] = ()
    separators: tuple[str, ...] = (";",)
    missing: tuple[str, ...] = ()
    totals: str = ""  # "leave out" where rows of totals are mixed in
    questions: tuple[Question, ...] = ()
    warnings: tuple[Words, ...] = ()

    @property
    def linkage(self) -> dict[str, str]:
        """Columns that say who the person is, by their role; they are read here and never cross."""
        return linkage({guess.target: guess.column for guess in reversed(self.columns)})


def linkage(found: Mapping[str, str]) -> dict[str, str]:
    """Roles of linkage by what columns are for; none where no column holds a name."""
    said = {role: found[target] for target, role in ROLES.items() if target in found}
    if "family_name" in said and "given_name" in said:
        said.pop("full_name", None)
    return said if said.keys() & {"family_name", "given_name", "full_name"} else {}


ROLES = {
    "who:surname": "family_name",
    "who:given": "given_name",
    "who:name": "full_name",
    "who:birth": "birth_date",
}


def plain(proposal: Proposal, language: str = "en") -> dict[str, object]:
    """The proposal as JSON holds it, spoken in a language; it stays at the partner."""
    return {
        "file": proposal.file,
        "sheet": proposal.sheet,
        "header": list(proposal.header),
        "header_row": proposal.header_row,
        "rows": proposal.rows,
        "kind": proposal.kind,
        "columns": [_plain_column(guess, language) for guess in proposal.columns],
        "linkage": proposal.linkage,
        "date_format": list(proposal.date_format),
        "separator": list(proposal.separators),
        "missing": list(proposal.missing),
        "totals": proposal.totals,
        "questions": [
            {
                "part": one.part,
                "words": speak(one.words, language),
                "choices": list(one.choices),
                "suggested": one.suggested,
                "columns": list(one.columns),
            }
            for one in proposal.questions
        ],
        "warnings": [speak(said, language) for said in proposal.warnings],
    }


def level(confidence: float) -> str:
    """``sure``, ``likely`` or ``unsure``."""
    return "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "unsure"


def _plain_column(guess: ColumnGuess, language: str) -> dict[str, object]:
    return {
        "column": guess.column,
        "position": guess.position,
        "use": guess.use.value,
        "target": guess.target,
        "label": speak(guess.label, language),
        "code": guess.code,
        "confidence": round(guess.confidence, 2),
        "level": level(guess.confidence),
        "reasons": [speak(said, language) for said in guess.reasons],
        "others": [
            {"target": other, "label": speak(target_label(other), language)}
            for other in guess.others
        ],
        "filled": guess.filled,
        "distinct": guess.distinct,
        "more_distinct": guess.more_distinct,
        "examples": [{"value": one.value, "rows": one.rows} for one in guess.examples],
        "values": [_plain_value(one, language) for one in guess.values],
    }


def _plain_value(guess: ValueGuess, language: str) -> dict[str, object]:
    return {
        "value": guess.value,
        "rows": guess.rows,
        "code": guess.code,
        "confidence": round(guess.confidence, 2),
        "level": level(guess.confidence),
        "reason": speak(guess.reason, language),
        "alternatives": list(guess.alternatives),
    }
