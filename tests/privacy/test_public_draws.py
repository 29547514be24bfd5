"""A version is drawn at each visit: counted by version and day, and nothing else stays."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from beforehand.home import Home
from beforehand.records.reach import Event, PageDraw, Pages
from beforehand.refusals import UnfinishedSite
from beforehand.web.drop import Drop
from beforehand.web.public.app import Public
from beforehand.web.public.reports import Allowance
from beforehand.web.public.site import Site
from beforehand.web.settings.public import PublicSettings
from made_site import TODAY, files_of, html, made_pages, publish

LANDING, HELP = "/sq/pune/", "/sq/pune/help/"
DRAW = PageDraw(
    versions=("debt-a", "debt-b"),
    opens_on=TODAY,
    closes_on=TODAY + timedelta(days=9),
    tap=HELP,
)
MARKS = ("kanarina-agjent", "203.0.113.77", "127.0.0.77", "kanarina-biskote")


@cache
def pages() -> Pages:
    drawn = tuple(
        replace(
            html(LANDING, f"Kjo është {version}", "sq", Event.VISIT), version=version, draw=DRAW
        )
        for version in DRAW.versions
    )
    return replace(made_pages(), drawn=drawn)


class Phone:
    """Opens pages as a browser does; versions are drawn in turn."""

    def __init__(self, home: Home) -> None:
        publish(home, pages())
        self.home, self.day, self.drop = home, TODAY, Drop(home.drop)
        turn = itertools.cycle((0, 1))
        self.app = Public(
            Site(PublicSettings(home=home)), self.drop, Allowance(100, lambda: 0.0),
            lambda: self.day, draw=lambda _: next(turn),
        )  # fmt: skip

    def open(
        self, path: str, query: str = "", method: str = "GET", **also: str
    ) -> tuple[int, dict[str, str], str]:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query,
            "REMOTE_ADDR": MARKS[2], "HTTP_HOST": "site.example", "HTTP_USER_AGENT": MARKS[0],
            "HTTP_X_FORWARDED_FOR": MARKS[1], "HTTP_COOKIE": MARKS[3],
            "HTTP_SEC_FETCH_SITE": "same-origin",
        } | also  # fmt: skip
        said: list[Any] = []
        got = b"".join(self.app(environ, lambda status, headers: said.extend((status, headers))))
        return int(said[0][:3]), dict(said[1]), got.decode()

    def rows(self) -> set[tuple[str, str, date, Event, int]]:
        self.app._counts.flush()
        found = self.drop.visits("pune").counts
        return {(one.place, one.version, one.day, one.event, one.count) for one in found}


@pytest.fixture
def phone(tmp_path: Path) -> Phone:
    return Phone(Home(tmp_path))


def test_each_visit_draws_anew_and_is_counted_by_version_without_place_or_post(
    phone: Phone,
) -> None:
    seen = [phone.open(LANDING, "p=AL-09&v=debt-b")[2] for _ in range(3)]
    assert ["debt-a" in body for body in seen] == [True, False, True]
    assert phone.rows() == {
        ("AL-09", "debt-b", TODAY, Event.VISIT, 3),
        ("", "debt-a", TODAY, Event.SHOWN, 2),
        ("", "debt-b", TODAY, Event.SHOWN, 1),
    }


def test_a_tap_carries_the_version_that_the_page_showed_and_leads_to_an_address_without_it(
    phone: Phone,
) -> None:
    status, headers, _ = phone.open(HELP, "m=debt-a")
    assert (status, headers["Location"], headers["Cache-Control"]) == (303, HELP, "no-store")
    before = "https://site.example/sq/pune/?p=AL-09&v=debt-b"
    assert phone.open(HELP, HTTP_REFERER=before)[0] == 200
    assert phone.rows() == {
        ("", "debt-a", TODAY, Event.WORKED, 1),
        ("AL-09", "debt-b", TODAY, Event.HELP, 1),  # as it is counted without a draw
    }


@pytest.mark.parametrize(
    ("query", "also"),
    [
        ("m=debt-z", {}),  # no version
        ("m=debt-a%27--", {}),
        ("m=debt-a", {"HTTP_SEC_FETCH_SITE": "none"}),  # typed, or from a bookmark
        ("m=debt-a", {"HTTP_SEC_FETCH_SITE": "cross-site"}),  # a link on another's page
        ("m=debt-a", {"HTTP_SEC_PURPOSE": "prefetch"}),
        ("m=debt-a", {"HTTP_USER_AGENT": "somebot/1"}),
        ("m=debt-a", {"REQUEST_METHOD": "HEAD"}),
    ],
)
def test_a_tap_that_nobody_made_on_our_page_is_not_counted(
    phone: Phone, query: str, also: dict[str, str]
) -> None:
    status, headers, _ = phone.open(HELP, query, **also)
    assert (status, headers["Location"]) == (303, HELP)
    assert phone.rows() == set()


def test_a_version_in_an_address_that_no_draw_counts_is_like_any_other_sign(phone: Phone) -> None:
    assert phone.open("/sq/pune/answer/", "m=debt-a")[0] == 200
    assert phone.open("/en/pune/help/", "m=debt-a")[0] == 200
    assert {event for _, _, _, event, _ in phone.rows()} == {Event.CHECKED, Event.HELP}


def test_outside_the_days_of_the_draw_the_page_shows_its_own_words_and_counts_no_version(
    phone: Phone,
) -> None:
    for day in (DRAW.opens_on - timedelta(1), DRAW.closes_on + timedelta(1)):
        phone.day = day
        assert "Landing" in phone.open(LANDING)[2]
        assert phone.open(HELP, "m=debt-a")[0] == 303
    assert {event for _, _, _, event, _ in phone.rows()} == {Event.VISIT}


def test_machines_and_looks_in_advance_draw_without_being_counted(phone: Phone) -> None:
    phone.open(LANDING, HTTP_SEC_PURPOSE="prefetch")
    phone.open(LANDING, HTTP_USER_AGENT="WhatsApp/2.2")
    phone.open(LANDING, method="HEAD")
    assert phone.rows() == set()


def test_no_version_can_be_had_by_its_address_and_no_answer_may_be_kept(phone: Phone) -> None:
    for query in ("m=debt-b", "v=debt-b", "version=debt-b"):
        bodies = {phone.open(LANDING, query)[2] for _ in range(2)}
        assert len(bodies) == 2, "drawn, whatever the address says"
    status, headers, _ = phone.open(LANDING)
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    assert not {"Set-Cookie", "ETag", "Last-Modified"} & headers.keys()


def test_nothing_of_a_visitor_is_kept_with_the_draw(phone: Phone) -> None:
    phone.open(LANDING)
    phone.open(HELP, "m=debt-a")
    phone.rows()
    phone.drop.close()
    kept = b"".join(data for name, data in files_of(phone.home.root).items() if "drop" in name)
    assert b"debt-a" in kept
    assert not [mark for mark in MARKS if mark.encode() in kept]


@pytest.mark.parametrize("change", ["one is missing", "of no page", "unknown", "twice"])
def test_a_site_whose_draw_is_not_whole_is_not_signed(tmp_path: Path, change: str) -> None:
    site = pages()
    first, second = site.drawn
    other = {
        "one is missing": (first,),
        "of no page": (replace(first, path="/sq/other/"), replace(second, path="/sq/other/")),
        "unknown": (first, replace(second, version="debt-z")),
        "twice": (first, second, second),
    }[change]
    with pytest.raises(UnfinishedSite, match="draws between"):
        publish(Home(tmp_path), replace(site, drawn=other))
