"""Adds published tables and sealed files to the pool, and gives the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from beforehand import store
from beforehand.home import Home
from beforehand.records.agreements import UNMARKED
from beforehand.records.cases import Receipt
from beforehand.records.people import Asker, Role, shell
from beforehand.share import arrival, nrm, receipts, tables
from beforehand.share.partner import READY, GivenFile, load_mapping, load_ready
from beforehand.share.partner.files import given


def add_table(
    home: Home,
    file: GivenFile | Path | str,
    reader: str | Path | GivenFile = "nrm",
    *,
    today: date,
    parts: Mapping[str, str] | None = None,
) -> Receipt:
    """Add a published table, or published records.

    Args:
        home: The hub's home.
        file: The table, as a path or as uploaded bytes.
        reader: ``nrm``, the name of another ready mapping, or a mapping.
        parts: Parts of a mapping that are said beside it, such as ``edition``.
        today: The day of giving.

    Raises:
        UnreadableFile, BadMapping, FaultyRows: It is not what the reader reads; nothing is taken.
        NotSealed: The mapping is of case-level rows.
        EditionTaken, DatasetTaken: It does not fit beside what the pool holds.
    """
    table = given(file)
    if reader == "nrm":
        return _added(home, *nrm.read(table), today)
    chosen = load_ready(str(reader), parts) if reader in READY else load_mapping(reader, parts)
    offer, rows, notes = tables.read_mapped(table, chosen)
    receipt = _added(home, offer, rows, today)
    return replace(receipt, notes=notes.words())  # complete once the rows were read


def add_sealed(
    home: Home,
    data: bytes | Path | GivenFile,
    *,
    today: date,
    giver: str | None = None,
    blinded_only: bool = False,
) -> Receipt:
    """Add a file that a partner sealed.

    Args:
        home: The hub's home.
        data: The sealed file, as bytes or as a path.
        today: The day of giving.
        giver: The partner who hands it in, where the hub knows; it must be who sealed it.
        blinded_only: Whether there is a keyholder, so that linkage values must be blinded.

    Raises:
        NotSealed, OtherSealing, WrongGiver, NotBlinded, NameMistaken, DamagedSubmission,
        UnreadableFile: Nothing is taken.
        NoAgreement: Real cases, and no agreement in force covers them.
        EditionTaken: The partner gave other rows under this edition.
        LooserMark: It is there already under a stricter mark, and the giver does not hand it in.
    """
    file = arrival.sealed_bytes(data)
    arrived = arrival.open_sealed(file, giver, blinded_only=blinded_only)
    fields: set[str] = set()
    rows = receipts.note_fields(arrived.rows, fields)
    given, already = store.add(home, arrived.offer, rows, today=today, side=arrived.side)
    if already and arrived.offer.marking != UNMARKED:
        asker = Asker(role=Role.PARTNER, partner=giver, on=today) if giver else shell(today)
        by = giver or "command line"
        given = store.remark(home, asker, given.id, arrived.offer.marking, by=by)
    receipts.keep_handed(home, given, file, fields)
    return receipts.receipt(home, given, already, today=today)


def is_sealed(data: bytes | Path | GivenFile) -> bool:
    """Whether a file begins as a sealed one does."""
    return arrival.is_sealed(arrival.sealed_bytes(data))


def _added(
    home: Home,
    offer: store.Offer,
    coded: pa.RecordBatchReader,
    today: date,
) -> Receipt:
    submission, there = store.add(home, offer, coded, today=today)
    return receipts.receipt(home, submission, there, today=today)
