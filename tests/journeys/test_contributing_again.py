"""The first file asks, the next one needs one click; axe finds nothing on any step of either."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from beforehand import share, store
from beforehand.home import Home
from beforehand.records.agreements import Publishes
from beforehand.records.people import SHELL
from beforehand.web.desk.clock import today
from made_agreements import covered
from made_contribution import NORTH, Heard, at_contribute, listening, rows_of, take
from made_desk import people, start_django
from made_pool import desk_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SOUTH = "Made-up Charity South (example)"
#: Three rows of each, so that the odd word is no rare one; one person declined.
SHEET = "Surname;Born;Sex;Nationality;Trade;Q9\n" + "".join(
    f"Kanarinazi{row};0{row}/03/1999;Male;Albanian;Gizmo trade;{'no' if row == 3 else 'yes'}\n"
    for row in range(1, 7)
)
SHOTS = os.environ.get("CONTRIBUTE_SHOTS", "")


class World:
    """A desk with an agreement under which South publishes for North, and what it hears."""

    def __init__(self, address: str, heard: Heard, home: Home, officer: Any) -> None:
        self.address, self.heard, self.home, self.officer = address, heard, home, officer


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    start_django()
    known = people()
    known["local"].partner = NORTH
    known["local"].save()
    home = Home(tmp_path_factory.mktemp("desk") / "home")
    covered(home, NORTH, SOUTH, publishes=(Publishes(publisher=SOUTH, giver=NORTH),))
    try:
        with desk_at(home), listening() as (address, heard):
            yield World(address, heard, home, known["local"])
    finally:
        for user in known.values():
            user.delete()


def look(page: Page, name: str) -> None:
    """Axe finds nothing, and the page is no wider than the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} is {wide} px too wide"
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def onward(page: Page, name: str, press: Callable[[], None], heading: str) -> None:
    press()
    expect(page.locator(heading)).to_be_visible()
    expect(page.locator("[data-working]")).to_be_hidden()
    look(page, name)


def to_the_receipt(page: Page, kind: str) -> None:
    """From the check on."""
    expect(page.locator("[data-checked]")).to_be_enabled()
    onward(page, f"{kind}-4-share", page.locator("[data-checked]").click, "#s-share")
    page.locator("#m-shows").select_option(f"by {SOUTH}")
    expect(page.locator("[data-preview] .sentences")).to_contain_text(SOUTH)
    onward(page, f"{kind}-5-send", page.locator("[data-agreed]").click, "[data-ready] .hash")


def first_file(page: Page) -> None:
    """Which column tells who agreed is asked, and said; what is kept is shown first."""
    take(page, SHEET)
    look(page, "first-1-file")
    onward(page, "first-2-columns", page.locator("[data-next]").click, "[data-columns] .reading")
    page.locator("[data-group='stays'] summary").first.click()
    page.get_by_label("What the column Trade means").select_option("industry")
    page.get_by_label("Gizmo trade").select_option("C")
    page.get_by_label("What kind of organisation").select_option("NGO")
    page.get_by_label("Which period do they cover, such").fill("2026-Q3")
    page.get_by_label("Did it happen").select_option("made-up")
    page.locator("[data-settle]").click()
    expect(page.locator("[data-refusal]")).to_contain_text("which column tells who agreed")
    page.locator("#consent").select_option("column Q9")
    expect(page.locator("[data-consent]")).to_be_hidden()
    onward(page, "first-3-check", page.locator("[data-settle]").click, "#s-check")
    to_the_receipt(page, "first")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("[data-keep]")).to_contain_text("version 1")


@pytest.mark.long
def test_the_next_file_needs_one_click_and_every_step_is_accessible(
    browser: Browser, world: World, tmp_path: Path
) -> None:
    with at_contribute(browser, world.address, world.officer) as (page, _):
        first_file(page)
        onward(page, "first-6-receipt", page.locator("[data-send]").click, "[data-receipt] dl")
        with page.expect_download() as saved:
            page.locator("[data-save-receipt]").click()
        saved.value.save_as(tmp_path / "receipt.txt")
        shown = page.locator("[data-receipt]").inner_text()
    (given,) = store.submissions(world.home, SHELL)
    again = share.receipt(world.home, given, already_there=False, today=today())
    assert (tmp_path / "receipt.txt").read_text("utf-8") == share.receipt_text(again)
    for _, said in share.receipt_sections(again):
        assert all(one in shown for one in said)
    assert "MADE UP: nobody in it exists" in shown
    assert f"{SOUTH} publishes for you" in shown
    assert f"{SOUTH}, who may be given answers from it" in shown
    assert "Until " in shown
    assert (given.rows, given.declined) == (5, 1)
    assert [row.get("industry") for row in rows_of(world.heard.bodies[0])] == ["C"] * 5
    _, kept = sorted(world.heard.requests, key=lambda one: one[0] == "/contribute/keep/")[-2:]
    assert b"Kanarinazi" not in kept[2]

    phone = {"viewport": {"width": 320, "height": 700}, "color_scheme": "dark", "locale": "sq-AL"}
    with at_contribute(browser, world.address, world.officer, **phone) as (page, _):
        page.locator("[data-kept-list] summary").first.click()
        look(page, "next-0-kept")
        page.locator("[data-kept-list] summary").first.click()
        take(page, SHEET.replace("1999", "1998"), "next.csv")
        look(page, "next-1-file")
        onward(page, "next-2-columns", page.locator("[data-next]").click, "[data-kept]")
        expect(page.locator("[data-edition-again]")).not_to_have_value("")
        page.locator("[data-edition-again]").fill("2026-Q4")
        onward(page, "next-3-check", page.locator("[data-again]").click, "#s-check")
        to_the_receipt(page, "next")
        expect(page.locator("[data-keep]")).to_be_hidden()  # nothing new to keep
        onward(page, "next-6-receipt", page.locator("[data-send]").click, "[data-receipt] dl")
    assert len(store.submissions(world.home, SHELL)) >= 1
    assert len(world.heard.bodies) == 2
