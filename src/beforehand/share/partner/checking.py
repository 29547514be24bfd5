"""Checks a sheet against its mapping: every fault at once, and the coded rows if there is none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from beforehand.share.partner.coding import Problem
from beforehand.share.partner.events import with_events
from beforehand.share.partner.faults import Fault
from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.flags import flagged
from beforehand.share.partner.laying import Column as Column
from beforehand.share.partner.laying import Layout as Layout
from beforehand.share.partner.laying import Record as Record
from beforehand.share.partner.laying import lay_out as lay_out
from beforehand.share.partner.mapping import Mapping
from beforehand.share.partner.reading import read_sheet
from beforehand.share.partner.screen import Screen, screen
from beforehand.share.partner.sheet import FAILED, Row, Sheet
from beforehand.words import Words, words

#: Checking stops at this many faults: the sheet or the mapping is another one than was meant.
MOST_FAULTS = 10_000
#: Rows that are checked at a time; more no longer lie in the processor's cache.
BATCH = 256


def coded_rows(
    sheet: Sheet,
    layout: Layout,
    defaults: Record,
    left_out: Callable[[Row], Collection[int]] = lambda _: (),
) -> Iterator[tuple[Row, Record, list[Fault]]]:
    """Each row, its record, and what is wrong with it; rows that are none are noted.

    ``left_out`` names positions of a row that are not read: a person decided so.
    """
    known = screen(sheet, layout.places())
    for row in sheet.rows():
        gone = left_out(row)
        seen = None if gone else known.read(row, defaults)
        if seen is None and not gone and known.taught(row, layout.code):
            seen = known.read(row, defaults)
        if seen is not None:
            yield row, seen, []
        elif layout.notes.is_record(row, layout.used, sheet.grid.merged):
            record: Record = dict(defaults)
            yield row, record, _looked_at(sheet, layout, (row, gone), record, known)


def _looked_at(
    sheet: Sheet,
    layout: Layout,
    read: tuple[Row, Collection[int]],
    record: Record,
    known: Screen,
) -> list[Fault]:
    """Fill the record by each cell of the row but for those left out; what is wrong with it."""
    row, gone = read
    faults: list[Fault] = list(_broken(sheet, layout, row))
    faults += _columns(sheet, layout, read, record, known)
    faults += _flags(sheet, layout, row if not gone else row.without(gone), record, known)
    faults.extend(_disordered(sheet, row, record))
    first: dict[str, Fault] = {}
    for fault in faults:  # one sentence a cell: the first says what to mend
        first.setdefault(fault.column, fault)
    return list(first.values())


def _columns(
    sheet: Sheet,
    layout: Layout,
    read: tuple[Row, Collection[int]],
    record: Record,
    known: Screen,
) -> Iterator[Fault]:
    """Fill the record by the columns of a row, but for those left out; what is wrong with them."""
    row, gone = read
    for column in layout.columns:
        if column.position in gone:
            continue
        text = row.cells[column.position] if column.position < len(row.cells) else ""
        coded = column.coded(text)
        if not isinstance(coded, Problem):
            _merge(record, coded)
            known.learn(column.position, text, coded)
        elif column.target in layout.unlisted:
            layout.notes.pass_over(column.target, row.number)
        elif text.strip() not in FAILED:  # a failed formula is a fault already
            yield _fault(sheet, row, column.position, coded)


def _flags(
    sheet: Sheet, layout: Layout, row: Row, record: Record, known: Screen
) -> Iterator[Fault]:
    """Fill the record by the flags of a row, and what is wrong with them."""
    for group in layout.flags:
        value, wrong = flagged(row, group, layout.notes)
        _merge(record, {group.name: value})
        yield from (_fault(sheet, row, at, said) for at, said in wrong)
        if not wrong and (value is not None or group.several):
            known.learn_group(row, group, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found, for the partner's eyes."""

    file: str
    sheet: str
    rows: int
    faults: tuple[Fault, ...]
    dropped: tuple[str, ...]  # columns that nobody maps: they stay at the partner
    warnings: tuple[Words, ...]


