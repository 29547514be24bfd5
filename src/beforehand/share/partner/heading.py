"""Where a table's header is and what its columns are called, also over two rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from beforehand.share.partner.countries import folded
from beforehand.share.partner.row import Row

Merged = Mapping[tuple[int, int], tuple[int, int]]
_NUMBER = re.compile(r"[\s%€£$+-]*[0-9][0-9.,:/ -]*%?")
#: A name of a column is no longer than this; a longer cell is a note.
LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The header: the row that the data follow, a name for each column, and what stands over it.

    ``groups`` holds the word of the row above that spans a column, "" where there is none.
    """

    row: int
    names: tuple[str, ...]
    groups: tuple[str, ...]


def heading(
    top: Sequence[Row], merged: Merged, wanted: Collection[str], row: int | None, usual: Words
) -> Heading | None:
    """The header among a table's first rows; None if there is none.

    Args:
        top: The first rows, empty ones too.
        merged: For a covered cell, where its value is.
        wanted: Names that tell the header from titles above it.
        row: The number of the header's row, if it is known.
        usual: Usual names of columns, joined, which tell it where nothing is wanted.
    """
    filled = [one for one in top if not one.empty]
    if row is not None:
        filled = [one for one in filled if one.number == row]
    if not filled:
        return None
    keys = {folded(name) for name in wanted}
    chosen = max(filled, key=lambda one: _wanted(one, keys) if keys else _likely(one, usual))
    below = next((one for one in top if one.number == chosen.number + 1), None)
    above = next((one for one in top if one.number == chosen.number - 1), None)
    if below is not None and _is_second(chosen, below, merged):
        chosen, above = below, chosen
    elif above is not None and not (_is_first(above, chosen) or _is_second(above, chosen, merged)):
        above = None
    return _named(chosen, above, top, merged)


Words = Collection[str]


def _wanted(row: Row, keys: set[str]) -> int:
    return len(keys & {folded(cell) for cell in row.cells})


def _likely(row: Row, usual: Words) -> int:
    """How much like a header: usual names above all, words rather than numbers."""
    cells = {cell.strip() for cell in row.cells if cell.strip()}
    known = sum(folded(cell).replace(" ", "") in usual for cell in cells)
    numbers = sum(bool(_NUMBER.fullmatch(cell)) for cell in cells)
    long = sum(len(cell) > LONGEST for cell in cells)
    return 3 * known + len(cells) - 3 * numbers - 2 * long


def _places(row: Row) -> list[int]:
    return [place for place, cell in enumerate(row.cells) if cell.strip()]


def _is_second(first: Row, second: Row, merged: Merged) -> bool:
    """Whether the row under the header says more exactly what some of its columns are.

    It is filled only under names that span several columns, with words alone, and empty under
    each name that spans one.
    """
    places = _places(second)
    spans = _spans(first)
    within = [place for place in places if place in spans]
    words = all(not _NUMBER.fullmatch(second.cells[place].strip()) for place in places)
    if len(within) < 2 or len(within) != len(places) or not words:
        return False
    down = any(
        merged.get((second.number, place), (second.number, 0))[0] == first.number
        for place in range(len(first.cells))
    )
    named = [place for place in _places(first) if place not in spans]
    return down or bool(named)


def _spans(row: Row) -> set[int]:
    """Columns under a word that is followed by empty cells: its own, and those."""
    found: set[int] = set()
    places = [*_places(row), len(row.cells)]
    for start, end in pairwise(places):
        if end - start > 1:
            found.update(range(start, end))
    return found


def _is_first(above: Row, chosen: Row) -> bool:
    """Whether the row above the header names groups of its columns, as a title does not."""
    places = _places(above)
    names = _places(chosen)
    if not places or len(places) > len(names):
        return False
    if any(
        len(above.cells[place]) > LONGEST or _NUMBER.fullmatch(above.cells[place].strip())
        for place in places
    ):
        return False
    return len(places) > 1 or (places[0] > 0 and len(names) > 2)


def _named(chosen: Row, above: Row | None, top: Sequence[Row], merged: Merged) -> Heading:
    width = max(len(chosen.cells), len(above.cells) if above else 0)
    own = [_cell(chosen, place) for place in range(width)]
    groups = _groups(above, width) if above else [""] * width
    names = []
    for place in range(width):
        covered = _covered(chosen, place, top, merged)
        over = _cell(above, place) if above else ""
        names.append(own[place] or covered or over)
    twice = {name for name, count in Counter(map(folded, names)).items() if count > 1 and name}
    named = [
        f"{group}: {name}" if folded(name) in twice and group and group != name else name
        for name, group in zip(names, groups, strict=True)
    ]
    while named and not named[-1]:
        named.pop()
    return Heading(row=chosen.number, names=tuple(named), groups=tuple(groups[: len(named)]))


def _cell(row: Row, place: int) -> str:
    return " ".join(row.cells[place].split()) if place < len(row.cells) else ""


def _covered(row: Row, place: int, top: Sequence[Row], merged: Merged) -> str:
    """The word of the merged cell above that covers this one."""
    at, column = merged.get((row.number, place), (row.number, place))
    above = next((one for one in top if one.number == at), None)
    return _cell(above, column) if above is not None and at != row.number else ""


def _groups(above: Row, width: int) -> list[str]:
    """For each column the word that last stood over it or to its left."""
    found, last = [], ""
    for place in range(width):
        last = _cell(above, place) or last
        found.append(last)
    return found
