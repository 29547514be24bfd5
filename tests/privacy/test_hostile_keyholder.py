"""A keyholder that answers with what it should not: another key, no key, nothing, too much."""

from __future__ import annotations

import contextlib
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from beforehand.keyholder import Asking, asking, oprf
from beforehand.refusals import KeyholderFaulty, KeyholderRefused, KeyholderUnreachable

VALUES = [bytes([number]) * 32 for number in range(25)]
KEY, OTHER = (oprf.derive_key(seed * 32, b"keyholder") for seed in (b"k", b"o"))
Answer = Callable[[bytes], bytes]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_WAITS", ())
    monkeypatch.setattr(asking, "_SECONDS", 1)
    monkeypatch.setattr(asking, "BATCH", 10)


@contextlib.contextmanager
def answering(write: Callable[[socket.socket, bytes], None]) -> Iterator[Asking]:
    """A partner that asks a server which writes what it likes."""
    door = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                line, _ = door.accept()
            except OSError:
                return
            with line, contextlib.suppress(OSError):
                write(line, _body(line))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield Asking(f"http://127.0.0.1:{door.getsockname()[1]}", "keyholder-pass-" + "0" * 64)
    finally:
        ended.set()
        door.close()


def _body(line: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += line.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(next(one for one in head.split(b"\r\n") if b"Content-Length" in one).split()[1])
    while len(body) < length:
        body += line.recv(65536)
    return body


def plainly(answer: Answer, epoch: str = "1") -> Callable[[socket.socket, bytes], None]:
    def write(line: socket.socket, body: bytes) -> None:
        found = answer(body)
        head = f"HTTP/1.1 200 OK\r\nEpoch: {epoch}\r\nContent-Length: {len(found)}\r\n\r\n"
        line.sendall(head.encode() + found)

    return write


def with_key(key: bytes) -> Answer:
    return lambda body: oprf.evaluate(key, body)


def test_an_honest_keyholder_is_believed() -> None:
    with answering(plainly(with_key(KEY))) as asked:
        assert asked(VALUES) == [one[:16] for one in oprf.own(KEY, VALUES)]


@pytest.mark.parametrize("when", [1, 2, 3])
def test_another_key_for_one_batch_is_found_out_under_the_same_number(when: int) -> None:
    """With it, a keyholder could keep a partner's people from being matched, or mark them."""
    count = itertools.count()

    def answer(body: bytes) -> bytes:
        return oprf.evaluate(OTHER if next(count) == when else KEY, body)

    with answering(plainly(answer)) as asked, pytest.raises(KeyholderFaulty):
        asked(VALUES)


def test_a_key_for_the_check_and_another_for_the_values_is_found_out() -> None:
    """The check used to be asked alone, so that it could be told by its size."""

    def answer(body: bytes) -> bytes:
        return oprf.evaluate(KEY if len(body) == 32 else OTHER, body)

    with answering(plainly(answer)) as asked, pytest.raises(KeyholderFaulty):
        asked(VALUES)


@pytest.mark.parametrize(
    "answer",
    [
        lambda body: body,  # the key is one: nothing is blinded
        lambda body: bytes(len(body)),  # the identity
        lambda body: b"\xff" * len(body),
        lambda body: oprf.evaluate(KEY, body)[:-32],
        lambda body: oprf.evaluate(KEY, body) + bytes(10**7),
        lambda body: oprf.evaluate(KEY, body)[:32] * (len(body) // 32) + b"x",
    ],
    ids=["no key", "identity", "no element", "too few", "too many", "trailing"],
)
def test_an_answer_that_is_no_answer_is_refused(answer: Answer) -> None:
    with answering(plainly(answer)) as asked, pytest.raises(KeyholderFaulty):
        asked(VALUES)


@pytest.mark.parametrize("epoch", ["", "-1", "1\u00b2", "x", "1e3"])
def test_an_epoch_that_is_no_number_is_refused(epoch: str) -> None:
    said = plainly(with_key(KEY), epoch.encode().decode("latin-1"))
    with answering(said) as asked, pytest.raises(KeyholderFaulty):
        asked(VALUES)


def test_the_pass_and_the_values_follow_no_redirect() -> None:
    reached: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.settimeout(0.2)
        there = f"http://127.0.0.1:{inside.getsockname()[1]}/"
        head = f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n"
        redirecting = answering(lambda line, _: line.sendall(head.encode()))
        with redirecting as asked, pytest.raises(KeyholderRefused):
            asked(VALUES)
        with contextlib.suppress(TimeoutError):
            reached.append(inside.accept())
    assert not reached


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    with answering(plainly(with_key(KEY))) as asked:
        assert len(asked(VALUES)) == len(VALUES)


@pytest.mark.parametrize(
    "part", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nEpoch: 1\r\n\r\n"]
)
def test_an_answer_that_drips_for_ever_is_cut_off(part: bytes) -> None:
    def drip(line: socket.socket, _: bytes) -> None:
        line.sendall(part)
        for _second in range(60):
            time.sleep(0.2)
            line.sendall(b"a")

    began = time.monotonic()
    with answering(drip) as asked, pytest.raises(KeyholderUnreachable):
        asked(VALUES)
    assert time.monotonic() - began < 10


def test_what_a_keyholder_says_cannot_rule_the_terminal() -> None:
    said = b"\x1b[2J\x1b]0;owned\x07No."
    head = b"HTTP/1.1 403 No\r\nContent-Length: %d\r\n\r\n" % len(said)
    with (
        answering(lambda line, _: line.sendall(head + said)) as asked,
        pytest.raises(KeyholderRefused) as refused,
    ):
        asked(VALUES)
    assert "\x1b" not in str(refused.value)
    assert "No." in str(refused.value)
