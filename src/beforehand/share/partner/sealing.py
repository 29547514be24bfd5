"""Seals a sheet at the partner: coded rows and blinded keys go out, everything else stays."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from pathlib import Path

from beforehand.refusals import BadMapping
from beforehand.share.partner.checking import (
    MOST_FAULTS,
    Layout,
    Record,
    coded_rows,
    lay_out,
    open_sheet,
)
from beforehand.share.partner.consent import asked
from beforehand.share.partner.container import Beside, RowsMember, assemble
from beforehand.share.partner.faults import Fault, refusal
from beforehand.share.partner.files import GivenFile, unreadable
from beforehand.share.partner.gate.decisions import Decisions
from beforehand.share.partner.gate.guard import Guard
from beforehand.share.partner.linkage import (
    Blind,
    Cells,
    Identity,
    Matrix,
    People,
    Values,
    coded_naming,
    identity_of,
    matrix_of,
    rows_without_keys,
    values_of,
)
from beforehand.share.partner.mapping import Mapping
from beforehand.share.partner.sheet import Row, Sheet
from beforehand.words import Words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class SealReport:
    """What was sealed and what stayed, for the partner's eyes; it is no part of the file."""

    file: str
    sheet: str
    rows: int  # sealed
    without_consent: int  # rows that stayed because the person did not consent to sharing
    without_token: int  # sealed rows that cannot be linked: too little says who the person is
    fields: tuple[str, ...]  # of the record, filled by columns
    dropped: tuple[str, ...]  # columns that stayed at the partner
    warnings: tuple[Words, ...]
    held: int = 0  # rows that a person kept here
    blanked: int = 0  # cells that a person left out
    coarsened: int = 0  # rows of which a person left fields out


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """The file to hand in, and the report to keep."""

    data: bytes
    report: SealReport


@dataclass(slots=True)
class _Tally:
    """Gathered while rows stream by."""

    people: People
    without_consent: int = 0
    without_token: int = 0
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A file's rows as they may go out, before their linkage values are blinded."""

    sheet: Sheet
    guard: Guard
    mapping: Mapping
    tally: _Tally
    member: RowsMember

    @property
    def names_people(self) -> bool:
        """Whether a column says who a person is, so that there is something to link by."""
        return bool(self.mapping.linkage or self.mapping.token)

    def values(self, key: bytes) -> Values:
        """The linkage values of the rows that go out, for a keyholder."""
        return values_of(self.tally.people, key)

    def sealed(self, matrix: Matrix, marking: Dictionary[str, object]) -> Sealed:
        """The file, with this matrix beside its rows and this marking over them."""
        tally = self.tally
        without = rows_without_keys(matrix)
        tally.without_token = without if matrix.keys else len(tally.people.order)
        beside = Beside(matrix=matrix, declined=tally.without_consent, marking=marking)
        data = assemble(self.member, _said(self.guard.mapping), beside)
        return Sealed(data=data, report=_report(self.sheet, self.guard, self.member.rows, tally))


def seal_file(
    file: GivenFile | Path | str,
    mapping: Mapping,
    key: bytes,
    blind: Blind | None = None,
    *,
    decisions: Decisions | None = None,
) -> Sealed:
    """Code every row, make its linkage keys, drop the rest.

    Rows whose ``consent_to_share`` is no stay at the partner and are counted. Sealing the same
    file twice gives the same bytes.

    Args:
        file: CSV, XLSX or ODS, as a path or as uploaded bytes.
        mapping: A case-level mapping.
        key: The coalition's key (``read_key``); without columns for linkage it is not used.
        blind: The keyholder's part, called once with the file's distinct values; None where the
            coalition has no keyholder.
        decisions: What a person decided on the gate's findings; they only take away.

    Raises:
        UnreadableFile: It is not a table, or holds no case.
        BadMapping: The mapping is of a published table, or names columns that are not there.
        ConsentUnsaid: It does not say who agreed to share.
        FaultyRows: Cells do not fit; ``faults`` holds each, and nothing was sealed.
        UndecidedFindings: What crosses may identify a person, and nobody has decided on it.
    """
    coded = code_file(file, mapping, decisions=decisions)
    matrix = matrix_of(coded.tally.people, key, blind) if coded.names_people else Matrix()
    return coded.sealed(matrix, mapping.sharing)


