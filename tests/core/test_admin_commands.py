"""``beforehand admin`` from the shell: back up, keep the keys, restore, look over; exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyrage
import pytest

import made_commands
from beforehand import keyring, store
from beforehand.home import Home
from beforehand.records.people import SHELL
from beforehand.store import layout, vault
from beforehand.unlocking import ROWS, readable
from made_commands import Ran
from made_vault import CANARIES, LATER, every_byte, every_key, found_in, give


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a hub in ``hub`` that holds cases of two partners."""
    give(Home(tmp_path / "hub"), "North", canaries=True)
    give(Home(tmp_path / "hub"), "South")
    return tmp_path


def admin(place: Path, *words: str, hub: str = "hub") -> Ran:
    return made_commands.run(place, "admin", *words, home=place / hub)


def givers(place: Path, hub: str = "hub") -> set[str]:
    return {one.giver for one in store.submissions(Home(place / hub), SHELL)}


def one_line(ran: Ran) -> str:
    return " ".join((ran.stdout + ran.stderr).split())


def test_a_hub_is_backed_up_lost_and_restored_without_what_was_taken_back(place: Path) -> None:
    told = admin(place, "backup", "first.backup")
    assert told.returncode == 0
    assert "It opens with the keys alone" in one_line(told)
    assert admin(place, "keys", "--to", "hub.keys").returncode == 0
    made = json.loads(admin(place, "backup", "hub.backup", "--format", "json").stdout)
    assert made["submissions"] == 2
    assert (place / "hub.backup").stat().st_mode & 0o077 == 0
    north = next(
        one for one in store.submissions(Home(place / "hub"), SHELL) if one.giver != "South"
    )
    store.recall(Home(place / "hub"), north.id, today=LATER)
    told = admin(
        place, "restore", "hub.backup", "--keys", "hub.keys", "--format", "json", hub="new"
    )
    restored = json.loads(told.stdout)
    assert (told.returncode, restored["submissions"], restored["recalled"]) == (0, 1, [north.id])
    assert givers(place, "new") == {"South"}
    looked = admin(place, "doctor", "--mend", "--format", "json", hub="new")
    assert looked.returncode == 0
    assert [one for one in json.loads(looked.stdout) if one["state"] != "well"] == []
    assert found_in(place / "new", keys=every_key(place / "new" / "keys")) == []


def test_a_keys_file_that_is_sealed_opens_with_its_identity_alone(place: Path) -> None:
    right, wrong = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    (place / "right.txt").write_text(f"# made by age-keygen\n{right}\n")
    (place / "wrong.txt").write_text(str(wrong))
    kept = admin(place, "keys", "--to", "hub.keys", "--recipient", str(right.to_public()))
    assert kept.returncode == 0
    assert admin(place, "backup", "hub.backup").returncode == 0
    asked = ("restore", "hub.backup", "--keys", "hub.keys")
    for more in ((), ("--identity", "wrong.txt")):
        refused = admin(place, *asked, *more, hub="new")
        assert refused.returncode == 3
        assert "does not open as a keys file" in refused.stderr
        assert not (place / "new").exists()
    assert admin(place, *asked, "--identity", "right.txt", hub="new").returncode == 0
    assert givers(place, "new") == {"North", "South"}


def test_what_cannot_be_restored_is_refused_in_a_sentence_and_changes_nothing(place: Path) -> None:
    admin(place, "keys", "--to", "hub.keys")
    admin(place, "backup", "hub.backup")
    before = dict(every_byte(place / "hub"))
    (place / "cut.backup").write_bytes((place / "hub.backup").read_bytes()[:-40])
    (place / "other.keys").write_text("{}")
    for words, said in {
        ("hub.backup", "--keys", "hub.keys"): "is not empty, and nothing in it was changed",
        ("none.backup", "--keys", "hub.keys"): "there is no such file",
        ("hub.backup", "--keys", "none.keys"): "there is no such file",
        ("cut.backup", "--keys", "hub.keys", "--replace"): "does not open as a backup",
        ("hub.keys", "--keys", "hub.keys", "--replace"): "does not open as a backup",
        ("hub.backup", "--keys", "other.keys", "--replace"): "does not open as a keys file",
        ("hub.backup", "--keys", "hub.keys", "--replace", "--at-least", "99"): "could come back",
    }.items():
        refused = admin(place, "restore", *words)
        assert refused.returncode == 3, words
        assert said in " ".join(refused.stderr.split()), words
        assert "Traceback" not in refused.stderr
    assert dict(every_byte(place / "hub")) == before
    assert [path.name for path in place.glob(".*")] == []
    assert admin(place, "restore", "hub.backup").returncode == 2  # no keys named


