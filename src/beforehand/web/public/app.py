"""The whole of ``public``: a WSGI application over a bundle in memory and the drop."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import partial
from threading import BoundedSemaphore
from typing import Any, Final, NamedTuple

from beforehand.reach import Entry
from beforehand.records.reach import Event
from beforehand.records.survey import SurveyForm
from beforehand.web.drop import Drop, Tick, open_drop
from beforehand.web.public import answering, reports
from beforehand.web.public.answers import (
    HTTPS_ONLY,
    Answer,
    Served,
    moved,
    notice,
    with_status,
)
from beforehand.web.public.counting import Counts
from beforehand.web.public.requests import (
    Environ,
    is_https,
    is_ours,
    is_tap,
    is_visit,
    preferred,
    takes_gzip,
    tapped,
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
_COUNTED = words("Your answers were added to the counts.")
_NOT_COUNTED = words("No answers are taken here now. Nothing was kept.")
_NO_PAGE = words("There is no such page.")
_NOTHING = words("Nothing is published here yet.")
_ONLY = words("This address takes no such request.")


class _Door(NamedTuple):
    """What one kind of form is let in by: its size, how many a minute, and who keeps it."""

    most_bytes: int
    allowance: reports.Allowance
    keep: Callable[[dict[str, str]], object]


class Public:
    """Answers GET and HEAD from the bundle, takes reports and answers by POST; sets no cookie."""

    def __init__(
        self,
        site: Site,
        drop: Drop,
        allowance: reports.Allowance,
        today: Callable[[], date],
        answers: reports.Allowance | None = None,
        draw: Callable[[int], int] = secrets.randbelow,
    ) -> None:
        self._site = site
        self._drop = drop
        self._allowance = allowance
        self._answers = answers or allowance  # its own, so that no flood of them stops reports
        self._today = today
        self._draw = draw  # of a version, anew at every visit
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
        page = loaded.bundle.page(path)
        survey = page.entry.survey if page else None
        if survey and not survey.open_on(self._today()):
            path = answering.beside(path, survey, answering.CLOSED)
        answers = loaded.answer(path, self._today())
        if answers is None:
            return _elsewhere(environ, path, loaded)
        version = tapped(environ)
        if version and path in loaded.taps:
            return self._tap(environ, path, version, loaded)
        answers = self._drawn(environ, path, loaded) or answers
        self._count(environ, path, loaded)
        return answers.gzip if takes_gzip(environ) else answers.plain

    def _drawn(self, environ: Environ, path: str, loaded: Loaded) -> Served | None:
        """A version of the page drawn for this visit, and counted; None where none is drawn."""
        between = loaded.versions_at(path, self._today())
        if not between:
            return None
        version, answers = between[self._draw(len(between))]
        if is_visit(environ):
            self._count_version(path, version, Event.SHOWN, loaded)
        return answers

    def _tap(self, environ: Environ, path: str, version: str, loaded: Loaded) -> Answer:
        """Count what was tapped on a drawn page, and lead to the address that names no version."""
        draw = loaded.taps[path]
        if version in draw.versions and draw.open_on(self._today()) and is_tap(environ):
            self._count_version(path, version, Event.WORKED, loaded)
        return moved("303 See Other", path)

    def _count_version(self, path: str, version: str, event: Event, loaded: Loaded) -> None:
        """By version and day alone: neither the place nor the post that led here."""
        page = loaded.bundle.page(path)
        if page and not loaded.ended(page.entry, self._today()):
            self._counts.add(Tick(page.entry.campaign, "", version, self._today(), event))

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
        entry = page.entry if page else None
        if entry and entry.survey:
            return self._ask(environ, entry, entry.survey, loaded)
        if entry is None or not path.endswith("/" + REPORT) or not entry.campaign:
            return notice("405 Method Not Allowed", _ONLY)

        keep = partial(self._keep_report, environ, entry, loaded)
        door = _Door(reports.MOST_BYTES, self._allowance, keep)
        status = self._take(environ, entry, loaded, door)
        return _after_report(status, path.removesuffix(REPORT), loaded, self._today())

    def _keep_report(
        self, environ: Environ, entry: Entry, loaded: Loaded, form: dict[str, str]
    ) -> None:
        sealed = reports.sealed_report(form, entry, environ, loaded)
        self._drop.add_report(entry.campaign, sealed, day=self._today())

    def _keep_answers(
        self, campaign: str, place: str, survey: SurveyForm, form: dict[str, str]
    ) -> None:
        self._drop.add_answers(answering.given(form, campaign, place, survey))

    def _ask(self, environ: Environ, entry: Entry, survey: SurveyForm, loaded: Loaded) -> Answer:
        """Count the answers of one form; then the facts, or that nothing was kept."""
        status = "409 Conflict"
        if survey.open_on(self._today()):
            place, _ = tracked(environ, loaded, survey.places)
            keep = partial(self._keep_answers, entry.campaign, place, survey)
            door = _Door(answering.MOST_BYTES, self._answers, keep)
            status = self._take(environ, entry, loaded, door)
        sent = status.startswith("303")
        path = answering.beside(entry.path, survey, answering.TOLD if sent else answering.CLOSED)
        page = loaded.answer(path, self._today())
        if sent:
            return moved(status, path) if page else notice("200 OK", _COUNTED)
        return with_status(page.plain, status) if page else notice(status, _NOT_COUNTED)

    def _take(self, environ: Environ, entry: Entry, loaded: Loaded, door: _Door) -> str:
        """Keep what was posted; the status to answer with."""
        length = reports.size(environ)
        if loaded.ended(entry, self._today()):
            return "503 Service Unavailable"  # nobody promised to read it any more
        if length is None:
            return "411 Length Required"
        if length > door.most_bytes:
            return "413 Content Too Large"
        if not is_ours(environ):
            return "403 Forbidden"
        if not door.allowance.take() or not self._reading.acquire(blocking=False):
            return "503 Service Unavailable"
        try:
            door.keep(reports.read_form(environ, length))
        except reports.BAD_FORM:
            return "400 Bad Request"
        except reports.NO_ROOM:
            return "503 Service Unavailable"
        finally:
            self._reading.release()
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
    page = loaded.bundle.page(path + "/")
    if page:
        place, version = tracked(environ, loaded, loaded.named)
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
        reports.Allowance(settings.reports_a_minute),
    )
