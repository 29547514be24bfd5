"""The bundle in memory: looked at again every second, replaced only by one that verifies."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from beforehand.reach import Bundle, Entry, current_name, is_html, open_bundle, site_verify_key
from beforehand.records.reach import PageDraw
from beforehand.refusals import Refusal
from beforehand.web.public.answers import Served, served
from beforehand.web.settings.public import PublicSettings

LOOK_SECONDS = 1.0
log = logging.getLogger("beforehand.public")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A verified bundle with its answers made ready."""

    bundle: Bundle
    answers: Mapping[str, Served]
    drawn: Mapping[str, tuple[tuple[str, Served], ...]]  # by path: each version and its answers
    taps: Mapping[str, PageDraw]  # by path of the step whose link a drawn page has
    emergency: Mapping[str, Served]
    places: frozenset[str]
    versions: frozenset[str]
    sealed_for: frozenset[int]  # numbers of recipients that an open page may have sealed for

    @property
    def named(self) -> frozenset[str]:
        """Every place that any link names: where posts lead here, and where the survey is asked.

        All alike, since who could ask for one or the other would learn who is held out.
        """
        surveys = (page.entry.survey for page in self.bundle.pages.values())
        return self.places.union(*(one.places for one in surveys if one))

    def answer(self, path: str, today: date) -> Served | None:
        """The answers at a path; after the last day the emergency page of its language."""
        page = self.bundle.page(path)
        if self.ended(page.entry if page else None, today):
            return self.emergency[self.bundle.emergency_page(path).entry.path]
        return self.answers.get(path)

    def versions_at(self, path: str, today: date) -> tuple[tuple[str, Served], ...]:
        """Between which versions of a page one is drawn now; none where no draw is open."""
        found = self.bundle.drawn.get(path, ())
        draw = found[0].entry.draw if found else None
        if draw is None or not draw.open_on(today) or self.ended(found[0].entry, today):
            return ()
        return self.drawn[path]

    def ended(self, entry: Entry | None, today: date) -> bool:
        """Whether the last day of a page, or of the whole site, is past; assets have none."""
        if entry and not is_html(entry.content_type):
            return False
        last = entry.expires_on if entry else None
        return self.bundle.ended(today) or (last is not None and today > last)


class Site:
    """Holds what is served; a bundle that does not verify never replaces one that did."""

    def __init__(
        self, settings: PublicSettings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._loaded: Loaded | None = None
        self._refused = ""
        self._next_look = 0.0
        self._looking = threading.Lock()

    def loaded(self) -> Loaded | None:
        """What is served now; None until a first bundle verifies."""
        now = self._clock()
        if now >= self._next_look and self._looking.acquire(blocking=self._loaded is None):
            try:
                self._look(now)
            finally:
                self._looking.release()
        return self._loaded

    def _look(self, now: float) -> None:
        name = current_name(self._settings.site)
        if not self._loaded or name != self._loaded.bundle.name:
            self._open()
        self._next_look = now + LOOK_SECONDS

    def _open(self) -> None:
        settings = self._settings
        try:
            key = site_verify_key(settings.home, settings.site_key)
            self._loaded = _load(open_bundle(settings.site, key), self._loaded)
            self._refused = ""
        except Refusal as refusal:
            if str(refusal) != self._refused:  # said once, not every second
                log.warning("%s", refusal)
            self._refused = str(refusal)


def _load(bundle: Bundle, before: Loaded | None) -> Loaded:
    keys = {len(bundle.manifest.recipients)}
    if before:  # a page opened a minute ago sealed for the recipients of that bundle
        keys.add(len(before.bundle.manifest.recipients))
    return Loaded(
        bundle=bundle,
        answers={path: served(page) for path, page in bundle.pages.items()},
        drawn={
            path: tuple((page.entry.version, served(page)) for page in pages)
            for path, pages in bundle.drawn.items()
        },
        taps={
            page.entry.draw.tap: page.entry.draw
            for pages in bundle.drawn.values()
            for page in pages
            if page.entry.draw
        },
        emergency={page.entry.path: served(page) for page in bundle.emergency},
        places=frozenset(bundle.manifest.places),
        versions=frozenset(bundle.manifest.versions),
        sealed_for=frozenset(keys - {0}),
    )
