"""Staff walk the desk in a real browser: sign in with two factors, read, plan, prove, release."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from beforehand import store, understand
from beforehand.home import Home
from beforehand.records.plan import Plan
from made_codes import fresh_code
from made_desk import client, people, serving, start_django
from made_hidden import COALITION_COUNTS, hidden
from made_pool import desk_at, measured, planned, pooled

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "a-long-sentence-of-a-password"
PHONE = {"width": 320, "height": 720}
WIDE = {"width": 1180, "height": 900}


class World:
    """A running desk with its pool."""

    def __init__(self, address: str, home: Home, known: dict[str, Any], over: Plan) -> None:
        self.address, self.home, self.known, self.over = address, home, known, over


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    home = pooled(tmp_path_factory.mktemp("home"), date.today())
    over = planned(home, date.today() - timedelta(days=2))
    measured(home, over)
    start_django()
    from beforehand.web.wsgi_desk import application

    with desk_at(home), _accounts() as known, _estimated(), serving(application) as address:
        yield World(address, home, known, over)


@contextmanager
def _estimated() -> Iterator[None]:
    """Who was not seen, written here: counting it takes seconds, and is tested elsewhere."""
    from beforehand.web.desk import reading

    def made(cases: Any, route: Any, deep: bool = False) -> Any:
        basis = understand.profile(cases, route, ("gender",)).basis
        return hidden(COALITION_COUNTS, made_up=True, basis=basis)

    with pytest.MonkeyPatch.context() as patch:
        reading.read_hidden.cache_clear()
        patch.setattr(understand, "hidden_soon", made)
        yield
    reading.read_hidden.cache_clear()


@contextmanager
def _accounts() -> Iterator[dict[str, Any]]:
    """Accounts that another thread can see, so not within a transaction; gone afterwards."""
    known = people()
    try:
        yield known
    finally:
        for user in known.values():
            user.delete()


@contextmanager
def page_of(
    browser: Browser, world: World, role: str, size: dict[str, int] = WIDE, dark: bool = False
) -> Iterator[Page]:
    """A page of somebody who has signed in."""
    scheme: Any = "dark" if dark else "light"
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type] # a TypedDict
    signed = client(world.known[role]).cookies["desk"].value
    context.add_cookies([{"name": "desk", "value": signed, "url": world.address}])
    page = context.new_page()
    try:
        yield page
    finally:
        context.close()


def faults(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than the screen."""
    found = [one["id"] for one in Axe().run(page).response["violations"]]
    wide = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return [*found, "wider than the screen"] if wide else found


def everything(world: World) -> tuple[tuple[str, str], ...]:
    """Every page with its role."""
    return (
        ("analyst", "/"),
        ("analyst", "/cases/"),
        ("analyst", "/routes/"),
        ("analyst", "/routes/AL:GB/"),
        ("analyst", "/routes/AL:GB/?source=made-up:case-level"),
        ("local", "/routes/AL:GB/?source=made-up:case-level"),
        ("analyst", "/routes/AL:GB/hidden/?source=made-up:case-level"),
        ("analyst", "/routes/AL:GB/hidden/?source=real:aggregate:nrm"),
        ("campaigner", "/campaigns/"),
        ("campaigner", "/campaigns/plan/"),
        ("campaigner", f"/campaigns/{world.over.id}/"),
        ("campaigner", "/proof/"),
        ("campaigner", f"/proof/{world.over.id}/"),
        ("campaigner", "/supporters/"),
        ("administrator", "/people/"),
        ("administrator", "/people/new/"),
        ("analyst", "/people/changes/"),
        ("local", "/people/"),
    )


@pytest.mark.parametrize("wide", [False, pytest.param(True, marks=pytest.mark.long)])
def test_every_page_is_accessible_and_fits(browser: Browser, world: World, wide: bool) -> None:
    """Narrow, all of them; wide, which the same style sheet lays out, in the dark every second."""
    found = {}
    for at, (role, path) in enumerate(everything(world)):
        size, dark = (WIDE, at % 2 == 0) if wide else (PHONE, False)
        with page_of(browser, world, role, size, dark) as page:
            page.goto(world.address + path)
            for summary in page.locator("main summary").all():
                summary.click()
            if wrong := faults(page):
                found[role, path] = wrong
    assert found == {}