def check(file: GivenFile | Path | str, mapping: Mapping) -> Checked:
    """Every fault of the file under the mapping; nothing is taken.

    Raises:
        UnreadableFile: It is not a table.
        BadMapping: The mapping names a column that the sheet does not have once.
    """
    sheet = open_sheet(file, mapping)
    layout = lay_out(sheet, mapping)
    known = screen(sheet, layout.places())
    count, faults = 0, list[Fault]()
    rows = sheet.rows()
    while len(faults) < MOST_FAULTS and (batch := list(islice(rows, BATCH))):
        odd = known.odd(batch)
        count += len(batch) - len(odd)
        for row in (batch[at] for at in odd):
            known.taught(row, layout.code)
            if known.fits(row):
                count += 1
            elif layout.notes.is_record(row, layout.used, sheet.grid.merged):
                count += 1
                faults += _looked_at(sheet, layout, (row, ()), {}, known)
    return Checked(
        file=sheet.file,
        sheet=sheet.name,
        rows=count,
        faults=tuple(faults[:MOST_FAULTS]),
        dropped=layout.dropped,
        warnings=(*sheet.warnings, *layout.notes.words()),
    )


def open_sheet(file: GivenFile | Path | str, mapping: Mapping) -> Sheet:
    """The sheet that the mapping speaks of."""
    wanted = (*mapping.wanted, *(name for names in mapping.aliases.values() for name in names))
    sheet = read_sheet(file, sheet=mapping.sheet, header_row=mapping.header_row, wanted=wanted)
    return with_events(sheet, mapping.events) if mapping.events else sheet


def _merge(record: Record, coded: Record) -> None:
    """Two columns may add codes to one field; otherwise each fills its own."""
    for name, value in coded.items():
        before = record.get(name)
        if isinstance(before, tuple) and isinstance(value, tuple):
            record[name] = tuple(sorted({*before, *value}))
        elif value is not None or name not in record:
            record[name] = value


def _broken(sheet: Sheet, layout: Layout, row: Row) -> Iterator[Fault]:
    """What no reading can mend: formulas without a result, failed ones, cells past the header."""
    used = layout.used
    merged = sheet.grid.merged
    covered = next((at for at in used if _is_covered(sheet, row, at)), None) if merged else None
    if covered is not None:
        problem = words("lies in a merged cell; unmerge it and fill in what holds for each row")
        yield _fault(sheet, row, covered, Problem(problem))
    first = layout.key
    if first is not None and not (row.cells[first : first + 1] or ("",))[0].strip():
        yield _fault(sheet, row, first, Problem(_EMPTY_KEY))
    total = layout.notes.unwanted_total(row, used)
    if total is not None:
        yield _fault(sheet, row, *total)
    if row.unknown or "#" in "".join(row.cells):
        yield from _failed(sheet, layout, row)
    if any(cell.strip() for cell in row.cells[len(sheet.header) :]):
        problem = words("is past the last column of the header, so the row may have slipped")
        yield _fault(sheet, row, len(sheet.header), Problem(problem))


def _failed(sheet: Sheet, layout: Layout, row: Row) -> Iterator[Fault]:
    """Formulas of the mapped columns that failed, or whose result nobody knows."""
    for position in (*layout.used, *layout.who):
        text = row.cells[position].strip() if position < len(row.cells) else ""
        if position in row.unknown:
            problem = words("is a formula whose result the file does not hold")
            yield _fault(sheet, row, position, Problem(problem))
        elif text in FAILED:
            yield _fault(sheet, row, position, Problem(words("is a formula that failed")))


_EMPTY_KEY = words(
    "is empty, and a published table says in words what is not recorded: fill in what stands "
    "above it, or give an empty cell a code under values"
)


def _is_covered(sheet: Sheet, row: Row, position: int) -> bool:
    at = (row.number, position)
    return sheet.grid.merged.get(at, at) != at


def _disordered(sheet: Sheet, row: Row, record: Record) -> Iterator[Fault]:
    low, high = record.get("age_from"), record.get("age_to")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield Fault(
            file=sheet.file,
            sheet=sheet.name,
            row=row.number,
            column="age_to",
            value=str(high),
            problem=words("is less than the age it starts from"),
        )


def _fault(sheet: Sheet, row: Row, position: int, problem: Problem) -> Fault:
    named = sheet.header[position] if position < len(sheet.header) else ""
    return Fault(
        file=sheet.file,
        sheet=sheet.name,
        row=row.number,
        column=named or f"{position + 1}",
        value=row.cells[position] if position < len(row.cells) else "",
        problem=problem.problem,
        nearest=problem.nearest,
    )
