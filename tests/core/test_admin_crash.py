"""``kill -9`` at any moment of a backup or a restore leaves the old state or the new one."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import made_commands
from beforehand import keyring, store
from beforehand.home import Home, open_home
from beforehand.records.people import SHELL
from made_killing import killed_everywhere
from made_vault import LATER, TODAY, every_key, found_in, give

pytestmark = pytest.mark.slow


@pytest.fixture
def hub(tmp_path: Path) -> Home:
    """A hub with cases of two partners, a database, and its keys kept elsewhere."""
    home = Home(tmp_path / "0" / "hub")
    give(home, "North", canaries=True)
    give(home, "South")
    with closing(sqlite3.connect(home.drop)) as database:
        database.execute("CREATE TABLE counts (day TEXT)")
    home.drop.chmod(0o600)
    store.keep_keys(home, tmp_path / "0" / "away" / "hub.keys")
    return home


def given_to(home: Home) -> set[str]:
    return {one.giver for one in store.submissions(home, SHELL)}


def test_a_killed_backup_leaves_the_archive_of_before_or_the_new_one_and_both_open(
    hub: Home, tmp_path: Path
) -> None:
    away = tmp_path / "0" / "away"
    store.back_up(hub, away / "hub.backup", today=TODAY)
    old = (away / "hub.backup").read_bytes()
    give(hub, "West")
    places = killed_everywhere("backup", tmp_path)
    seen = [(place / "away" / "hub.backup").read_bytes() == old for place in places]
    assert seen == sorted(seen, reverse=True)
    assert (seen[0], seen[-1]) == (True, False)
    halves = [place for place in places if list((place / "away").glob(".*"))]
    assert halves
    for place in [halves[0], halves[-1]]:
        assert found_in(place / "away", keys=[]) == []
        # What is there opens, and the next backup clears up.
        found = store.restore(
            Home(place / "again"), place / "away" / "hub.backup", place / "away" / "hub.keys"
        )
        assert found.submissions == (2 if place in halves[:1] else found.submissions)
        store.back_up(Home(place / "hub"), place / "away" / "hub.backup", today=LATER)
        assert sorted(one.name for one in (place / "away").iterdir()) == ["hub.backup", "hub.keys"]
        assert not list((place / "hub").glob(".copy-*"))


def test_a_killed_restore_leaves_the_old_hub_or_the_new_one_and_the_doctor_clears_up(
    hub: Home, tmp_path: Path
) -> None:
    """The hub is an old disk on which what North took back since still stands."""
    away = tmp_path / "0" / "away"
    store.back_up(hub, away / "hub.backup", today=TODAY)
    shutil.copytree(hub.root, tmp_path / "old disk")
    north = next(one for one in store.submissions(hub, SHELL) if one.giver == "North")
    give(hub, "West")
    store.recall(hub, north.id, today=LATER)
    shutil.rmtree(hub.root)
    (tmp_path / "old disk").rename(hub.root)

    places = killed_everywhere("restore", tmp_path)
    news = []
    for place in places:
        home = open_home(place / "hub")  # as the next command does
        assert given_to(home) in ({"North", "South"}, {"South"}), place
        news.append("North" not in given_to(home))
        if news[-1]:
            store.mend(home)
            assert found_in(place, keys=every_key(home.keys)) == [], place
            assert {path.name for path in place.iterdir()} == {"hub", "away"}, place
    assert (news[0], news[-1]) == (False, True)
    assert news == sorted(news)


def test_between_its_two_renames_a_restore_has_lost_nothing(hub: Home) -> None:
    hub.root.rename(hub.root.with_name(".hub.replaced-0123456789ab"))
    half = hub.root.with_name(".hub.restored-ba9876543210")
    (half / "keys").mkdir(parents=True)
    (half / "keys" / "master").write_bytes(b"k" * 32)
    told = made_commands.run(hub.root.parent, "admin", "doctor", home=hub.root)
    assert given_to(hub) == {"North", "South"}
    assert told.returncode == 3
    assert "admin doctor --mend" in " ".join(told.stdout.split())
    mended = made_commands.run(hub.root.parent, "admin", "doctor", "--mend", home=hub.root)
    assert mended.returncode == 0, mended.stdout
    assert not half.exists()
    assert keyring.load(hub.keys).serial > 0
