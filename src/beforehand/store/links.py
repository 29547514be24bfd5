"""Which rows are the same person, derived from the pool and named by its state."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from beforehand import atomic
from beforehand.home import Home
from beforehand.records.cases import SourceClass, Submission
from beforehand.records.codec import from_json, to_json
from beforehand.records.linking import Verdict
from beforehand.records.schema import LINK_SCHEMA
from beforehand.store import deciding, layout, matrices, query, state
from beforehand.unlocking import unlocked

if TYPE_CHECKING:
    from beforehand.store.linking.linker import Decided, Linking
    from beforehand.store.linking.rows import Rows

Given = tuple[Submission, ...]

#: Pairs that may be one person, for review and for estimates that carry the uncertainty.
PAIR_SCHEMA = pa.schema(
    [
        pa.field("left", pa.string(), nullable=False),
        pa.field("right", pa.string(), nullable=False),
        pa.field("probability", pa.float64(), nullable=False),
        pa.field("cell", pa.int16(), nullable=False),  # -1: decided, whatever the keys say
    ]
)


def path_of(home: Home, source_class: SourceClass, what: str = "links", apart: str = "") -> Path:
    """Where the links of the class lie while the pool and what was decided are as they are now."""
    return _path(home, source_class, state.of_class(home, source_class), what, apart)


def _path(
    home: Home, source_class: SourceClass, given: Given, what: str = "links", apart: str = ""
) -> Path:
    sides = [part for part in _sides(given, apart) if part]
    name = state.hash_of(state.state_hash(part) for part in sides)
    name = name if len(sides) > 1 else state.state_hash(given)
    decided = deciding.state_of(home)
    ending = "json" if what == "linked" else "parquet"
    name = f"{name}-{decided}" if decided else name
    return layout.derived(home) / f"{what}-{source_class.provenance}-{name}.{ending}"


def ensure(home: Home, source_class: SourceClass, apart: str = "") -> Path:
    """The links of the class (``LINK_SCHEMA``), made if the pool changed since.

    Args:
        home: The hub's home.
        source_class: Of partners' cases.
        apart: The partner who asks. Its rows are linked among themselves and all others' among
            themselves: what is learnt and joined on one side is as if the other were not there.
    """
    path = path_of(home, source_class, apart=apart)
    if path.exists():
        return path
    with layout.writing(home):
        return _made(home, source_class, apart)


def _sides(given: Given, apart: str) -> tuple[Given, Given]:
    """The submissions of all others, and those of the partner that stands apart."""
    own = tuple(one for one in given if apart and one.giver == apart)
    return tuple(one for one in given if one not in own), own


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """How many people the rows of one case-level class are.

    ``people`` is after joining every link that is likely enough. ``expected_people`` weighs each
    possible link by its probability, and adds the repeated rows that share no key, as the learnt
    errors foretell them if errors in different fields do not know of each other; the interval
    carries what both leave open. They are None where too few repeats were seen to foretell any,
    or where not all rows have keys of one epoch. ``people_at_most`` rests on what was seen alone:
    every repeat that was missed makes the people fewer.
    """

    source_class: SourceClass
    rows: int
    people: int
    expected_people: float | None
    people_from: int | None
    people_to: int | None
    people_at_most: int
    doubtful: int  # pairs between ``DOUBTFUL``
    share_of_repeats_seen: float  # repeated rows that share a key with one another, as foretold
    epochs: int  # of keys; rows of two epochs are never compared


#: Between these probabilities a pair is worth somebody's look.
DOUBTFUL = (0.2, 0.8)


def relink(home: Home) -> tuple[Linked, ...]:
    """Make every class's links afresh, whatever is there, and count them."""
    with layout.writing(home):
        shutil.rmtree(layout.derived(home), ignore_errors=True)
        refresh(home)
    return tuple(linked(home, kind) for kind in state.case_level_classes(home))


def linked(home: Home, kind: SourceClass) -> Linked:
    """How many people the rows of the class are."""
    ensure(home, kind)
    return from_json(Linked, path_of(home, kind, "linked").read_bytes())


def pairs(home: Home, kind: SourceClass) -> pa.Table:
    """Pairs of the class that may be one person (``PAIR_SCHEMA``)."""
    ensure(home, kind)
    return pq.read_table(path_of(home, kind, "pairs"))


def refresh(home: Home) -> None:
    """Make the links that are missing, then remove those of earlier states. Hold the lock."""
    for kind in state.case_level_classes(home):
        _made(home, kind)
    remove_stale(home)


