"""Writes a site as a signed bundle and swaps it in: beside, fsync, rename."""

from __future__ import annotations

import gzip
import hashlib
import secrets
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from beforehand import atomic
from beforehand.reach.bundle import Bundle, current_name, open_bundle
from beforehand.reach.manifest import (
    CONTEXT,
    CURRENT,
    FILES,
    FORMAT,
    MANIFEST,
    SIGNATURE,
    Entry,
    Manifest,
    bundles,
)
from beforehand.reach.page_rules import check_site, check_weight
from beforehand.records.codec import digest, to_json
from beforehand.records.reach import PageBytes, Pages
from beforehand.refusals import NotReleased, SiteEnded

if TYPE_CHECKING:  # the record leads to Arrow, which public must not load
    from beforehand.records.release import Release


def write_bundle(
    site: Path, release: Release[Pages], signing_key: Ed25519PrivateKey, *, today: date
) -> Bundle:
    """Sign a released site and make it the current one; the one before it is kept.

    Args:
        site: The folder of bundles, ``home.site``.
        release: Pages that passed ``release.pages``.
        signing_key: The desk's, from ``site_signing_key``.
        today: A site whose last day is past is refused.

    Returns:
        The bundle as ``public`` will read it. The same release written twice is one bundle.

    Raises:
        NotReleased: If the release is not of these pages.
        SiteEnded: If its last day is past.
        UnfinishedSite, LoosePage, PageTooHeavy, NotARecipient: As ``page_rules`` says.
    """
    _check_release(release, today)
    files: dict[str, bytes] = {}
    manifest = to_json(_manifest(release, files))
    files_signed = {MANIFEST: manifest, SIGNATURE: signing_key.sign(CONTEXT + manifest)}
    files_signed |= {f"{FILES}/{name}": data for name, data in files.items()}
    name = f"bundle-{hashlib.sha256(manifest).hexdigest()[:32]}"
    before = current_name(site)
    if not _is_whole(site, name, files_signed):
        _put(site, name, files_signed)
    _swap(site, name)
    _tidy(site, keep={name, before})
    return open_bundle(site, signing_key.public_key())


def _check_release(release: Release[Pages], today: date) -> None:
    pages = release.payload
    if release.kind != "pages" or release.id != digest(pages):
        raise NotReleased(id=release.id)
    if today > pages.expires_on:
        raise SiteEnded(expires_on=pages.expires_on.isoformat())
    check_site(pages)


def _manifest(release: Release[Pages], files: dict[str, bytes]) -> Manifest:
    site = release.payload
    pages = tuple(_entry(page, files) for page in (*site.pages, *site.assets))
    return Manifest(
        format=FORMAT,
        release=release.id,
        released_on=release.released_on,
        expires_on=site.expires_on,
        made_up=site.made_up,
        recipients=site.recipients,
        campaigns=site.campaigns,
        places=site.places,
        versions=site.versions,
        languages=tuple(sorted({page.language for page in site.pages if page.language})),
        pages=pages,
        emergency=tuple(_entry(page, files) for page in site.emergency),
        drawn=tuple(_entry(page, files) for page in site.drawn),
    )


def _entry(page: PageBytes, files: dict[str, bytes]) -> Entry:
    # A fixed time in the gzip header: the same page is the same bytes.
    zipped = gzip.compress(page.body, 9, mtime=0)
    smaller = len(zipped) < len(page.body)
    check_weight(page, len(zipped) if smaller else len(page.body))
    return Entry(
        path=page.path,
        content_type=page.content_type,
        sha256=_keep(files, page.body),
        gzip_sha256=_keep(files, zipped) if smaller else "",
        language=page.language,
        csp=page.csp,
        expires_on=page.expires_on,
        campaign=page.campaign,
        event=page.event,
        survey=page.survey,
        version=page.version,
        draw=page.draw,
    )


def _keep(files: dict[str, bytes], data: bytes) -> str:
    name = hashlib.sha256(data).hexdigest()
    files[name] = data
    return name


def _is_whole(site: Path, name: str, files: dict[str, bytes]) -> bool:
    folder = site / name
    return all((folder / n).is_file() and (folder / n).read_bytes() == d for n, d in files.items())


def _put(site: Path, name: str, files: dict[str, bytes]) -> None:
    beside = site / f".{name}.{secrets.token_hex(6)}"
    for file, data in files.items():
        atomic.write_bytes(beside / file, data, mode=0o644)
    atomic.sync_folder(beside)
    if (site / name).exists():  # half of it was lost: out of the way first
        (site / name).rename(site / f".lost.{secrets.token_hex(6)}")
    beside.rename(site / name)
    atomic.sync_folder(site)


def _swap(site: Path, name: str) -> None:
    link = site / f".{CURRENT}.{secrets.token_hex(6)}"
    link.symlink_to(name)
    link.replace(site / CURRENT)
    atomic.sync_folder(site)


def _tidy(site: Path, keep: set[str]) -> None:
    for path in _leftovers(site, keep):
        if path.is_symlink():
            path.unlink()
        else:
            shutil.rmtree(path)


def _leftovers(site: Path, keep: set[str]) -> Iterator[Path]:
    yield from (path for path in bundles(site) if path.name not in keep)
    yield from site.glob(".bundle-*")
    yield from site.glob(".lost.*")
    yield from site.glob(f".{CURRENT}.*")
