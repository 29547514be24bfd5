"""A visitor's browser keeps nothing of ours, and asks nobody else for anything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from journeys.landing_site import World, phone, published
from journeys.sealing_site import chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STEPS = ("", "next/", "call/", "form/", "done/", "about/",
         "ask/1/", "ask/2/", "ask/done/", "ask/retry/")  # fmt: skip


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with published() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize("javascript", [True, False])
def test_no_page_sets_a_cookie_stores_anything_or_calls_elsewhere(
    browser: Browser, world: World, javascript: bool
) -> None:
    with phone(browser, java_script_enabled=javascript) as page:
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url))
        for step in STEPS:
            page.goto(f"{world.public}/sq/pune/{step}")
        page.goto(f"{world.public}/sq/pune/form/")
        page.locator("#what").fill("fjalë")
        page.wait_for_timeout(800)
        assert page.context.cookies() == []
        if javascript:
            kept = "[localStorage.length, sessionStorage.length, document.cookie.length]"
            assert page.evaluate(kept) == [0, 0, 0]
        assert [url for url in asked if not url.startswith(world.public)] == []


def test_a_landing_page_is_one_page_and_one_small_module(browser: Browser, world: World) -> None:
    with phone(browser) as page:
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url.removeprefix(world.public)))
        page.goto(f"{world.public}/sq/pune/")
        page.wait_for_timeout(500)
        assert asked == ["/sq/pune/", "/sealing/leave.js"]


def test_no_page_breaks_its_own_content_security_policy(browser: Browser, world: World) -> None:
    with phone(browser) as page:
        said: list[str] = []
        page.on("console", lambda one: said.append(one.text))
        for step in STEPS:
            page.goto(f"{world.public}/en/pune/{step}")
        page.goto(f"{world.public}/en/pune/form/")
        page.locator("#what").fill("words")
        page.locator("[data-seal-on]").wait_for()
        assert [text for text in said if "Content Security Policy" in text] == []


def test_what_was_typed_is_in_no_file_of_the_server(browser: Browser, world: World) -> None:
    from django.conf import settings

    with phone(browser) as page:
        page.goto(f"{world.public}/sq/pune/form/")
        page.locator("#what").fill("kanarina-landing-9012")
        page.locator("[data-seal-on]").wait_for()
        page.locator("button").click()
        page.wait_for_url("**/done/")
    with phone(browser, java_script_enabled=False) as page:
        page.goto(f"{world.public}/sq/pune/form/")
        page.locator("#what").fill("kanarina-landing-9012")
        page.locator("button").click()
        page.wait_for_url("**/done/")
    files = [path for path in settings.HOME.root.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if b"kanarina-landing" in path.read_bytes()] == []
