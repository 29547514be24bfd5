"""Reads rows of which every cell was seen before, without a second look at any of them.

A sheet of cases repeats its words: after the first rows nearly every cell is one that was coded
already. What a row needs then is a look-up for each column, and the checks that concern the row
as a whole. A row that is odd in any way takes the slow way, which says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter, contains, itemgetter
from typing import TypeVar

from beforehand.share.partner.coding import Coded
from beforehand.share.partner.flags import Flags
from beforehand.share.partner.notes import is_total, may_total
from beforehand.share.partner.row import Row
from beforehand.share.partner.sheet import FAILED, Sheet

Record = dict[str, Coded]
Take = Callable[[tuple[str, ...]], tuple[str, ...]]
#: More distinct cells of one column than this are not remembered.
REMEMBERED = 100_000
_Cell = TypeVar("_Cell")
_unknown, _cells = attrgetter("unknown"), attrgetter("cells")


@dataclass(slots=True)
class Screen:
    """What is known to be right: for each column its cells, for each group of flags its rows."""

    columns: dict[int, dict[str, Record]]  # by position
    groups: tuple[tuple[Flags, Take, dict[tuple[str, ...], Record]], ...]
    take: Take  # the columns' cells out of a row, in the order of ``columns``
    naming: Take | None
    naming_at: tuple[int, ...]
    least: int  # a row as short as the last mapped column
    most: int  # and no longer than the header
    key: int | None
    open: bool

    def odd(self, rows: Sequence[Row]) -> list[int]:
        """Indexes of the rows that need a look by themselves, in order.

        The rows are looked at by columns, so that a word is compared once however often it
        occurs: this is what makes checking a long sheet quick.
        """
        cells = list(map(_cells, rows))
        lengths = set(map(len, cells))
        whole = self.open and len(lengths) == 1 and self.least <= min(lengths) <= self.most
        if not whole or any(map(_unknown, rows)):
            return list(range(len(rows)))
        columns = list(zip(*cells, strict=True))
        found: set[int] = set()
        filled = False
        for place, known in self.columns.items():
            words = set(columns[place])
            filled = filled or "" not in words
            found.update(_holding(columns[place], words - known.keys()))
        for _, take, seen in self.groups:
            parts = [take(one) for one in cells]
            found.update(_holding(parts, set(parts) - seen.keys()))
        if not filled:
            found.update(at for at, row in enumerate(rows) if not self._whole(row))
        found.update(self._unlike_rows(columns))
        return sorted(found)

    def _unlike_rows(self, columns: Sequence[tuple[str, ...]]) -> Iterator[int]:
        """Rows that may be totals, or in which a formula of a name may have failed."""
        if "" in columns[0] or may_total("\n".join(columns[0])):
            yield from (at for at, text in enumerate(columns[0]) if not text or may_total(text))
        for place in self.naming_at:
            if "#" in "".join(columns[place]):
                yield from (at for at, text in enumerate(columns[place]) if "#" in text)

    def fits(self, row: Row) -> bool:
        """Whether the row is one, and all of its cells were seen right before."""
        if not self._whole(row):
            return False
        if not all(map(contains, self.columns.values(), self.take(row.cells))):
            return False
        return all(take(row.cells) in seen for _, take, seen in self.groups)

    def read(self, row: Row, usual: Record) -> Record | None:
        """The row's record; None where it needs the slow way."""
        if not self._whole(row):
            return None
        coded = list(map(dict.get, self.columns.values(), self.take(row.cells)))
        coded += [seen.get(take(row.cells)) for _, take, seen in self.groups]
        if None in coded:
            return None
        record = usual.copy()
        for part in coded:
            record.update(part)  # type: ignore[arg-type]  # none of them is None
        return record

    def _whole(self, row: Row) -> bool:
        """Whether it is a row of its own: not empty, no total, no failed formula in a name."""
        cells = row.cells
        if not self.open or row.unknown or not self.least <= len(cells) <= self.most:
            return False
        if self.naming is not None and "#" in "".join(self.naming(cells)):
            return False
        first = cells[0] or next(filter(None, cells), "")
        if may_total(first):
            return False
        return any(self.take(cells)) or any(any(take(cells)) for _, take, _ in self.groups)

    def learn(self, place: int, text: str, coded: Record) -> None:
        """A cell that the slow way found right."""
        known = self.columns[place]
        if text in known or len(known) >= REMEMBERED:
            return
        if not (
            text.strip() in FAILED or is_total(text) or (place == self.key and not text.strip())
        ):
            known[text] = coded

    def taught(self, row: Row, code: Callable[[int, str], Record | None]) -> bool:
        """Whether the row's new cells are all right by themselves; then they are known.

        Args:
            row: A row that does not fit yet.
            code: What the text in a column's position is coded as; None where it is wrong.
        """
        if not self._whole(row):
            return False
        new = False
        for place, known in self.columns.items():
            text = row.cells[place]
            if text not in known:
                coded = code(place, text)
                if coded is None:
                    return False
                self.learn(place, text, coded)
                new = True
        return new

    def learn_group(self, row: Row, group: Flags, value: Coded) -> None:
        """A group's cells in a row that had nothing wrong in it."""
        if len(row.cells) < self.least:
            return
        for known, take, seen in self.groups:
            if known is group and len(seen) < REMEMBERED:
                seen[take(row.cells)] = {group.name: value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where things are: columns with their positions and fields, flags, what names a person."""

    columns: tuple[tuple[int, str], ...]
    flags: tuple[Flags, ...]
    naming: tuple[int, ...]
    key: int | None


#: Two ends that different columns fill are weighed against each other, the slow way.
_ENDS = {"age_from", "age_to"}


def screen(sheet: Sheet, places: Places) -> Screen:
    """A screen that knows nothing yet. It stays shut where columns speak of the same field."""
    used = [place for place, _ in places.columns]
    flags = [flag.position for group in places.flags for flag in group.flags]
    fields = [name for _, name in places.columns] + [group.name for group in places.flags]
    apart = len(set(fields)) == len(fields) and len(_ENDS & set(fields)) < 2
    every = (*used, *flags, *places.naming)
    return Screen(
        columns={place: {} for place in used},
        groups=tuple(
            (group, _taking([flag.position for flag in group.flags]), {}) for group in places.flags
        ),
        take=_taking(used),
        naming=_taking(places.naming) if places.naming else None,
        naming_at=places.naming,
        least=max(every, default=0) + 1,
        most=len(sheet.header),
        key=places.key,
        open=apart and len(set(used)) == len(used) and not sheet.grid.merged,
    )


def _holding(column: Sequence[_Cell], some: set[_Cell]) -> Iterator[int]:
    """Where the column holds one of some values."""
    if some:
        yield from (at for at, value in enumerate(column) if value in some)


def _taking(positions: Sequence[int]) -> Take:
    """Takes cells out of a row, always as a tuple."""
    if len(positions) > 1:
        return itemgetter(*positions)
    return lambda cells: tuple(cells[place] for place in positions)
