"""A finding: where it is, what it looks like, and what may be done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from beforehand.share.partner.faults import shortened
from beforehand.share.partner.gate.kinds import Action, Kind
from beforehand.words import Words, speak, words

#: Parts of the mapping that are text a person typed, and where their own words cross.
TYPED = ("partner", "dataset", "edition", "title", "licence")
MARKED = ("group", "published_by")  # of the mapping's marking


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that could identify a person. It stays at the partner, who may see the text.

    ``row`` is as the spreadsheet numbers it, and 0 where it is of a whole column or was typed.
    ``column`` is the header's word, or the part of the mapping that was typed ("title"; "value
    words of gender"). ``crosses``: what stands there fills a field or goes along as typed, so a
    person decides; otherwise it stays anyway, and is shown so that it is known.
    """

    row: int
    column: str
    typed: bool  # in the mapping, not in the sheet
    text: str  # the whole cell, the whole typed text; the combination's fields and codes
    start: int
    end: int
    kind: Kind
    reason: Words
    crosses: bool
    may: tuple[Action, ...]
    fields: tuple[str, ...] = ()  # of a rare combination

    @property
    def serious(self) -> bool:
        """Whether sealing waits for a decision."""
        return self.crosses and self.kind.serious

    @property
    def part(self) -> str:
        """The characters that it is about."""
        return self.text[self.start : self.end]

    @property
    def place(self) -> Words:
        """Where it is."""
        if self.typed:
            return words("what you typed as {part}", part=self.column)
        if not self.row:
            return words("column {column}", column=self.column)
        if self.kind is Kind.RARE:
            return words("row {row}", row=self.row)
        return words("row {row}, column {column}", row=self.row, column=self.column)

    @property
    def words(self) -> Words:
        """The whole finding as one sentence."""
        if self.kind is Kind.RARE:
            return words("{place}: {problem}", place=self.place, problem=self.reason)
        return words(
            '{place}: "{value}" {problem}',
            place=self.place,
            value=shortened(self.part),
            problem=self.reason,
        )

    def plain(self, language: str = "en") -> dict[str, object]:
        """As JSON takes it, with its sentences spoken."""
        return {
            "row": self.row,
            "column": self.column,
            "typed": self.typed,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "kind": self.kind.value,
            "label": speak(self.kind.label, language),
            "reason": speak(self.reason, language),
            "sentence": speak(self.words, language),
            "crosses": self.crosses,
            "serious": self.serious,
            "may": [action.value for action in self.may],
            "may_words": [speak(action.words, language) for action in self.may],
            "fields": list(self.fields),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Findings of one kind in one column, counted also beyond those that are held singly."""

    column: str
    typed: bool
    kind: Kind
    cells: int
    crosses: bool
    may: tuple[Action, ...]
    example: str

    def plain(self, language: str = "en") -> dict[str, object]:
        """As JSON takes it."""
        return {
            "column": self.column,
            "typed": self.typed,
            "kind": self.kind.value,
            "label": speak(self.kind.label, language),
            "cells": self.cells,
            "crosses": self.crosses,
            "serious": self.crosses and self.kind.serious,
            "may": [action.value for action in self.may],
            "may_words": [speak(action.words, language) for action in self.may],
            "example": self.example,
        }


def grouped(findings: Iterable[Finding]) -> tuple[Group, ...]:
    """Findings by column, kind and whether they cross: what crosses first, then the most."""
    held: dict[tuple[str, bool, Kind, bool], list[Finding]] = {}
    for one in findings:
        held.setdefault((one.column, one.typed, one.kind, one.crosses), []).append(one)
    groups = [
        Group(
            column=column,
            typed=typed,
            kind=kind,
            cells=len({one.row for one in some}),
            crosses=crosses,
            may=some[0].may,
            example=shortened(some[0].part),
        )
        for (column, typed, kind, crosses), some in held.items()
    ]
    return tuple(sorted(groups, key=lambda one: (not one.crosses, -one.cells, one.column)))
