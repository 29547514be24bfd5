"""Sealed files at the hub: opened, and checked again from nothing, since nobody is trusted.

The whole way is columns: JSON lines become Arrow batches, each checked by Arrow against the
codes of the standard, and stream on into the pool.
"""

from __future__ import annotations

import hashlib
import io
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json
from msgspec import convert

from beforehand import store
from beforehand.records.agreements import UNMARKED, Marking
from beforehand.records.cases import Provenance, SourceClass, SourceKind
from beforehand.records.schema import CASE_SCHEMA
from beforehand.refusals import (
    NotBlinded,
    NotSealed,
    OtherSealing,
    Refusal,
    UnreadableFile,
    WrongGiver,
)
from beforehand.share import linkage
from beforehand.share.columns import constant
from beforehand.share.members import Member, damaged, size
from beforehand.share.partner import sharing
from beforehand.share.partner.container import (
    HEADER_BYTES,
    Header,
    NotAContainer,
    OtherVersion,
    unpack_header,
)
from beforehand.share.partner.countries import UNKNOWN_COUNTRY, area_words, country_codes
from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.reading import check_kind
from beforehand.share.partner.rules import identity
from beforehand.share.partner.said import Wrong
from beforehand.store import Matrix, Offer
from beforehand.vocabulary import FIELDS, Field, FieldType
from beforehand.words import words

#: The header says these for the whole file; a row never does.
_IN_HEADER = frozenset({"partner", "partner_type"})
#: What a sealed row may hold.
ROW_SCHEMA = pa.schema(
    [CASE_SCHEMA.field(spec.name) for spec in FIELDS if spec.name not in _IN_HEADER]
)
BLOCK_BYTES = 8 << 20
GZIP = b"\x1f\x8b"

#: Rows may unpack to this many bytes whatever the file's size, and beyond that to this many times
#: its size: a small file that unpacks to millions of rows is made to fill a computer.
FREE_BYTES = 10_000_000
MOST_TIMES = 200
MOST_BYTES = 40_000_000_000

#: A line that is no object. Arrow's reader falls over, process and all, where one is ``null``.
_NO_OBJECT = re.compile(rb"\n[^{]")
_AREA = r"^[A-Z]{2}-[A-Z0-9]{1,3}$"


def is_sealed(file: GivenFile) -> bool:
    """Whether the file begins as a sealed one does."""
    with file.open() as data:
        try:
            unpack_header(data.read(HEADER_BYTES))
        except NotAContainer as wrong:
            return isinstance(wrong, OtherVersion)
    return True


@dataclass(frozen=True, slots=True)
class Arrived:
    """A sealed file opened: whose it is, its rows to be read once, and then its linkage keys."""

    offer: Offer
    rows: pa.RecordBatchReader
    side: dict[str, Iterator[bytes]]


def open_sealed(file: GivenFile, giver: str | None, *, blinded_only: bool = False) -> Arrived:
    """The offer and the coded rows of a sealed file; rows are checked as they are read.

    Args:
        file: The sealed file.
        giver: The partner who hands it in, where that is known; it must be who sealed it.
        blinded_only: Whether linkage values must have been blinded by a keyholder.

    Raises:
        NotSealed: It is something else, such as a spreadsheet in the clear.
        OtherSealing: A programme older or newer than the hub's sealed it.
        WrongGiver: Another partner sealed it.
        NotBlinded: No keyholder blinded its linkage values.
        DamagedSubmission: Rows or keys do not match the header's count or hash.
        UnreadableFile: A value is no code of the standard (raised while rows are read).
    """
    header, start = _header(file)
    if giver is not None and header.partner != giver:
        raise WrongGiver(file=file.name, sealed_by=header.partner, giver=giver)
    if blinded_only and header.linkage.scheme and not header.linkage.blinded:
        raise NotBlinded
    offer = _offer(file, header)
    end = _check_rows(file, header, start)
    keys = linkage.read_keys(file, header, end)
    ids: list[pa.Array] = []
    batches = _batches(file, header, start, ids)
    return Arrived(
        replace(offer, keys=linkage.name_of(header, keys)),
        pa.RecordBatchReader.from_batches(CASE_SCHEMA, batches),
        {store.LINKAGE: _late(lambda: linkage.matrix_of(header, keys, ids))} if keys else {},
    )


