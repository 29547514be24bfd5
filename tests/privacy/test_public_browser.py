"""In a real browser: a report arrives with and without JavaScript, and nobody else is called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pyrage
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from beforehand.home import Home
from beforehand.reach import open_cell
from beforehand.records.reach import Event, PageBytes, Pages
from beforehand.web.drop import open_drop
from journeys.sealing_site import STATIC, chromium
from made_server import Server, running
from made_site import CASEWORKERS, RECIPIENTS, html, made_pages, publish

pytestmark = pytest.mark.browser

FORM = (
    f'<form method="post" data-seal data-keys="{" ".join(RECIPIENTS)}" data-language="sq">'
    '<input type="hidden" name="sealed"><input name="what"><button>Dërgo</button></form>'
    '<p><a href="/sq/pune/help/">Ndihmë</a></p>'
)
MODULE = '<script type="module" src="/sealing/leave.js"></script>'


def with_form() -> Pages:
    """The made-up site with a form that seals and the modules that do it."""
    modules = tuple(
        PageBytes(
            path=f"/{path.relative_to(STATIC)}",
            content_type="text/javascript; charset=utf-8",
            body=path.read_bytes(),
        )
        for kind in ("sealing/*.js", "vendor/noble-*.js")
        for path in sorted(STATIC.glob(kind))
    )
    site = made_pages()
    report = html("/sq/pune/form/", "Raport</h1>" + FORM + MODULE + "<h1>")
    pages = [report if page.path == report.path else page for page in site.pages]
    return replace(site, pages=tuple(pages), assets=(*site.assets, *modules))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def server(home: Home) -> Iterator[Server]:
    publish(home, with_form())
    with running(home.root) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@dataclass
class Seen:
    """What a page did besides showing itself."""

    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    posted: list[str] = field(default_factory=list)


def watched(context: BrowserContext) -> tuple[Page, Seen]:
    page, seen = context.new_page(), Seen()
    page.on("console", lambda said: seen.complaints.append(said.text))
    page.on("request", lambda asked: seen.asked.append(asked.url))
    page.on("request", lambda asked: seen.posted.append(asked.post_data or ""))
    return page, seen


@pytest.mark.parametrize("javascript", [True, False])
def test_a_report_arrives_and_leaves_nothing_in_the_browser(
    browser: Browser, server: Server, home: Home, javascript: bool
) -> None:
    said = f"më thanë {javascript}"
    here = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(java_script_enabled=javascript)
    page, seen = watched(context)
    page.goto(f"{here}/sq/pune/form/")
    page.fill("input[name=what]", said)
    page.click("button")
    page.wait_for_url(f"{here}/sq/pune/done/")
    drop = open_drop(home.drop)
    sealed = [drop.sealed_bytes(report.id) for report in drop.sealed_reports()]
    assert said in [open_cell(pyrage.decrypt(one, [CASEWORKERS[0]]))["what"] for one in sealed]
    assert any("sealed=YWdl" in body for body in seen.posted) is javascript
    assert not [url for url in seen.asked if not url.startswith(here)]
    assert context.cookies() == []
    assert seen.complaints == []
    context.close()


def test_going_back_after_a_report_shows_an_empty_form(browser: Browser, server: Server) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/sq/pune/form/")
    page.fill("input[name=what]", "askush s'duhet ta lexojë")
    page.click("button")
    page.wait_for_url("**/done/")
    page.go_back()
    assert page.input_value("input[name=what]") == ""
    context.close()


def test_a_step_in_a_real_browser_counts_for_the_place_it_came_from(
    browser: Browser, server: Server, home: Home
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/sq/pune/form/?p=AL-11&v=debt-b")
    page.click("text=Ndihmë")
    page.wait_for_url("**/help/")
    page.wait_for_timeout(600)
    helped = [c for c in open_drop(home.drop).visits("pune").counts if c.event is Event.HELP]
    assert [(c.place, c.version, c.count) for c in helped] == [("AL-11", "debt-b", 1)]
    context.close()
