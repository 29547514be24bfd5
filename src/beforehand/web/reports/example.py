"""A caseworker's key for the demonstration, where no browser has made one yet."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import unicodedata
from datetime import date
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pyrage import x25519

from beforehand.records.people import Role
from beforehand.web.accounts.models import User
from beforehand.web.reports.models import CaseworkerKey

ROUNDS: Final = 600_000


def make_demo_keys(today: date) -> str:
    """A new key for every caseworker, as their browser would make it.

    For the demonstration alone: a real key's private half never exists on the server.

    Returns:
        The passphrase that unlocks each of them.
    """
    passphrase = "-".join(secrets.token_hex(2) for _ in range(4))
    for user in User.objects.filter(role=Role.CASEWORKER, is_active=True):
        make_demo_key(user, passphrase, today)
    return passphrase


def make_demo_key(user: User, passphrase: str, today: date) -> CaseworkerKey:
    """A key for one caseworker, in place of any they had."""
    recipient, wrapped = wrapped_key(passphrase)
    made, _new = CaseworkerKey.objects.update_or_create(
        user=user, defaults={"recipient": recipient, "wrapped": wrapped, "made_on": today}
    )
    return made


def wrapped_key(passphrase: str) -> tuple[str, str]:
    """A new public key, and its private half wrapped as ``static/sealing/keys.js`` wraps it."""
    identity = x25519.Identity.generate()
    recipient = str(identity.to_public())
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    key = hashlib.pbkdf2_hmac("sha256", typed, salt, ROUNDS)
    box = AESGCM(key).encrypt(nonce, str(identity).encode(), recipient.encode())
    parts = {
        "version": 1,
        "kdf": "PBKDF2-SHA-256",
        "rounds": ROUNDS,
        "cipher": "AES-256-GCM",
        "recipient": recipient,
        "salt": _base64(salt),
        "nonce": _base64(nonce),
        "box": _base64(box),
    }
    return recipient, json.dumps(parts, separators=(",", ":"))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).rstrip(b"=").decode()
