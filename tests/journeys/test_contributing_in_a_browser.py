"""A data officer gives a spreadsheet in a real browser, and no cell of it reaches the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from beforehand import store
from beforehand.home import Home
from beforehand.records.people import SHELL
from beforehand.share.partner import GivenFile, load_mapping, seal_file
from journeys.demo_site import command_line
from made_contribution import (
    CANARIES,
    CASES,
    KEY,
    MAPPING,
    NORTH,
    Heard,
    at_contribute,
    files_of,
    found,
    listening,
    map_by_file,
    rows_of,
    send,
    take,
)
from made_desk import people, start_django
from made_pool import desk_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class World:
    """A running desk, what it hears, and its people."""

    def __init__(self, address: str, heard: Heard, home: Home, known: dict[str, Any]) -> None:
        self.address, self.heard, self.home, self.known = address, heard, home, known


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    start_django()
    known = people()
    known["local"].partner = NORTH
    known["local"].save()
    home = Home(tmp_path / "home")
    try:
        with desk_at(home), listening() as (address, heard):
            yield World(address, heard, home, known)
    finally:
        for user in known.values():
            user.delete()


def test_no_cell_of_the_spreadsheet_ever_reaches_the_server(
    browser: Browser, world: World, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []
    with at_contribute(browser, world.address, world.known["local"]) as (page, _):
        page.on("console", lambda one: said.append(one.text))
        take(page)
        assert found(page.content().encode()) == list(CANARIES)  # they are on the officer's screen
        map_by_file(page)
        send(page)
        assert found(page.content().encode()) == []  # and gone from it once they are sealed
    assert world.heard.bodies
    rows = rows_of(world.heard.bodies[0])
    assert [row.get("gender") for row in rows] == ["Masculine", "Feminine"]
    assert found(world.heard.all()) == []
    assert found(files_of(tmp_path)) == []
    out = capfd.readouterr()
    assert found((out.out + out.err + "\n".join(said)).encode()) == []
    assert [one.rows for one in store.submissions(world.home, SHELL)] == [2]


@pytest.mark.long
def test_the_search_finds_a_file_that_a_faulty_page_would_send(
    browser: Browser, world: World
) -> None:
    """The same search over a page that sends the file itself: it must not pass."""

    def raw(route: Route) -> None:
        answer = route.fetch()
        text = answer.text().replace(
            "body: visit.sealed.bytes", "body: await one('#file').kept.arrayBuffer()"
        )
        route.fulfill(response=answer, body=text)

    def keeping(route: Route) -> None:
        answer = route.fetch()
        text = answer.text().replace('chosen.value = "";', "chosen.kept = chosen.files[0];")
        route.fulfill(response=answer, body=text)

    with at_contribute(browser, world.address, world.known["local"]) as (page, context):
        context.route("**/contribute/send.js", raw)
        context.route("**/contribute/file.js", keeping)
        page.reload()
        take(page)
        map_by_file(page)
        page.locator("[data-checked]").click()
        page.locator("[data-agreed]").click()
        page.locator("[data-send]").click()
        expect(page.locator("[data-refusal]")).to_be_visible()  # the hub takes sealed files alone
    assert found(world.heard.all()) == list(CANARIES)
    assert store.submissions(world.home, SHELL) == ()


def test_the_browser_and_the_command_line_make_the_same_bytes(
    browser: Browser, world: World, tmp_path: Path
) -> None:
    sheet, mapping, key = (tmp_path / name for name in ("cases.csv", "map.yaml", "key"))
    for path, data in ((sheet, CASES), (mapping, MAPPING), (key, KEY.decode())):
        path.write_text(data, "utf-8")
    words = ("-m", str(mapping), "-k", str(key), "-o", str(tmp_path / "out.sealed"))
    command_line(tmp_path / "own", "share", "seal", str(sheet), *words)
    with at_contribute(browser, world.address, world.known["local"]) as (page, _):
        take(page)
        map_by_file(page)
        send(page)
    assert world.heard.bodies == [(tmp_path / "out.sealed").read_bytes()]
    plain = seal_file(
        GivenFile("cases.csv", CASES.encode()),
        load_mapping(GivenFile("map.yaml", MAPPING.encode())),
        KEY,
    )
    assert world.heard.bodies == [plain.data]


def test_the_worker_that_holds_the_file_can_send_nothing_anywhere(
    browser: Browser, world: World
) -> None:
    with at_contribute(browser, world.address, world.known["local"]) as (page, _):
        take(page)
        tried = page.evaluate(
            """async ([worker, give]) => {
              const answer = await fetch(worker);
              return answer.headers.get("content-security-policy");
            }""",
            ["/static/contribute/reader.js", "/contribute/give/"],
        )
        assert "default-src 'none'" in tried
        assert "'self'" not in tried.partition("connect-src")[2]
        worker = page.workers[0]
        for address in ("/contribute/give/", "/cases/give/", "/static/css/desk.css"):
            refused = worker.evaluate(
                """address => fetch(new URL(address, location.origin), {method: "POST", body: "x"})
                     .then(() => "sent", () => "refused")""",
                address,
            )
            assert refused == "refused", address
        # Asked by its policy: what a test runs in the worker is excepted from it.
        assert "'unsafe-eval'" not in tried
    assert not world.heard.bodies


def test_nothing_of_the_file_stays_in_the_browser(browser: Browser, world: World) -> None:
    with at_contribute(browser, world.address, world.known["local"]) as (page, context):
        take(page)
        map_by_file(page)
        send(page)
        page.goto(f"{world.address}/cases/")
        kept = page.evaluate(
            """async () => JSON.stringify({
              local: {...localStorage}, session: {...sessionStorage},
              cookies: document.cookie.split('=')[0],
              bases: indexedDB.databases ? await indexedDB.databases() : [],
              caches: "caches" in self ? await caches.keys() : [],
              workers: (await navigator.serviceWorker?.getRegistrations?.())?.length ?? 0,
            })"""
        )
        # The session's own cookie, which the test set within reach of the page, and nothing else.
        assert (
            kept == '{"local":{},"session":{},"cookies":"desk","bases":[],"caches":[],"workers":0}'
        )
        page.go_back()
        expect(page.locator("[data-step='file']")).to_be_visible()
        assert found(page.content().encode()) == []
        assert found(str(context.storage_state()).encode()) == []


@pytest.mark.long
def test_an_officer_matches_by_looking_and_can_undo(browser: Browser, world: World) -> None:
    odd = CASES.replace("County;", "Sector;").replace("AL-07;", "Gizmo trade;")
    odd = odd.replace("AL-01;", "Building;")
    with at_contribute(browser, world.address, world.known["local"]) as (page, _):
        take(page, odd)
        page.get_by_role("button", name="Continue").click()
        card = page.locator("[data-column='Sector']")
        expect(card).to_be_visible()
        page.get_by_role("button", name="These are right").click()
        expect(page.locator("[data-refusal]")).to_contain_text("Sector")
        card.get_by_label("Gizmo trade").select_option(label="Manufacturing")
        expect(card).not_to_have_class("column open")
        page.get_by_role("button", name="Undo").click()
        expect(card).to_have_class("column open")
        card.get_by_label("Gizmo trade").select_option(label="Manufacturing")
        _answer(page)
        page.get_by_role("button", name="These are right").click()
        expect(page.get_by_role("heading", name="Look before anything leaves")).to_be_visible()
        page.get_by_role("button", name="Back").locator("visible=true").click()
        expect(card.get_by_label("Gizmo trade")).to_have_value("C")
        page.get_by_role("button", name="These are right").click()
        send(page)
    rows = rows_of(world.heard.bodies[0])
    assert [row.get("industry") for row in rows] == ["C", "C"]
    assert found(world.heard.all()) == []


def _answer(page: Page) -> None:
    expect(page.get_by_label("Which organisation")).to_have_value(NORTH)
    page.get_by_label("What kind of organisation").select_option("NGO")
    page.get_by_label("Which period do they cover, such").fill("2026-Q3")
    page.get_by_label("Did it happen").select_option("made-up")
    age = page.locator("#q-age_basis")
    if age.count():
        age.select_option("at_exploitation")


@pytest.mark.long
def test_faults_are_shown_with_their_cells_and_hold_everything_back(
    browser: Browser, world: World
) -> None:
    with at_contribute(browser, world.address, world.known["local"]) as (page, _):
        take(page, CASES.replace("Female;Albanian;AL-07", "Femal;Albanian;AL-07"))
        map_by_file(page)
        expect(page.locator(".faults tbody tr")).to_have_count(1)
        expect(page.locator(".faults tbody")).to_contain_text("Femal")
        expect(page.locator("[data-checked]")).to_be_disabled()
        with page.expect_download() as saved:
            page.get_by_role("button", name="Save a marked-up copy").click()
        assert saved.value.suggested_filename == "cases-faults.xlsx"
    assert found(world.heard.all()) == []


@pytest.mark.long
def test_a_file_that_is_no_table_is_refused_in_words(browser: Browser, world: World) -> None:
    with at_contribute(browser, world.address, world.known["local"]) as (page, _):
        expect(page.locator("[data-loading]")).to_be_hidden()
        page.set_input_files(
            "#file", files=[{"name": "a.csv", "mimeType": "", "buffer": b"%PDF-1.7"}]
        )
        expect(page.locator("[data-refusal]")).to_contain_text("its bytes are those of a PDF")
        expect(page.get_by_role("button", name="Continue")).to_be_disabled()


def test_a_browser_without_webassembly_is_told_of_the_command_line(
    browser: Browser, world: World
) -> None:
    with at_contribute(browser, world.address, world.known["local"]) as (page, context):
        context.add_init_script("delete self.WebAssembly")
        page.reload()
        expect(page.locator("[data-unsupported]")).to_be_visible()
        expect(page.locator("[data-unsupported]")).to_contain_text("beforehand share seal")
