"""Outcomes are read rightly or refused with the line that is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from beforehand import prove
from beforehand.refusals import (
    BadCount,
    BadPanelDate,
    DuplicateOutcome,
    MissingColumn,
    MissingOutcome,
    NegativeOutcome,
    UnreadableFile,
)

HEAD = "location,date,Y\n"
GOOD = HEAD + "a,2026-01-01,1\na,2026-01-02,2\nb,2026-01-01,3\nb,2026-01-02,4\n"


def panel_of(tmp_path, data):
    path = tmp_path / "outcomes.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return prove.read_panel(path)


def test_places_stand_in_rows_and_days_in_columns(tmp_path):
    panel = panel_of(tmp_path, GOOD)
    assert panel.places == ("a", "b")
    assert panel.days == (date(2026, 1, 1), date(2026, 1, 2))
    assert panel.values == ((1.0, 2.0), (3.0, 4.0))


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace(",", ";").encode(),
        GOOD.encode("utf-16"),
        GOOD.replace("\n", "\r\n").encode(),
        (GOOD + "\n,,\n").encode(),
        GOOD.replace("location,date,Y", "Y,x,date,location")
        .replace("a,2026-01-01,1", "1,,2026-01-01,a")
        .replace("a,2026-01-02,2", "2,,2026-01-02,a")
        .replace("b,2026-01-01,3", "3,,2026-01-01,b")
        .replace("b,2026-01-02,4", "4,,2026-01-02,b")
        .encode(),
    ],
    ids=["byte-order mark", "semicolons", "utf-16", "windows lines", "empty rows", "other order"],
)
def test_the_same_table_written_another_way_is_read_alike(tmp_path, data):
    assert panel_of(tmp_path, data).values == ((1.0, 2.0), (3.0, 4.0))


def test_latin_1_names_are_read(tmp_path):
    data = GOOD.replace("a,", "Shkodër,").encode("cp1252")
    assert panel_of(tmp_path, data).places == ("Shkodër", "b")


def test_weekly_outcomes_are_read(tmp_path):
    weekly = HEAD + "".join(f"a,2026-01-{day:02},{day}\n" for day in (5, 12, 19))
    assert panel_of(tmp_path, weekly).values == ((5.0, 12.0, 19.0),)


@pytest.mark.parametrize(
    ("data", "refusal", "said"),
    [
        ("", UnreadableFile, "empty"),
        (b"%PDF-1.7 ...", UnreadableFile, "PDF"),
        (b"PK\x03\x04....", UnreadableFile, "spreadsheet"),
        (b"a\x00b", UnreadableFile, "not text"),
        (HEAD, UnreadableFile, "no rows"),
        ("place,date,Y\na,2026-01-01,1\n", MissingColumn, "location"),
        (HEAD + "a,01/02/2026,1\n", BadPanelDate, "line 2"),
        (HEAD + "a,2026-02-30,1\n", BadPanelDate, "2026-02-30"),
        (HEAD + "a,2026-01-01,many\n", BadCount, "many"),
        (HEAD + "a,2026-01-01,nan\n", BadCount, "nan"),
        (HEAD + "a,2026-01-01,\n", BadCount, "empty"),
        (HEAD + "a,2026-01-01,-1\n", NegativeOutcome, "below zero"),
        (GOOD + "a,2026-01-01,9\n", DuplicateOutcome, "line 6"),
        (GOOD + "c,2026-01-01,9\n", MissingOutcome, "c on 2026-01-02"),
        (
            HEAD + "".join(f"a,2026-01-0{day},1\n" for day in (1, 2, 4)),
            MissingOutcome,
            "2026-01-03",
        ),
    ],
)
def test_what_cannot_be_right_is_refused_and_named(tmp_path, data, refusal, said):
    with pytest.raises(refusal, match=said):
        panel_of(tmp_path, data)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="no such file"):
        prove.read_panel(tmp_path / "nothing.csv")