def remove_stale(home: Home) -> None:
    """Remove links that another state of the pool was linked by. Hold the lock."""
    found = list(layout.derived(home).glob("*"))
    if not found:
        return
    kept = {path for kind in state.case_level_classes(home) for path in _paths(home, kind)}
    for path in found:
        if path not in kept:
            path.unlink(missing_ok=True)


def _paths(home: Home, kind: SourceClass) -> Iterator[Path]:
    """Where everything linked of the class lies; its submissions are read once for all."""
    given = state.of_class(home, kind)
    for what in ("links", "pairs", "linked"):
        yield _path(home, kind, given, what)
    for giver in {one.giver for one in given}:
        yield _path(home, kind, given, apart=giver)


def _made(home: Home, source_class: SourceClass, apart: str = "") -> Path:
    path = path_of(home, source_class, apart=apart)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    given = state.of_class(home, source_class)
    sides = _sides(given, apart)
    if all(sides):
        found = [_link_table(*_link(home, part)) for part in sides]
        _put(path, _table(pa.concat_tables(found)))
    else:
        _make_whole(home, source_class, given)
    atomic.sync_folder(path.parent)
    return path


def _make_whole(home: Home, source_class: SourceClass, given: Given) -> None:
    rows, found = _link(home, given)
    said = to_json(_counted(source_class, found))
    _put(path_of(home, source_class, "linked"), lambda out: _plain(out, said))
    _put(path_of(home, source_class, "pairs"), _table(_pair_table(rows, found)))
    # Last: where it is, the others are.
    _put(path_of(home, source_class), _table(_link_table(rows, found)))


def _link(home: Home, given: Given) -> tuple[Rows, Linking]:
    from beforehand.store.linking.linker import link  # here: slow to load, and most only ask
    from beforehand.store.linking.rows import rows_of

    files = [layout.cases(home, one.id) for one in given]
    with unlocked(files, home.keys) as cases, query.connect() as database:
        asked = database.sql(query.sql("linking_rows"), params={"cases": cases})
        table = asked.to_arrow_table()
    rows = rows_of(table)
    held = [matrices.of_submission(home, one.id) for one in given]
    return rows, link(rows, [one for one in held if one is not None], _decided(home, rows))


def _decided(home: Home, rows: Rows) -> Decided:
    """What was decided about rows that are here."""
    from beforehand.store.linking.linker import Decided

    found = [one for one in deciding.standing(home).values() if one.verdict is not Verdict.UNSURE]
    ids = {row_id for one in found for row_id in (one.left, one.right)}
    at = {row_id: place for place, row_id in enumerate(rows.ids.to_pylist()) if row_id in ids}
    here = [one for one in found if one.left in at and one.right in at]
    return Decided(
        left=np.array([at[one.left] for one in here], np.int64),
        right=np.array([at[one.right] for one in here], np.int64),
        same=np.array([one.verdict is Verdict.SAME for one in here], bool),
    )


def _counted(kind: SourceClass, found: Linking) -> Linked:
    low, high = DOUBTFUL
    chances, known = found.pairs.probability, found.people
    return Linked(
        source_class=kind,
        rows=len(found.person),
        people=len(np.unique(found.person)),
        expected_people=None if known.expected is None else round(known.expected, 2),
        people_from=None if known.low is None else int(known.low),
        people_to=None if known.high is None else int(known.high),
        people_at_most=int(known.at_most),
        doubtful=int(((chances >= low) & (chances <= high)).sum()),
        share_of_repeats_seen=round(found.coverage, 4),
        epochs=found.epochs,
    )


def _link_table(rows: Rows, found: Linking) -> pa.Table:
    columns = [rows.ids, rows.ids.take(pa.array(found.person)), pa.array(found.probability)]
    return pa.Table.from_arrays(columns, schema=LINK_SCHEMA)


def _pair_table(rows: Rows, found: Linking) -> pa.Table:
    columns = [
        rows.ids.take(pa.array(found.pairs.left)),
        rows.ids.take(pa.array(found.pairs.right)),
        pa.array(found.pairs.probability),
        pa.array(found.cell, pa.int16()),
    ]
    return pa.Table.from_arrays(columns, schema=PAIR_SCHEMA)


def _table(table: pa.Table) -> Callable[[Path], None]:
    return lambda out: pq.write_table(table, out, compression="zstd")


def _plain(out: Path, data: bytes) -> None:
    out.write_bytes(data)


def _put(path: Path, write: Callable[[Path], None]) -> None:
    """Written beside, flushed and renamed."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        write(beside)
        beside.chmod(0o600)
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
