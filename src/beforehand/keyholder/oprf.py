"""The oblivious pseudorandom function OPRF(ristretto255, SHA-512), base mode.

The keyholder turns a partner's value into another that nobody can compute without its key, and
learns nothing of either: what it is sent is a random point.

Source: RFC 9497, sections 3 and 4.1 (its vectors are tests); RFC 9380, expand_message_xmd.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from itertools import accumulate

import rbcl

ELEMENT_BYTES = 32
OUTPUT_BYTES = 64
#: Order of the ristretto255 group.
ORDER = 2**252 + 27742317777372353535851937790883648493

_CONTEXT = b"OPRFV1-" + bytes([0]) + b"-ristretto255-SHA512"
_TO_GROUP = b"HashToGroup-" + _CONTEXT
_TO_SCALAR = b"DeriveKeyPair" + _CONTEXT
_BLOCK_BYTES = 128  # of SHA-512


class NotAnElement(Exception):
    """The bytes are no element of the group, or the one that gives a key away."""


def derive_key(seed: bytes, info: bytes) -> bytes:
    """A secret scalar (32 bytes, little-endian) from a seed of 32 random bytes.

    Source: RFC 9497, section 3.2.1.
    """
    said = seed + len(info).to_bytes(2, "big") + info
    for counter in range(256):
        wide = _expand(said + bytes([counter]), _TO_SCALAR)
        found = int.from_bytes(wide, "little") % ORDER
        if found:
            return _scalar(found)
    raise NotAnElement  # as likely as guessing the key


def evaluate(key: bytes, elements: bytes) -> bytes:
    """The keyholder's part: each blinded element times its key.

    Args:
        key: The secret scalar.
        elements: n times 32 bytes, one after the other.

    Returns:
        n times 32 bytes, in the same order.

    Raises:
        NotAnElement: One of them is no element of the group.
    """
    return b"".join(_times(key, element) for element in _split(elements))


def blind(values: Sequence[bytes]) -> tuple[list[int], bytes]:
    """The partner's first part: each value to a point, times a random number of its own.

    Returns:
        The random numbers, which stay, and n times 32 bytes for the keyholder.
    """
    drawn = [1 + secrets.randbelow(ORDER - 1) for _ in values]
    pairs = zip(values, drawn, strict=True)
    return drawn, b"".join(_times(_scalar(by), hash_to_group(value)) for value, by in pairs)


def finalize(values: Sequence[bytes], drawn: Sequence[int], evaluated: bytes) -> list[bytes]:
    """The partner's second part: the random number taken off, and the result hashed.

    Raises:
        NotAnElement: The keyholder sent something else than asked, or another number of them.
    """
    if len(evaluated) != ELEMENT_BYTES * len(values):
        raise NotAnElement
    parts = zip(values, inverses(drawn), _split(evaluated), strict=True)
    return [_output(value, _times(_scalar(by), element)) for value, by, element in parts]


def own(key: bytes, values: Sequence[bytes]) -> list[bytes]:
    """What the keyholder, who has the key, gets for its own values: nothing needs blinding."""
    return [_output(value, _times(key, hash_to_group(value))) for value in values]


def hash_to_group(value: bytes) -> bytes:
    """The value as a point whose discrete logarithm nobody knows."""
    return bytes(rbcl.crypto_core_ristretto255_from_hash(_expand(value, _TO_GROUP)))


def inverses(numbers: Sequence[int]) -> list[int]:
    """1 / number modulo the group's order, for all at the cost of one (Montgomery's trick)."""
    before = list(accumulate(numbers, lambda a, b: a * b % ORDER, initial=1))
    rest = pow(before[-1], -1, ORDER)
    found = [0] * len(numbers)
    for at in range(len(numbers) - 1, -1, -1):
        found[at] = before[at] * rest % ORDER
        rest = rest * numbers[at] % ORDER
    return found


def _output(value: bytes, element: bytes) -> bytes:
    parts = (len(value).to_bytes(2, "big"), value, len(element).to_bytes(2, "big"), element)
    return hashlib.sha512(b"".join(parts) + b"Finalize").digest()


def _expand(value: bytes, purpose: bytes) -> bytes:
    """64 bytes by ``expand_message_xmd`` with SHA-512."""
    dst = purpose + bytes([len(purpose)])
    first = hashlib.sha512(bytes(_BLOCK_BYTES) + value + (64).to_bytes(2, "big") + b"\0" + dst)
    return hashlib.sha512(first.digest() + b"\x01" + dst).digest()


def _times(by: bytes, element: bytes) -> bytes:
    try:
        return bytes(rbcl.crypto_scalarmult_ristretto255(by, element))
    except (RuntimeError, TypeError, ValueError) as wrong:
        raise NotAnElement from wrong


def _scalar(number: int) -> bytes:
    return number.to_bytes(ELEMENT_BYTES, "little")


def _split(data: bytes) -> list[bytes]:
    if len(data) % ELEMENT_BYTES:
        raise NotAnElement
    return [data[at : at + ELEMENT_BYTES] for at in range(0, len(data), ELEMENT_BYTES)]
