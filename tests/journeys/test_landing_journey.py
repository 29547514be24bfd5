"""A visitor on a cheap phone reads, checks an offer, reports and leaves; a caseworker reads."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from journeys.landing_site import NEUTRAL, World, faults, phone, published, sign_in
from made_desk import PASSPHRASE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STEPS = ("", "next/", "call/", "form/", "done/", "retry/", "about/",
         "ask/1/", "ask/2/", "ask/done/", "ask/retry/")  # fmt: skip


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with published() as running:
        yield running


def open_landing(page: Page, world: World, query: str = "") -> None:
    page.goto(f"{world.public}/sq/pune/{query}")


def read_in_the_inbox(browser: Browser, world: World, name: str, wanted: str) -> None:
    with phone(browser) as desk:
        sign_in(desk.context, world, name)
        desk.goto(f"{world.desk}/inbox/")
        expect(desk.locator("body")).not_to_contain_text(wanted)
        desk.fill("#passphrase", PASSPHRASE)
        desk.click("[data-unlock] button")
        expect(desk.get_by_text(wanted)).to_be_visible()


def test_an_offer_is_checked_and_reported_in_albanian_and_read_by_both_caseworkers(
    browser: Browser, world: World
) -> None:
    with phone(browser) as page:
        open_landing(page, world)
        expect(page.locator("html")).to_have_attribute("lang", "sq")
        expect(page.locator(".ans .yes")).to_be_hidden()
        page.get_by_label("Ata e paguajnë rrugën").check()
        expect(page.locator(".ans .yes")).to_be_visible()
        page.locator("a[href$='/next/']").click()
        expect(page.locator("h1")).to_have_text("Një “po” mjafton: pyet dikë më parë.")
        page.locator("main a[href$='/form/']").click()
        page.locator("#what").fill("Ma morën pasaportën (telefon)")
        expect(page.locator("[data-seal-on]")).to_be_visible()
        expect(page.locator("[data-seal-off]")).to_be_hidden()
        page.locator("button").click()
        page.wait_for_url("**/sq/pune/done/")
        expect(page.locator("h1")).to_be_visible()
    for name in ("caseworker", "second"):
        read_in_the_inbox(browser, world, name, "Ma morën pasaportën (telefon)")


def test_words_typed_before_the_module_has_come_are_sealed_on_the_phone_too(
    browser: Browser, world: World
) -> None:
    held: list[Route] = []
    with phone(browser) as page:
        page.route("**/sealing/leave.js", lambda route, _: held.append(route))
        page.goto(f"{world.public}/sq/pune/form/", wait_until="commit")
        page.locator("#what").fill("E shkrova para se të vinte skripti")
        expect(page.locator("[data-seal-off]")).to_be_visible()
        while not held:
            page.wait_for_timeout(20)
        held.pop().continue_()
        expect(page.locator("[data-seal-on]")).to_be_visible()


def test_the_same_works_without_javascript_and_the_page_says_who_seals(
    browser: Browser, world: World
) -> None:
    with phone(browser, java_script_enabled=False) as page:
        open_landing(page, world)
        page.get_by_label("Ta mbajnë pasaportën").check()
        expect(page.locator(".ans .yes")).to_be_visible()
        page.locator("a.act[href$='/form/']").click()
        expect(page.locator("[data-seal-off]")).to_be_visible()
        expect(page.locator("[data-seal-on]")).to_be_hidden()
        page.locator("#what").fill("Pa skript: jam i mbyllur")
        page.locator("button").click()
        page.wait_for_url("**/sq/pune/done/")
    read_in_the_inbox(browser, world, "caseworker", "Pa skript: jam i mbyllur")


def test_the_exit_is_always_in_reach_and_back_does_not_return(
    browser: Browser, world: World
) -> None:
    with phone(browser) as page:
        open_landing(page, world)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        box = page.locator("[data-leave]").bounding_box()
        assert box is not None
        assert box["y"] == 0
        assert box["height"] >= 44
        page.locator("[data-leave]").click()
        page.wait_for_url(NEUTRAL)
        page.go_back()
        assert "pune" not in page.url


def test_without_javascript_the_exit_is_a_plain_link_that_names_no_referrer(
    browser: Browser, world: World
) -> None:
    with phone(browser, java_script_enabled=False) as page:
        sent: list[dict[str, str]] = []
        page.on("request", lambda one: sent.append(one.headers) if NEUTRAL in one.url else None)
        open_landing(page, world)
        page.locator("[data-leave]").click()
        page.wait_for_url(NEUTRAL)
        assert "referer" not in sent[0]


def test_shift_three_times_leaves_and_twice_does_not(browser: Browser, world: World) -> None:
    with phone(browser) as page:
        open_landing(page, world)
        page.keyboard.press("Shift")
        page.keyboard.press("Shift")
        page.wait_for_timeout(300)
        assert page.url.startswith(world.public)
        page.wait_for_timeout(2000)
        for _ in range(3):
            page.keyboard.press("Shift")
        page.wait_for_url(NEUTRAL)


def test_the_exit_is_the_first_stop_of_the_keyboard(browser: Browser, world: World) -> None:
    with phone(browser) as page:
        open_landing(page, world)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.dataset.leave === ''")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sq", "en"])
def test_axe_finds_nothing_on_any_page_a_visitor_sees(
    browser: Browser, world: World, language: str, scheme: str
) -> None:
    with phone(browser, bypass_csp=True, color_scheme=scheme) as page:
        for path in ("/", "/404/", *(f"/{language}/pune/{step}" for step in STEPS)):
            page.goto(world.public + path)
            assert faults(page) == [], path


def test_what_can_be_pressed_is_large_enough_for_a_thumb(browser: Browser, world: World) -> None:
    with phone(browser) as page:
        for step in STEPS:
            page.goto(f"{world.public}/sq/pune/{step}")
            for one in page.locator("a, button, label.tick, .q label, select").all():
                box = one.bounding_box()
                assert box is not None
                assert box["height"] >= 24, one.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_inbox_the_key_and_the_publishing_page(
    browser: Browser, world: World, scheme: str
) -> None:
    with phone(browser, bypass_csp=True, color_scheme=scheme) as page:
        sign_in(page.context, world, "caseworker")
        for path in ("/inbox/", "/inbox/key/"):
            page.goto(world.desk + path)
            assert faults(page) == [], path
        page.goto(f"{world.desk}/inbox/")
        page.fill("#passphrase", PASSPHRASE)
        page.click("[data-unlock] button")
        expect(page.locator("[data-lock]")).to_be_visible()
        assert faults(page) == []
        sign_in(page.context, world, "campaigner")
        page.goto(f"{world.desk}/publish/")
        assert faults(page) == []


def test_a_caseworker_makes_a_key_in_the_browser_and_it_can_be_unlocked(
    browser: Browser, world: World
) -> None:
    from beforehand.web.reports.models import CaseworkerKey

    mine = CaseworkerKey.objects.get(user=world.known["second"])
    before = (mine.recipient, mine.wrapped)
    with phone(browser) as page:
        sign_in(page.context, world, "second")
        page.goto(f"{world.desk}/inbox/key/")
        page.fill("#passphrase", "një frazë e re krejt")
        page.fill("#again", "një frazë e re krejt")
        page.get_by_role("button", name="Replace my key").click()
        page.wait_for_url("**/inbox/")
        page.fill("#passphrase", "një frazë e re krejt")
        page.click("[data-unlock] button")
        expect(page.locator("[data-lock]")).to_be_visible()
    mine.refresh_from_db()
    assert mine.recipient != before[0]
    mine.recipient, mine.wrapped = before
    mine.save()


def test_visits_and_steps_are_counted_by_place_and_version_and_nothing_else(
    browser: Browser, world: World
) -> None:
    from django.conf import settings

    from beforehand.records.reach import Event
    from beforehand.web.drop import open_drop

    drop = open_drop(settings.HOME.drop)
    before = drop.visits("pune")
    with phone(browser) as page:
        open_landing(page, world)
        page.locator("a[href$='/call/']").click()
        time.sleep(1)
    after = drop.visits("pune")
    drop.close()
    for event in (Event.VISIT, Event.HELP):
        total = [sum(c.count for c in v.counts if c.event is event) for v in (before, after)]
        assert total[1] == total[0] + 1


def test_the_survey_is_answered_in_albanian_without_javascript_and_tells_what_is_true(
    browser: Browser, world: World
) -> None:
    from django.conf import settings

    from beforehand.records.survey import UNSAID
    from beforehand.web.drop import open_drop

    with phone(browser, java_script_enabled=False) as page:
        page.goto(f"{world.public}/sq/pune/ask/1/?p=P1")
        expect(page.locator("html")).to_have_attribute("lang", "sq")
        expect(page.locator(".meant")).to_have_count(0)
        for said in page.locator("fieldset").all():
            said.get_by_label("Nuk e di").check()
        page.locator("button").click()
        page.wait_for_url("**/sq/pune/ask/done/")
        expect(page.locator(".meant").first).to_have_text("E gabuar")
        expect(page.locator("a[href='tel:112'], a.tel").first).to_be_visible()
        assert page.context.cookies() == []
        page.goto(f"{world.public}/sq/pune/ask/2/?p=P1")
        expect(page.locator("form")).to_have_count(0)
    drop = open_drop(settings.HOME.drop)
    found = drop.answers("pune")
    drop.close()
    assert {(one.place, one.age, one.gender, one.answer) for one in found} == {
        ("P1", UNSAID, UNSAID, "unsure")
    }
    assert len(found) == 5
