"""What is wrong with a cell, said so that somebody can find it and mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from beforehand.refusals import FaultyRows
from beforehand.words import Words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One cell that does not fit the standard. It stays at the partner, who may see the value."""

    file: str
    sheet: str  # empty for a text file
    row: int  # as the spreadsheet numbers it: the first row is 1
    column: str  # the header's word
    value: str
    problem: Words
    nearest: str = ""  # the nearest code that would fit, if any is near

    @property
    def place(self) -> Words:
        """File, sheet, row and column."""
        if self.sheet:
            return words(
                "{file}, sheet {sheet}, row {row}, column {column}",
                file=self.file,
                sheet=self.sheet,
                row=self.row,
                column=self.column,
            )
        return words(
            "{file}, row {row}, column {column}", file=self.file, row=self.row, column=self.column
        )

    @property
    def words(self) -> Words:
        """The whole fault as one sentence."""
        value = shortened(self.value)
        if not self.nearest:
            return words(
                '{place}: "{value}" {problem}', place=self.place, value=value, problem=self.problem
            )
        return words(
            '{place}: "{value}" {problem}; the nearest is {nearest}',
            place=self.place,
            value=value,
            problem=self.problem,
            nearest=self.nearest,
        )


def shortened(value: str) -> str:
    """A value that fits on a line."""
    one_line = " ".join(value.split())
    return one_line if len(one_line) <= 60 else f"{one_line[:57]}..."


def nearest(value: str, choices: Iterable[str]) -> str:
    """The choice most like the value whatever its capitals, or an empty string."""
    by_folded = {choice.casefold(): choice for choice in choices}
    found = get_close_matches(value.strip().casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""


def refusal(file: str, faults: tuple[Fault, ...], marked_up: Words | str = "") -> FaultyRows:
    """The refusal that names the first fault and holds them all."""
    refused = FaultyRows(file=file, count=len(faults), first=faults[0].words, marked_up=marked_up)
    refused.faults = faults
    return refused
