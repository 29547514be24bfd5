"""Sealed files of version 2 forged by a partner, and linkage values that nobody blinded."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from beforehand import share, store
from beforehand.cli import programme
from beforehand.home import Home
from beforehand.records.people import SHELL
from beforehand.refusals import NotBlinded, OtherSealing, Refusal, UnreadableFile
from beforehand.share.partner import GivenFile
from beforehand.share.partner.linkage import KEYS, SCHEME
from made_sealed import TODAY, members, refused, sealed

ROW = b'{"gender":"Masculine"}\n'
WIDE = 8 * len(KEYS)


def linked(matrix: bytes, **said: Any) -> bytes:
    """A row with linkage values, under a header that says what an attacker chooses."""
    header = {
        "scheme": SCHEME,
        "keys": len(KEYS),
        "epoch": "0" * 16,
        "blinded": True,
        "sha256": hashlib.sha256(matrix).hexdigest(),
    }
    return sealed(ROW, {"linkage": header | said}, matrix)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.mark.parametrize(
    "row",
    [
        b'{"gender":"Masculine","gender":"Feminine"}\n',
        b'{"control":["DebtBondage"],"control":["FalsePromises"]}\n',
        b'{"age_from":1e400}\n',
        b'{"age_from":NaN}\n',
        b'{"age_from":99999999999999999999999}\n',
        b'{"gender":"\\ud800"}\n',
        '{"gender":"M\u0430sculine"}\n'.encode(),  # a Cyrillic letter
        '{"citizenship":["\uff21\uff2c"]}\n'.encode(),  # full width
        b'{"gender":"Masculine\\u0000"}\n',
        b'{"origin_area":"GB-ABC\\n"}\n',
        b'{"control":' + b"[" * 50_000 + b"]" * 50_000 + b"}\n",
        b'{"gender":"Masculine"}{"gender":"Feminine"}\n',
        b'{"gender":"Masculine"}\r{"gender":"Feminine"}\n',
        b'{"gender":"Masculine"}\n{"gender":"Feminine"}',
        b'{"gender":"\xff"}\n',
        b'{"gender":"' + b"M" * 9_000_000 + b'"}\n',
    ],
    ids=range(16),
)
def test_a_row_that_is_json_and_no_row_of_the_standard_is_refused(home: Home, row: bytes) -> None:
    assert "Masculine" not in str(refused(home, sealed(row)))


@pytest.mark.parametrize(
    ("said", "matrix"),
    [
        ({"scheme": "composite-9"}, bytes(WIDE)),
        ({"keys": 64}, bytes(512)),
        ({"keys": 1}, bytes(8)),
    ],
)
def test_values_that_nothing_would_be_compared_with_are_refused(
    home: Home, said: dict[str, Any], matrix: bytes
) -> None:
    """Kept, they would never be linked, and people counted twice without a word."""
    assert isinstance(refused(home, linked(matrix, **said)), OtherSealing)


@pytest.mark.parametrize(
    ("said", "matrix"),
    [
        ({"keys": 65}, bytes(520)),
        ({"keys": True}, bytes(8)),
        ({"epoch": "\uff10" * 16}, bytes(WIDE)),
        ({"epoch": "0" * 16 + "\n"}, bytes(WIDE)),
        ({}, bytes(WIDE + 1)),
        ({}, bytes(WIDE - 8)),
        ({}, b""),
    ],
)
def test_a_header_of_values_that_do_not_fit_is_refused(
    home: Home, said: dict[str, Any], matrix: bytes
) -> None:
    refused(home, linked(matrix, **said))


def test_zero_and_equal_values_link_nobody_who_did_not_give_them(home: Home) -> None:
    same = b"\1" * WIDE
    for giver, matrix in (
        ("A (example)", bytes(WIDE)),
        ("B (example)", same),
        ("C (example)", same),
    ):
        said = {"partner": giver, "edition": "1"}
        header = {
            "scheme": SCHEME,
            "keys": len(KEYS),
            "epoch": "0" * 16,
            "blinded": True,
            "sha256": hashlib.sha256(matrix).hexdigest(),
        }
        data = sealed(ROW, {**said, "linkage": header}, matrix)
        share.add_sealed(home, GivenFile("x", data), today=TODAY)
    assert store.relink(home)[0].people == 2  # the two that chose the same are one, A stays


def test_members_in_another_order_or_more_or_fewer_are_refused(home: Home) -> None:
    parts = [gzip.compress(one) for one in members(sealed(ROW))]
    whole = b"".join(parts)
    for forged in (
        whole + b"x",
        whole + gzip.compress(b""),
        parts[0] + parts[2] + parts[1],
        parts[0] + parts[1],
        parts[0],
    ):
        refused(home, forged)


def test_a_header_says_nothing_twice(home: Home) -> None:
    parts = members(sealed(ROW))
    twice = parts[0][:-1] + b',"partner":"Another (example)"}'
    refused(home, b"".join(map(gzip.compress, (twice, *parts[1:]))))


def test_more_rows_than_the_memory_holds_are_refused_before_they_are_read(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    from beforehand.share import linkage

    monkeypatch.setattr(linkage, "MOST_BYTES", WIDE - 1)
    assert isinstance(refused(home, linked(bytes(WIDE))), UnreadableFile)
    monkeypatch.undo()
    monkeypatch.setattr(linkage, "MOST_ROWS", 0)
    assert isinstance(refused(home, linked(bytes(WIDE))), UnreadableFile)
    monkeypatch.undo()
    assert share.add_sealed(home, linked(bytes(WIDE)), today=TODAY).submission.rows == 1


def test_where_there_is_a_keyholder_no_value_enters_that_it_has_not_blinded(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = linked(bytes(WIDE), blinded=False)
    with pytest.raises(NotBlinded):
        share.add_sealed(home, bare, today=TODAY, blinded_only=True)
    path = tmp_path / "bare.sealed"
    path.write_bytes(bare)
    monkeypatch.setenv("BEFOREHAND_HOME", str(home.root))
    monkeypatch.setenv("BEFOREHAND_KEYHOLDER_URL", "https://keyholder.example.org")
    ran = CliRunner().invoke(programme, ["share", "add", str(path)])
    assert isinstance(ran.exception, NotBlinded)
    assert store.submissions(home, SHELL) == ()
    monkeypatch.delenv("BEFOREHAND_KEYHOLDER_URL")
    assert CliRunner().invoke(programme, ["share", "add", str(path)]).exit_code == 0


def test_the_forgeries_are_refused_for_what_is_forged(home: Home) -> None:
    assert isinstance(refused(home, sealed(b'{"gender":"X"}\n')), Refusal)
    data = linked(bytes(WIDE))
    assert share.add_sealed(home, data, today=TODAY).submission.rows == 1
