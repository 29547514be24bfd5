"""The pool's writers: put a submission there whole, and take it back.

A submission is staged beside the pool, flushed to disk and renamed into place; a recall writes
the tombstone first. So ``kill -9`` at any moment leaves the old pool or the new one, and what a
crash left behind is swept at the next write.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from beforehand import alike, atomic, keyring, locked
from beforehand.home import Home
from beforehand.records.agreements import UNMARKED, Marking
from beforehand.records.cases import (
    SourceClass,
    Submission,
    Tombstone,
)
from beforehand.records.codec import to_json
from beforehand.records.schema import CASE_SCHEMA
from beforehand.refusals import (
    DatasetTaken,
    EditionTaken,
    NameMistaken,
    Refusal,
    UnknownSubmission,
)
from beforehand.store import agreements, layout, links, query, state, vault
from beforehand.unlocking import ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Who gives what, before it has an id."""

    giver: str
    dataset: str
    edition: str
    source_class: SourceClass
    title: str
    licence: str
    partner_type: str = ""
    marking: Marking = UNMARKED
    declined: int = 0
    keys: str = ""  # names the linkage keys given beside the rows, whatever their order


@dataclass(frozen=True, slots=True, kw_only=True)
class _Staged:
    """Rows locked into a folder and hashed, not yet in the pool."""

    folder: Path
    key: bytes
    digest: bytes
    rows: int
    people: int
    sha256: str


def add(
    home: Home,
    offer: Offer,
    coded: Iterable[pa.RecordBatch],
    *,
    today: date,
    side: vault.SideFiles | None = None,
) -> tuple[Submission, bool]:
    """Put coded rows into the pool.

    Args:
        home: The hub's home.
        offer: Whose rows they are.
        coded: Batches in ``CASE_SCHEMA``, read once; a refusal raised on the way takes nothing.
        today: The day of giving.
        side: Files to keep beside the rows, by name, locked under the same key (``vault.read``).

    Returns:
        The submission, and whether the pool had it already (then nothing changed).

    Raises:
        NoAgreement: Real cases, and no agreement in force covers them.
        EditionTaken: The giver gave other rows under this edition.
        DatasetTaken: Another giver's published table has this name.
        NameMistaken: The giver is written so that it could be taken for another.
    """
    agreements.admit(home, offer.giver, offer.source_class, today)
    with layout.writing(home), _stage(home) as stage:
        staged = _write(stage, coded, home.secret("rows").hex())
        for name, data in (side or {}).items():
            vault.write_in(stage, staged.key, name, data)
        return _settle(home, offer, staged, today)


def recall(home: Home, submission_id: str, *, today: date) -> Tombstone:
    """Take a submission out of every later answer; only its tombstone stays.

    Recalling twice gives the first tombstone.

    Raises:
        UnknownSubmission: The pool never had it.
    """
    with layout.writing(home):
        _sweep(home)
        for stone in state.tombstones(home):
            if stone.id == submission_id:
                return stone
        for given in state.standing(home):
            if given.id == submission_id:
                return _bury(home, given, today)
    raise UnknownSubmission(id=submission_id)


def sweep(home: Home) -> None:
    """Finish what a crash interrupted, and lock what an earlier version kept in the clear."""
    with layout.writing(home):
        _sweep(home)
        links.refresh(home)


def _settle(home: Home, offer: Offer, staged: _Staged, today: date) -> tuple[Submission, bool]:
    name = _name(home, offer, staged.digest)
    standing = state.standing(home)
    for given in standing:
        if given.id == name:
            return given, True
    _check_name(home, offer.giver, standing)
    _check_offer(offer, standing)
    given = _submission(name, offer, staged, today, _earlier(offer, standing))
    vault.change(home, keyring.load(home.keys).with_key(given.id, staged.key))
    _publish(home, staged.folder, given)
    links.refresh(home)
    return given, False


def _check_name(home: Home, giver: str, standing: tuple[Submission, ...]) -> None:
    """One partner under two names would be counted as two, and hide another among fewer."""
    known = {one.giver for one in standing} | agreements.names(home)
    other = alike.HUB if alike.is_hub(giver) else alike.mistaken(giver, known)
    if other:
        raise NameMistaken(other=other)


def _check_offer(offer: Offer, standing: tuple[Submission, ...]) -> None:
    for given in standing:
        same_class = given.source_class == offer.source_class
        if same_class and given.source_class.published:
            _refuse_other_giver(offer, given)
        if _same_series(offer, given) and given.edition == offer.edition:
            raise EditionTaken(
                giver=offer.giver, edition=offer.edition, dataset=offer.dataset, id=given.id
            )


def _refuse_other_giver(offer: Offer, given: Submission) -> None:
    if given.giver != offer.giver:
        raise DatasetTaken(dataset=offer.dataset, giver=given.giver)


def _same_series(offer: Offer, given: Submission) -> bool:
    return (offer.giver, offer.dataset, offer.source_class) == state.series(given)


def _earlier(offer: Offer, standing: tuple[Submission, ...]) -> tuple[str, ...]:
    order = state.edition_order
    return tuple(
        given.id
        for given in standing
        if _same_series(offer, given) and order(given.edition) < order(offer.edition)
    )


def _name(home: Home, offer: Offer, digest: bytes) -> str:
    """Keyed hash of giver and canonical rows; a version for each time they were recalled."""
    gone = layout.recalled(home)
    version = 1
    while (name := _keyed_hash(home, offer, digest, version)) in gone:
        version += 1
    return name


