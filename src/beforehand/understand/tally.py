"""From rows of code sets to people by code; ages become bands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

#: A set of codes (None: not recorded), whether a person's rows disagree, and how many people.
Answer = tuple[list[str] | None, bool, int]

#: Codes that say that nothing is known; a person with another code besides keeps that one.
NOT_KNOWN = {"gender": "NonSpecifiedUnknown", "recruiter_relation": "Unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """People by code.

    ``unknown`` includes ``disagree``; ``maybe`` counts, by code, those whose age band may or may
    not lie inside.
    """

    people: int
    unknown: int
    disagree: int
    by_code: dict[str, int]
    maybe: dict[str, int]


def tally(field: str, answers: Iterable[Answer]) -> Tally:
    """Count people by code; somebody with several codes counts for each."""
    rows = [(codes, disagrees, int(people)) for codes, disagrees, people in answers]
    if field == "age":
        return _ages(rows)
    by_code: Counter[str] = Counter()
    for codes, _, people in rows:
        for code in set(codes or ()) - {None, NOT_KNOWN.get(field)}:
            by_code[str(code)] += people
    unknown = sum(people for codes, _, people in rows if codes is None)
    return _whole(rows, unknown, by_code, Counter())


def _whole(rows: list[Answer], unknown: int, by_code: Counter[str], maybe: Counter[str]) -> Tally:
    return Tally(
        people=sum(people for _, _, people in rows),
        unknown=unknown,
        disagree=sum(people for _, disagrees, people in rows if disagrees),
        by_code={code: people for code, people in by_code.items() if people},
        maybe={code: people for code, people in maybe.items() if people},
    )


def _ages(rows: list[Answer]) -> Tally:
    """Bands of the age basis that most people have; ages of another basis are not pooled."""
    spans = [span(codes[0]) if codes else None for codes, _, _ in rows]
    basis = main_basis(rows)
    by_code: Counter[str] = Counter()
    maybe: Counter[str] = Counter()
    unknown = 0
    for found, (_, _, people) in zip(spans, rows, strict=True):
        if found is None or found[0] != basis:
            unknown += people
            continue
        surely, perhaps = bands(found[1], found[2])
        by_code.update(dict.fromkeys(surely, people))
        maybe.update(dict.fromkeys(perhaps, people))
        unknown += people if "adult" in perhaps else 0
    return _whole(rows, unknown, by_code, maybe)


def bands(low: int | None, high: int | None) -> tuple[set[str], set[str]]:
    """The bands that an age from ``low`` to ``high`` surely lies in, and those it may lie in."""
    first, last = low or 0, 999 if high is None else high
    limits = {"child": (0, 17), "adult": (18, 999), "18-34": (18, 34)}
    surely = {name for name, (a, z) in limits.items() if a <= first and last <= z}
    touched = {name for name, (a, z) in limits.items() if first <= z and a <= last}
    return surely, touched - surely


def main_basis(answers: Iterable[Answer]) -> str:
    """The age basis that most people have; empty if none is recorded."""
    bases: Counter[str] = Counter()
    for codes, _, people in answers:
        if codes:
            bases[span(codes[0])[0]] += int(people)
    return min(bases, key=lambda name: (-bases[name], name)) if bases else ""


def span(code: str) -> tuple[str, int | None, int | None]:
    """An age as its basis, youngest and oldest; None where an end is not recorded."""
    basis, low, high = code.split(":")
    return basis, int(low) if low else None, int(high) if high else None
