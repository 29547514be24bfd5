"""Rare combinations of codes: rows that few other rows of the file are like.

For each row the smallest combinations (of up to three of the fields that others may know about a
person) held by fewer than ``k`` rows are found, and the fewest fields that, left out of the row,
undo them all (a greedy cover). A field that is not recorded is in no combination.

Source: the special unique (Elliot, Manning and Ford 2002, Int. J. Uncertainty 10(5)), with ``k``
rows in place of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from operator import itemgetter

from beforehand.share.partner.checking import Record
from beforehand.vocabulary import FIELD
from beforehand.words import Words, words

#: What a trafficker, a neighbour or an official may know; ages are one field.
KNOWABLE = (
    "gender",
    "age",
    "citizenship",
    "origin_area",
    "transit_country",
    "arrival_area",
    "exploitation_area",
    "registered_year",
    "registered_quarter",
    "exploitation",
    "industry",
)
#: The fields of the record behind each name.
BEHIND = {"age": ("age_from", "age_to"), "registered_year": ("registered_year",
          "registered_quarter")}  # fmt: skip
LARGEST = 3  # fields in a combination
DEFAULT_K = 3

Values = tuple[object, ...]
Fields = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rare:
    """One kind of row that few share."""

    fields: Fields  # of the smallest combination
    said: str  # its codes in a line
    rows: int  # that share the combination
    leave_out: Fields  # fields that undo every rare combination of the row


@dataclass(slots=True)
class Combinations:
    """Gathers what rows look like; rows of one look are kept once."""

    k: int = DEFAULT_K
    looks: dict[Values, list[int]] = field(default_factory=dict)

    def add(self, row: int, record: Record) -> None:
        """One more row that may cross."""
        self.looks.setdefault(_look(record), []).append(row)

    def rare(self) -> dict[int, Rare]:
        """Every row that is rare, by its number."""
        found: dict[int, Rare] = {}
        for look, (smallest, hit) in self._smallest().items():
            one = _rare(look, smallest, hit)
            found |= dict.fromkeys(self.looks[look], one)
        return found

    def _smallest(self) -> dict[Values, tuple[list[tuple[int, ...]], dict[tuple[int, ...], int]]]:
        """For each look that is rare its smallest rare combinations, with their counts."""
        counts = {look: len(rows) for look, rows in self.looks.items()}
        held: dict[Values, list[tuple[int, ...]]] = {}
        shared: dict[Values, dict[tuple[int, ...], int]] = {}
        for size in range(1, LARGEST + 1):
            for chosen in combinations(range(len(KNOWABLE)), size):
                for look, rows in self._few(counts, chosen):
                    before = held.setdefault(look, [])
                    if not any(set(less) <= set(chosen) for less in before):
                        before.append(chosen)
                        shared.setdefault(look, {})[chosen] = rows
        return {look: (some, shared[look]) for look, some in held.items()}

    def _few(
        self, counts: Mapping[Values, int], chosen: tuple[int, ...]
    ) -> Iterator[tuple[Values, int]]:
        """Looks of which the chosen part is whole and shared by fewer than ``k`` rows."""
        part_of = itemgetter(*chosen) if len(chosen) > 1 else _single(chosen[0])
        sums: dict[Values, int] = {}
        parts = [part_of(look) for look in counts]
        for part, rows in zip(parts, counts.values(), strict=True):
            sums[part] = sums.get(part, 0) + rows
        few = {part for part, rows in sums.items() if rows < self.k and None not in part}
        if few:
            for look, part in zip(counts, parts, strict=True):
                if part in few:
                    yield look, sums[part]


def _single(at: int) -> Callable[[Values], Values]:
    return lambda look: (look[at],)


def _look(record: Record) -> Values:
    return tuple(
        (record.get("age_from"), record.get("age_to"))
        if name == "age" and record.get("age_from") is not None
        else record.get(name) or None
        for name in KNOWABLE
    )


def _rare(look: Values, smallest: list[tuple[int, ...]], hit: dict[tuple[int, ...], int]) -> Rare:
    first = smallest[0]
    names = tuple(KNOWABLE[at] for at in first)
    return Rare(
        fields=names,
        said=", ".join(_said(look[at]) for at in first),
        rows=hit[first],
        leave_out=_cover(smallest),
    )


def _cover(combos: list[tuple[int, ...]]) -> Fields:
    """Few fields of which each combination holds at least one."""
    left, chosen = list(combos), list[int]()
    while left:
        often = Counter(at for combo in left for at in combo)
        # Of equals the one that says most about where and when, last in KNOWABLE's order.
        best = max(often, key=lambda at: (often[at], at))
        chosen.append(best)
        left = [combo for combo in left if best not in combo]
    return tuple(KNOWABLE[at] for at in sorted(chosen))


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return "-".join("" if part is None else str(part) for part in value)
    return str(value)


def without(record: Record, names: Fields) -> Record:
    """The record with these fields not recorded: never anything that it did not hold."""
    gone = {part for name in names for part in BEHIND.get(name, (name,))}
    return {name: value for name, value in record.items() if name not in gone}


def label(name: str) -> Words:
    """A knowable field in words."""
    return words("Age") if name == "age" else FIELD[name].label
