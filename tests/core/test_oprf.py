"""The oblivious function against the vectors of RFC 9497, appendix A.1.1, and a plain version."""

from __future__ import annotations

import hashlib
import secrets

import pytest
import rbcl
from hypothesis import given, settings
from hypothesis import strategies as st

from beforehand.keyholder import oprf

KEY = oprf.derive_key(bytes.fromhex("a3" * 32), b"test key")
BLIND = int.from_bytes(
    bytes.fromhex("64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706"), "little"
)
VECTORS = [
    (
        "00",
        "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c",
        "7ec6578ae5120958eb2db1745758ff379e77cb64fe77b0b2d8cc917ea0869c7e",
        (
            "527759c3d9366f277d8c6020418d96bb393ba2afb20ff90df23fb7708264e2f3"
            "ab9135e3bd69955851de4b1f9fe8a0973396719b7912ba9ee8aa7d0b5e24bcf6"
        ),
    ),
    (
        "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a",
        "da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418",
        "b4cbf5a4f1eeda5a63ce7b77c7d23f461db3fcab0dd28e4e17cecb5c90d02c25",
        (
            "f4a74c9c592497375e796aa837e907b1a045d34306a749db9f34221f7e750cb4"
            "f2a6413a6bf6fa5e19ba6348eb673934a722a7ede2e7621306d18951e7cf2c73"
        ),
    ),
]


def test_the_key_is_derived_as_the_standard_derives_it() -> None:
    assert KEY.hex() == "5ebcea5ee37023ccb9fc2d2019f9d7737be85591ae8652ffa9ef0f4d37063b0e"


@pytest.mark.parametrize(("value", "blinded", "evaluated", "output"), VECTORS)
def test_the_vectors_of_the_standard_come_out(
    monkeypatch: pytest.MonkeyPatch, value: str, blinded: str, evaluated: str, output: str
) -> None:
    monkeypatch.setattr(secrets, "randbelow", lambda _: BLIND - 1)
    drawn, elements = oprf.blind([bytes.fromhex(value)])
    assert elements.hex() == blinded
    assert oprf.evaluate(KEY, elements).hex() == evaluated
    assert oprf.finalize([bytes.fromhex(value)], drawn, bytes.fromhex(evaluated))[0].hex() == output


def in_the_clear(key: bytes, value: bytes) -> bytes:
    """The slow, plain version: whoever has the key needs no blinding."""
    element = rbcl.crypto_scalarmult_ristretto255(key, oprf.hash_to_group(value))
    framed = len(value).to_bytes(2, "big") + value + (32).to_bytes(2, "big") + element
    return hashlib.sha512(framed + b"Finalize").digest()


@settings(deadline=None, max_examples=25)
@given(st.lists(st.binary(max_size=80), min_size=1, max_size=8))
def test_blinding_comes_off_whatever_was_drawn(values: list[bytes]) -> None:
    drawn, elements = oprf.blind(values)
    found = oprf.finalize(values, drawn, oprf.evaluate(KEY, elements))
    assert found == [in_the_clear(KEY, value) for value in values]
    assert found == oprf.own(KEY, values)


def test_the_same_value_never_looks_the_same_to_the_keyholder() -> None:
    _, elements = oprf.blind([b"one name"] * 50)
    seen = {elements[at : at + 32] for at in range(0, len(elements), 32)}
    assert len(seen) == 50


def test_inverses_of_many_are_those_of_each() -> None:
    numbers = [1 + secrets.randbelow(oprf.ORDER - 1) for _ in range(20)]
    assert oprf.inverses(numbers) == [pow(one, -1, oprf.ORDER) for one in numbers]


@pytest.mark.parametrize("bad", [b"\xff" * 32, b"\0" * 32, b"\1" * 31], ids=["none", "zero", "cut"])
def test_what_is_no_element_is_refused_on_both_sides(bad: bytes) -> None:
    with pytest.raises(oprf.NotAnElement):
        oprf.evaluate(KEY, bad)
    with pytest.raises(oprf.NotAnElement):
        oprf.finalize([b"x"], [5], bad)
