"""A campaigner plans in waves, looks, changes, takes a file, stops, and replaces the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from beforehand import gazetteer, store
from beforehand.home import Home
from beforehand.records.plan import DesignKind, Plan
from journeys.landing_site import faults
from made_desk import client, people, serving, start_django
from made_pool import desk_at, pooled

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Home, Any]]:
    home = pooled(tmp_path_factory.mktemp("home"), date.today())
    start_django()
    from beforehand.web.wsgi_desk import application

    with desk_at(home):
        known = people()
        try:
            with serving(application) as address:
                yield address, home, known["campaigner"]
        finally:
            for user in known.values():
                user.delete()


def contacts(folder: Path) -> Path:
    """Contacts a week before launch, everywhere."""
    first = date.today() - timedelta(days=date.today().weekday() + 7 * 30)
    rows = [
        f"{place.code},{first + timedelta(days=7 * week)},{4 + place.population // 40_000}"
        for place in gazetteer.places("municipality", "AL")
        for week in range(26)
    ]
    path = folder / "contacts.csv"
    path.write_text("\n".join(["location,date,Y", *rows]), encoding="utf-8")
    return path


def section(page: Page, name: str) -> None:
    page.get_by_role("heading", name=name, exact=True).click()


def look(page: Page) -> str:
    """Looks at what the plan would be; gives the order of the first places."""
    page.get_by_role("button", name="Look at what it would be").click()
    expect(page.locator(".looked")).to_contain_text("Without any effect it errs in")
    return page.locator(".looked tbody").last.text_content() or ""


def test_a_campaigner_plans_looks_stops_and_replaces(
    browser: Browser, desk: tuple[str, Home, Any], tmp_path: Path
) -> None:
    address, home, user = desk
    phone: Any = {"width": 320, "height": 720}
    context = browser.new_context(color_scheme="dark", accept_downloads=True, bypass_csp=True)
    cookie = client(user).cookies["desk"].value
    context.add_cookies([{"name": "desk", "value": cookie, "url": address}])
    page = context.new_page()
    page.set_default_timeout(30_000)

    # Looks first: power with its error, and an order that moves with the weights.
    page.goto(f"{address}/campaigns/plan/")
    section(page, "Which places come first")
    page.get_by_label("Outcome before launch (CSV)").set_input_files(contacts(tmp_path))
    before = look(page)
    section(page, "Which places come first")
    page.get_by_label("People who can be reached").fill("9")
    assert look(page) != before
    assert store.saved(home, Plan) == ()

    # Seals: waves by day, and files to take.
    page.get_by_role("button", name="Draw the lots and seal the plan").click()
    expect(page.locator("main")).to_contain_text("32 places get it in 4 waves")
    (first,) = store.saved(home, Plan)
    assert first.lots.design is DesignKind.STEPPED
    assert first.weights["reach"] == 9
    assert page.locator(".steps li").count() == 4
    with page.expect_download() as taken:
        page.get_by_role("link", name="google.csv").click()
    assert "Campaign" in Path(taken.value.path()).read_text("utf-16")

    # One person stops it; another plan takes its place; both stay.
    page.get_by_label("In a sentence").fill("A family was named in the comments.")
    page.get_by_role("button", name="Stop the campaign").click()
    expect(page.locator(".stopped")).to_contain_text("A family was named in the comments.")
    expect(page.get_by_role("link", name="google.csv")).to_have_count(0)
    page.get_by_role("link", name="Make a new plan of it").click()
    page.get_by_label("Weeks", exact=True).fill("12")
    page.get_by_role("button", name="Draw the lots and seal the plan").click()
    page.get_by_role("link", name="Open the earlier plan").click()
    expect(page).to_have_url(f"{address}/campaigns/{first.id}/")
    expect(page.get_by_role("link", name="Open the later plan")).to_be_visible()

    page.set_viewport_size(phone)
    for summary in page.locator("main summary").all():
        if summary.is_visible():
            summary.click()
    assert faults(page) == []
    page.goto(f"{address}/campaigns/plan/")
    assert faults(page) == []
    context.close()
