"""The whole of ``public``: a WSGI application over a bundle in memory and the drop."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from threading import BoundedSemaphore
from typing import Any, Final

from beforehand.reach import Entry
from beforehand.records.reach import Event
from beforehand.web.drop import Drop, Tick, open_drop
from beforehand.web.public import reports
from beforehand.web.public.answers import (
    HTTPS_ONLY,
    Answer,
    moved,
    notice,
    with_status,
)
from beforehand.web.public.counting import Counts
from beforehand.web.public.requests import (
    Environ,
    is_https,
    is_ours,
    is_visit,
    preferred,
    takes_gzip,
    tracked,
)
from beforehand.web.public.site import Loaded, Site
from beforehand.web.settings.public import PublicSettings
from beforehand.words import words

StartResponse = Callable[[str, list[tuple[str, str]]], Any]

REPORT: Final = "form/"
THANKS: Final = "done/"
NOT_SENT: Final = "retry/"
MISSING: Final = "/404/"

_SENT = words("Your report was sent.")
_LOST = words("Your report was not sent. Go back, and send it again or call.")
_NO_PAGE = words("There is no such page.")
_NOTHING = words("Nothing is published here yet.")
_ONLY = words("This address takes no such request.")


class Public:
    """Answers GET and HEAD from the bundle and takes reports by POST; sets no cookie, ever."""

    def __init__(
        self, site: Site, drop: Drop, allowance: reports.Allowance, today: Callable[[], date]
    ) -> None:
        self._site = site
        self._drop = drop
        self._allowance = allowance
        self._today = today
        self._counts = Counts(drop)
        # Who sends a report byte by byte holds a thread: never all, so that pages go on.
        self._reading = BoundedSemaphore(reports.MOST_AT_ONCE)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """WSGI."""
        answer = self.answer(environ)
        headers = answer.headers
        start_response(answer.status, [*headers, HTTPS_ONLY] if is_https(environ) else headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    def answer(self, environ: Environ) -> Answer:
        """The answer to one request."""
        loaded = self._site.loaded()
        if loaded is None:
            return notice("503 Service Unavailable", _NOTHING)
        method = environ["REQUEST_METHOD"]
        if method in {"GET", "HEAD"}:
            return self._get(environ, loaded)
        if method == "POST":
            return self._post(environ, loaded)
        return notice("405 Method Not Allowed", _ONLY)

    def _get(self, environ: Environ, loaded: Loaded) -> Answer:
        path = environ["PATH_INFO"] or "/"
        answers = loaded.answer(path, self._today())
        if answers is None:
            return _elsewhere(environ, path, loaded)
        self._count(environ, path, loaded)
        return answers.gzip if takes_gzip(environ) else answers.plain

    def _count(self, environ: Environ, path: str, loaded: Loaded) -> None:
        page = loaded.bundle.page(path)
        if page is None or page.entry.event is None or not is_visit(environ):
            return
        entry, today = page.entry, self._today()
        if not loaded.ended(entry, today):
            place, version = tracked(environ, loaded)
            self._counts.add(Tick(entry.campaign, place, version, today, page.entry.event))

    def _post(self, environ: Environ, loaded: Loaded) -> Answer:
        path = environ["PATH_INFO"]
        page = loaded.bundle.page(path)
        if page is None or not path.endswith("/" + REPORT) or not page.entry.campaign:
            return notice("405 Method Not Allowed", _ONLY)
        status = self._take(environ, page.entry, loaded)
        return _after_report(status, path.removesuffix(REPORT), loaded, self._today())

    def _take(self, environ: Environ, entry: Entry, loaded: Loaded) -> str:
        """Keep the report of a request; the status to answer with."""
        length = reports.size(environ)
        if loaded.ended(entry, self._today()):
            return "503 Service Unavailable"  # nobody promised to read it any more
        if length is None:
            return "411 Length Required"
        if length > reports.MOST_BYTES:
            return "413 Content Too Large"
        if not is_ours(environ):
            return "403 Forbidden"
        if not self._allowance.take() or not self._reading.acquire(blocking=False):
            return "503 Service Unavailable"
        try:
            return self._keep(environ, length, entry, loaded)
        finally:
            self._reading.release()

    def _keep(self, environ: Environ, length: int, entry: Entry, loaded: Loaded) -> str:
        try:
            form = reports.read_form(environ, length)
            sealed = reports.sealed_report(form, entry, environ, loaded)
            self._drop.add_report(entry.campaign, sealed, day=self._today())
        except reports.BAD_FORM:
            return "400 Bad Request"
        except reports.NO_ROOM:
            return "503 Service Unavailable"
        return "303 See Other"


def _after_report(status: str, campaign: str, loaded: Loaded, today: date) -> Answer:
    sent = status.startswith("303")
    path = campaign + (THANKS if sent else NOT_SENT)
    page = loaded.answer(path, today)
    if sent:
        return moved(status, path) if page else notice("200 OK", _SENT)
    return with_status(page.plain, status) if page else notice(status, _LOST)


def _elsewhere(environ: Environ, path: str, loaded: Loaded) -> Answer:
    """A path without a page: the start, an address that lost its last stroke, or nothing."""
    if path == "/":
        return _first_page(environ, loaded)
    if loaded.bundle.page(path + "/"):
        place, version = tracked(environ, loaded)
        asked = [f"{name}={said}" for name, said in (("p", place), ("v", version)) if said]
        return moved("302 Found", f"{path}/" + ("?" + "&".join(asked) if asked else ""))
    return _missing(environ, loaded)


def _missing(environ: Environ, loaded: Loaded) -> Answer:
    page = loaded.answers.get(MISSING)
    if page is None:
        return notice("404 Not Found", _NO_PAGE)
    return with_status(page.gzip if takes_gzip(environ) else page.plain, "404 Not Found")


def _first_page(environ: Environ, loaded: Loaded) -> Answer:
    landings = {
        page.entry.language: path
        for path, page in sorted(loaded.bundle.pages.items(), reverse=True)
        if page.entry.event is Event.VISIT
    }
    if not landings:
        return _missing(environ, loaded)
    answer = moved("302 Found", landings[preferred(environ, tuple(sorted(landings)))])
    return answer._replace(headers=[*answer.headers, ("Vary", "Accept-Language")])


def open_public(settings: PublicSettings) -> Public:
    """The application, as the environment says."""
    return Public(
        Site(settings),
        open_drop(settings.home.drop),
        reports.Allowance(settings.reports_a_minute),
        lambda: datetime.now(UTC).date(),
    )
