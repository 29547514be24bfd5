"""Overlapping lists from the text of a CSV table, every fault of it refused by row and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from beforehand.refusals import BadLists
from beforehand.stats.mse.lists import Lists, lists_of
from beforehand.words import Words, words

COUNT = "count"
MOST_PEOPLE = 10**9
MOST_WITHHELD = 1000  # numbers that one withheld count may be
_WHOLE = re.compile(r"([0-9]{1,15})(\.0+)?")
_BELOW = re.compile(r"(<|<=|≤)\s*([0-9]{1,15})")
_BETWEEN = re.compile("([0-9]{1,15})\\s*[-\N{EN DASH}]\\s*([0-9]{1,15})")


@dataclass(frozen=True, slots=True)
class Withheld:
    """A combination whose count is not told, only its bounds."""

    pattern: int
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as it was read.

    Attributes:
        lists: With every withheld count at its largest, so that what is refused is refused
            whatever they are.
        withheld: Counts that the table does not tell; empty mostly.
        warnings: What was mended on the way.
    """

    lists: Lists
    withheld: tuple[Withheld, ...] = ()
    warnings: tuple[Words, ...] = ()


def read_table(data: bytes, file: str) -> Table:
    """Read a table with one column of zeros and ones a list, and a column ``count``.

    UTF-8, with or without a byte-order mark; commas, semicolons or tabs; the columns in any
    order. Combinations that are not in it count nobody. A count may be withheld: ``<5`` is 0 to
    4, ``1-4`` says both bounds. Each combination twice adds up, with a warning.

    Args:
        data: The bytes of the file.
        file: Its name, for the refusal.

    Raises:
        BadLists: Whatever is wrong, with the file, the line and the column.
    """
    lines = list(_lines(data, file))
    if not lines:
        raise _bad(file, words("it is empty"))
    names, at = _header(lines[0][1], file)
    if len(lines) == 1:
        raise _bad(file, words("it has a header and no rows"))
    rows, withheld, warnings = [], {}, []
    seen: dict[tuple[int, ...], int] = {}
    for line, cells in lines[1:]:
        pattern, (least, most) = _row(names, at, cells, (file, line))
        if pattern in seen:
            said = words("lines {a} and {b} are the same lists", a=seen[pattern], b=line)
            if least < most or pattern in withheld:
                raise _bad(file, words("{what}, and one withholds its count", what=said))
            warnings.append(words("{what}: their counts were added up", what=said))
        seen.setdefault(pattern, line)
        if least < most:
            withheld[pattern] = least, most
        rows.append((pattern, most))
    if withheld and not sum(most for pattern, most in rows if pattern not in withheld):
        raise _bad(file, words("every count is withheld, so nothing can be estimated"))
    try:
        lists = lists_of(names, rows)
    except BadLists as wrong:
        raise _bad(file, wrong.params["reason"]) from wrong
    return Table(lists=lists, withheld=_by_pattern(withheld), warnings=tuple(warnings))


def _by_pattern(found: dict[tuple[int, ...], tuple[int, int]]) -> tuple[Withheld, ...]:
    return tuple(
        Withheld(sum(on << i for i, on in enumerate(pattern)), *bounds)
        for pattern, bounds in found.items()
    )


def _bad(file: str, reason: object) -> BadLists:
    said = reason if isinstance(reason, Words | str) else str(reason)
    return BadLists(reason=words("{file}: {reason}", file=file, reason=said))


def _lines(data: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their line numbers; empty ones are left out."""
    text = _text(data, file)
    first = text.lstrip("\n").partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        found = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    except csv.Error as wrong:
        said = words(
            "near line {line} a quoted cell never ends, or is too long", line=reader.line_num
        )
        raise _bad(file, said) from wrong
    yield from found


def _text(data: bytes, file: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise _bad(file, words("it is not UTF-8 text: save it as CSV (UTF-8)")) from wrong
    if "\0" in text:
        raise _bad(file, words("it is not text: save it as CSV (UTF-8)"))
    if not text.strip():
        raise _bad(file, words("it is empty"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _header(cells: Sequence[str], file: str) -> tuple[tuple[str, ...], int]:
    """Names of the lists, and where the counts are."""
    places = [at for at, name in enumerate(cells) if name.lower() == COUNT]
    if len(places) != 1:
        said = words(
            "its header has {n} columns named count, not one: {columns}",
            n=len(places),
            columns=", ".join(cells),
        )
        raise _bad(file, said)
    return tuple(name for at, name in enumerate(cells) if at != places[0]), places[0]


def _row(
    names: Sequence[str], at: int, cells: Sequence[str], where: tuple[str, int]
) -> tuple[tuple[int, ...], tuple[int, int]]:
    """The pattern of a row and the bounds of its count."""
    file, line = where
    if len(cells) != len(names) + 1:
        said = words(
            "line {line} has {n} cells and the header has {of}",
            line=line,
            n=len(cells),
            of=len(names) + 1,
        )
        raise _bad(file, said)
    for name, cell in zip(names, (*cells[:at], *cells[at + 1 :]), strict=True):
        if cell not in ("0", "1"):
            raise _bad(file, _holds(line, name, cell, words("0 or 1")))
    pattern = tuple(int(cell) for cell in (*cells[:at], *cells[at + 1 :]))
    if not any(pattern):
        said = words("line {line} counts people on no list, whom no list can count", line=line)
        raise _bad(file, said)
    bounds = _count(cells[at])
    if bounds is None:
        told = words("a whole number from 0 on, nor withheld as in <5")
        raise _bad(file, _holds(line, COUNT, cells[at], told))
    if bounds[1] > MOST_PEOPLE:
        said = words("line {line} counts more than a thousand million people", line=line)
        raise _bad(file, said)
    if bounds[1] - bounds[0] >= MOST_WITHHELD:
        said = words(
            "line {line} withholds a count among {n} numbers, and at most {most} can be tried",
            line=line,
            n=bounds[1] - bounds[0] + 1,
            most=MOST_WITHHELD,
        )
        raise _bad(file, said)
    return pattern, bounds


def _holds(line: int, name: str, cell: str, wanted: Words) -> Words:
    return words(
        "line {line}, column {name} holds {value}, not {wanted}",
        line=line,
        name=name,
        value=cell or words("nothing"),
        wanted=wanted,
    )


def _count(cell: str) -> tuple[int, int] | None:
    """Least and most; None if it is no count."""
    if whole := _WHOLE.fullmatch(cell):
        return int(whole[1]), int(whole[1])
    if below := _BELOW.fullmatch(cell):
        most = int(below[2]) - (below[1] == "<")
        return (0, most) if most >= 0 else None
    between = _BETWEEN.fullmatch(cell)
    if between and int(between[1]) <= int(between[2]):
        return int(between[1]), int(between[2])
    return None
