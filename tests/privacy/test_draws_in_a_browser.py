"""In a real browser: both versions come, every show and tap adds one, and nothing stays behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from beforehand import campaign
from beforehand.records.plan import Window
from beforehand.records.reach import Event
from beforehand.web.drop import open_drop
from journeys.landing_site import World, faults, phone, published
from journeys.sealing_site import chromium
from made_campaign import a_plan

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TODAY = datetime.now(UTC).date()
WINDOW = Window(start=TODAY - timedelta(2), end=TODAY + timedelta(25), history_days=28)
HEADLINES = {
    "debt-a": "Para se të paguash rrugën",
    "contract-a": "A është e vërtetë kjo ofertë pune?",
}
VISITS = 20  # both come but for once in 500,000


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    draw = campaign.message_draw(tuple(HEADLINES), WINDOW)
    with published(replace(a_plan(), campaign="pune", window=WINDOW, draw=draw,
                           messages=campaign.example_messages())) as running:  # fmt: skip
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def counted() -> Counter[tuple[str, Event]]:
    from django.conf import settings

    drop, found = open_drop(settings.HOME.drop), Counter[tuple[str, Event]]()
    for one in drop.visits("pune").counts:
        found[one.version, one.event] += one.count
        assert one.event in {Event.VISIT, Event.HELP} or not one.place
    drop.close()
    return found


@pytest.mark.parametrize("javascript", [True, False])
def test_versions_are_drawn_at_each_load_counted_and_leave_nothing(
    browser: Browser, world: World, javascript: bool
) -> None:
    before = counted()
    shown, tapped, asked = Counter[str](), Counter[str](), []
    with phone(browser, java_script_enabled=javascript) as page:
        page.on("request", lambda one: asked.append(one.url))
        for number in range(VISITS):
            page.goto(f"{world.public}/sq/pune/?p=P0&v=debt-a")
            said = page.locator("h1").inner_text()
            version = next(name for name, words in HEADLINES.items() if words == said)
            shown[version] += 1
            assert page.url.endswith("/sq/pune/?p=P0&v=debt-a"), "nothing drawn in the address"
            if number % 3 == 0:
                page.locator('a[href*="?m="]').click()
                page.wait_for_url("**/call/")  # without the version: nothing that lasts
                tapped[version] += 1
        assert page.context.cookies() == []
        if javascript:
            kept = "[localStorage.length, sessionStorage.length, document.cookie.length]"
            assert page.evaluate(kept) == [0, 0, 0]
            assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
            assert page.evaluate("caches.keys().then(all => all.length)") == 0
        page.wait_for_timeout(800)  # counts wait a quarter of a second
    assert [url for url in asked if not url.startswith(world.public)] == []
    assert set(shown) == set(HEADLINES)
    more = counted() - before
    for version in HEADLINES:
        assert more[version, Event.SHOWN] == shown[version]
        assert more[version, Event.WORKED] == tapped[version]
    assert more["debt-a", Event.VISIT] == VISITS  # by the post's version, as ever
    assert more["debt-a", Event.HELP] == sum(tapped.values())


def test_going_back_draws_again_and_the_drawn_page_is_as_accessible_as_any(
    browser: Browser, world: World
) -> None:
    with phone(browser) as page:
        page.goto(f"{world.public}/sq/pune/")
        assert faults(page) == []
        page.wait_for_timeout(600)
        before = counted()
        page.locator('a[href*="?m="]').click()
        page.wait_for_url("**/call/")
        page.go_back()
        page.wait_for_timeout(800)
        more = counted() - before
        assert [sum(more[name, event] for name in HEADLINES) for event in
                (Event.SHOWN, Event.WORKED)] == [1, 1]  # fmt: skip
