"""Answers to the survey: fixed values alone, counted apart, with nothing of who gave them."""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from beforehand import prove
from beforehand.home import Home
from beforehand.records.reach import Pages
from beforehand.records.survey import SurveyForm, Wave
from beforehand.web.drop import Drop, Given
from beforehand.web.public import answering
from beforehand.web.public.app import Public
from beforehand.web.public.reports import Allowance
from beforehand.web.public.site import Site
from beforehand.web.settings.public import PublicSettings
from made_campaign import WINDOW, a_plan
from made_site import TODAY, files_of, html, made_pages, publish

BEFORE, AFTER = prove.survey_forms(replace(a_plan(), campaign="pune"))
DAYS = {Wave.BEFORE: BEFORE.closes_on, Wave.AFTER: AFTER.opens_on}
ITEMS = BEFORE.items
PATH = "/sq/pune/ask/1/"
MARKS = ("kanarina-agjent", "203.0.113.77", "127.0.0.77", "kanarina-referuese", "kanarina-biskote")


@cache
def pages() -> Pages:
    site, start = made_pages(), "/sq/pune/ask/"
    asked = tuple(
        replace(html(f"{start}{number}/", "Pyetje"), survey=form)
        for number, form in ((1, BEFORE), (2, AFTER))
    )
    told = (html(start + "done/", "Faleminderit"), html(start + "retry/", "Mbyllur"))
    return replace(site, pages=(*site.pages, *asked, *told))


class Phone:
    """Answers as a browser without JavaScript does."""

    def __init__(self, home: Home, *, a_minute: int = 100) -> None:
        publish(home, pages())
        self.home, self.day = home, BEFORE.closes_on
        self.drop = Drop(home.drop)
        site = Site(PublicSettings(home=home))
        allowances = Allowance(100, lambda: 0.0), Allowance(a_minute, lambda: 0.0)
        self.app = Public(site, self.drop, allowances[0], lambda: self.day, allowances[1])

    def ask(
        self, method: str, path: str, query: str, form: Mapping[str, Any] | None = None, **also: str
    ) -> tuple[int, dict[str, str], bytes]:
        body = urlencode(form or {}, doseq=True).encode()
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REMOTE_ADDR": MARKS[2],
            "HTTP_HOST": "site.example",
            "HTTP_USER_AGENT": MARKS[0],
            "HTTP_X_FORWARDED_FOR": MARKS[1],
            "HTTP_REFERER": f"https://elsewhere.example/{MARKS[3]}",
            "HTTP_COOKIE": MARKS[4],
            "HTTP_SEC_FETCH_SITE": "same-origin",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        } | also
        said: list[Any] = []
        got = b"".join(self.app(environ, lambda status, headers: said.extend((status, headers))))
        return int(said[0][:3]), dict(said[1]), got

    def post(self, form: Mapping[str, Any], path: str = PATH, query: str = "p=P0") -> int:
        return self.ask("POST", path, query, form)[0]

    def rows(self) -> set[tuple[str, str, str, int]]:
        return {(one.place, one.item, one.answer, one.count) for one in self.answers()}

    def answers(self) -> tuple[Any, ...]:
        return self.drop.answers("pune")


@pytest.fixture
def phone(tmp_path: Path) -> Phone:
    return Phone(Home(tmp_path))


def filled(said: str = "true", **changed: str) -> dict[str, Any]:
    return {**dict.fromkeys(ITEMS, said), "age": "18-24", "gender": "Masculine"} | changed


def test_answers_are_counted_each_by_itself_and_the_facts_follow(phone: Phone) -> None:
    status, headers, _ = phone.ask("POST", PATH, "p=P0", filled())
    assert (status, headers["Location"]) == (303, "/sq/pune/ask/done/")
    assert phone.post(filled("unsure")) == 303
    counts = {(item, said, 1) for item in ITEMS for said in ("true", "unsure")}
    assert phone.rows() == {("P0", *one) for one in counts}
    assert {(one.wording, one.wave) for one in phone.answers()} == {("signs-1", Wave.BEFORE)}
    assert phone.drop.visits("pune").counts == ()


def test_whose_answers_stood_together_is_nowhere_in_the_drop(tmp_path: Path) -> None:
    """Two pairs of people who answered otherwise, item by item, leave the same rows."""
    crossed = [
        dict(zip(ITEMS, said, strict=True))
        for said in (
            ("true", "true", "true", "true", "true"),
            ("false",) * 5,
            ("true", "false", "true", "false", "true"),
            ("false", "true") * 2 + ("false",),
        )
    ]
    left = []
    for name, pair in (("a", crossed[:2]), ("b", crossed[2:])):
        phone = Phone(Home(tmp_path / name))
        assert [phone.post(filled(**one)) for one in pair] == [303, 303]
        left.append(phone.answers())
    assert left[0] == left[1]
    assert all(one.count == 1 for one in left[0])


