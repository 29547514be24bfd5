"""A caseworker gives a week's counts by place; what they rest on stays in the browser."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from beforehand import programme, store
from beforehand.home import Home
from journeys.landing_site import faults
from journeys.sealing_site import STATIC
from made_desk import PASSPHRASE, client, people, serving, start_django
from made_pool import desk_at
from made_weeks import CANARY, HAS, KUKES, MAT, SLUG, TROPOJE, last_week, plan_of_weeks, send

pytestmark = pytest.mark.browser
WEEK = last_week()
BEFORE = WEEK - timedelta(days=7)
MODULE = (STATIC / "sealing" / "weeks.js").read_text("utf-8")
PHONE: Any = {"width": 320, "height": 700}


@dataclass
class World:
    address: str
    home: Home
    known: dict[str, Any]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two weeks that are over: one that can be given in part, one that leaves too few over."""
    home = Home(tmp_path_factory.mktemp("home"))
    start_django()
    from beforehand.web.drop import open_drop
    from beforehand.web.reports.example import make_demo_key
    from beforehand.web.wsgi_desk import application

    with desk_at(home):
        known = people()
        key = make_demo_key(known["caseworker"], PASSPHRASE, WEEK)
        store.save(home, plan_of_weeks())
        drop = open_drop(home.drop)
        send(drop, [key.recipient], {KUKES: 14, HAS: 6, TROPOJE: 5, MAT: 3, "": 7}, WEEK)
        send(drop, [key.recipient], {"XX": 2}, WEEK + timedelta(days=6))
        send(drop, [key.recipient], {KUKES: 13, HAS: 12, MAT: 2}, BEFORE)
        drop.close()
        try:
            with serving(application) as address:
                yield World(address, home, known)
        finally:
            for user in known.values():
                user.delete()


@pytest.fixture(autouse=True)
def nothing_given(world: World) -> Iterator[None]:
    yield
    for path in (world.home.records / "weeklyreports").glob("*.json"):
        path.unlink()


SENT: list[str] = []


@contextmanager
def inbox(browser: Browser, world: World, module: str = MODULE, **how: Any) -> Iterator[Page]:
    """The unlocked inbox with its weeks open; ``SENT`` is all that the page sent."""
    SENT.clear()
    with browser.new_context(**how) as context:
        cookie = client(world.known["caseworker"]).cookies["desk"].value
        context.add_cookies([{"name": "desk", "value": cookie, "url": world.address}])
        page = context.new_page()
        page.on("request", lambda one: SENT.append(_sent(one)))
        page.route("**/weeks*.js", lambda route: _module(route, module))
        page.goto(f"{world.address}/inbox/")
        page.fill("#passphrase", PASSPHRASE)
        page.click("[data-unlock] button")
        page.locator("[data-weeks] > summary").click()
        expect(page.locator("[data-back] li").first).to_be_visible()
        yield page


def _sent(request: Any) -> str:
    return unquote_plus(f"{request.url} {request.post_data or ''}")


def _module(route: Route, module: str) -> None:
    route.fulfill(body=module, content_type="text/javascript")


def week(page: Page, first: Any = WEEK) -> Any:
    return page.locator(f'[data-week="{first.isoformat()}"]')


def lines(page: Page, part: str, first: Any = WEEK) -> list[str]:
    return [one.inner_text() for one in week(page, first).locator(f"[{part}] li").all()]


def give(page: Page) -> None:
    with page.expect_response("**/inbox/week/"):
        week(page).get_by_role("button", name="Give these counts").click()


def leaks(world: World, said: str) -> set[str]:
    """What of the reports is in a request, a store or a log."""
    requests = "\n".join(SENT)
    found = {f"request: {one}" for one in (CANARY, MAT, HAS, TROPOJE) if one in requests}
    kept = b"".join(one.read_bytes() for one in world.home.root.rglob("*") if one.is_file())
    if CANARY.encode() in kept:
        found.add("store")
    given = repr(store.saved(world.home, programme.WeeklyReports))
    found |= {f"record: {one}" for one in (CANARY, MAT, HAS, TROPOJE) if one in given}
    return found | ({"log"} if CANARY in said or MAT in said else set())


def test_a_caseworker_sees_what_would_be_given_and_what_stays_and_gives_it_once(
    browser: Browser, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), inbox(browser, world) as page:
        assert lines(page, "data-given") == ["Kukës 14", "elsewhere in the county of Kukës 11"]
        assert lines(page, "data-back") == [
            "Kukës 14 · given",
            "Has 6 · elsewhere in the county of Kukës",
            "Tropojë 5 · elsewhere in the county of Kukës",
            "Mat 3 · kept back",
            "no place of this campaign 9 · kept back",
        ]
        give(page)
        expect(week(page).locator('[data-says="given"]')).to_be_visible()
        (kept,) = programme.weekly_reports(world.home, SLUG)
        assert [(one.place, one.reports) for one in kept.counts] == [(KUKES, 14), ("AL-07", 11)]
        assert leaks(world, caplog.text) == set()
        page.reload()
        assert week(page).count() == 0


def test_the_smallest_count_stays_where_too_few_would_be_left_and_locking_forgets_all(
    browser: Browser, world: World
) -> None:
    with inbox(browser, world) as page:
        assert lines(page, "data-given", BEFORE) == ["Kukës 13"]
        assert "Has 12 · kept back" in lines(page, "data-back", BEFORE)
        expect(week(page, BEFORE).locator('[data-says="dropped"]')).to_be_visible()
        page.locator("[data-lock]").click()
        expect(page.locator("[data-weeks]")).to_be_hidden()
        assert page.locator("[data-back] li, [data-given] li").count() == 0


@pytest.mark.parametrize(
    ("right", "wrong", "leak"),
    [
        ("if (number >= threshold) given", "if (number) given", {f"request: {HAS}"}),
        (
            'sent.set("week"',
            'sent.set("why", document.querySelector("[data-field]").textContent); sent.set("week"',
            {f"request: {CANARY}"},
        ),
    ],
    ids=["small counts", "the text"],
)
def test_the_search_finds_what_a_faulty_page_sends_and_the_server_keeps_none_of_it(
    browser: Browser, world: World, right: str, wrong: str, leak: set[str]
) -> None:
    assert right in MODULE
    with inbox(browser, world, MODULE.replace(right, wrong)) as page:
        give(page)
        found = leaks(world, "")
        assert leak <= found
        assert not [one for one in found if not one.startswith("request")]
        if HAS in str(leak):
            expect(week(page).locator('[data-says="refused"]')).to_contain_text("is under 11")
            assert programme.weekly_reports(world.home, SLUG) == ()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_weeks_are_accessible_and_fit_a_phone(
    browser: Browser, world: World, scheme: str
) -> None:
    with inbox(browser, world, viewport=PHONE, color_scheme=scheme, bypass_csp=True) as page:
        assert faults(page) == []
