"""The key that signs a bundle (desk) and the one that checks it (public)."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from beforehand import atomic
from beforehand.home import Home
from beforehand.refusals import BadSiteKey

_SIGNING = "site-signing"
_PUBLIC = "site.pub"


def site_signing_key(home: Home) -> Ed25519PrivateKey:
    """The desk's signing key, made once; its public half is written beside it as hex."""
    key = Ed25519PrivateKey.from_private_bytes(home.secret(_SIGNING))
    shown = home.keys / _PUBLIC
    text = key.public_key().public_bytes_raw().hex() + "\n"
    if not shown.exists() or shown.read_text(encoding="ascii") != text:
        atomic.write_bytes(shown, text.encode("ascii"), mode=0o644)
    return key


def site_verify_key(home: Home, configured: str = "") -> Ed25519PublicKey:
    """The key that a bundle must be signed with.

    Args:
        home: Where the desk wrote its public key, if it is the same machine.
        configured: ``BEFOREHAND_SITE_KEY``, 64 hex digits; empty = read it from the home.

    Raises:
        BadSiteKey: If neither holds a key.
    """
    where = "BEFOREHAND_SITE_KEY" if configured else str(home.keys / _PUBLIC)
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(configured or _read(home.keys)))
    except ValueError:
        raise BadSiteKey(where=where) from None


def _read(keys: Path) -> str:
    path = keys / _PUBLIC
    return path.read_text(encoding="ascii").strip() if path.exists() else ""