def _late(matrix: Callable[[], Matrix]) -> Iterator[bytes]:
    """The matrix's bytes when they are asked for, which is after all rows were read."""
    yield store.to_bytes(matrix())


def _header(file: GivenFile) -> tuple[Header, int]:
    with file.open() as data:
        head = data.read(HEADER_BYTES)
    try:
        return unpack_header(head)
    except OtherVersion as wrong:
        raise OtherSealing(file=file.name) from wrong
    except NotAContainer as wrong:
        if not head.startswith(GZIP):
            check_kind(file)  # an empty file or a PDF is told so
        raise NotSealed(file=file.name) from wrong


def _offer(file: GivenFile, header: Header) -> Offer:
    said = {
        name: str(getattr(header, name))
        for name in ("partner", "partner_type", "dataset", "edition", "provenance")
    }
    try:
        identity({**said, "title": header.title, "licence": header.licence}, "case-level")
    except Wrong as wrong:
        raise damaged(file) from wrong
    return Offer(
        giver=header.partner,
        dataset=header.dataset,
        edition=header.edition,
        source_class=SourceClass(
            provenance=Provenance(header.provenance), kind=SourceKind.CASE_LEVEL
        ),
        title=header.title,
        licence=header.licence,
        partner_type=header.partner_type,
        marking=marking_of(file, header),
        declined=header.declined,
    )


def marking_of(file: GivenFile, header: Header) -> Marking:
    """How far its giver lets it be shared.

    Raises:
        DamagedSubmission: The header says what no mark can say.
    """
    try:
        said = sharing.read(header.marking)
    except Wrong as wrong:
        raise damaged(file) from wrong
    return convert(said, Marking, strict=False) if said else UNMARKED


def _check_rows(file: GivenFile, header: Header, start: int) -> int:
    """Unpack once in small pieces: a bomb or a changed byte stops here, before anything parses.

    Returns where the rows end.
    """
    most = min(max(FREE_BYTES, MOST_TIMES * size(file)), MOST_BYTES)
    digest, lines, unpacked, before = hashlib.sha256(), 0, 0, b"\n"
    member = Member(file, start)
    for piece in member:
        if _NO_OBJECT.search(before + piece):
            raise _not_codes(file, "rows")
        before = piece[-1:] or before
        digest.update(piece)
        lines += piece.count(b"\n")
        unpacked += len(piece)
        if unpacked > most:
            raise damaged(file)
    if digest.hexdigest() != header.sha256 or lines != header.rows or not lines:
        raise damaged(file)
    return member.end


