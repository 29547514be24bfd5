"""Somebody with a role tries to read more than it allows."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from beforehand.home import Home
from beforehand.records.people import Asker, Role
from made_desk import client, people, undone
from made_pool import COALITION, desk_at, planned, pooled

LEAST = 11


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return pooled(tmp_path_factory.mktemp("home"), date.today())


@pytest.fixture(scope="module")
def known(home: Home) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(home):
        yield people()


PLACE_AND_REASONS = 6


def table(page: str) -> list[list[str]]:
    """The places' rows: what each cell says, its small print apart."""
    rows = re.findall(r"<tr>\s*(<td.*?)</tr>", page, re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows]
    places = [row for row in cells if len(row) > PLACE_AND_REASONS]  # and no row of another table
    return [[re.sub(r"<[^>]+>", " ", cell).strip() for cell in row] for row in places]


def test_a_campaigner_reads_no_small_count_of_a_place_and_nothing_that_gives_it_back(
    known: Any, home: Home
) -> None:
    plan = planned(home, date(2027, 3, 1))
    few = [one for one in plan.places if any(0 < (part.raw or 0) < LEAST for part in one.parts)]
    assert few
    path = f"/campaigns/{plan.id}/"
    seen = table(client(known["analyst"]).get(path).content.decode())
    veiled = table(client(known["campaigner"]).get(path).content.decode())
    assert len(seen) == len(veiled) == len(plan.places)
    assert "withheld" not in str(seen)
    for row in veiled:
        count = row[3].split()
        assert count == ["withheld"] or float(count[0]) >= LEAST
        assert len(count) == 1, "the score is a straight line of the count"
        assert all(len(reason.split()) == 1 for reason in row[4:7])
        assert row[7] == "withheld", "so is the need"
        assert row[0].isdigit(), "and so, roughly, is the order under other weights"
        before = row[6]
        few = before != "withheld" and 0 < float(before.replace(",", "")) < LEAST
        assert not few


def test_what_is_told_never_leaves_one_small_number_to_be_subtracted(known: Any) -> None:
    from beforehand.web.desk.presenters.veil import told

    campaigner, analyst = Asker(role=Role.CAMPAIGNER), Asker(role=Role.ANALYST)
    assert told([1, 40, 90], analyst) == [True, True, True]
    assert told([30, 40, 90], campaigner) == [True, True, True]
    assert told([3, 40, 90], campaigner) == [False, False, True]
    assert told([10, 10, 11, 90], campaigner) == [False, False, False, True]
    assert told([0, 5], campaigner) == [False, False]
    assert told([], campaigner) == []


def test_two_ways_to_read_citizenship_are_not_subtracted_by_who_sees_no_small_counts(
    known: Any,
) -> None:
    def headline(name: str, rule: str) -> str:
        path = f"/routes/AL:GB/?source={COALITION}&citizenship={rule}"
        page = str(client(known[name]).get(path).content.decode())
        assert ("among others too" in page) == (name == "analyst")
        return re.search(r"(\d+) people on the route", page).group(1)  # type: ignore[union-attr]

    assert headline("campaigner", "any") == headline("campaigner", "sole")
    assert headline("analyst", "any")


def test_the_desks_database_is_readable_by_its_own_user_alone(home: Home) -> None:
    from beforehand.web.settings.base import sqlite

    path = home.root / "fresh" / "db.sqlite3"
    sqlite(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_data_officer_neither_lists_nor_recalls_what_another_partner_gave(
    known: Any, home: Home
) -> None:
    from beforehand import store
    from beforehand.records.cases import SourceKind
    from beforehand.records.people import SHELL

    officer = known["local"]
    given = store.submissions(home, SHELL)
    others = [
        one
        for one in given
        if one.source_class.kind is SourceKind.CASE_LEVEL and one.giver != officer.partner
    ]
    assert others
    page = client(officer).get("/cases/").content.decode()
    for one in others:
        assert one.id[:12] not in page
        client(officer).post(f"/cases/{one.id}/recall/")
    assert store.submissions(home, SHELL) == given
