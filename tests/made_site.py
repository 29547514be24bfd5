"""A small made-up site, released and signed, for the tests of `public`."""

from __future__ import annotations

import atexit
import base64
import hashlib
import shutil
import tempfile
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pyrage

from beforehand import release
from beforehand.home import Home
from beforehand.reach import Bundle, site_signing_key, write_bundle
from beforehand.records.reach import Event, PageBytes, Pages

TODAY = date(2026, 3, 2)
LAST_DAY = date(2030, 1, 1)
STYLE = "p{color:#123}"
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
CSP = (
    f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; img-src data:"
)
CASEWORKERS = (pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate())
RECIPIENTS = tuple(str(one.to_public()) for one in CASEWORKERS)


def html(path: str, words: str, language: str = "sq", event: Event | None = None) -> PageBytes:
    """A page of the made-up campaign "pune"."""
    body = (
        f'<!doctype html><html lang="{language}"><title>Punë</title><style>{STYLE}</style>'
        f"<h1>{words}</h1>" + "<p>Fjalë të shkruara për provë.</p>" * 40 + "</html>"
    )
    return PageBytes(
        path=path,
        content_type="text/html; charset=utf-8",
        body=body.encode(),
        language=language,
        csp=CSP,
        campaign="pune" if "/pune/" in path else "",
        event=event,
    )


def made_pages() -> Pages:
    """Landing page, help, answer and report in two languages, one asset, two emergency pages."""
    pages: list[PageBytes] = []
    for language in ("en", "sq"):
        start = f"/{language}/pune/"
        pages += [
            html(start, "Landing", language, Event.VISIT),
            html(start + "answer/", "Answer", language, Event.CHECKED),
            html(start + "help/", "Help", language, Event.HELP),
            html(start + "form/", "Report", language),
            html(start + "done/", "Thanks", language),
        ]
    module = PageBytes(
        path="/a/leave.js", content_type="text/javascript; charset=utf-8", body=b"export {};\n"
    )
    return Pages(
        pages=tuple(pages),
        assets=(module,),
        recipients=RECIPIENTS,
        campaigns=("pune",),
        places=("AL-09", "AL-11"),
        versions=("debt-a", "debt-b"),
        expires_on=LAST_DAY,
        emergency=(html("/en/", "Emergency", "en"), html("/sq/", "Urgjencë", "sq")),
        made_up=True,
    )


def publish(home: Home, pages: Pages | None = None, today: date = TODAY) -> Bundle:
    """Release, sign and swap in."""
    released = release.pages(pages or made_pages(), (), today=today)
    return write_bundle(home.site, released, site_signing_key(home), today=today)


@cache
def _once() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="made-site-"))
    atexit.register(shutil.rmtree, folder)
    publish(Home(folder))
    return folder


def published(home: Home) -> None:
    """The site of ``made_pages``, copied into the home: signing it once is enough."""
    shutil.copytree(_once(), home.root, symlinks=True, dirs_exist_ok=True)


def with_words(words: str) -> Pages:
    """The same site, its first page saying something else."""
    site = made_pages()
    changed = replace(site.pages[0], body=site.pages[0].body.replace(b"Landing", words.encode()))
    return replace(site, pages=(changed, *site.pages[1:]))


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file beneath a folder and its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
