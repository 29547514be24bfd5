"""Locked files, the keyring and side files: what opens, what does not, and what a crash leaves."""

from __future__ import annotations

import io
import os
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from beforehand import keyring, locked, store
from beforehand.home import Home
from beforehand.keyring import Keyring
from beforehand.records.cases import Provenance, SourceClass, SourceKind, Submission, Tombstone
from beforehand.records.schema import CASE_SCHEMA
from beforehand.refusals import BadKeyring, DamagedSubmission, NoKey, UnknownRecord
from beforehand.store import vault

TODAY = date(2026, 1, 5)
KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
CASES = SourceClass(provenance=Provenance.MADE_UP, kind=SourceKind.CASE_LEVEL)


def sealed(data: bytes, key: bytes = KEY, name: str = "cases") -> bytes:
    out = io.BytesIO()
    locked.lock(out, key, name, [data])
    return out.getvalue()


def opened(data: bytes, key: bytes = KEY, name: str = "cases") -> bytes:
    return b"".join(locked.unlock(io.BytesIO(data), key, name))


@pytest.mark.parametrize("size", [0, 1, locked.PIECE - 1, locked.PIECE, locked.PIECE + 1, 300_000])
def test_what_is_locked_opens_again_whatever_its_length(size: int) -> None:
    data = os.urandom(size)
    assert opened(sealed(data)) == data


def test_bytes_given_in_odd_parts_are_the_same_file() -> None:
    data = os.urandom(3 * locked.PIECE)
    out = io.BytesIO()
    locked.lock(out, KEY, "cases", [data[:7], data[7:70_000], b"", data[70_000:]])
    assert opened(out.getvalue()) == data


def test_another_key_or_another_name_opens_nothing() -> None:
    whole = sealed(b"rows")
    for key, name in ((OTHER, "cases"), (KEY, "linkage")):
        with pytest.raises(DamagedSubmission):
            opened(whole, key, name)


def test_every_changed_byte_and_every_missing_end_is_noticed() -> None:
    whole = sealed(b"rows of cases")
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1
        with pytest.raises(DamagedSubmission):
            opened(bytes(changed))
        with pytest.raises(DamagedSubmission):
            opened(whole[:at])


def test_pieces_that_are_left_out_or_change_places_are_noticed() -> None:
    whole = sealed(os.urandom(3 * locked.PIECE))
    start, step = len(locked.MAGIC) + locked.SALT_BYTES, locked.PIECE + locked.TAG
    one, two, three = (whole[start + step * at : start + step * (at + 1)] for at in range(3))
    for pieces in (one + two, one + three, two + one + three, one + one + two + three):
        with pytest.raises(DamagedSubmission):
            opened(whole[:start] + pieces)


def test_the_same_rows_are_never_the_same_bytes() -> None:
    assert sealed(b"rows") != sealed(b"rows")
    assert b"rows" not in sealed(b"rows" * 100)


# --- the keyring ------------------------------------------------------------------------------


def stone(name: str) -> Tombstone:
    return Tombstone(id=name, giver="North", recalled_on=TODAY)


def test_a_keyring_that_was_saved_is_the_one_that_is_loaded(tmp_path: Path) -> None:
    assert keyring.load(tmp_path) == Keyring()
    ring = Keyring().with_key("a", KEY).with_key("b", OTHER).recalling(stone("a"))
    keyring.save(tmp_path, ring)
    assert keyring.load(tmp_path) == ring
    assert (ring.serial, ring.key("b"), ring.recalled) == (3, OTHER, {"a"})
    with pytest.raises(NoKey):
        ring.key("a")


def test_a_keyring_shows_its_keys_to_nobody_who_prints_it() -> None:
    assert KEY.hex() not in repr(Keyring().with_key("a", KEY))


def test_the_keyring_is_noise_without_the_master_key(tmp_path: Path) -> None:
    keyring.save(tmp_path, Keyring().with_key("0123abcd", KEY))
    data = (tmp_path / keyring.FILE).read_bytes()
    assert KEY.hex().encode() not in data
    assert b"0123abcd" not in data
    with pytest.raises(BadKeyring):
        keyring.unpack(data, OTHER)
    (tmp_path / keyring.master_named(data)).unlink()
    with pytest.raises(BadKeyring, match="master key is missing"):
        keyring.load(tmp_path)


