"""Counts of opened pages: what is kept, what never is, and that a crash loses under a second."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

from beforehand.records.reach import Event
from beforehand.refusals import DropFull, UnknownReport
from beforehand.web.drop import Drop, Tick, open_drop

TODAY = date(2026, 3, 2)
VISIT = Tick("pune", "AL-09", "debt-a", TODAY, Event.VISIT)
SEALED = b"age-encryption.org/v1\n" + bytes(100)


@pytest.fixture
def drop(tmp_path: Path) -> Drop:
    return open_drop(tmp_path / "drop.sqlite3")


def test_counts_of_the_same_place_version_and_day_add_up(drop: Drop) -> None:
    drop.add_counts({VISIT: 2})
    drop.add_counts({VISIT: 3, VISIT._replace(place=""): 1})
    counts = drop.visits("pune").counts
    assert [(c.place, c.version, c.day, c.event, c.count) for c in counts] == [
        ("", "debt-a", TODAY, Event.VISIT, 1),
        ("AL-09", "debt-a", TODAY, Event.VISIT, 5),
    ]


def test_a_campaign_sees_its_own_counts_only(drop: Drop) -> None:
    drop.add_counts({VISIT: 2, VISIT._replace(campaign="other"): 7})
    assert [c.count for c in drop.visits("other").counts] == [7]


def test_two_processes_lose_no_count(tmp_path: Path) -> None:
    path = tmp_path / "drop.sqlite3"
    code = (
        "import sys, datetime, pathlib\n"
        "from beforehand.records.reach import Event\n"
        "from beforehand.web.drop import open_drop, Tick\n"
        "d = open_drop(pathlib.Path(sys.argv[1]))\n"
        "t = Tick('pune', '', '', datetime.date(2026, 3, 2), Event.VISIT)\n"
        "[d.add_counts({t: 1}) for _ in range(50)]\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert [c.count for c in open_drop(path).visits("pune").counts] == [150]


def test_threads_share_one_drop(drop: Drop) -> None:
    threads = [threading.Thread(target=drop.add_counts, args=({VISIT: 1},)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drop.visits("pune").counts[0].count == 8


def test_the_drop_knows_nothing_finer_than_a_day_and_no_address(tmp_path: Path) -> None:
    drop = open_drop(tmp_path / "drop.sqlite3")
    drop.add_counts({VISIT: 1})
    database = sqlite3.connect(tmp_path / "drop.sqlite3")
    columns = {
        table: [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    database.close()
    assert columns == {
        "counts": ["campaign", "place", "version", "day", "event", "count"],
        "sealed_reports": ["id", "campaign", "day", "sealed"],
        "answers": [
            "campaign",
            "wording",
            "wave",
            "place",
            "age",
            "gender",
            "item",
            "answer",
            "count",
        ],
    }


def test_a_sealed_report_is_listed_read_and_deleted(drop: Drop) -> None:
    report = drop.add_report("pune", SEALED, day=TODAY)
    (listed,) = drop.sealed_reports()
    assert (listed.id, listed.campaign, listed.day, listed.size) == (report, "pune", TODAY, 122)
    assert drop.sealed_bytes(report) == SEALED
    drop.delete_report(report)
    assert drop.sealed_reports() == ()
    with pytest.raises(UnknownReport):
        drop.sealed_bytes(report)
    with pytest.raises(UnknownReport):
        drop.delete_report(report)


def test_a_deleted_report_stays_counted(drop: Drop) -> None:
    drop.delete_report(drop.add_report("pune", SEALED, day=TODAY))
    assert drop.report_counts("pune").sealed == 1
    (count,) = drop.visits("pune").counts
    assert (count.event, count.place, count.version) == (Event.REPORT, "", "")


def test_reports_of_another_campaign_are_not_listed(drop: Drop) -> None:
    drop.add_report("pune", SEALED, day=TODAY)
    assert drop.sealed_reports("other") == ()
    assert len(drop.sealed_reports("pune")) == 1


def test_a_deleted_report_leaves_no_byte_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "drop.sqlite3"
    drop = open_drop(path)
    report = drop.add_report("pune", b"CANARY" * 2000, day=TODAY)
    wal = path.with_name("drop.sqlite3-wal")
    assert b"CANARY" in path.read_bytes() + wal.read_bytes()
    drop.delete_report(report)
    assert b"CANARY" not in path.read_bytes() + wal.read_bytes()


def test_a_full_drop_takes_no_report_and_counts_on(tmp_path: Path) -> None:
    drop = Drop(tmp_path / "drop.sqlite3", most_bytes=40_000)
    drop.add_report("pune", bytes(40_000), day=TODAY)
    with pytest.raises(DropFull):
        drop.add_report("pune", SEALED, day=TODAY)
    drop.add_counts({VISIT: 1})
    assert drop.report_counts("pune").sealed == 1
    assert len(drop.visits("pune").counts) == 2


def test_a_drop_nobody_holds_lets_go_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "drop.sqlite3"
    for _ in range(3):
        open_drop(path).add_counts({VISIT: 1})
    held = [handle.readlink() for handle in Path("/proc/self/fd").iterdir() if handle.is_symlink()]
    assert path not in held


def test_the_file_is_readable_by_its_own_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "drop.sqlite3"
    open_drop(path).visits("pune")
    assert path.stat().st_mode & 0o077 == 0
