"""Seals a sheet at the partner: coded rows and tokens go out, everything else stays."""

from __future__ import annotations

from collections.abc import Iterator
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
from beforehand.share.partner.container import pack
from beforehand.share.partner.faults import Fault, refusal
from beforehand.share.partner.files import GivenFile, unreadable
from beforehand.share.partner.mapping import Mapping
from beforehand.share.partner.sheet import Row, Sheet
from beforehand.share.partner.tokens import token
from beforehand.words import Words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class SealReport:
    """What was sealed and what stayed, for the partner's eyes; it is no part of the file."""

    file: str
    sheet: str
    rows: int  # sealed
    without_consent: int  # rows that stayed because the person did not consent to sharing
    without_token: int  # sealed rows that cannot be linked: a cell that names the person is empty
    fields: tuple[str, ...]  # of the record, filled by columns
    dropped: tuple[str, ...]  # columns that stayed at the partner
    warnings: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """The file to hand in, and the report to keep."""

    data: bytes
    report: SealReport


@dataclass(slots=True)
class _Tally:
    """Counted while rows stream by."""

    without_consent: int = 0
    without_token: int = 0
    faults: list[Fault] = field(default_factory=list)


def seal_file(file: GivenFile | Path | str, mapping: Mapping, key: bytes) -> Sealed:
    """Code every row, make tokens, drop the rest.

    Rows whose ``consent_to_share`` is no stay at the partner and are counted. Sealing the same
    file twice gives the same bytes.

    Args:
        file: CSV, XLSX or ODS, as a path or as uploaded bytes.
        mapping: A case-level mapping.
        key: The coalition's key (``read_key``); without ``token`` columns it is not used.

    Raises:
        UnreadableFile: It is not a table, or holds no case.
        BadMapping: The mapping is of a published table, or names columns that are not there.
        FaultyRows: Cells do not fit; ``faults`` holds each, and nothing was sealed.
    """
    if mapping.kind != "case-level":
        raise BadMapping(
            mapping=mapping.name,
            reason=words("it is of a published table, which has no persons to protect"),
            mend=words("Add the table at the hub: beforehand share add FILE -m MAPPING."),
        )
    sheet = open_sheet(file, mapping)
    layout = lay_out(sheet, mapping)
    tally = _Tally()
    counter = _Counter(_records(sheet, layout, mapping, key, tally))
    data = pack(counter, _said(mapping))
    if tally.faults:
        raise refusal(sheet.file, tuple(tally.faults[:MOST_FAULTS]))
    if not counter.seen:
        raise unreadable(
            sheet.file,
            words("it holds no case that may be shared"),
            words("Check the sheet, and who consented to sharing."),
        )
    return Sealed(data=data, report=_report(sheet, layout, counter.seen, tally))


class _Counter:
    """Counts what passes through."""

    def __init__(self, records: Iterator[dict[str, object]]) -> None:
        self._records = records
        self.seen = 0

    def __iter__(self) -> Iterator[dict[str, object]]:
        for record in self._records:
            self.seen += 1
            yield record


def _records(
    sheet: Sheet, layout: Layout, mapping: Mapping, key: bytes, tally: _Tally
) -> Iterator[dict[str, object]]:
    """Records that may go out; after the first fault none does, and faults are gathered."""
    for row, record, faults in coded_rows(sheet, layout, dict(mapping.defaults)):
        tally.faults += faults
        if len(tally.faults) >= MOST_FAULTS:
            return
        if tally.faults:
            continue
        if record.get("consent_to_share") is False:
            tally.without_consent += 1
            continue
        yield _sealed(row, record, layout, mapping, key, tally)


def _sealed(
    row: Row, record: Record, layout: Layout, mapping: Mapping, key: bytes, tally: _Tally
) -> dict[str, object]:
    found: dict[str, object] = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in record.items()
        if value is not None
    }
    if layout.token:
        cells = [row.cells[at] if at < len(row.cells) else "" for at, _ in layout.token]
        made = token(key, cells, mapping.date_format)
        if made:
            found["case_token"] = made
    tally.without_token += "case_token" not in found
    return found


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


def _report(sheet: Sheet, layout: Layout, rows: int, tally: _Tally) -> SealReport:
    return SealReport(
        file=sheet.file,
        sheet=sheet.name,
        rows=rows,
        without_consent=tally.without_consent,
        without_token=tally.without_token,
        fields=tuple(sorted({column.target for column in layout.columns})),
        dropped=layout.dropped,
        warnings=(*sheet.warnings, *layout.notes.words()),
    )