def test_what_cannot_be_written_is_refused_in_a_sentence(place: Path) -> None:
    inside = admin(place, "backup", str(place / "hub" / "hub.backup"))
    nowhere = admin(place, "backup", str(place / "none" / "hub.backup"))
    unkept = admin(place, "keys", "--to", str(place / "none" / "a" / "hub.keys"))
    nobody = admin(place, "keys", "--to", "hub.keys", "--recipient", "age1nobody")
    for refused in (inside, nowhere, nobody):
        assert refused.returncode == 3, refused
        assert refused.stderr.count("\n") <= 2
    assert "it would lie in what is backed up" in inside.stderr
    assert "is no age recipient" in nobody.stderr
    assert unkept.returncode in {0, 3}
    assert not (place / "hub.keys").exists()


def test_the_doctor_exits_3_until_what_is_wrong_is_mended(place: Path) -> None:
    home = Home(place / "hub")
    admin(place, "keys", "--to", "hub.keys")
    assert admin(place, "doctor").returncode == 0
    rows = layout.cases(home, layout.standing(home)[0])
    rows.chmod(0o644)
    loose = admin(place, "doctor")
    assert loose.returncode == 3
    assert "can be read by other users" in one_line(loose)
    assert admin(place, "doctor", "--mend").returncode == 0
    rows.write_bytes(rows.read_bytes()[:-1])
    damaged = admin(place, "doctor", "--mend")
    assert damaged.returncode == 3
    assert "is damaged: restore it" in one_line(damaged)


# --- a hub of before submissions were locked each under its own key ---------------------------


def of_before(home: Home) -> list[Path]:
    """The hub as an earlier version kept it: rows as Parquet in the clear, and no keyring."""
    plain = []
    for name in layout.standing(home):
        folder = layout.folder(home, name)
        (folder / layout.PLAIN).write_bytes(vault.read(home, name, ROWS))
        (folder / layout.PLAIN).chmod(0o600)
        plain.append(folder / layout.PLAIN)
    for path in [*home.pool.glob("*/*.locked"), *home.keys.glob("master-*")]:
        path.unlink()
    (home.keys / keyring.FILE).unlink()
    return plain


def rows_that_answer(home: Home) -> list[str]:
    with readable(store.open_cases(home, SHELL)) as files:
        return sorted(row for file in files for row in pq.read_table(file)["row_id"].to_pylist())


def test_a_hub_of_before_answers_says_so_and_is_locked_by_the_doctor(place: Path) -> None:
    home = Home(place / "hub")
    plain = of_before(home)
    assert pq.read_table(plain[0]).num_rows == 3
    before = rows_that_answer(home)
    assert len(before) == 6
    assert plain[0].exists()  # asking changes nothing
    told = admin(place, "doctor")
    assert told.returncode == 3
    assert "is kept in the clear" in one_line(told)
    mended = admin(place, "doctor", "--mend")
    assert mended.returncode == 0, mended.stdout
    assert not [path for path in plain if path.exists()]
    assert not [name for name, data in every_byte(home.root) if CANARIES[1] in data]
    assert rows_that_answer(home) == before
    assert givers(place) == {"North", "South"}


def test_what_is_taken_back_from_a_hub_of_before_is_gone_with_its_plain_rows(place: Path) -> None:
    home = Home(place / "hub")
    plain = of_before(home)
    taken = made_commands.run(place, "share", "recall", plain[0].parent.name, home=home.root)
    assert taken.returncode == 0, taken.stderr
    assert not plain[0].parent.exists()
    assert not plain[1].exists()  # the first write locks the others too
    assert admin(place, "doctor").returncode == 0


def test_rows_that_a_crash_left_in_the_clear_beside_locked_ones_are_told(place: Path) -> None:
    home = Home(place / "hub")
    name = layout.standing(home)[0]
    left = layout.folder(home, name) / layout.PLAIN
    pq.write_table(pa.table({"case_token": [CANARIES[1].decode()]}), left)
    assert admin(place, "doctor").returncode == 3
    admin(place, "doctor", "--mend")
    assert not left.exists()
