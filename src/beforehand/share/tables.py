"""Published tables and records through a mapping: each distinct cell is coded once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pyarrow as pa

from beforehand.records.cases import Provenance, SourceClass, SourceKind
from beforehand.records.schema import CASE_SCHEMA
from beforehand.refusals import NotSealed
from beforehand.share.partner import GivenFile, Mapping
from beforehand.share.partner.checking import (
    MOST_FAULTS,
    Layout,
    Record,
    coded_rows,
    lay_out,
    open_sheet,
)
from beforehand.share.partner.faults import Fault, refusal
from beforehand.share.partner.files import unreadable
from beforehand.share.partner.notes import Notes
from beforehand.share.partner.sheet import Sheet
from beforehand.store import Offer
from beforehand.words import words

BATCH_ROWS = 50_000


def read_mapped(file: GivenFile, mapping: Mapping) -> tuple[Offer, pa.RecordBatchReader, Notes]:
    """The published table or records as coded rows, what they are offered as, and notes.

    Rows are coded while they are read; with the first fault reading ends in a refusal that
    holds every fault, and since a submission is put into the pool whole, nothing is taken. The
    notes, of what was left out, are complete once the rows are read.

    Raises:
        NotSealed: The mapping is of case-level rows, which the hub takes sealed alone.
        UnreadableFile, BadMapping, FaultyRows: As at the partner.
    """
    if mapping.kind == "case-level":
        raise NotSealed(file=file.name)
    sheet = open_sheet(file, mapping)
    layout = lay_out(sheet, mapping)
    batches = _batches(sheet, layout, mapping)
    reader = pa.RecordBatchReader.from_batches(CASE_SCHEMA, batches)
    return _offer(mapping), reader, layout.notes


def _offer(mapping: Mapping) -> Offer:
    return Offer(
        giver=mapping.partner,
        dataset=mapping.dataset,
        edition=mapping.edition,
        source_class=SourceClass(
            provenance=Provenance(mapping.provenance),
            kind=SourceKind(mapping.kind),
            dataset=mapping.dataset,
        ),
        title=mapping.title,
        licence=mapping.licence,
    )


def _batches(sheet: Sheet, layout: Layout, mapping: Mapping) -> Iterator[pa.RecordBatch]:
    usual: Record = {
        "partner": mapping.partner,
        "partner_type": mapping.partner_type,
        **({"people": 1} if mapping.kind == SourceKind.RECORDS else {}),
        **mapping.defaults,
    }
    faults: list[Fault] = []
    rows = _good(coded_rows(sheet, layout, usual), faults)
    seen = False
    while records := list(islice(rows, BATCH_ROWS)):
        seen = True
        yield pa.RecordBatch.from_pylist(records, schema=CASE_SCHEMA)
    if faults:
        raise refusal(sheet.file, tuple(faults[:MOST_FAULTS]))
    if not seen:
        raise unreadable(sheet.file, words("it holds no row"), words("Check the sheet."))


def _good(
    rows: Iterator[tuple[object, Record, list[Fault]]], faults: list[Fault]
) -> Iterator[Record]:
    for _, record, wrong in rows:
        faults += wrong
        if len(faults) >= MOST_FAULTS:
            return
        if not faults:
            yield record