def test_nothing_on_a_page_is_blocked_by_its_own_policy(browser: Browser, world: World) -> None:
    said: list[str] = []
    for role, path in everything(world)[:-1]:
        with page_of(browser, world, role) as page:
            page.on("console", lambda one: said.append(one.text))
            page.goto(world.address + path)
    assert said == []


def test_signing_in_takes_password_and_code(browser: Browser, world: World) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user, secret = world.known["analyst"], generate_totp_secret()
    user.set_password(PASSWORD)
    user.save()
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, secret)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{world.address}/routes/")
    page.get_by_label("Mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    assert faults(page) == []
    page.get_by_role("button", name="Sign in").click()
    assert faults(page) == []
    page.get_by_label("Code").fill(fresh_code(secret))
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("h1")).to_have_text("Today")
    context.close()


def test_an_analyst_reads_the_route_and_opens_a_figure(browser: Browser, world: World) -> None:
    with page_of(browser, world, "analyst") as page:
        page.goto(world.address)
        page.get_by_role("link", name="Read a route").click()
        page.get_by_role("link", name="Albania to the United Kingdom").click()
        first = page.locator(".fig").first
        expect(first.locator(".num")).to_have_text("62.1%")
        expect(first.get_by_text("beforehand understand profile")).to_be_hidden()
        first.get_by_text("how counted").click()
        expect(first.get_by_text("beforehand understand profile")).to_be_visible()
        page.get_by_role("link", name="Partners' cases, made up").click()
        expect(page.locator("main")).to_contain_text("nobody in them exists")


def test_an_analyst_reads_who_was_not_seen_in_albanian_on_a_dark_phone(
    browser: Browser, world: World
) -> None:
    with page_of(browser, world, "analyst", PHONE, dark=True) as page:
        page.goto(f"{world.address}/routes/AL:GB/")
        page.get_by_role("link", name="Who was not seen").click()
        expect(page.locator(".hidden-verdict")).to_contain_text("121 people were seen")
        expect(page.get_by_role("heading", name="This may not")).to_be_visible()
        expect(page.locator(".chart-narrow .chart").first).to_be_visible()
        expect(page.locator(".chart-wide .chart").first).to_be_hidden()
        page.get_by_role("button", name="Shqip").click()
        expect(page.locator("html")).to_have_attribute("lang", "sq")
        for summary in page.locator("main summary").all():
            summary.click()
        assert faults(page) == []


def test_the_desk_speaks_albanian_when_asked(browser: Browser, world: World) -> None:
    with page_of(browser, world, "analyst", PHONE) as page:
        page.goto(f"{world.address}/routes/AL:GB/")
        page.get_by_role("button", name="Shqip").click()
        expect(page.locator("html")).to_have_attribute("lang", "sq")
        expect(page).to_have_url(f"{world.address}/routes/AL:GB/")
        assert faults(page) == []


def test_a_campaigner_plans_and_releases_by_keyboard(browser: Browser, world: World) -> None:
    with page_of(browser, world, "campaigner") as page:
        page.goto(f"{world.address}/campaigns/plan/")
        page.get_by_role("heading", name="Who stands behind it").locator("..").focus()
        page.keyboard.press("Enter")
        page.get_by_label("Seed").fill("42")
        page.get_by_label("Seed").press("Enter")  # looks, and seals nothing
        expect(page.get_by_role("heading", name="What this would be")).to_be_visible()
        page.get_by_role("button", name="Draw the lots and seal the plan").focus()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("in an order drawn by lot")
        plan = next(one for one in store.saved(world.home, Plan) if one.lots.seed == 42)
        expect(page).to_have_url(f"{world.address}/campaigns/{plan.id}/")
        page.goto(f"{world.address}/proof/{world.over.id}/")
        page.get_by_role("button", name="Release the report").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="PDF in Albanian")).to_be_visible()
        page.goto(f"{world.address}/supporters/")
        expect(page.locator("main")).to_contain_text(world.over.title)


def test_without_javascript_everything_is_there(browser: Browser, world: World) -> None:
    context = browser.new_context(java_script_enabled=False)
    signed = client(world.known["analyst"]).cookies["desk"].value
    context.add_cookies([{"name": "desk", "value": signed, "url": world.address}])
    page = context.new_page()
    page.goto(f"{world.address}/routes/AL:GB/")
    expect(page.locator("svg.chart:visible").first).to_be_visible()
    page.locator(".fig summary").first.click()
    expect(page.locator(".fig dl").first).to_be_visible()
    context.close()