def code_file(
    file: GivenFile | Path | str, mapping: Mapping, *, decisions: Decisions | None = None
) -> Coded:
    """The first half of ``seal_file``, for a keyholder that is asked elsewhere: see there."""
    if mapping.kind != "case-level":
        raise BadMapping(
            mapping=mapping.name,
            reason=words("it is of a published table, which has no persons to protect"),
            mend=words("Add the table at the hub: beforehand share add FILE -m MAPPING."),
        )
    sheet = open_sheet(file, mapping)
    if unsaid := asked(sheet.file, sheet.header, mapping):
        raise unsaid
    guard = Guard(sheet, lay_out(sheet, mapping), mapping, decisions)
    tally, member = _Tally(People(mapping.date_format)), RowsMember()
    for record in _records(sheet, guard, mapping, tally):
        member.add(record)
    if tally.faults:
        raise refusal(sheet.file, tuple(tally.faults[:MOST_FAULTS]))
    if undecided := guard.refusal(sheet.file):
        raise undecided
    if not member.rows:
        raise unreadable(
            sheet.file,
            words("it holds no case that may be shared"),
            words("Check the sheet, and who consented to sharing."),
        )
    return Coded(sheet=sheet, guard=guard, mapping=mapping, tally=tally, member=member)


def _records(
    sheet: Sheet, guard: Guard, mapping: Mapping, tally: _Tally
) -> Iterator[dict[str, object]]:
    """Records that may go out; after the first fault none does, and faults are gathered."""
    rows = coded_rows(sheet, guard.layout, dict(mapping.defaults), guard.left_out)
    for row, record, faults in rows:
        tally.faults += faults
        if len(tally.faults) >= MOST_FAULTS:
            return
        if tally.faults:
            continue
        if record.get("consent_to_share") is False:
            tally.without_consent += 1
            continue
        kept = guard.decided(row, record)
        if kept is None:
            continue
        tally.people.add(_person(row, record, guard.layout, mapping))
        yield {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in kept.items()
            if value is not None
        }


def _person(row: Row, record: Record, layout: Layout, mapping: Mapping) -> Identity:
    """Who the row is of; it goes no further than the keys."""
    named = {role: _cell(row, column.position) for role, column in layout.naming.items()}
    coded = [
        layout.naming[role].coded(named.pop(role))
        for role in ("sex", "citizenship")
        if role in named
    ]
    cells = Cells(named, tuple(_cell(row, at) for at, _ in layout.token))
    return identity_of(cells, {**record, **coded_naming(coded)}, mapping.date_format)


def _cell(row: Row, position: int) -> str:
    return row.cells[position] if position < len(row.cells) else ""


def _said(mapping: Mapping) -> dict[str, str]:
    return {
        "partner": mapping.partner,
        "partner_type": mapping.partner_type or "",
        "dataset": mapping.dataset,
        "edition": mapping.edition,
        "provenance": mapping.provenance,
        "title": mapping.title,
        "licence": mapping.licence,
    }


def _report(sheet: Sheet, guard: Guard, rows: int, tally: _Tally) -> SealReport:
    layout = guard.layout
    return SealReport(
        file=sheet.file,
        sheet=sheet.name,
        rows=rows,
        without_consent=tally.without_consent,
        without_token=tally.without_token,
        fields=tuple(sorted({column.target for column in layout.columns})),
        dropped=layout.dropped,
        warnings=(*sheet.warnings, *layout.notes.words()),
        held=guard.held,
        blanked=guard.blanked,
        coarsened=guard.coarsened,
    )
