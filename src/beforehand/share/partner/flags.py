"""Columns that say yes or no to one code each, joined to the codes of a field."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field

from beforehand.share.partner.coding import NO, YES, Coded, Problem, simplified
from beforehand.share.partner.mapping import Mapping
from beforehand.share.partner.notes import Notes, Rows
from beforehand.share.partner.sheet import FAILED, Row
from beforehand.vocabulary import FIELD, FieldType
from beforehand.words import words

#: Ticks that people put where a thing holds.
TICKS = frozenset({"x", "✓", "✔", "☑"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One column of flags: where it is, and the codes that its yes stands for."""

    position: int
    name: str
    codes: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Flags:
    """The flag columns of one field."""

    name: str  # of the field
    flags: tuple[Flag, ...]
    says: Callable[[str], bool | Problem | None]
    known: dict[str, bool | Problem | None] = field(default_factory=dict)

    @property
    def several(self) -> bool:
        """Whether the field holds several codes."""
        return FIELD[self.name].kind is FieldType.CODES

    def answer(self, text: str) -> bool | Problem | None:
        """Yes, no, not recorded, or what is wrong with the cell."""
        if text not in self.known:
            if len(self.known) > 1000:
                return self.says(text)
            self.known[text] = self.says(text)
        return self.known[text]

    def joined(self, answers: list[tuple[Flag, bool | None]]) -> tuple[Coded, bool]:
        """What the field holds, and whether a field of one code was given several.

        Yes adds its codes. All no is "recorded that there was none"; where one is not
        recorded and none is yes, nothing is known.
        """
        codes = {code for flag, said in answers if said for code in flag.codes}
        if self.several:
            none_holds = all(said is False for _, said in answers)
            return (tuple(sorted(codes)) if codes or none_holds else None), False
        return (next(iter(codes)) if len(codes) == 1 else None), len(codes) > 1


def flagged(row: Row, group: Flags, notes: Notes) -> tuple[Coded, list[tuple[int, Problem]]]:
    """What the group's columns say of one row, and what is wrong with which of them."""
    answers: list[tuple[Flag, bool | None]] = []
    wrong: list[tuple[int, Problem]] = []
    for flag in group.flags:
        text = row.cells[flag.position] if flag.position < len(row.cells) else ""
        said = group.answer(text)
        if isinstance(said, Problem):
            if text.strip() not in FAILED:  # a failed formula is a fault already
                wrong.append((flag.position, said))
            said = None
        answers.append((flag, said))
    value, too_many = group.joined(answers)
    if too_many:
        notes.several.setdefault(group.name, Rows()).add(row.number)
    return value, wrong


def flags_of(mapping: Mapping, found: Dictionary[str, int]) -> tuple[Flags, ...]:
    """The mapping's flags that the sheet has, each with its place."""
    return tuple(
        Flags(
            name=name,
            flags=tuple(
                Flag(position=found[column], name=column, codes=_as_codes(code))
                for column, code in table.items()
                if column in found
            ),
            says=_says(mapping),
        )
        for name, table in mapping.flags.items()
        if not found.keys().isdisjoint(table)
    )


def _as_codes(code: Coded) -> tuple[str, ...]:
    return code if isinstance(code, tuple) else (str(code),)


def _says(mapping: Mapping) -> Callable[[str], bool | Problem | None]:
    yes, no = YES | TICKS | mapping.yes, NO | mapping.no

    def says(text: str) -> bool | Problem | None:
        word = simplified(text)
        if not word or word in mapping.missing:
            return None
        if word in yes or word in no:
            return word in yes
        return Problem(words("is neither yes nor no"))

    return says