def _keyed_hash(home: Home, offer: Offer, digest: bytes, version: int) -> str:
    said = [offer.giver, str(offer.source_class), offer.dataset, offer.edition, str(version)]
    said += [offer.keys] if offer.keys else []
    parts = [part.encode() for part in said] + [digest]
    message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return hmac.new(home.secret("pool"), message, hashlib.sha256).hexdigest()[:32]


def _submission(
    name: str, offer: Offer, staged: _Staged, today: date, supersedes: tuple[str, ...]
) -> Submission:
    return Submission(
        id=name,
        giver=offer.giver,
        dataset=offer.dataset,
        edition=offer.edition,
        source_class=offer.source_class,
        title=offer.title,
        licence=offer.licence,
        rows=staged.rows,
        people=staged.people,
        given_on=today,
        sha256=staged.sha256,
        supersedes=supersedes,
        partner_type=offer.partner_type,
        marking=offer.marking,
        declined=offer.declined,
    )


@contextmanager
def _stage(home: Home) -> Iterator[Path]:
    """A new folder beside the pool, gone afterwards unless it was renamed into the pool."""
    _sweep(home)
    stage = layout.staging(home) / secrets.token_hex(8)
    stage.mkdir(parents=True, mode=0o700)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _write(stage: Path, coded: Iterable[pa.RecordBatch], key: str) -> _Staged:
    """Rows become Parquet in memory and are hashed there; only the locked file is written."""
    own = vault.new_key()
    with locked.in_memory() as (memory, path), query.connect() as database:
        bound = {"cases": path}
        _stage_rows(database, coded, bound)
        ((rows, people),) = database.execute(query.sql("count_rows"), bound).fetchall()
        keyed = {**bound, "key": key}
        lanes = database.execute(query.sql("canonical_rows"), keyed).fetchall()
        memory.seek(0)
        checksum = hashlib.file_digest(memory, "sha256").hexdigest()
        memory.seek(0)
        vault.write_in(stage, own, ROWS, iter(partial(memory.read, 1 << 20), b""))
    return _Staged(
        folder=stage,
        key=own,
        digest=hashlib.sha256(repr(lanes).encode()).digest(),
        rows=rows,
        people=people,
        sha256=checksum,
    )


def _stage_rows(
    database: duckdb.DuckDBPyConnection, coded: Iterable[pa.RecordBatch], bound: dict[str, str]
) -> None:
    """Stream the rows to disk; DuckDB hides what its input raised, so keep it and raise it."""
    refused: list[Refusal] = []
    reader = pa.RecordBatchReader.from_batches(CASE_SCHEMA, _shuffled(coded, refused))
    database.register("coded", reader)
    try:
        database.execute(query.sql("stage_rows"), bound)
    except duckdb.Error as wrong:
        if refused:
            raise refused[0] from wrong
        raise


def _shuffled(coded: Iterable[pa.RecordBatch], refused: list[Refusal]) -> Iterator[pa.RecordBatch]:
    shuffle = np.random.default_rng(secrets.randbits(128))
    try:
        for batch in coded:
            yield batch.take(shuffle.permutation(batch.num_rows))
    except Refusal as wrong:
        refused.append(wrong)
        raise


def _publish(home: Home, stage: Path, given: Submission) -> None:
    atomic.write_bytes(stage / layout.RECORD, to_json(given))
    stage.rename(layout.folder(home, given.id))
    atomic.sync_folder(home.pool)


def _bury(home: Home, given: Submission, today: date) -> Tombstone:
    stone = Tombstone(id=given.id, giver=given.giver, recalled_on=today)
    atomic.write_bytes(layout.tombstone(home, given.id), to_json(stone))
    _shred_recalled(home)
    _remove_recalled(home)
    state.notice_recalls(home)
    links.refresh(home)
    return stone


def _shred_recalled(home: Home) -> None:
    """Destroy the keys of everything recalled, and note in the keyring that it was."""
    before = ring = keyring.load(home.keys)
    for gone in ring.recalls:  # the keyring remembers, whatever became of the tombstones
        if gone.stone.id not in layout.recalled(home):
            atomic.write_bytes(layout.tombstone(home, gone.stone.id), to_json(gone.stone))
    for stone in state.tombstones(home):
        if stone.id in ring.keys or stone.id not in ring.recalled:
            ring = ring.recalling(stone)
    if ring is not before:
        vault.change(home, ring, recalls=True)


def _remove_recalled(home: Home) -> None:
    """Rename away, then delete, so that no half-deleted folder is ever in the pool."""
    for name in layout.recalled(home):
        if layout.folder(home, name).exists():
            layout.staging(home).mkdir(parents=True, exist_ok=True, mode=0o700)
            gone = layout.staging(home) / secrets.token_hex(8)
            layout.folder(home, name).rename(gone)
            atomic.sync_folder(home.pool)
            shutil.rmtree(gone)


def _lock_plain(home: Home) -> None:
    """Lock rows that an earlier version kept in the clear."""
    for name in layout.standing(home):
        folder = layout.folder(home, name)
        if not (folder / layout.PLAIN).exists():
            continue
        if not (folder / layout.CASES).exists():
            ring = keyring.load(home.keys).with_key(name, vault.new_key())
            vault.change(home, ring)
            with (folder / layout.PLAIN).open("rb") as rows:
                pieces = iter(partial(rows.read, 1 << 20), b"")
                vault.write_in(folder, ring.key(name), ROWS, pieces)
        keyring.shred(folder / layout.PLAIN)


def _sweep(home: Home) -> None:
    """Remove what crashes left: stages, recalled keys and folders, links of another state."""
    shutil.rmtree(layout.staging(home), ignore_errors=True)
    keyring.sweep(home.keys)
    _shred_recalled(home)
    _remove_recalled(home)
    _lock_plain(home)
    links.remove_stale(home)
