"""What a page must be before it is signed: light, closed to every other host, and counted rightly.

The same rules hold for every page whoever rendered it, so that one mistake in a template cannot
loosen what visitors were promised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from beforehand.reach.sealing import seal
from beforehand.records.reach import PageBytes, Pages
from beforehand.refusals import LoosePage, PageTooHeavy, UnfinishedSite
from beforehand.words import words

MOST_BYTES: Final = 14 * 1024
"""A page of HTML, compressed: what a first round trip carries on a slow phone."""

REPORT_STEP: Final = "form/"

_PATH = re.compile(r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?")
_SOURCE = re.compile(r"'(?:none|self|sha(?:256|384|512)-[A-Za-z0-9+/=_-]+)'")
_CLOSED = ("default-src", "'none'")


def is_html(content_type: str) -> bool:
    """Whether a content type is a page and not an asset."""
    return content_type.partition(";")[0].strip().lower() == "text/html"


def check_site(site: Pages) -> None:
    """Refuse a site that lacks what every site must have.

    Raises:
        UnfinishedSite: If there is no page, no emergency page, a path twice, a page of a campaign
            that may not be counted, a version to draw of no page, or a report step and nobody to
            seal it for.
        NotARecipient: If a caseworker's key is none.
        LoosePage: If a page's path or policy is not strict.
    """
    if not site.pages:
        raise UnfinishedSite(reason=words("there is no page"))
    if not site.emergency:
        raise UnfinishedSite(reason=words("there is no emergency page to show after its end"))
    _check_paths((*site.pages, *site.assets))
    _check_paths(site.emergency)
    for page in (*site.pages, *site.assets, *site.emergency, *site.drawn):
        _check_page(page, site.campaigns)
    _check_drawn(site)
    if site.recipients or any(page.path.endswith("/" + REPORT_STEP) for page in site.pages):
        seal({}, site.recipients)  # a trial: refuses a key that is none


def check_weight(page: PageBytes, compressed: int) -> None:
    """Refuse a page of HTML above ``MOST_BYTES`` compressed.

    Raises:
        PageTooHeavy: Naming the page and its weight.
    """
    if is_html(page.content_type) and compressed > MOST_BYTES:
        raise PageTooHeavy(path=page.path, bytes=compressed, most=MOST_BYTES)


def _check_paths(pages: Iterable[PageBytes]) -> None:
    seen: set[str] = set()
    for page in pages:
        if page.path in seen:
            raise UnfinishedSite(reason=words("{path} is there twice", path=page.path))
        seen.add(page.path)


def _check_page(page: PageBytes, campaigns: tuple[str, ...]) -> None:
    if not _PATH.fullmatch(page.path):
        raise LoosePage(path=page.path, reason=words("its address has other signs"))
    if page.campaign and page.campaign not in campaigns:
        raise UnfinishedSite(reason=words("{path} is of a campaign not in it", path=page.path))
    if page.event and not page.campaign:
        raise UnfinishedSite(reason=words("{path} is counted for no campaign", path=page.path))
    if is_html(page.content_type):
        _check_policy(page)


def _check_drawn(site: Pages) -> None:
    """Every version to draw is one of a counted page, all that its draw names are there once."""
    counted = {page.path for page in site.pages if page.event}
    there = [(page.path, page.version) for page in site.drawn]
    for page in site.drawn:
        named = page.draw.versions if page.draw else ()
        known = page.path in counted and page.version in named and set(named) <= set(site.versions)
        if not known or sorted(v for p, v in there if p == page.path) != sorted(named):
            raise UnfinishedSite(
                reason=words("{path} lacks a version that it draws between", path=page.path)
            )


def _check_policy(page: PageBytes) -> None:
    directives = [part.split() for part in page.csp.split(";") if part.strip()]
    if not any(tuple(directive) == _CLOSED for directive in directives):
        raise LoosePage(path=page.path, reason=words("its policy lacks default-src 'none'"))
    for name, *sources in directives:
        loose = [source for source in sources if not _allowed(name, source)]
        if loose:
            reason = words("its policy allows {source} in {name}", source=loose[0], name=name)
            raise LoosePage(path=page.path, reason=reason)


def _allowed(directive: str, source: str) -> bool:
    return bool(_SOURCE.fullmatch(source)) or (directive == "img-src" and source == "data:")
