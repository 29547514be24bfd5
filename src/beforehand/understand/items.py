"""People as rows of categorical answers: what types of cases are told by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beforehand.stats import MISSING
from beforehand.understand.pool import Pool
from beforehand.understand.tally import NOT_KNOWN, bands

SINGLE = ("gender", "industry", "relationship_to_trafficker", "duration_months",
          "origin_area", "exploitation_area")  # fmt: skip
SEVERAL = ("exploitation", "criminal_activity", "control", "recruitment_method",
           "recruitment_platform", "recruiter_relation")  # fmt: skip
_COLUMNS = ("gender", "age_from", "age_to", "exploitation", "criminal_activity", "industry",
            "control", "recruitment_method", "recruitment_platform", "recruiter_relation",
            "relationship_to_trafficker", "duration_months", "origin_area",
            "exploitation_area", "people")  # fmt: skip
LEAST_RECORDED = 0.4  # of the people, or the field says too little of them
RARE = 0.05  # answers of fewer people are put together as others
#: With fewer codes than this a person, on average, the codes of a field exclude each other: asked
#: as yes-or-no questions they would depend on each other within every class, and classes would be
#: found that only say so. Then it is one question, and people with several codes are others.
EXCLUSIVE = 1.25
#: Questions that arise only for some, and say no more than that if they are read for the rest.
_ARISES: dict[str, tuple[str, frozenset[str]]] = {
    "criminal_activity": ("exploitation", frozenset({"ForcedCriminality"})),
    "industry": ("exploitation", frozenset({"ForcedLabour", "ChildLabour", "Servitude"})),
    "recruitment_platform": (
        "recruitment_method",
        frozenset({"ThroughOnlineSocialNetworks", "ThroughAnOnlineAdvertisement"}),
    ),
}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question with at least two answers; ``codes[k]`` is level k, None for the others.

    Yes-or-no questions of a field that holds several codes have ``codes`` of (None, code).
    """

    field: str
    codes: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Rows of equal people by items, and how many people each row is."""

    items: tuple[Item, ...]
    levels: NDArray[np.int64]
    people: NDArray[np.float64]


def answers_of(pool: Pool) -> Answers:
    """Everybody's answers to the questions that enough people have and that part them."""
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in pool.ask("person_answers")]
    people = np.array([int(row["people"]) for row in rows], dtype=np.float64)
    items: list[Item] = []
    columns: list[NDArray[np.int64]] = []
    for name in ("age", *SINGLE, *SEVERAL):
        read = _reader(name)
        given = [read(row) if _arises(name, row) else None for row in rows]
        several = name in SEVERAL and _hold_together(given, people)
        recorded = sum(n for codes, n in zip(given, people, strict=True) if codes is not None)
        if recorded < LEAST_RECORDED * people.sum():
            continue
        for item in _items(name, given, people, recorded, several=several):
            items.append(item)
            columns.append(_levels(item, given, several=several))
    levels = np.column_stack(columns) if columns else np.zeros((len(rows), 0), dtype=np.int64)
    return Answers(items=tuple(items), levels=levels, people=people)


def _arises(name: str, row: Row) -> bool:
    """Whether the question arises for these people, as far as is known."""
    if name not in _ARISES:
        return True
    field, codes = _ARISES[name]
    return row[field] is None or bool(codes & set(row[field]))


def _hold_together(given: list[list[str] | None], people: NDArray[np.float64]) -> bool:
    """Whether people who have any code of the field often have several."""
    some = [(len(set(codes)), n) for codes, n in zip(given, people, strict=True) if codes]
    held = sum(number * n for number, n in some)
    return bool(held > EXCLUSIVE * sum(n for _, n in some))


def _reader(name: str) -> Callable[[Row], list[str] | None]:
    if name == "age":
        return _age
    unknown = NOT_KNOWN.get(name)

    def read(row: Row) -> list[str] | None:
        value = row[name]
        if value is None or value == unknown or value == [unknown]:
            return None
        return [str(code) for code in (value if isinstance(value, list) else [value])]

    return read


def _age(row: Row) -> list[str] | None:
    """The one band of three that an age surely lies in."""
    if row["age_from"] is None and row["age_to"] is None:
        return None
    surely, _ = bands(row["age_from"], row["age_to"])
    if "child" in surely:
        return ["child"]
    if "18-34" in surely:
        return ["18-34"]
    return ["35+"] if (row["age_from"] or 0) > 34 else None


def _items(
    name: str,
    given: list[list[str] | None],
    people: NDArray[np.float64],
    recorded: float,
    *,
    several: bool,
) -> list[Item]:
    counts: Counter[str] = Counter()
    for codes, n in zip(given, people, strict=True):
        counts.update(dict.fromkeys(set(codes or ()), n))
    common = sorted(code for code, n in counts.items() if n >= RARE * recorded)
    if several:
        return [
            Item(field=name, codes=(None, code))
            for code in common
            if counts[code] <= (1 - RARE) * recorded
        ]
    alone = sum(n for codes, n in zip(given, people, strict=True)
                if codes is not None and len(set(codes)) == 1 and codes[0] in common)  # fmt: skip
    levels: tuple[str | None, ...] = (None, *common) if alone < recorded else (*common,)
    return [Item(field=name, codes=levels)] if len(levels) > 1 else []


def _levels(item: Item, given: list[list[str] | None], *, several: bool) -> NDArray[np.int64]:
    def level(codes: list[str] | None) -> int:
        if codes is None:
            return MISSING
        if several:
            return int(item.codes[1] in codes)
        known = len(set(codes)) == 1 and codes[0] in item.codes
        return item.codes.index(codes[0] if known else None)

    return np.array([level(codes) for codes in given], dtype=np.int64)
