"""What of a mapping is kept for next time: names of columns and words for codes, no more.

A word may hold a name, typed into a column of codes. So a word that the gate finds is never kept,
nor one that is not usual and stands in fewer than three rows: next time it is asked about again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from beforehand.refusals import TellingMapping
from beforehand.share.partner import mapping as mappings
from beforehand.share.partner.countries import folded
from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.gate.kinds import Kind
from beforehand.share.partner.gate.scanning import scan
from beforehand.share.partner.known import is_missing, value_key, value_words
from beforehand.share.partner.sheet import Sheet
from beforehand.share.partner.showing.survey import survey
from beforehand.share.partner.showing.writing import written
from beforehand.vocabulary import FIELD

#: A word that is not usual and stands in fewer rows is asked about again next time.
FEW = 3
#: Parts that hold what is true of one edition, or that people typed freely.
_OF_ONE_TIME = ("title", "licence", "sharing")
_MILD = frozenset({Kind.CAPITAL, Kind.SMALL_PLACE, Kind.NO_CAPITALS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What would be kept, and what would not: fields with their words, names of columns."""

    text: str
    words: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()


def keepable(text: str, sheet: Sheet | None = None) -> Keeping:
    """The mapping without what may name a person and what is of one edition alone.

    Args:
        text: A mapping that can be used.
        sheet: The sheet that it was made for, which tells how often a word stands there; without
            it only what the gate finds is left out.

    Raises:
        TellingMapping: A column that the mapping needs has a name that may name a person.
    """
    said: dict[str, object] = {**mappings.parsed("mapping", text.encode())}
    for part in _OF_ONE_TIME:
        said.pop(part, None)
    made = mappings.load_mapping(GivenFile("mapping", text.encode()))
    if odd := [name for name in (*made.wanted, made.sheet) if tells(name)]:
        raise TellingMapping(count=len(odd), columns=", ".join(odd))
    seen = [str(name) for name in _list(said.get("seen"))]
    said["seen"] = [name for name in seen if not tells(name)]
    left = tuple(_telling(said, Counter() if sheet is None else _cells(sheet), sheet is not None))
    said["values"] = _without(_table(said.get("values")), left)
    return Keeping(
        text=written({name: value for name, value in said.items() if value}),
        words=left,
        columns=tuple(name for name in seen if tells(name)),
    )


def refuse_telling(text: str) -> None:
    """For the hub, which has no sheet: refuse what a person may be named by, and say nothing of it.

    Raises:
        TellingMapping: A word or a column's name may name a person.
    """
    found = keepable(text)
    if found.words or found.columns:
        raise TellingMapping(count=len(found.words) + len(found.columns), columns="–")


def numbered(text: str, version: int) -> str:
    """The same mapping under another version's number."""
    said = dict(mappings.parsed("mapping", text.encode()))
    return written({**said, "version": str(version)})


def alike(one: str, other: str) -> bool:
    """Whether two mappings differ in version and edition alone."""
    apart = ("version", "edition")
    first, second = (mappings.parsed("mapping", text.encode()) for text in (one, other))
    return {name: first[name] for name in first if name not in apart} == {
        name: second[name] for name in second if name not in apart
    }


def tells(word: str) -> bool:
    """Whether it could name a person: a capital alone is how many sheets write a code."""
    return any(span.kind not in _MILD for span in scan(word))


def _telling(
    said: Mapping[str, object], cells: Counter[str], counted: bool
) -> Iterator[tuple[str, str]]:
    for field, table in _table(said.get("values")).items():
        usual = value_words(field)
        for word in _table(table):
            if value_key(word) in usual or is_missing(word, field) or _is_code(field, word):
                continue
            if tells(word) or (counted and _rows(word, cells) < FEW):
                yield field, word
    for word in _list(said.get("missing")):
        if not is_missing(word) and tells(word):
            yield "missing", word


def _is_code(field: str, word: str) -> bool:
    known = FIELD[field].codes if field in FIELD else None
    spelt = {value_key(one) for code in known or () for one in (code.value, code.english)}
    return value_key(word) in spelt


def _rows(word: str, cells: Counter[str]) -> int:
    """In how many cells it stands, alone or as one of several."""
    key = f" {folded(word)} "
    return sum(rows for cell, rows in cells.items() if key in f" {cell} ")


def _cells(sheet: Sheet) -> Counter[str]:
    found: Counter[str] = Counter()
    for column in survey(sheet).columns:
        for value, rows in column.counts.items():
            found[folded(value)] += rows
    return found


def _without(
    values: Mapping[str, object], left: tuple[tuple[str, str], ...]
) -> dict[str, dict[str, object]]:
    kept = {
        field: {word: code for word, code in _table(table).items() if (field, word) not in left}
        for field, table in values.items()
    }
    return {field: table for field, table in kept.items() if table}


def _table(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, Mapping) else {}


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []
