"""Checks a sheet against its mapping: every fault at once, and the coded rows if there is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from beforehand.share.partner.coding import Coded, Problem, age, code, registered, simplified
from beforehand.share.partner.countries import country_words, folded
from beforehand.share.partner.counts import people
from beforehand.share.partner.events import with_events
from beforehand.share.partner.faults import Fault
from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.finding import found_columns
from beforehand.share.partner.flags import Flags, flagged, flags_of
from beforehand.share.partner.mapping import Mapping
from beforehand.share.partner.notes import Notes
from beforehand.share.partner.reading import read_sheet
from beforehand.share.partner.sheet import FAILED, Row, Sheet
from beforehand.vocabulary import FIELD, FieldType
from beforehand.words import Words, words

Record = dict[str, Coded]

#: Checking stops at this many faults: the sheet or the mapping is another one than was meant.
MOST_FAULTS = 10_000
#: More distinct values of one column than this are not remembered.
_REMEMBERED = 100_000


@dataclass(slots=True)
class Column:
    """One mapped column: where it is, what it fills, and what its values were coded as."""

    position: int
    name: str
    target: str
    read: Callable[[str], Record | Problem]
    known: dict[str, Record | Problem] = field(default_factory=dict)

    def coded(self, text: str) -> Record | Problem:
        """The field or fields that the text fills."""
        found = self.known.get(text)
        if found is None:
            found = self.read(text)
            if len(self.known) < _REMEMBERED:
                self.known[text] = found
        return found


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the mapping's columns are in the sheet, and which columns nobody maps."""

    columns: tuple[Column, ...]
    naming: dict[str, Column]  # what says who a person is, by its role in linkage
    token: tuple[tuple[int, str], ...]
    dropped: tuple[str, ...]
    flags: tuple[Flags, ...] = ()
    notes: Notes = field(default_factory=Notes)
    unlisted: frozenset[str] = frozenset()
    key: int | None = None  # of a published table, its first column: never left empty

    @property
    def used(self) -> tuple[int, ...]:
        """Positions of the columns that fill the record."""
        flags = (flag.position for group in self.flags for flag in group.flags)
        return tuple(dict.fromkeys((*(column.position for column in self.columns), *flags)))


def lay_out(sheet: Sheet, mapping: Mapping) -> Layout:
    """Find the mapping's columns in the header; numbers of days count as the workbook's do.

    Raises:
        BadMapping: A column is missing or is there twice.
    """
    found = found_columns(sheet, mapping)
    if sheet.grid.since_1904:
        forms = ("excel-1904" if form == "excel" else form for form in mapping.date_format)
        mapping = replace(mapping, date_format=tuple(forms))
    taken = set(found.values())
    token, lacking = set(mapping.token), tuple(name for name in mapping.wanted if name not in found)
    return Layout(
        columns=tuple(
            Column(found[name], name, target, _reader(target, mapping))
            for name, target in mapping.columns.items()
            if name in found
        ),
        naming={
            role: Column(found[name], name, role, _reader(_CODED_AS.get(role, ""), mapping))
            for role, name in mapping.linkage.items()
            if name in found
        },
        token=tuple((found[name], name) for name in mapping.token if found.keys() >= token),
        flags=flags_of(mapping, found),
        notes=Notes(leave_totals=mapping.totals == "leave out", lacking=lacking),
        unlisted=mapping.unlisted,
        key=_key(mapping, found),
        dropped=tuple(
            name or f"column {position + 1}"
            for position, name in enumerate(sheet.header)
            if position not in taken
        ),
    )


def _key(mapping: Mapping, found: dict[str, int]) -> int | None:
    """The leftmost mapped column of a published table, unless its empty cells have a code."""
    first = min(mapping.columns, key=lambda name: found.get(name, MOST_FAULTS), default="")
    if mapping.kind != "aggregate" or "" in mapping.values.get(mapping.columns[first], {}):
        return None
    return found.get(first)


#: Two parts of linkage are compared as the case record codes them, whatever the partner's words.
_CODED_AS = {"sex": "gender", "citizenship": "citizenship"}


def _reader(target: str, mapping: Mapping) -> Callable[[str], Record | Problem]:
    """How a cell of the column becomes fields; the mapping's own words come first."""
    own = mapping.values.get(target, {})

    def read(text: str) -> Record | Problem:
        word = simplified(text)
        if word in own and target == "age":
            return _read_text(target, str(own[word]), mapping)
        if word in own:
            return {target: own[word]}
        if target in FIELD and FIELD[target].kind is FieldType.YES_NO:
            word = "yes" if word in mapping.yes else "no" if word in mapping.no else word
            text = word if word in {"yes", "no"} else text
        is_country = target in FIELD and FIELD[target].iso_country
        if word in mapping.missing and not (is_country and folded(text) in country_words()):
            return {}
        return _read_text(target, text, mapping)

    return read


