"""What was left out or lost while rows were read, counted and said: never silently."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from beforehand.vocabulary import FIELD
from beforehand.words import Words, words

#: So many row numbers are named.
NAMED = 10
_TOTAL = re.compile(
    r"(grand |sub-?|overall )?totals?\b.*|.{1,40}\b(sub-?)?total|gjithsej\b.*|totali\b.*|shuma\b.*",
    re.IGNORECASE | re.DOTALL,
)
_HINTS = ("total", "gjithsej", "shuma")
_LONGEST = 60


def is_total(text: str) -> bool:
    """Whether a cell says that its row adds up others, in English or Albanian."""
    said = " ".join(text.split())
    low = said.casefold()
    if len(said) > _LONGEST or not any(hint in low for hint in _HINTS):
        return False
    return _TOTAL.fullmatch(said.rstrip(":.")) is not None


@dataclass(slots=True)
class Rows:
    """Row numbers: how many, and the first few."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, number: int) -> None:
        """One more row."""
        self.count += 1
        if len(self.first) < NAMED:
            self.first.append(number)

    @property
    def listed(self) -> str:
        """The numbers, as far as they are named."""
        shown = ", ".join(map(str, self.first))
        return shown if self.count <= NAMED else f"{shown}, ..."


@dataclass(slots=True)
class Notes:
    """Kept while rows stream by."""

    totals: Rows = field(default_factory=Rows)
    empty: Rows = field(default_factory=Rows)
    several: dict[str, Rows] = field(default_factory=dict)

    def words(self) -> tuple[Words, ...]:
        """One sentence for each kind."""
        said = []
        if self.totals.count:
            said.append(
                words(
                    "{count} rows of totals were left out: {rows}.",
                    count=self.totals.count,
                    rows=self.totals.listed,
                )
            )
        if self.empty.count:
            said.append(
                words(
                    "{count} rows hold nothing in the mapped columns and were left out: {rows}.",
                    count=self.empty.count,
                    rows=self.empty.listed,
                )
            )
        for name, rows in self.several.items():
            said.append(
                words(
                    "In {count} rows several columns say yes to {field}, which holds one code; "
                    "it is not recorded there: {rows}.",
                    count=rows.count,
                    field=FIELD[name].label,
                    rows=rows.listed,
                )
            )
        return tuple(said)
