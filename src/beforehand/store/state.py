"""What the pool holds now: submissions that stand, tombstones, and which edition answers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from beforehand.home import Home
from beforehand.records.cases import SourceClass, SourceKind, Submission, Tombstone
from beforehand.records.codec import from_json
from beforehand.store import layout

Series = tuple[str, str, SourceClass]


@lru_cache(maxsize=4096)
def _read(path: Path) -> Submission:
    return from_json(Submission, path.read_bytes())


def read(home: Home, submission_id: str) -> Submission:
    """The record of one submission in the pool."""
    return _read(layout.folder(home, submission_id) / layout.RECORD)


def standing(home: Home) -> tuple[Submission, ...]:
    """Every submission nobody recalled, superseded ones too, oldest first."""
    found = (_read(layout.folder(home, name) / layout.RECORD) for name in layout.standing(home))
    return tuple(sorted(found, key=lambda given: (given.given_on, given.id)))


def tombstones(home: Home) -> tuple[Tombstone, ...]:
    """What is left of recalled submissions, oldest first."""
    found = [
        from_json(Tombstone, layout.tombstone(home, name).read_bytes())
        for name in layout.recalled(home)
    ]
    return tuple(sorted(found, key=lambda stone: (stone.recalled_on, stone.id)))


def given_by(home: Home, partner: str) -> frozenset[str]:
    """The ids of all that a partner ever gave, recalled ones too; without a partner, none."""
    ever: list[Submission | Tombstone] = [*standing(home), *tombstones(home)]
    return frozenset(one.id for one in ever if partner and one.giver == partner)


def series(given: Submission) -> Series:
    """What editions are editions of: one giver's dataset in one source class."""
    return given.giver, given.dataset, given.source_class


def edition_order(edition: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key under which "10" follows "9" and "2024-Q1" follows "2023-Q4"."""
    parts = re.findall(r"[0-9]+|[^0-9]+", edition)
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts)


def current(submissions: Iterable[Submission]) -> tuple[Submission, ...]:
    """Those that answer: the latest edition of each series, in the order given."""
    given = tuple(submissions)
    latest: dict[Series, Submission] = {}
    for one in given:
        rival = latest.get(series(one))
        if rival is None or edition_order(one.edition) > edition_order(rival.edition):
            latest[series(one)] = one
    return tuple(one for one in given if latest[series(one)] is one)


def of_class(home: Home, source_class: SourceClass) -> tuple[Submission, ...]:
    """The submissions that answer for one source class."""
    return tuple(one for one in current(standing(home)) if one.source_class == source_class)


def case_level_classes(home: Home) -> tuple[SourceClass, ...]:
    """Case-level classes in the pool, which are those that can be linked."""
    kinds = {one.source_class for one in standing(home)}
    return tuple(sorted(kind for kind in kinds if kind.kind is SourceKind.CASE_LEVEL))


def state_hash(submissions: Iterable[Submission]) -> str:
    """SHA-256 over the submission ids, sorted: the same pool has the same hash."""
    return hash_of(one.id for one in submissions)


def hash_of(ids: Iterable[str]) -> str:
    """The same for ids alone."""
    return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()


#: What drops remembered answers in this process, and the recalls that it did so for, by home.
_forgetting: list[Callable[[], None]] = []
_noticed: dict[Path, frozenset[str]] = {}


def forget_on_recall(drop: Callable[[], None]) -> None:
    """Have ``drop`` called in this process when anything was recalled, by whatever process."""
    _forgetting.append(drop)


def notice_recalls(home: Home) -> None:
    """Drop what this process remembers if something was recalled since it last looked."""
    recalled = layout.recalled(home)
    if recalled != _noticed.get(home.root, frozenset()):
        for drop in (_read.cache_clear, *_forgetting):
            drop()
        _noticed[home.root] = recalled