def _read_text(target: str, text: str, mapping: Mapping) -> Record | Problem:
    if target == "registered":
        return _pair(
            ("registered_year", "registered_quarter"), registered(text, mapping.date_format)
        )
    if target == "age":
        return _pair(("age_from", "age_to"), age(text, mapping.age_bands))
    if target == "people":
        return people(text)
    if target == "partner":
        return _responder(text)
    coded = _by_parts(target, text, mapping)
    return coded if isinstance(coded, Problem) else {target: coded}


def _by_parts(target: str, text: str, mapping: Mapping) -> Coded | Problem:
    """A cell of several words, each of which the mapping may know by its own."""
    own = mapping.values.get(target, {})
    parts = [part for part in _split(text, mapping.separators) if part.strip()]
    whole = code(target, text, mapping.separator)
    if len(parts) < 2 or not (own or isinstance(whole, Problem)):
        return whole
    found: set[str] = set()
    for part in parts:
        word = simplified(part)
        coded = own[word] if word in own else code(target, part, mapping.separator)
        if isinstance(coded, Problem):
            return coded
        found.update(coded if isinstance(coded, tuple) else ())
    return tuple(sorted(found)) or None


def _split(text: str, separators: tuple[str, ...]) -> list[str]:
    if len(separators) == 1:
        return text.split(separators[0])
    return re.split("|".join(map(re.escape, separators)), text)


def _pair(
    names: tuple[str, str], read: tuple[int | None, int | None] | Problem
) -> Record | Problem:
    return read if isinstance(read, Problem) else dict(zip(names, read, strict=True))


def _responder(text: str) -> Record | Problem:
    """The name of an organisation in a published table."""
    name = " ".join(text.split())
    if 0 < len(name) <= 120 and "@" not in name and sum(map(str.isdecimal, name)) < 6:
        return {"partner": name}
    return Problem(words("is not the name of an organisation"))


def coded_rows(
    sheet: Sheet,
    layout: Layout,
    defaults: Record,
    left_out: Callable[[Row], Collection[int]] = lambda _: (),
) -> Iterator[tuple[Row, Record, list[Fault]]]:
    """Each row, its record, and what is wrong with it; rows that are none are noted.

    ``left_out`` names positions of a row that are not read: a person decided so.
    """
    used = layout.used
    for row in sheet.rows():
        if not layout.notes.is_record(row, used, sheet.grid.merged):
            continue
        record: Record = dict(defaults)
        faults: list[Fault] = list(_broken(sheet, layout, row))
        gone = left_out(row)
        for column in layout.columns:
            if column.position in gone:
                continue
            text = row.cells[column.position] if column.position < len(row.cells) else ""
            coded = column.coded(text)
            if not isinstance(coded, Problem):
                _merge(record, coded)
            elif column.target in layout.unlisted:
                layout.notes.pass_over(column.target, row.number)
            elif text.strip() not in FAILED:  # a failed formula is a fault already
                faults.append(_fault(sheet, row, column.position, coded))
        read = row if not gone else row.without(gone)
        for group in layout.flags:
            value, wrong = flagged(read, group, layout.notes)
            _merge(record, {group.name: value})
            faults.extend(_fault(sheet, row, at, said) for at, said in wrong)
        faults.extend(_disordered(sheet, row, record))
        yield row, record, faults


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
    rows, faults = 0, list[Fault]()
    for _, _, wrong in coded_rows(sheet, layout, {}):
        rows += 1
        faults += wrong
        if len(faults) >= MOST_FAULTS:
            break
    return Checked(
        file=sheet.file,
        sheet=sheet.name,
        rows=rows,
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
    first = layout.key
    if first is not None and not (row.cells[first : first + 1] or ("",))[0].strip():
        yield _fault(sheet, row, first, Problem(_EMPTY_KEY))
    covered = next((at for at in used if _is_covered(sheet, row, at)), None)
    if covered is not None:
        problem = words("lies in a merged cell; unmerge it and fill in what holds for each row")
        yield _fault(sheet, row, covered, Problem(problem))
    total = layout.notes.unwanted_total(row, used)
    if total is not None:
        yield _fault(sheet, row, *total)
    naming = [column.position for column in layout.naming.values()]
    naming += [place for place, _ in layout.token]
    for position in (*used, *naming):
        text = row.cells[position].strip() if position < len(row.cells) else ""
        if position in row.unknown:
            problem = words("is a formula whose result the file does not hold")
            yield _fault(sheet, row, position, Problem(problem))
        elif text in FAILED:
            yield _fault(sheet, row, position, Problem(words("is a formula that failed")))
    if any(cell.strip() for cell in row.cells[len(sheet.header) :]):
        problem = words("is past the last column of the header, so the row may have slipped")
        yield _fault(sheet, row, len(sheet.header), Problem(problem))


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
