"""Opens the published site: nothing is served whose signature and hash were not checked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from beforehand.reach.manifest import (
    CONTEXT,
    CURRENT,
    FILES,
    FORMAT,
    MANIFEST,
    SIGNATURE,
    Entry,
    Manifest,
)
from beforehand.records.codec import from_json
from beforehand.refusals import BadBundle, NoBundle
from beforehand.words import Words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedPage:
    """A page's bytes as they go out; ``gzip`` is None where it would not be smaller."""

    entry: Entry
    body: bytes
    gzip: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A whole site in memory, verified."""

    name: str
    manifest: Manifest
    pages: Mapping[str, ServedPage]
    emergency: tuple[ServedPage, ...]
    drawn: Mapping[str, tuple[ServedPage, ...]]  # by path, where a version is drawn at each visit

    def page(self, path: str) -> ServedPage | None:
        """The page at that path, or None."""
        return self.pages.get(path)

    def ended(self, today: date) -> bool:
        """Whether the last day of the campaign pages is past."""
        return today > self.manifest.expires_on

    def emergency_page(self, path: str) -> ServedPage:
        """The emergency page of the path's language, or the first one."""
        language = path.strip("/").split("/")[0]
        for page in self.emergency:
            if path == page.entry.path or language == page.entry.language:
                return page
        return self.emergency[0]


def open_bundle(site: Path, verify_key: Ed25519PublicKey) -> Bundle:
    """The bundle that ``current`` names, checked byte by byte and held in memory.

    Args:
        site: The folder of bundles.
        verify_key: The desk's key; any other signature is refused.

    Raises:
        NoBundle: If nothing was published.
        BadBundle: If the signature, a hash or the form of the manifest is wrong.
    """
    folder = _current(site)
    try:
        data = (folder / MANIFEST).read_bytes()
        verify_key.verify((folder / SIGNATURE).read_bytes(), CONTEXT + data)
        return _load(folder, from_json(Manifest, data))
    except InvalidSignature:
        raise _bad(folder, words("its signature is not by the desk's key")) from None
    except msgspec.ValidationError:
        raise _bad(folder, words("its manifest has another form")) from None
    except OSError:
        raise _bad(folder, words("a file of it is missing")) from None


def current_name(site: Path) -> str:
    """Name of the bundle that ``current`` points at; empty where nothing was published."""
    link = site / CURRENT
    return link.readlink().name if link.is_symlink() else ""


def _current(site: Path) -> Path:
    name = current_name(site)
    if not name:
        raise NoBundle(site=str(site))
    return site / name


def _load(folder: Path, manifest: Manifest) -> Bundle:
    if manifest.format != FORMAT:
        raise _bad(folder, words("its format is {format}", format=manifest.format))
    return Bundle(
        name=folder.name,
        manifest=manifest,
        pages=MappingProxyType({e.path: _served(folder, e) for e in manifest.pages}),
        emergency=tuple(_served(folder, entry) for entry in manifest.emergency),
        drawn=MappingProxyType(_drawn(folder, manifest)),
    )


def _drawn(folder: Path, manifest: Manifest) -> dict[str, tuple[ServedPage, ...]]:
    paths = dict.fromkeys(entry.path for entry in manifest.drawn)
    return {
        path: tuple(_served(folder, entry) for entry in manifest.drawn if entry.path == path)
        for path in paths
    }


def _served(folder: Path, entry: Entry) -> ServedPage:
    zipped = _checked(folder, entry.gzip_sha256) if entry.gzip_sha256 else None
    return ServedPage(entry=entry, body=_checked(folder, entry.sha256), gzip=zipped)


def _checked(folder: Path, sha256: str) -> bytes:
    data = (folder / FILES / sha256).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise _bad(folder, words("{file} does not match its hash", file=sha256[:12]))
    return data


def _bad(folder: Path, reason: Words) -> BadBundle:
    return BadBundle(bundle=folder.name, reason=reason)
