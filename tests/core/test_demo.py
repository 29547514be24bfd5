"""The demo as a newcomer starts it: loaded once, loaded again, interrupted."""

from __future__ import annotations

import sqlite3
import stat
from dataclasses import dataclass

import pytest

import made_demo
from beforehand import store
from beforehand.cli.demo_loading import DemoNotes, notes_path, read_notes
from beforehand.home import Home
from beforehand.reach import open_bundle, site_verify_key
from beforehand.records.cases import Provenance
from beforehand.records.impact import Results
from beforehand.records.people import SHELL
from beforehand.records.plan import Plan
from made_demo import load
from made_site import files_of

pytestmark = pytest.mark.slow
COUNTED = {
    "accounts": "select count(*) from accounts_user",
    "pages": "select count(*) from pages_campaignpage",
    "contacts": "select count(*) from pages_contact",
    "keys": "select count(*) from reports_caseworkerkey",
    "second factors": "select count(*) from mfa_authenticator",
}


def held(home: Home) -> dict[str, object]:
    """What a home holds, by name and number, but for its secrets."""
    with sqlite3.connect(home.database) as database:
        rows = {name: database.execute(sql).fetchone()[0] for name, sql in COUNTED.items()}
    given = sorted(one.id for one in store.submissions(home, SHELL))
    plans = sorted(plan.id for plan in store.saved(home, Plan))
    return {**rows, "given": given, "plans": plans, "results": len(store.saved(home, Results))}


@dataclass(frozen=True)
class Loaded:
    """A demo that was killed while it loaded, then loaded, as its command left it."""

    home: Home
    printed: str
    notes: DemoNotes
    held: dict[str, object]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    home, printed = made_demo.killed_and_loaded(tmp_path_factory.mktemp("demo"))
    notes = read_notes(home)
    assert notes is not None
    return Loaded(home, printed, notes, held(home))


def test_a_load_that_was_killed_is_loaded_whole_by_the_next_start(loaded: Loaded) -> None:
    assert len(loaded.held["given"]) == 8
    assert loaded.notes.plan_id in loaded.held["plans"]
    assert len(loaded.held["plans"]) == loaded.held["results"] == 2  # the campaign and its twin
    assert (loaded.held["accounts"], loaded.held["pages"], loaded.held["keys"]) == (7, 2, 2)


def test_a_second_start_reads_the_notes_and_changes_no_file(loaded: Loaded) -> None:
    before = settled(loaded)
    assert load(loaded.home) == ""
    assert settled(loaded) == before


def settled(loaded: Loaded) -> dict[str, bytes]:
    """Every file and its bytes, but for what SQLite keeps beside a database while it is open."""
    kept = files_of(loaded.home.root)
    return {name: data for name, data in kept.items() if not name.endswith(("-wal", "-shm"))}


def test_the_notes_are_for_their_owner_alone(loaded: Loaded) -> None:
    assert stat.S_IMODE(notes_path(loaded.home).stat().st_mode) == 0o600
    assert stat.S_IMODE((loaded.home.root / "keys").stat().st_mode) == 0o700


def test_no_password_stands_in_any_other_file(loaded: Loaded) -> None:
    secrets = [one for account in loaded.notes.accounts for one in account[2:]]
    kept = files_of(loaded.home.root)
    kept.pop("demo.json")
    for secret in (*secrets, loaded.notes.passphrase):
        assert [name for name, data in kept.items() if secret.encode() in data] == []
        assert secret not in loaded.printed


def test_all_that_is_made_up_says_so(loaded: Loaded) -> None:
    given = store.submissions(loaded.home, SHELL)
    made_up = [one for one in given if one.source_class.provenance is Provenance.MADE_UP]
    assert len(made_up) == 7
    assert all("made-up" in f"{one.giver} {one.title}".lower() for one in made_up)
    [real] = [one for one in given if one not in made_up]
    assert (real.giver, real.people) == ("Home Office", 30_197)
    plans = store.saved(loaded.home, Plan)
    assert len(plans) == 2
    assert all(plan.made_up and "made up" in plan.sponsor.name for plan in plans)
    assert all(account[1].endswith("@demo.invalid") for account in loaded.notes.accounts)


def test_every_page_for_visitors_of_the_made_up_campaign_says_so(loaded: Loaded) -> None:
    bundle = open_bundle(loaded.home.site, site_verify_key(loaded.home))
    pages = {path: page for path, page in bundle.pages.items() if page.entry.campaign}
    assert {path.split("/")[1] for path in pages} == {"en", "sq"}
    for path, page in pages.items():
        assert b'class="made"' in page.body, path


@pytest.mark.long
def test_a_demo_that_lost_its_notes_loads_again_into_the_same(loaded: Loaded) -> None:
    notes_path(loaded.home).unlink()
    load(loaded.home)
    assert held(loaded.home) == loaded.held
    again = read_notes(loaded.home)
    assert again is not None
    assert again.plan_id == loaded.notes.plan_id
    assert again.accounts != loaded.notes.accounts
