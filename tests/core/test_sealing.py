"""A report sealed by the server: one size, opened by its recipients alone, by any age tool."""

from __future__ import annotations

import base64
import json

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beforehand.reach.sealing import (
    CELL_BYTES,
    TYPED_CHARACTERS,
    cell,
    open_cell,
    posted,
    seal,
    sealed_bytes,
)
from beforehand.refusals import NotACell, NotARecipient, NotASealedReport, ReportTooLong

REPORT = {"what": "Më premtuan punë në një «shtëpi»", "where": "Shkodër", "language": "sq"}
# Bech32 of 32 zero bytes and of u = 1: well written, but points of low order.
ZERO_POINT = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z"
ONE_POINT = "age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya"


def identities(count: int) -> list[pyrage.x25519.Identity]:
    return [pyrage.x25519.Identity.generate() for _ in range(count)]


def public(keys: list[pyrage.x25519.Identity]) -> list[str]:
    return [str(key.to_public()) for key in keys]


def test_a_cell_gives_back_what_was_written() -> None:
    assert open_cell(cell(REPORT)) == REPORT


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), max_size=20),
        st.text(st.characters(codec="utf-8"), max_size=200),
        max_size=8,
    )
)
def test_every_cell_has_one_size_and_opens_to_its_fields(fields: dict[str, str]) -> None:
    packed = cell(fields)
    assert len(packed) == CELL_BYTES
    assert open_cell(packed) == fields


def test_five_thousand_characters_fit_in_any_script() -> None:
    for character in ("a", "ë", "你", "\n", '"', "\U0001f64f"):
        # An emoji is two of the characters that a browser's maxlength counts.
        count = TYPED_CHARACTERS // len(character.encode("utf-16-le")) * 2
        assert open_cell(cell({"what": character * count})) == {"what": character * count}


def test_a_longer_text_is_refused_not_cut() -> None:
    with pytest.raises(ReportTooLong, match="5000 characters"):
        cell({"what": "a" * CELL_BYTES})


def test_the_last_byte_of_room_is_used_and_one_more_is_refused() -> None:
    room = CELL_BYTES - 3 - len('{"what":""}')
    assert open_cell(cell({"what": "a" * room}))["what"] == "a" * room
    with pytest.raises(ReportTooLong):
        cell({"what": "a" * (room + 1)})


def packed(text: bytes, *, version: int = 1, length: int | None = None) -> bytes:
    size = len(text) if length is None else length
    return (bytes([version]) + size.to_bytes(2, "big") + text).ljust(CELL_BYTES, b"\0")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        cell(REPORT)[:-1],
        cell(REPORT) + b"\0",
        cell(REPORT)[:-1] + b"x",
        packed(b"{}", version=2),
        packed(b"{}", length=CELL_BYTES),
        packed(b"{"),
        packed(b"[]"),
        packed(b'{"what":1}'),
        packed(b'{"what":"\xff"}'),
    ],
)
def test_what_is_not_a_cell_is_refused(data: bytes) -> None:
    with pytest.raises(NotACell):
        open_cell(data)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_each_recipient_opens_a_sealed_report_with_another_age_tool(count: int) -> None:
    keys = identities(count)
    sealed = seal(REPORT, public(keys))
    for key in keys:
        assert open_cell(pyrage.decrypt(sealed, [key])) == REPORT


def test_nobody_else_opens_it() -> None:
    sealed = seal(REPORT, public(identities(2)))
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, identities(1))


def test_a_changed_byte_anywhere_is_noticed() -> None:
    keys = identities(1)
    sealed = seal(REPORT, public(keys))
    for at in (0, 40, 110, 160, 200, len(sealed) // 2, len(sealed) - 1):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(pyrage.DecryptError):
            pyrage.decrypt(changed, keys)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_size_of_a_sealed_report_tells_nothing_of_its_text(count: int) -> None:
    recipients = public(identities(count))
    texts = ["", "a", "ë" * 900, "你" * TYPED_CHARACTERS]
    sizes = {len(seal({"what": text}, recipients)) for text in texts for _ in range(3)}
    assert sizes == {sealed_bytes(count)}


def test_the_same_report_is_never_sealed_to_the_same_bytes() -> None:
    recipients = public(identities(1))
    assert seal(REPORT, recipients) != seal(REPORT, recipients)


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "age1",
        "ssh-ed25519 AAAA",
        "AGE-SECRET-KEY-1QQQQ",
        ZERO_POINT,
        ONE_POINT,
        ZERO_POINT[:-1] + "q",
        # a right key in capitals; fixed, so that every run collects the same tests
        "AGE18G73SPEZSQRT8JEYCMEVW0JR7YFDQ3YPYHE4PEZQTF3628URY9SSS0G89C",
    ],
)
def test_one_bad_key_and_nothing_is_sealed(recipient: str) -> None:
    with pytest.raises(NotARecipient):
        seal(REPORT, [*public(identities(1)), recipient])


def test_without_a_recipient_nothing_is_sealed() -> None:
    with pytest.raises(NotARecipient):
        seal(REPORT, [])


def post(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def test_what_a_phone_posts_is_taken_as_it_is() -> None:
    sealed = seal(REPORT, public(identities(2)))
    assert posted(post(sealed), 2) == sealed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "what=plain text",
        "ë",
        post(seal(REPORT, public(identities(1)))),
        post(seal(REPORT, public(identities(2)))[:-1]),
        post(b"x" * sealed_bytes(2)),
        json.dumps(REPORT),
    ],
)
def test_what_is_not_a_report_sealed_for_this_page_is_refused(text: str) -> None:
    with pytest.raises(NotASealedReport):
        posted(text, 2)


def test_a_low_order_key_is_well_written_and_refused_all_the_same() -> None:
    with pytest.raises(NotARecipient) as refused:
        seal(REPORT, [ONE_POINT])
    assert isinstance(refused.value.__context__, ValueError)
