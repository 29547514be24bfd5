"""One table of counts of people, through the door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from beforehand.records.codec import digest
from beforehand.records.release import (
    TOTAL,
    CountTable,
    Release,
    SafeCell,
    SafeTable,
    Withholding,
)
from beforehand.refusals import NothingToRelease, UnfitTable
from beforehand.release.choose import withheld_set
from beforehand.release.network import Marks, network
from beforehand.release.small import THRESHOLD
from beforehand.words import Words, words

SMALLEST_THRESHOLD = 3  # below it there is nothing to hide behind


def table(counts: CountTable, *, today: date, threshold: int = THRESHOLD) -> Release[SafeTable]:
    """Withhold small counts of one two-way table, and others so that no sum gives them back.

    Args:
        counts: Rows by columns of people, without margins; the door adds them.
        today: Day of the release.
        threshold: Smallest count that is shown; 0 is always shown.

    Returns:
        The table with margins, where every withheld number could be anything in an interval at
        least ``threshold - 1`` wide for somebody who knows all the others. Nothing is rounded.

    Raises:
        UnfitTable: If the table is empty, a name comes twice, or a count is negative.
        NothingToRelease: If no number but zeros would be left.
    """
    _check(counts, threshold)
    whole = network(counts.people)
    withheld = withheld_set(whole, threshold)
    if not (whole.people[~withheld] > 0).any():
        raise NothingToRelease(threshold=threshold)
    shown = [None if mark else int(n) for mark, n in zip(withheld, whole.people, strict=True)]
    safe = SafeTable(
        title=counts.title,
        rows=(*counts.rows, TOTAL),
        columns=(*counts.columns, TOTAL),
        cells=tuple(_cells(counts, shown)),
        threshold=threshold,
        withheld=int(withheld.sum()),
        made_up=counts.made_up,
        source=counts.source,
        data_hash=counts.data_hash,
    )
    return _released(safe, withheld, today)


def _cells(counts: CountTable, shown: list[int | None]) -> Iterator[SafeCell]:
    numbers = iter(shown)
    for row in (*counts.rows, TOTAL):
        for column in (*counts.columns, TOTAL):
            people = next(numbers)
            why = Withholding.SMALL_OR_PROTECTS if people is None else None
            yield SafeCell(row=row, column=column, people=people, withheld=why)


def _released(safe: SafeTable, withheld: Marks, today: date) -> Release[SafeTable]:
    return Release(
        id=digest(safe),
        kind="table",
        payload=safe,
        threshold=safe.threshold,
        account=tuple(account(len(safe.cells), safe.withheld, safe.threshold)),
        released_on=today,
        made_up=safe.made_up,
        data_hashes=(safe.data_hash,),
        cells=len(withheld),
        withheld=safe.withheld,
    )


def account(cells: int, withheld: int, threshold: int) -> Iterator[Words]:
    """What was withheld and why, in words; never which counts are the small ones."""
    if not withheld:
        yield words("All {cells} numbers are shown: none is under {threshold}.", cells=cells,
                    threshold=threshold)  # fmt: skip
        return
    yield words(
        "{withheld} of {cells} numbers are withheld: each counts fewer than {threshold} people, "
        "or would give such a count away by subtraction.",
        withheld=withheld,
        cells=cells,
        threshold=threshold,
    )


def _check(counts: CountTable, threshold: int) -> None:
    columns, rows = counts.columns, counts.rows
    if threshold < SMALLEST_THRESHOLD:
        _unfit(
            words("a threshold of {threshold} hides nobody", threshold=threshold),
            words("Use 11, or at least 3."),
        )
    if not rows or not columns:
        _unfit(words("it holds no counts"), words("Check the file and the names of its columns."))
    for names in (rows, columns):
        if len(set(names)) < len(names) or TOTAL in names:
            _unfit(
                words("a name comes twice, or is 'total'"),
                words("Give every row and column its own name."),
            )
    if len(counts.people) != len(rows) or {len(line) for line in counts.people} != {len(columns)}:
        _unfit(words("its rows differ in length"), words("Give every row one count a column."))
    if any(people < 0 for line in counts.people for people in line):
        _unfit(words("a count is negative"), words("Counts of people are 0 or more."))


def _unfit(reason: Words, mend: Words) -> None:
    raise UnfitTable(reason=reason, mend=mend)