def test_a_recall_taken_out_of_the_chain_is_noticed(tmp_path: Path) -> None:
    ring = Keyring().recalling(stone("a")).recalling(stone("b")).recalling(stone("c"))
    assert ring.chains()
    for at in range(2):
        recalls = ring.recalls[:at] + ring.recalls[at + 1 :]
        forged = Keyring(serial=9, recalls=recalls)
        assert not forged.chains()
        with pytest.raises(BadKeyring, match="taken out"):
            keyring.unpack(keyring.pack(forged, KEY), KEY)


def test_a_recall_changes_the_master_key_and_destroys_the_files_before(tmp_path: Path) -> None:
    keyring.save(tmp_path, Keyring().with_key("a", KEY))
    before = {path.name: path.open("rb") for path in tmp_path.iterdir()}
    old = {name: file.read() for name, file in before.items()}
    keyring.save(tmp_path, keyring.load(tmp_path).recalling(stone("a")), fresh_master=True)
    for name, file in before.items():  # held open, as a disk may hold the old blocks
        with file:
            file.seek(0)
            now = file.read()
        assert len(now) == len(old[name])
        assert now != old[name], name
        assert KEY.hex().encode() not in now
    kept = {path.name for path in tmp_path.iterdir()}
    assert len(kept) == 2
    assert kept & set(before) == {keyring.FILE}


def test_adding_a_key_keeps_the_master_key(tmp_path: Path) -> None:
    keyring.save(tmp_path, Keyring().with_key("a", KEY))
    names = {path.name for path in tmp_path.iterdir()}
    keyring.save(tmp_path, keyring.load(tmp_path).with_key("b", OTHER))
    assert {path.name for path in tmp_path.iterdir()} == names


def test_keys_are_readable_by_the_hubs_user_alone(tmp_path: Path) -> None:
    keyring.save(tmp_path / "keys", Keyring().with_key("a", KEY))
    for path in (tmp_path / "keys", *(tmp_path / "keys").iterdir()):
        assert path.stat().st_mode & 0o077 == 0


# --- in the pool ------------------------------------------------------------------------------


def give(home: Home, giver: str = "North", side: vault.SideFiles | None = None) -> Submission:
    rows = [{"row_id": f"row-of-{giver}", "people": 1, "gender": "Masculine"}]
    said = store.Offer(
        giver=giver, dataset="cases", edition="1", source_class=CASES, title=giver, licence="CC0"
    )
    coded = pa.Table.from_pylist(rows, schema=CASE_SCHEMA).to_reader()
    return store.add(home, said, coded, today=TODAY, side=side)[0]


def test_a_side_file_comes_with_its_submission_and_opens_with_its_key(tmp_path: Path) -> None:
    home = Home(tmp_path)
    given = give(home, side={"linkage": b"matrix" * 50_000, "parts": iter([b"one", b"two"])})
    assert vault.read(home, given.id, "linkage") == b"matrix" * 50_000
    assert vault.read(home, given.id, "parts") == b"onetwo"
    assert not any(b"matrix" in path.read_bytes() for path in home.pool.rglob("*.locked"))
    vault.write(home, given.id, "linkage", b"other")
    assert vault.read(home, given.id, "linkage") == b"other"
    assert vault.has(home, given.id, "linkage")
    assert not vault.has(home, given.id, "none")
    with pytest.raises(UnknownRecord):
        vault.read(home, given.id, "none")


def test_a_side_file_of_one_submission_opens_under_no_other(tmp_path: Path) -> None:
    home = Home(tmp_path)
    north, south = (give(home, name, {"linkage": name.encode()}) for name in ("North", "South"))
    there, here = (home.pool / one.id / "linkage.locked" for one in (north, south))
    here.write_bytes(there.read_bytes())
    with pytest.raises(DamagedSubmission):
        vault.read(home, south.id, "linkage")


def test_after_a_recall_a_side_file_does_not_open_even_if_it_is_put_back(tmp_path: Path) -> None:
    home = Home(tmp_path)
    given = give(home, side={"linkage": b"matrix"})
    folder = home.pool / given.id
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    store.recall(home, given.id, today=TODAY)
    with pytest.raises(NoKey):
        vault.read(home, given.id, "linkage")
    folder.mkdir()
    for name, data in kept.items():
        (folder / name).write_bytes(data)
    with pytest.raises(NoKey):
        vault.read(home, given.id, "linkage")
    with pytest.raises(NoKey):
        vault.write(home, given.id, "linkage", b"again")
