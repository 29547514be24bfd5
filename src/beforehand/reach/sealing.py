"""Seals a report in memory for a visitor without JavaScript, exactly as the phone would.

A report becomes one cell of 16 KiB and the cell an age file (age-encryption.org/v1, X25519). The
age file is written here with ``cryptography``: pyrage, like every tool on the Rust library, adds a
stanza of random size, which would tell a report sealed by the server from one sealed on a phone.
The same in the browser: ``web/static/sealing/cell.js`` and ``seal.js``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from beforehand.refusals import NotACell, NotARecipient, NotASealedReport, ReportTooLong
from beforehand.words import words

CELL_BYTES: Final = 16_384
TYPED_CHARACTERS: Final = 5_000
"""Typed characters, over all fields of a form, that always fit a cell (in any script)."""

_VERSION: Final = 1
_HEAD: Final = 3
_INTRO: Final = b"age-encryption.org/v1\n"
_LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_TERMS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_TAG: Final = 16
_NONCE: Final = 16
_STANZA: Final = len("-> X25519 \n\n") + 2 * 43
_FOOTER: Final = len("--- \n") + 43


def cell(fields: Mapping[str, str]) -> bytes:
    """A report as exactly ``CELL_BYTES`` bytes, whatever its length.

    Args:
        fields: What was written, by the names of the form (``what``, ``where``, ``when``, …).
            A field that was left empty is left out.

    Returns:
        A version byte, the length of the JSON (two bytes, big-endian), the JSON in UTF-8, zeros.

    Raises:
        ReportTooLong: If the JSON does not fit; ``TYPED_CHARACTERS`` characters always do.
    """
    text = json.dumps(dict(fields), ensure_ascii=False, separators=(",", ":")).encode()
    room = CELL_BYTES - _HEAD
    if len(text) > room:
        raise ReportTooLong(characters=TYPED_CHARACTERS)
    return bytes([_VERSION]) + len(text).to_bytes(2, "big") + text.ljust(room, b"\0")


def open_cell(data: bytes) -> dict[str, str]:
    """The fields of a cell.

    Raises:
        NotACell: If size, version, length, padding or JSON is not what ``cell`` writes.
    """
    if len(data) != CELL_BYTES or data[0] != _VERSION:
        raise NotACell(reason=words("its size or version"))
    end = _HEAD + int.from_bytes(data[1:_HEAD], "big")
    if end > CELL_BYTES or data[end:].strip(b"\0"):
        raise NotACell(reason=words("its length or padding"))
    return _fields(data[_HEAD:end])


def _fields(text: bytes) -> dict[str, str]:
    try:
        fields = json.loads(text.decode())
    except ValueError:
        raise NotACell(reason=words("its text")) from None
    if not isinstance(fields, dict) or not all(isinstance(said, str) for said in fields.values()):
        raise NotACell(reason=words("its fields"))
    return fields


def seal(fields: Mapping[str, str], recipients: Sequence[str]) -> bytes:
    """An age file that only the holders of the recipients' keys can open.

    Args:
        fields: As for ``cell``.
        recipients: Public keys (``age1…``) of the caseworkers; at least one.

    Returns:
        ``sealed_bytes(len(recipients))`` bytes, whatever was written.

    Raises:
        ReportTooLong: If the text does not fit a cell.
        NotARecipient: If there is no recipient, or one is not an X25519 key of age; nothing is
            sealed for any of them.

    Source:
        C2SP, The age file encryption format, v1.
    """
    if not recipients:
        raise NotARecipient(recipient="")
    payload = cell(fields)
    file_key = secrets.token_bytes(16)
    nonce = secrets.token_bytes(_NONCE)
    key = _hkdf(file_key, nonce, b"payload")
    # A cell is shorter than a STREAM chunk: one chunk, number 0, marked as the last.
    body = ChaCha20Poly1305(key).encrypt(bytes(11) + b"\1", payload, None)
    return _header(file_key, recipients) + nonce + body


def sealed_bytes(recipients: int) -> int:
    """Length of a report sealed for so many recipients, in bytes."""
    return len(_INTRO) + recipients * _STANZA + _FOOTER + _NONCE + CELL_BYTES + _TAG


def posted(text: str, recipients: int) -> bytes:
    """What a phone sealed and posted: its form is checked; nobody here can check what is in it.

    Args:
        text: The field ``sealed`` of the form: base64url without padding.
        recipients: How many keys the page carries.

    Returns:
        The age file, ``sealed_bytes(recipients)`` long.

    Raises:
        NotASealedReport: If it is not base64url, not an age file or not of that length.
    """
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise NotASealedReport() from None
    if len(data) != sealed_bytes(recipients) or not data.startswith(_INTRO):
        raise NotASealedReport()
    return data


def _header(file_key: bytes, recipients: Sequence[str]) -> bytes:
    stanzas = b"".join(_stanza(file_key, recipient) for recipient in recipients)
    signed = _INTRO + stanzas + b"---"
    mac = hmac.digest(_hkdf(file_key, b"", b"header"), signed, hashlib.sha256)
    return signed + b" " + _base64(mac) + b"\n"


def _stanza(file_key: bytes, recipient: str) -> bytes:
    theirs = _public_key(recipient)
    ephemeral = X25519PrivateKey.generate()
    share = ephemeral.public_key().public_bytes_raw()
    try:
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(theirs))
    except ValueError:  # a point of low order: anybody could open what is sealed for it
        raise NotARecipient(recipient=recipient) from None
    key = _hkdf(shared, share + theirs, b"age-encryption.org/v1/X25519")
    box = ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None)
    return b"-> X25519 " + _base64(share) + b"\n" + _base64(box) + b"\n"


def _hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _public_key(recipient: str) -> bytes:
    """The 32 bytes of an ``age1…`` key (Bech32, BIP 173)."""
    prefix, separator, coded = recipient.partition("1")
    values = [_LETTERS.find(letter) for letter in coded]
    if prefix != "age" or not separator or -1 in values or _polymod(prefix, values) != 1:
        raise NotARecipient(recipient=recipient)
    bits = "".join(f"{value:05b}" for value in values[:-6])
    if len(bits) != 260 or bits[256:] != "0000":
        raise NotARecipient(recipient=recipient)
    return int(bits[:256], 2).to_bytes(32, "big")


def _polymod(prefix: str, values: Sequence[int]) -> int:
    codes = prefix.encode()
    checked = [code >> 5 for code in codes] + [0] + [code & 31 for code in codes] + list(values)
    total = 1
    for value in checked:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_TERMS):
            total ^= term if top >> bit & 1 else 0
    return total
