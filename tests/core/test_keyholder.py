"""The keyholder as it is started for real, asked as a partner asks it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import made_commands
from beforehand.keyholder import Asking, Book, asking, oprf, read_url
from beforehand.keyholder.folder import open_book
from beforehand.refusals import (
    BadKeyholderAddress,
    BadPass,
    KeyholderFaulty,
    KeyholderInHub,
    KeyholderRefused,
    KeyholderUnreachable,
    NoKeyholder,
    PartnerAdmitted,
    UnknownKeyholderPartner,
)
from made_sealed import header_of, keys_of, rows_of
from made_server import SERVE, Server, free_port, running

DESK = "http://desk.test:8001"
VALUES = [bytes([number]) * 32 for number in range(40)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("place")


@pytest.fixture(scope="module")
def book(place: Path) -> Book:
    made = Book(place / "keys")
    made.rotate()
    return made


@pytest.fixture(scope="module")
def server(place: Path, book: Book) -> Iterator[Server]:
    home = place / "elsewhere"
    home.mkdir()
    command = ("-c", SERVE, "serve", "keyholder", "--folder", str(book.folder))
    before = os.environ.get("BEFOREHAND_DESK_URL")
    os.environ["BEFOREHAND_DESK_URL"] = DESK
    try:
        with running(home, command) as made:
            yield made
    finally:
        os.environ.pop("BEFOREHAND_DESK_URL")
        if before is not None:
            os.environ["BEFOREHAND_DESK_URL"] = before


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_WAITS", (0.01,))


def partner(server: Server, book: Book, name: str, values_a_day: int = 5000) -> Asking:
    return Asking(f"http://127.0.0.1:{server.port}", book.admit(name, values_a_day))


def test_two_partners_get_the_same_output_for_the_same_value(server: Server, book: Book) -> None:
    one, other = partner(server, book, "North"), partner(server, book, "South")
    assert one(VALUES) == other(VALUES)
    assert one.epoch == other.epoch
    assert one.epoch.startswith("1-")


def test_outputs_are_those_of_the_key(server: Server, book: Book) -> None:
    drawn, elements = oprf.blind(VALUES)
    told = oprf.finalize(VALUES, drawn, oprf.evaluate(book.key(), elements))
    assert partner(server, book, "West")(VALUES) == [output[:16] for output in told]


def test_a_spent_allowance_is_refused_until_tomorrow(server: Server, book: Book) -> None:
    asked = partner(server, book, "Eager", values_a_day=len(VALUES) + 2)
    asked(VALUES)
    with pytest.raises(KeyholderRefused, match="allowance for today is spent"):
        asked(VALUES[:1])


def test_an_expelled_partner_and_a_stranger_get_nothing(server: Server, book: Book) -> None:
    asked = partner(server, book, "Gone")
    book.expel("Gone")
    with pytest.raises(KeyholderRefused, match="pass is not valid"):
        asked(VALUES)
    with pytest.raises(KeyholderRefused):
        Asking(asked.url, "keyholder-pass-" + "0" * 64)(VALUES)


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 400), (b"x" * 33, 400), (b"\xff" * 32, 400), (b"x" * 65568, 413)]
)
def test_what_is_no_question_is_told_so(
    server: Server, book: Book, body: bytes, status: int, request: pytest.FixtureRequest
) -> None:
    said = {"Authorization": f"Bearer {book.admit(request.node.name)}"}
    got, _, answer = server.ask("/evaluate", "POST", body, said)
    assert got == status
    assert answer.endswith(b".")


def test_only_the_desk_may_ask_from_a_page(server: Server, book: Book) -> None:
    _, elements = oprf.blind(VALUES[:1])
    said = {"Authorization": f"Bearer {book.admit('A page')}"}
    for origin, allowed in ((DESK, True), ("https://elsewhere.test", False), ("null", False)):
        asked = {"Origin": origin}
        before, headers, _ = server.ask("/evaluate", "OPTIONS", headers=asked)
        told = [value for name, value in headers if name == "access-control-allow-origin"]
        assert (before, told) == ((204, [DESK]) if allowed else (403, []))
        assert not [name for name, _ in headers if name == "set-cookie"]
        status, _, _ = server.ask("/evaluate", "POST", elements, {**asked, **said})
        assert status == (200 if allowed else 403)
    (line,) = [one for one in book.admitted(datetime.now(UTC).date()) if one.name == "A page"]
    assert line.asked_today == 1  # what was turned away is not counted


def test_the_keyholder_keeps_names_days_and_counts_and_nothing_of_a_value(
    server: Server, book: Book
) -> None:
    asked = partner(server, book, "Counted")
    outputs = asked(VALUES)
    kept = b"".join(path.read_bytes() for path in book.folder.iterdir()) + server.said.read_bytes()
    assert b"Counted" in kept  # the search can find something
    assert not [value for value in (*VALUES[1:], *outputs, asked.token.encode()) if value in kept]
    (line,) = [one for one in book.admitted(datetime.now(UTC).date()) if one.name == "Counted"]
    assert line.asked_today == len(VALUES) + 2  # and the check value, twice


def test_a_cut_line_costs_one_batch(
    server: Server, book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "BATCH", 10)
    asked = partner(server, book, "Cut")
    asked.kept = tmp_path / "kept"
    sent = asked._post
    calls: list[int] = []

    def cut(_self: Asking, elements: bytes) -> bytes:
        calls.append(len(elements))
        if len(calls) > 3:
            raise KeyholderUnreachable(url="", reason="cut")
        return sent(elements)

    with monkeypatch.context() as patch:
        patch.setattr(Asking, "_post", cut)
        with pytest.raises(KeyholderUnreachable):
            asked(VALUES)
    with asked.kept.open("ab") as torn:  # a crash in the midst of writing
        torn.write(b"\0" * 50)
    again = Asking(asked.url, asked.token, kept=asked.kept)
    assert again(VALUES) == Asking(asked.url, asked.token)(VALUES)
    spent = {one.name: one.asked_in_all for one in book.admitted(datetime.now(UTC).date())}
    assert spent["Cut"] == (1 + 22) + (1 + 22) + (1 + 44)  # two batches were not asked again
    again.done()
    assert not asked.kept.exists()


def test_a_keyholder_that_answers_with_another_key_is_found_out(
    server: Server, book: Book, tmp_path: Path
) -> None:
    other = Book(tmp_path / "other")
    other.rotate()
    with running(_made(tmp_path / "home"), _serving(other)) as second:
        theirs = partner(second, other, "North")
        theirs(VALUES)
    ours = partner(server, book, "Finder")
    ours(VALUES)
    assert theirs.epoch.split("-")[0] == ours.epoch.split("-")[0] == "1"
    assert theirs.epoch != ours.epoch


def test_an_answer_that_is_no_element_is_refused(
    server: Server, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = partner(server, book, "Fooled")
    monkeypatch.setattr(Asking, "_post", lambda self, elements: b"\xff" * len(elements))
    with pytest.raises(KeyholderFaulty):
        asked(VALUES)


def test_nobody_at_the_address_is_said_plainly() -> None:
    with pytest.raises(KeyholderUnreachable, match="does not answer"):
        Asking(f"http://127.0.0.1:{free_port()}", "keyholder-pass-" + "0" * 64)(VALUES)


def test_a_new_key_gives_other_outputs_and_the_old_one_is_gone(tmp_path: Path) -> None:
    book = Book(tmp_path / "keys")
    book.rotate()
    before = book.key()
    assert book.rotate() == 2
    assert before not in [path.read_bytes() for path in book.folder.iterdir()]


def test_the_keyholder_is_never_inside_the_hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEFOREHAND_HOME", str(tmp_path / "var"))
    with pytest.raises(KeyholderInHub):
        open_book(tmp_path / "var" / "keyholder")
    assert open_book(tmp_path / "keyholder").folder.name == "keyholder"


def test_refusals_of_the_book(tmp_path: Path) -> None:
    book = Book(tmp_path / "keys")
    with pytest.raises(NoKeyholder):
        _ = book.epoch
    book.admit("North")
    with pytest.raises(PartnerAdmitted):
        book.admit("North")
    with pytest.raises(UnknownKeyholderPartner, match="North"):
        book.expel("Nroth")


@pytest.mark.parametrize("url", ["http://keyholder.test", "ftp://localhost", "https://", "x"])
def test_a_pass_is_never_sent_in_the_clear(url: str) -> None:
    with pytest.raises(BadKeyholderAddress):
        read_url(url)


def test_a_file_that_is_no_pass_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.pass").write_text("hello")
    with pytest.raises(BadPass):
        asking.read_pass(tmp_path / "x.pass")


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _serving(book: Book) -> tuple[str, ...]:
    return ("-c", SERVE, "serve", "keyholder", "--folder", str(book.folder))


def test_a_partner_seals_with_the_keyholder_from_the_command_line(
    server: Server, book: Book, tmp_path: Path
) -> None:
    (tmp_path / "coalition.key").write_bytes(b"a coalition's key, long enough 0123456789")
    (tmp_path / "map.yaml").write_text(MAPPING)
    (tmp_path / "cases.csv").write_text(
        "First,Last,Born,Nationality\nArben,Shembulli,2001-03-04,AL\nLuan,Prova,2000-01-02,AL\n"
    )
    (tmp_path / "north.pass").write_text(book.admit("Command line") + "\n")
    here = f"http://127.0.0.1:{server.port}"
    asked = ("seal", "cases.csv", "-m", "map.yaml", "-k", "coalition.key", "-o")
    told = run(tmp_path, *asked, "one.sealed", "--keyholder", here, "--pass", "north.pass")
    assert told.returncode == 0, told.stderr
    assert run(tmp_path, *asked, "two.sealed").returncode == 0
    one, two = (tmp_path / name for name in ("one.sealed", "two.sealed"))
    assert header_of(one.read_bytes()).linkage.blinded
    assert not header_of(two.read_bytes()).linkage.blinded
    assert rows_of(one.read_bytes()) == rows_of(two.read_bytes())
    assert keys_of(one.read_bytes()) != keys_of(two.read_bytes())
    assert not list(tmp_path.glob(".*blinded"))


def test_sealing_says_plainly_what_the_keyholder_said(
    server: Server, book: Book, tmp_path: Path
) -> None:
    (tmp_path / "coalition.key").write_bytes(b"a coalition's key, long enough 0123456789")
    (tmp_path / "map.yaml").write_text(MAPPING)
    (tmp_path / "cases.csv").write_text("First,Last,Born,Nationality\nArben,Prova,2001-03-04,AL\n")
    (tmp_path / "bad.pass").write_text("keyholder-pass-" + "0" * 64)
    here = f"http://127.0.0.1:{server.port}"
    asked = ("seal", "cases.csv", "-m", "map.yaml", "-k", "coalition.key", "-o", "out.sealed")
    told = run(tmp_path, *asked, "--keyholder", here, "--pass", "bad.pass")
    assert (told.returncode, told.stdout) == (3, "")
    assert "The pass is not valid" in told.stderr
    assert not (tmp_path / "out.sealed").exists()
    assert run(tmp_path, *asked, "--keyholder", here).returncode == 2


MAPPING = """
kind: case-level
provenance: made-up
partner: Made-up Charity Wire (example)
partner_type: NGO
dataset: cases
edition: 2026-Q1
title: Made-up cases
licence: CC0-1.0
linkage: {given_name: First, family_name: Last, birth_date: Born}
columns: {Nationality: citizenship}
defaults: {referral_country: GB}
"""


def run(folder: Path, *words: str) -> made_commands.Ran:
    return made_commands.run(folder, "share", *words)