@pytest.mark.parametrize(
    "form",
    [
        filled() | {"name": "Agim"},
        filled() | {"debt": "perhaps"},
        filled() | {"debt": ["true", "false"]},
        filled() | {"age": "19"},
        filled() | {"gender": "<b>"},
        {name: said for name, said in filled().items() if name != "debt"},
        {},
    ],
)
def test_anything_but_the_fixed_values_is_refused_and_nothing_kept(
    phone: Phone, form: dict[str, Any]
) -> None:
    status, _, body = phone.ask("POST", PATH, "p=P0", form)
    assert status == 400
    assert b"Mbyllur" in body
    assert phone.answers() == ()


@pytest.mark.parametrize("query", ["", "p=AL-09", "p=", "p=P0%00"])
def test_a_place_where_it_is_not_asked_is_refused(phone: Phone, query: str) -> None:
    assert phone.post(filled(), query=query) == 400
    assert phone.answers() == ()


def test_held_out_places_answer_like_warned_ones_and_an_address_without_its_stroke_keeps_them(
    phone: Phone,
) -> None:
    assert [phone.post(filled(), query=f"p=P{place}") for place in range(8)] == [303] * 8
    status, headers, _ = phone.ask("GET", PATH.rstrip("/"), "p=P1")
    assert (status, headers["Location"]) == (302, f"{PATH}?p=P1")


def test_no_address_tells_places_with_posts_from_held_out_ones(phone: Phone) -> None:
    """Who may ask for every place at each page without its last stroke learns nothing."""
    posted, asked = made_pages().places, BEFORE.places
    told = {
        (place, path): phone.ask("GET", path, f"p={place}")[1]["Location"].partition("?")[2]
        for place in (*posted, *asked)
        for path in ("/sq/pune", "/sq/pune/form", PATH.rstrip("/"))
    }
    assert told == {(place, path): f"p={place}" for place, path in told}


@pytest.mark.parametrize(
    ("path", "day", "status"),
    [
        (PATH, WINDOW.start, 409),
        (PATH, BEFORE.opens_on, 303),
        ("/sq/pune/ask/2/", WINDOW.end, 409),
        ("/sq/pune/ask/2/", AFTER.opens_on, 303),
        ("/sq/pune/ask/2/", AFTER.closes_on, 303),
        ("/sq/pune/ask/2/", date(2026, 6, 1), 409),
    ],
)
def test_a_wave_takes_answers_on_its_own_days_alone(
    phone: Phone, path: str, day: date, status: int
) -> None:
    phone.day = day
    assert phone.post(filled(), path) == status
    assert bool(phone.answers()) == (status == 303)
    got, _, body = phone.ask("GET", path, "p=P0")
    assert got == 200
    assert ("Pyetje" if status == 303 else "Mbyllur").encode() in body


def test_another_site_a_flood_and_a_long_body_are_refused(tmp_path: Path) -> None:
    phone = Phone(Home(tmp_path), a_minute=1)
    foreign = phone.ask("POST", PATH, "p=P0", filled(), HTTP_SEC_FETCH_SITE="cross-site")
    assert foreign[0] == 403
    assert phone.post(filled(debt="x" * 2000)) == 413
    assert [phone.post(filled()), phone.post(filled())] == [303, 503]
    assert len(phone.answers()) == len(ITEMS)
    report = phone.ask("POST", "/sq/pune/form/", "", {"what": "x"})
    assert report[0] == 303  # a flood of answers stops no report


def test_nothing_of_who_answered_is_on_the_disk_in_a_log_or_in_a_cookie(
    phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    assert traces(phone, caplog) == []


def test_the_search_finds_an_address_that_is_kept(
    phone: Phone, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaky(form: dict[str, str], campaign: str, place: str, survey: SurveyForm) -> Any:
        kept = Given(campaign, survey.wording, survey.wave, place, MARKS[1], MARKS[0], "debt", "x")
        logging.getLogger("beforehand.public").warning("%s %s", MARKS[2], form["debt"])
        return (kept,)

    monkeypatch.setattr(answering, "given", leaky)
    assert traces(phone, caplog) == [*MARKS[:3], "an answer"]


def traces(phone: Phone, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Which marks of somebody who answered lie anywhere afterwards."""
    caplog.set_level(logging.DEBUG)
    for form in (filled(), filled("unsure"), filled() | {"debt": "perhaps"}):
        for method in ("GET", "POST"):
            _, headers, _ = phone.ask(method, PATH, "p=P0", form)
            assert "Set-Cookie" not in headers
    kept = b"".join(files_of(phone.home.root).values()) + caplog.text.encode()
    said = ["an answer"] if "true" in caplog.text or "unsure" in caplog.text else []
    return [mark for mark in MARKS if mark.encode() in kept] + said


def test_the_drop_keeps_no_day_of_an_answer(phone: Phone) -> None:
    phone.post(filled())
    phone.drop.close()
    kept = b"".join(data for name, data in files_of(phone.home.root).items() if "drop" in name)
    assert kept
    assert phone.day.isoformat().encode() not in kept
    assert TODAY.isoformat().encode() not in kept
