"""What only a whole column shows: dates of birth that were mapped as days of registration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from beforehand.share.partner.checking import Record
from beforehand.share.partner.gate.cells import Place
from beforehand.share.partner.gate.finding import Finding
from beforehand.share.partner.gate.kinds import Action, Kind
from beforehand.share.partner.gate.scanning import Hint
from beforehand.words import Words, words

_SPREAD_YEARS = 12  # a service's registrations rarely lie further apart
_ENOUGH = 5


@dataclass(slots=True)
class Registrations:
    """Counts the years that a registration column gave."""

    place: Place
    years: Counter[int] = field(default_factory=Counter)

    def add(self, record: Record) -> None:
        """One more row."""
        year = record.get("registered_year")
        if isinstance(year, int):
            self.years[year] += 1

    def findings(self) -> Iterator[Finding]:
        """One finding for the column, if its name or its years look like births."""
        if self.place.hint is Hint.BIRTH:
            yield _finding(self.place, words("its name says that it holds dates of birth"))
        elif self.years.total() >= _ENOUGH and _spread(self.years) > _SPREAD_YEARS:
            said = words(
                "its days lie {years} years apart, as dates of birth do",
                years=_spread(self.years),
            )
            yield _finding(self.place, said)


def _spread(years: Counter[int]) -> int:
    """Years between the tenth and the ninetieth in a hundred."""
    ordered = sorted(years.elements())
    return ordered[(len(ordered) - 1) * 9 // 10] - ordered[(len(ordered) - 1) // 10]


def _finding(place: Place, reason: Words) -> Finding:
    return Finding(
        row=0,
        column=place.name,
        typed=False,
        text=place.name,
        start=0,
        end=len(place.name),
        kind=Kind.BIRTH,
        reason=reason,
        crosses=True,
        may=(Action.DROP_COLUMN, Action.NOT_AN_IDENTIFIER),
    )
