"""The drop's three tables and the few questions that are asked of them."""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from beforehand.records.reach import Event, ReportCounts, VisitCount, Visits
from beforehand.records.survey import AnswerCount, Wave
from beforehand.refusals import DropFull, UnknownReport

BUSY_SECONDS: Final = 5.0
MOST_BYTES: Final = 1_000_000_000
"""Size at which no more reports are taken: some 50,000 of them; counts go on."""


class Tick(NamedTuple):
    """What one opened page adds one to; the day is the finest time there is."""

    campaign: str
    place: str
    version: str
    day: date
    event: Event


class Given(NamedTuple):
    """What one answer to one item of the survey adds one to: no day, only the wave."""

    campaign: str
    wording: str
    wave: Wave
    place: str
    age: str
    gender: str
    item: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedReport:
    """A report nobody here can read: what is known of it without a caseworker's key."""

    id: str
    campaign: str
    day: date
    size: int  # bytes


class Drop:
    """One SQLite file, shared by processes (WAL) and by the threads of each (a lock)."""

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES) -> None:
        self._path = path
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._connected: sqlite3.Connection | None = None

    def add_counts(self, ticks: Mapping[Tick, int]) -> None:
        """Add to the counts, durably and all at once; other processes may do the same."""
        with self._lock, self._database() as database:
            database.executemany(_sql("add_counts"), [_row(t, n) for t, n in ticks.items()])

    def add_answers(self, given: Iterable[Given]) -> None:
        """Count answers to the survey, each by itself, durably and all at once."""
        rows = [(*one[:2], one.wave.value, *one[3:]) for one in given]
        with self._lock, self._database() as database:
            database.executemany(_sql("add_answers"), rows)

    def answers(self, campaign: str) -> tuple[AnswerCount, ...]:
        """Every count of the survey of one campaign; nothing small is hidden yet."""
        with self._lock, self._database() as database:
            found = database.execute(_sql("answers"), (campaign,)).fetchall()
        names = (*Given._fields, "count")
        rows = (dict(zip(names, row, strict=True)) for row in found)
        return tuple(AnswerCount(**row | {"wave": Wave(row["wave"])}) for row in rows)

    def add_report(self, campaign: str, sealed: bytes, *, day: date) -> str:
        """Keep a sealed report under a random id and count it, without place or version.

        Raises:
            DropFull: If the drop has grown to the size at which it takes no more.
        """
        report = secrets.token_hex(16)
        tick = Tick(campaign, "", "", day, Event.REPORT)
        with self._lock, self._database() as database:
            if self._one(database, "bytes_used") >= self._most_bytes:
                raise DropFull(megabytes=self._most_bytes // 1_000_000)
            database.execute(_sql("add_report"), (report, campaign, day.isoformat(), sealed))
            database.execute(_sql("add_counts"), _row(tick, 1))
        return report

    def sealed_reports(self, campaign: str = "") -> tuple[SealedReport, ...]:
        """Reports that wait, latest day first; within a day in no order that tells of time."""
        with self._lock, self._database() as database:
            found = database.execute(_sql("sealed_reports"), (campaign,)).fetchall()
        return tuple(
            SealedReport(id=report, campaign=of, day=date.fromisoformat(day), size=size)
            for report, of, day, size in found
        )

    def sealed_bytes(self, report: str) -> bytes:
        """The age file of one report.

        Raises:
            UnknownReport: If none has this id.
        """
        with self._lock, self._database() as database:
            found = database.execute(_sql("sealed_bytes"), (report,)).fetchone()
        if found is None:
            raise UnknownReport(id=report)
        return bytes(found[0])

    def delete_report(self, report: str) -> None:
        """Overwrite and remove one report, also from the log of writes; it stays counted.

        Raises:
            UnknownReport: If none has this id.
        """
        with self._lock, self._database() as database:
            if database.execute(_sql("delete_report"), (report,)).rowcount == 0:
                raise UnknownReport(id=report)
            database.commit()
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def visits(self, campaign: str) -> Visits:
        """Everything counted of one campaign."""
        with self._lock, self._database() as database:
            found = database.execute(_sql("visits"), (campaign,)).fetchall()
        return Visits(campaign=campaign, counts=tuple(_visit_count(row) for row in found))

    def report_counts(self, campaign: str) -> ReportCounts:
        """Reports ever sealed for one campaign, those deleted since among them."""
        with self._lock, self._database() as database:
            sealed = self._one(database, "report_counts", campaign)
        return ReportCounts(campaign=campaign, sealed=sealed)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connected is not None:
                self._connected.close()
            self._connected = None

    def _database(self) -> sqlite3.Connection:
        if self._connected is None:
            self._connected = _connect(self._path)
            # The desk opens a drop a request: let go of the file with the object. Not at exit,
            # when counts that wait are still to be written.
            weakref.finalize(self, self._connected.close).atexit = False
        return self._connected

    @staticmethod
    def _one(database: sqlite3.Connection, query: str, *bound: str) -> int:
        with closing(database.execute(_sql(query), bound)) as found:
            return int(found.fetchone()[0])


def open_drop(path: Path) -> Drop:
    """The drop at ``path``; the file is made when it is first used."""
    return Drop(path)


@cache
def _sql(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    database = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("PRAGMA secure_delete=ON")  # a deleted report leaves zeros
    database.executescript(_sql("schema"))
    return database


def _row(tick: Tick, count: int) -> tuple[str, str, str, str, str, int]:
    return tick.campaign, tick.place, tick.version, tick.day.isoformat(), tick.event, count


def _visit_count(row: tuple[str, str, str, str, str, int]) -> VisitCount:
    campaign, place, version, day, event, count = row
    return VisitCount(
        campaign=campaign,
        place=place,
        version=version,
        day=date.fromisoformat(day),
        event=Event(event),
        count=count,
    )