class _Stream(io.RawIOBase):
    """The unpacked rows as a file, so that they are never whole in memory."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        room = memoryview(buffer)  # type: ignore[arg-type]  # io's stubs do not name the buffer
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        taken = min(len(room), len(self._left))
        room[:taken] = self._left[:taken]
        self._left = self._left[taken:]
        return taken


def _batches(
    file: GivenFile, header: Header, start: int, ids: list[pa.Array]
) -> Iterator[pa.RecordBatch]:
    stream = io.BufferedReader(_Stream(iter(Member(file, start))), BLOCK_BYTES)
    parsing = pa.json.ParseOptions(
        explicit_schema=ROW_SCHEMA, unexpected_field_behavior="error", newlines_in_values=False
    )
    reading = pa.json.ReadOptions(block_size=BLOCK_BYTES)
    seen = 0
    try:
        for batch in pa.json.open_json(stream, reading, parsing):
            seen += len(batch)
            coded = _coded(file, header, batch)
            ids.append(coded.column("row_id"))
            yield coded
    except pa.ArrowException as wrong:
        raise _not_codes(file, "rows") from wrong
    if seen != header.rows:
        raise damaged(file)


def _coded(file: GivenFile, header: Header, batch: pa.RecordBatch) -> pa.RecordBatch:
    found: dict[str, pa.Array] = {
        "row_id": _row_ids(len(batch)),
        "people": constant(1, len(batch), "people"),
        "partner": constant(header.partner, len(batch), "partner"),
        "partner_type": constant(header.partner_type, len(batch), "partner_type"),
    }
    for spec in FIELDS:
        if spec.name not in _IN_HEADER:
            column = batch.column(batch.schema.get_field_index(spec.name))
            if not _fits(spec, column):
                raise _not_codes(file, spec.name)
            found[spec.name] = column
    if not _all(pc.less_equal(found["age_from"], found["age_to"])):
        raise _not_codes(file, "age_to")
    if not _all(found["consent_to_share"]):  # such rows stay at the partner, whoever sealed them
        raise _not_codes(file, "consent_to_share")
    columns = [found[name] for name in CASE_SCHEMA.names]
    return pa.RecordBatch.from_arrays(columns, schema=CASE_SCHEMA)


def _row_ids(rows: int) -> pa.Array:
    """Random ids made at the hub: one that a giver chose could be another row's on purpose."""
    drawn = secrets.token_bytes(16 * rows).hex()
    return pa.array([drawn[at : at + 32] for at in range(0, 32 * rows, 32)], pa.string())


def _fits(spec: Field, column: pa.Array) -> bool:
    """Whether every value that is recorded is one that the standard has."""
    if spec.kind is FieldType.YES_NO:
        return True
    if spec.kind is FieldType.WHOLE:
        return _all(pc.and_(pc.greater_equal(column, spec.low), pc.less_equal(column, spec.high)))
    if spec.kind is FieldType.CODES:
        return _sets(column) and _all(pc.is_in(column.flatten(), _codes(spec)))
    return _areas(column) if spec.kind is FieldType.TEXT else _all(pc.is_in(column, _codes(spec)))


def _all(flags: pa.Array) -> bool:
    """True where every flag is true or its value was not recorded (``is_in`` says false there)."""
    return bool(pc.all(flags, skip_nulls=True, min_count=0).as_py())


def _codes(spec: Field) -> pa.Array:
    if spec.iso_country:
        more = {UNKNOWN_COUNTRY} if spec.name == "citizenship" else set()
        return pa.array([*sorted(country_codes() | more), None], pa.string())
    return pa.array([*(code.value for code in spec.codes or ()), None], pa.string())


def _sets(column: pa.Array) -> bool:
    """Lists hold no nothing and each code once, in order: one set has one form."""
    values = column.flatten()
    parents = pc.list_parent_indices(column)
    if values.null_count:
        return False
    same_row = pc.equal(parents[1:], parents[:-1])
    rising = pc.greater(values[1:], values[:-1])
    return _all(pc.or_(pc.invert(same_row), rising))


def _areas(column: pa.Array) -> bool:
    known = pc.is_in(column, pa.array([*sorted(set(area_words().values())), None], pa.string()))
    formed = pc.fill_null(pc.match_substring_regex(column, _AREA), True)
    country = pc.is_in(
        pc.utf8_slice_codeunits(column, 0, 2), pa.array([*(country_codes() - {"AL"}), None])
    )
    return _all(pc.or_(known, pc.and_(formed, country)))


def _not_codes(file: GivenFile, field: str) -> Refusal:
    return UnreadableFile(
        file=file.name,
        reason=words("its {field} hold something that is no code of the standard", field=field),
        mend=words("Seal it again with the programme that the hub uses."),
    )


def sealed_bytes(data: GivenFile | Path | bytes) -> GivenFile:
    """A sealed file from wherever it is."""
    if isinstance(data, GivenFile):
        return data
    if isinstance(data, bytes):
        return GivenFile("the sealed file", data)
    return GivenFile(data.name, data)
