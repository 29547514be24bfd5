"""After a recall, and after restoring an older backup, nothing of it can be read in any store."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from beforehand import keyring, store, understand
from beforehand.home import Home
from beforehand.records.people import SHELL
from beforehand.refusals import NoKey, OldKeys, PoolTooLarge
from beforehand.store import layout, vault
from beforehand.understand.pool import CONFIG
from beforehand.unlocking import readable
from made_vault import CANARIES, LATER, TODAY, every_byte, every_key, found_in, give


@pytest.fixture
def hub(tmp_path: Path) -> Home:
    return Home(tmp_path / "hub")


def test_the_search_finds_a_canary_before_the_recall_with_the_key_and_not_without(
    hub: Home,
) -> None:
    given = give(hub, "North", canaries=True)
    give(hub, "South")
    assert found_in(hub.pool / given.id, keys=[]) == []
    seen = found_in(hub.root, keys=every_key(hub.keys))
    assert {Path(name).name for name in seen} >= {"cases.locked", "linkage.locked"}


def test_rows_are_in_the_clear_in_no_file_of_the_pool_but_for_random_ids_of_links(
    hub: Home,
) -> None:
    give(hub, "North", canaries=True)
    store.open_cases(hub, SHELL)
    for name, data in every_byte(hub.root):
        assert CANARIES[1] not in data, name  # the cell
        assert CANARIES[2] not in data, name  # the matrix
        assert b"Masculine" not in data, name


def test_after_a_recall_no_byte_and_no_key_gives_it_back(hub: Home, tmp_path: Path) -> None:
    given = give(hub, "North", canaries=True)
    give(hub, "South")
    kept = tmp_path / "kept"
    shutil.copytree(hub.pool / given.id, kept)  # a thief has the locked files
    store.recall(hub, given.id, today=LATER)
    assert found_in(hub.root, kept, keys=every_key(hub.keys)) == []
    assert {stone.id for stone in store.tombstones(hub)} == {given.id}
    named = [name for name, data in every_byte(hub.root) if given.id.encode() in data]
    assert [Path(name).parent.name for name in named if "keys" not in name] == [".tombstones"]


def test_the_test_fails_where_the_key_is_not_destroyed(
    hub: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = give(hub, "North", canaries=True)
    kept = tmp_path / "kept"
    shutil.copytree(hub.pool / given.id, kept)
    monkeypatch.setattr("beforehand.store.pool._shred_recalled", lambda home: None)
    store.recall(hub, given.id, today=LATER)
    assert found_in(hub.root, kept, keys=every_key(hub.keys)) != []


def test_an_older_backup_is_restored_without_what_was_recalled_since(
    hub: Home, tmp_path: Path
) -> None:
    given = give(hub, "North", canaries=True)
    other = give(hub, "South")
    keys, archive = tmp_path / "away" / "hub.keys", tmp_path / "hub.backup"
    store.keep_keys(hub, keys)
    store.back_up(hub, archive, today=TODAY)
    assert found_in(archive, keys=every_key(hub.keys)) == [str(archive)]  # before the recall
    store.recall(hub, given.id, today=LATER)
    assert found_in(archive, keys=every_key(hub.keys)) == []

    again = Home(tmp_path / "again")
    done = store.restore(again, archive, keys)
    assert (done.submissions, done.recalled) == (1, (given.id,))
    assert [one.id for one in store.submissions(again, SHELL)] == [other.id]
    assert store.tombstones(again) == store.tombstones(hub)
    assert found_in(again.root, archive, keys=every_key(again.keys)) == []
    cases = store.open_cases(again, SHELL)
    with readable(cases) as paths:
        assert len(paths) == 1
    assert not layout.folder(again, given.id).exists()
    with pytest.raises(NoKey):
        vault.read(again, given.id, "linkage")
    assert vault.read(again, other.id, "linkage") == b"matrix"


def test_an_old_keys_file_is_refused_beside_a_newer_archive_home_or_receipt(
    hub: Home, tmp_path: Path
) -> None:
    given = give(hub, "North", canaries=True)
    keys, old = tmp_path / "hub.keys", tmp_path / "old.keys"
    store.keep_keys(hub, keys)
    shutil.copy(keys, old)
    early, late = tmp_path / "early.backup", tmp_path / "late.backup"
    store.back_up(hub, early, today=TODAY)
    store.recall(hub, given.id, today=LATER)
    store.back_up(hub, late, today=LATER)
    known = keyring.load(hub.keys).serial
    with pytest.raises(OldKeys):
        store.restore(Home(tmp_path / "new"), late, old)
    with pytest.raises(OldKeys):
        store.restore(hub, early, old, replace=True)
    with pytest.raises(OldKeys):
        store.restore(Home(tmp_path / "new"), early, old, at_least=known)
    assert not (tmp_path / "new").exists()
    assert {stone.id for stone in store.tombstones(hub)} == {given.id}
    # What cannot be noticed, and is said in the documentation: an old archive with keys as old,
    # where nothing newer is left to compare with.
    store.restore(Home(tmp_path / "new"), early, old)


def test_the_keys_file_is_written_over_at_the_recall_and_its_old_bytes_are_destroyed(
    hub: Home, tmp_path: Path
) -> None:
    given = give(hub, "North", canaries=True)
    keys = tmp_path / "hub.keys"
    store.keep_keys(hub, keys)
    with keys.open("rb") as held:  # as a disk may hold the old block
        before = held.read()
        store.recall(hub, given.id, today=LATER)
        held.seek(0)
        assert held.read() != before
        assert b"beforehand keys" not in held.read()
    assert {one.state for one in store.examine(hub)} == {store.State.WELL}


def test_a_recall_does_not_wait_for_a_keys_file_that_cannot_be_reached(
    hub: Home, tmp_path: Path
) -> None:
    given = give(hub, "North", canaries=True)
    away = tmp_path / "stick"
    away.mkdir()
    store.keep_keys(hub, away / "hub.keys")
    away.rename(tmp_path / "unplugged")
    away.touch()  # a file where the folder was
    store.recall(hub, given.id, today=LATER)
    assert store.State.MENDED_BY_DOCTOR in {one.state for one in store.examine(hub)}
    away.unlink()
    (tmp_path / "unplugged").rename(away)
    store.mend(hub)
    assert {one.state for one in store.examine(hub)} == {store.State.WELL}


def test_a_question_that_does_not_fit_in_memory_is_refused_and_spills_nothing(
    hub: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(hub, "North", canaries=True, rows=20_000)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(CONFIG, "memory_limit", "2MB")
    with pytest.raises(PoolTooLarge):
        understand.profile(store.open_cases(hub, SHELL), understand.parse_route("AL:GB"))
    assert not list(tmp_path.glob(".tmp*"))
    assert not [name for name, data in every_byte(tmp_path) if CANARIES[1] in data]
