"""A count survives a crash within one second of the visit; a thanked report survives at once."""

from __future__ import annotations

import time
from pathlib import Path

from beforehand.home import Home
from beforehand.records.reach import Event
from beforehand.web.drop import open_drop
from made_server import running
from made_site import published


def test_visits_of_more_than_half_a_second_ago_survive_kill_9(tmp_path: Path) -> None:
    home = Home(tmp_path)
    published(home)
    with running(tmp_path) as server:
        for _ in range(25):
            assert server.ask("/sq/pune/?p=AL-09")[0] == 200
        time.sleep(0.9)
        server.kill()
    (count,) = open_drop(home.drop).visits("pune").counts
    assert (count.place, count.event, count.count) == ("AL-09", Event.VISIT, 25)


def test_a_report_that_was_thanked_survives_kill_9_at_once(tmp_path: Path) -> None:
    home = Home(tmp_path)
    published(home)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    with running(tmp_path) as server:
        statuses = [server.ask("/sq/pune/form/", "POST", b"what=x", form)[0] for _ in range(5)]
        server.kill()
    assert statuses == [303] * 5
    assert len(open_drop(home.drop).sealed_reports()) == 5


def test_visits_are_counted_when_the_server_is_stopped_in_order(tmp_path: Path) -> None:
    home = Home(tmp_path)
    published(home)
    with running(tmp_path) as server:
        assert server.ask("/sq/pune/")[0] == 200
    assert [c.count for c in open_drop(home.drop).visits("pune").counts] == [1]
