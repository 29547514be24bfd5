"""Somebody holds the public side's threads, or its disk, without an address to shut out."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Any

from beforehand.cli.serve import PUBLIC
from beforehand.home import Home
from beforehand.web.drop import Drop
from beforehand.web.public.app import Public
from beforehand.web.public.reports import MOST_AT_ONCE, Allowance
from beforehand.web.public.site import Site
from beforehand.web.settings.public import PublicSettings
from made_site import TODAY, published


class Slow:
    """A body that does not come until it is let go."""

    def __init__(self, go: threading.Event) -> None:
        self._go = go

    def read(self, size: int = -1) -> bytes:
        del size
        self._go.wait(20)
        return b""


def asked(method: str, path: str, body: Any = None) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "CONTENT_LENGTH": "100",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "HTTP_SEC_FETCH_SITE": "same-origin",
        "wsgi.input": body,
    }


def test_reports_sent_byte_by_byte_leave_threads_for_the_pages(tmp_path: Path) -> None:
    home = Home(tmp_path)
    published(home)
    day: date = TODAY
    app = Public(Site(PublicSettings(home=home)), Drop(home.drop), Allowance(10_000), lambda: day)
    go = threading.Event()
    statuses: list[str] = []

    def post() -> None:
        statuses.append(app.answer(asked("POST", "/sq/pune/form/", Slow(go))).status)

    held = [threading.Thread(target=post, daemon=True) for _ in range(MOST_AT_ONCE + 5)]
    for thread in held:
        thread.start()
    refused = [thread for thread in held if (thread.join(0.5), not thread.is_alive())[1]]
    try:
        assert len(refused) == 5
        assert set(statuses) == {"503 Service Unavailable"}
        assert app.answer(asked("GET", "/sq/pune/")).status == "200 OK"
        assert PUBLIC.threads > MOST_AT_ONCE
    finally:
        go.set()
    for thread in held:
        thread.join(20)
    assert app.answer(asked("POST", "/sq/pune/form/", Slow(go))).status == "400 Bad Request"
