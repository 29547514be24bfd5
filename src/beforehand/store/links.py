"""Which rows are the same person, derived from the pool and named by its state."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from beforehand import atomic
from beforehand.home import Home
from beforehand.records.cases import SourceClass
from beforehand.store import layout, matrices, query, state, strong
from beforehand.unlocking import unlocked


def path_of(home: Home, source_class: SourceClass) -> Path:
    """Where the links of the class lie while the pool is as it is now."""
    name = state.state_hash(state.of_class(home, source_class))
    return layout.derived(home) / f"links-{source_class.provenance}-{name}.parquet"


def ensure(home: Home, source_class: SourceClass) -> Path:
    """The links of the class (``LINK_SCHEMA``), made if the pool changed since."""
    path = path_of(home, source_class)
    if path.exists():
        return path
    with layout.writing(home):
        return _made(home, source_class)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """How many people the rows of one case-level class are."""

    source_class: SourceClass
    rows: int
    people: int


def relink(home: Home) -> tuple[Linked, ...]:
    """Make every class's links afresh, whatever is there, and count them."""
    with layout.writing(home):
        shutil.rmtree(layout.derived(home), ignore_errors=True)
        refresh(home)
        return tuple(_counted(home, kind) for kind in state.case_level_classes(home))


def _counted(home: Home, kind: SourceClass) -> Linked:
    bound = {"links": str(path_of(home, kind))}
    with query.connect() as database:
        ((rows, people),) = database.execute(query.sql("count_people"), bound).fetchall()
    return Linked(source_class=kind, rows=rows, people=people)


def refresh(home: Home) -> None:
    """Make the links that are missing, then remove those of earlier states. Hold the lock."""
    for kind in state.case_level_classes(home):
        _made(home, kind)
    remove_stale(home)


def remove_stale(home: Home) -> None:
    """Remove links that another state of the pool was linked by. Hold the lock."""
    kept = {path_of(home, kind) for kind in state.case_level_classes(home)}
    for path in layout.derived(home).glob("*"):
        if path not in kept:
            path.unlink(missing_ok=True)


def _made(home: Home, source_class: SourceClass) -> Path:
    path = path_of(home, source_class)
    if not path.exists():
        given = state.of_class(home, source_class)
        held = [matrices.of_submission(home, one.id) for one in given]
        agreeing = strong.agreeing([one for one in held if one is not None])
        _write(home, path, [layout.cases(home, one.id) for one in given], agreeing)
    return path


def _write(home: Home, path: Path, files: list[Path], agreeing: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with unlocked(files, home.keys) as cases, query.connect() as database:
            database.register("agreeing", agreeing)
            database.execute(query.sql("link_rows"), {"cases": cases, "links": str(beside)})
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    atomic.sync_folder(path.parent)
