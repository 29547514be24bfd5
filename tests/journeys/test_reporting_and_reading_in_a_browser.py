"""A visitor reports and leaves; a caseworker makes a key, reads and locks: in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs

import pyrage
import pytest
from playwright.sync_api import Browser, Page, expect

from beforehand.reach import sealing
from journeys.sealing_site import (
    NO_WEBCRYPTO,
    NO_X25519,
    STATIC,
    Site,
    served,
    visit,
)

pytestmark = pytest.mark.browser

PASSPHRASE = "gjashtë pula të bardha"
REPORT_PAGE = """<!doctype html><html lang="sq"><title>Fakte</title>
<a href="/neutral" rel="noreferrer" data-leave>Largohu</a>
<form method="post" action="/report" data-seal data-keys="{keys}" data-language="sq"
      data-campaign="c1" data-place="AL-SH" data-version="a" autocomplete="off">
<p data-seal-off>server</p><p data-seal-on hidden>phone</p>
<p data-says="too-long" hidden>long</p><p data-says="failed" hidden>failed</p>
<input type="hidden" name="sealed"><input type="hidden" name="token" value="t" data-plain>
<textarea name="what"></textarea><input name="where"><input name="when">
<input type="checkbox" name="contact" value="phone"><input type="checkbox" name="contact"
 value="mail"><button>Dërgo</button></form>
<script type="module" src="/static/sealing/leave.js"></script></html>"""
INBOX_PAGE = """<!doctype html><html lang="en"><title>Inbox</title>
<form method="post" action="/keys" data-make-keys><input type="password" data-passphrase>
<input type="password" data-again><input type="hidden" name="recipient">
<input type="hidden" name="wrapped"><p data-says="short-passphrase" hidden>short</p>
<p data-says="different" hidden>different</p><p data-busy hidden>busy</p>
<button>Make</button></form>
<section data-inbox data-wrapped='{wrapped}'><form data-unlock><input type="password"
 data-passphrase><p data-says="wrong-passphrase" hidden>wrong</p><button>Open</button></form>
<div data-open hidden><button type="button" data-lock>Lock</button>
<article data-url="/sealed/1"><p data-row hidden>What: <b data-field="what"></b></p>
<dl data-rest></dl><p data-says="damaged" hidden>damaged</p></article>
<article data-url="/sealed/2"><p data-row hidden><b data-field="what"></b></p>
<p data-says="damaged" hidden>damaged</p></article></div></section>
<script type="module" src="/static/sealing/inbox.js"></script></html>"""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    with visit(browser, site) as fresh:
        yield fresh


@pytest.fixture
def caseworker() -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.generate()


def open_report(page: Page, key: pyrage.x25519.Identity) -> None:
    other = pyrage.x25519.Identity.generate().to_public()
    Site.pages["/report"] = REPORT_PAGE.format(keys=f"{key.to_public()} {other}").encode()
    page.goto("/report")


def write_report(page: Page) -> None:
    page.locator("[name=what]").fill("Më premtuan 300 £ në ditë")
    page.locator("[name=where]").fill("Shkodër")
    page.locator("[value=phone]").check()


def sent() -> dict[str, list[str]]:
    [(_, fields)] = Site.posts
    return fields


@pytest.mark.parametrize("phone", ["", NO_X25519], ids=["webcrypto", "noble"])
def test_a_visitor_reports_and_only_the_sealed_cell_is_posted(
    page: Page, caseworker: pyrage.x25519.Identity, phone: str
) -> None:
    page.add_init_script(phone)
    open_report(page, caseworker)
    write_report(page)
    expect(page.locator("[data-seal-on]")).to_be_visible()
    expect(page.locator("[data-seal-off]")).to_be_hidden()
    page.get_by_role("button").click()
    page.wait_for_url("**/report")
    expect(page.locator("body")).to_have_text("thanks")
    assert set(sent()) == {"sealed", "token"}
    sealed = sealing.posted(sent()["sealed"][0], 2)
    assert sealing.open_cell(pyrage.decrypt(sealed, [caseworker])) == {
        "what": "Më premtuan 300 £ në ditë",
        "where": "Shkodër",
        "contact": "phone",
        "language": "sq",
        "campaign": "c1",
        "place": "AL-SH",
        "version": "a",
    }


@pytest.mark.parametrize("here", [True, False], ids=["its own address", "the page before"])
def test_place_and_version_of_the_tracked_link_are_sealed_in(
    page: Page, caseworker: pyrage.x25519.Identity, site: str, here: bool
) -> None:
    open_report(page, caseworker)
    plain = Site.pages["/report"].replace(b'data-place="AL-SH" data-version="a"', b"")
    link = "p=AL132&v=debt-a&w=%3Cb%3E"
    if here:
        Site.pages[f"/report?{link}"] = plain
        page.goto(f"/report?{link}")
    else:
        Site.pages["/report"] = plain
        page.goto("/report", referer=f"{site}/sq/pune/?{link}")
    page.locator("[name=what]").fill("ë")
    page.get_by_role("button").click()
    expect(page.locator("body")).to_have_text("thanks")
    fields = sealing.open_cell(pyrage.decrypt(sealing.posted(sent()["sealed"][0], 2), [caseworker]))
    assert fields == {
        "what": "ë", "place": "AL132", "version": "debt-a", "language": "sq", "campaign": "c1",
    }  # fmt: skip


def test_what_is_posted_has_one_size_whatever_is_written(
    page: Page, caseworker: pyrage.x25519.Identity
) -> None:
    sizes = set()
    for text in ("a", "ë" * 2000):
        open_report(page, caseworker)
        page.locator("[name=what]").fill(text)
        page.get_by_role("button").click()
        expect(page.locator("body")).to_have_text("thanks")
        sizes.add(len(Site.posts[-1][0]))
    assert len(Site.posts) == 2
    assert len(sizes) == 1


def test_a_press_on_the_button_before_sealing_has_loaded_waits_for_it(
    page: Page, caseworker: pyrage.x25519.Identity
) -> None:
    open_report(page, caseworker)
    page.evaluate("document.querySelector('[name=what]').value = 'shpejt'")
    page.evaluate("document.forms[0].requestSubmit()")
    expect(page.locator("body")).to_have_text("thanks")
    sealed = sealing.posted(sent()["sealed"][0], 2)
    assert sealing.open_cell(pyrage.decrypt(sealed, [caseworker]))["what"] == "shpejt"


def test_sealing_is_not_fetched_until_the_form_is_touched(
    page: Page, caseworker: pyrage.x25519.Identity
) -> None:
    open_report(page, caseworker)
    page.wait_for_load_state("networkidle")
    assert [path for path in Site.asked if "/static/" in path] == ["/static/sealing/leave.js"]
    with page.expect_response("**/noble-chacha.js"):
        page.locator("[name=what]").focus()


def test_without_webcrypto_the_form_goes_as_it_is_and_never_claims_otherwise(
    page: Page, caseworker: pyrage.x25519.Identity
) -> None:
    page.add_init_script(NO_WEBCRYPTO)
    open_report(page, caseworker)
    with page.expect_response("**/noble-chacha.js"):
        page.locator("[name=what]").focus()
    write_report(page)
    expect(page.locator("[data-seal-off]")).to_be_visible()
    expect(page.locator("[data-seal-on]")).to_be_hidden()
    page.get_by_role("button").click()
    expect(page.locator("body")).to_have_text("thanks")
    assert sent()["what"] == ["Më premtuan 300 £ në ditë"]
    assert sent()["sealed"] == [""]


def test_a_page_with_a_mistyped_key_never_claims_to_seal_on_the_phone(page: Page) -> None:
    Site.pages["/report"] = REPORT_PAGE.format(keys="age1oops").encode()
    page.goto("/report")
    page.locator("[name=what]").focus()
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-seal-off]")).to_be_visible()
    expect(page.locator("[data-seal-on]")).to_be_hidden()


def test_a_report_too_long_for_its_cell_is_kept_and_said(
    page: Page, caseworker: pyrage.x25519.Identity
) -> None:
    open_report(page, caseworker)
    page.locator("[name=what]").fill("a" * sealing.CELL_BYTES)
    page.get_by_role("button").click()
    expect(page.locator("[data-says=too-long]")).to_be_visible()
    assert Site.posts == []
    page.locator("[name=what]").fill("a")
    page.get_by_role("button").click()
    expect(page.locator("body")).to_have_text("thanks")
    assert set(sent()) == {"sealed", "token"}


def test_sealing_that_fails_posts_nothing_and_says_so_before_the_server_gets_it(
    page: Page, caseworker: pyrage.x25519.Identity
) -> None:
    open_report(page, caseworker)
    write_report(page)
    expect(page.locator("[data-seal-on]")).to_be_visible()
    page.evaluate("() => { SubtleCrypto.prototype.sign = () => Promise.reject(Error('gone')); }")
    page.get_by_role("button").click()
    expect(page.locator("[data-says=failed]")).to_be_visible()
    expect(page.locator("[data-seal-off]")).to_be_visible()
    expect(page.locator("[data-seal-on]")).to_be_hidden()
    assert Site.posts == []
    page.get_by_role("button").click()
    expect(page.locator("body")).to_have_text("thanks")
    assert sent()["where"] == ["Shkodër"]


@pytest.mark.parametrize("way", ["link", "shift"])
def test_a_visitor_leaves_and_back_does_not_return(
    page: Page, caseworker: pyrage.x25519.Identity, way: str
) -> None:
    open_report(page, caseworker)
    write_report(page)
    if way == "link":
        page.locator("[data-leave]").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url("**/neutral")
    page.go_back()
    assert page.url.endswith("/neutral")
    assert Site.posts == []


def test_leaving_hides_the_page_and_empties_the_form_before_anything_loads(
    page: Page, caseworker: pyrage.x25519.Identity
) -> None:
    open_report(page, caseworker)
    write_report(page)
    page.route("**/neutral", lambda route: route.fulfill(status=204))  # we stay where we are
    page.locator("[data-leave]").click(no_wait_after=True)
    assert page.evaluate("document.documentElement.style.display") == "none"
    assert page.evaluate("document.querySelector('[name=what]').value") == ""
    assert page.evaluate("document.querySelector('[value=phone]').checked") is False
    assert "Fakte" not in page.evaluate("document.title")


def test_a_page_that_the_browser_kept_whole_comes_back_empty(
    page: Page, caseworker: pyrage.x25519.Identity
) -> None:
    open_report(page, caseworker)
    # Written without a touch, so that only the page's own guard is there.
    page.evaluate("() => { document.querySelector('[name=what]').value = 'mos e lexo'; }")
    page.evaluate(
        "() => { dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true})); }"
    )
    assert page.locator("[name=what]").input_value() == ""


def test_capital_letters_and_slow_shifts_do_not_leave(
    page: Page, caseworker: pyrage.x25519.Identity
) -> None:
    open_report(page, caseworker)
    page.locator("[name=what]").focus()
    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.wait_for_timeout(2100)
    page.keyboard.press("Shift")
    assert page.url.endswith("/report")
    assert page.locator("[name=what]").input_value() == "ABCD"


def make_key(page: Page) -> dict[str, str]:
    """The caseworker makes a key in the inbox; gives what was posted."""
    Site.pages["/inbox"] = INBOX_PAGE.replace("{wrapped}", "").encode()
    page.goto("/inbox")
    page.locator("[data-make-keys] [data-passphrase]").fill(PASSPHRASE)
    page.locator("[data-again]").fill(PASSPHRASE)
    page.get_by_role("button", name="Make").click()
    expect(page.locator("body")).to_have_text("thanks")
    body, _ = Site.posts.pop()
    assert "gjasht" not in body
    assert "AGE-SECRET" not in body
    return {name: values[0] for name, values in parse_qs(body, strict_parsing=True).items()}


@pytest.fixture
def inbox(page: Page) -> Page:
    """An inbox with one good report, whose text looks like markup, and one damaged report."""
    page.clock.install()
    key = make_key(page)
    text = {"what": "<img src=x onerror=alert(1)> ë", "other": "<b>bold</b>"}
    sealed = sealing.seal(text, [key["recipient"]])
    Site.pages["/sealed/1"], Site.pages["/sealed/2"] = sealed, sealed[:-1] + b"x"
    Site.pages["/inbox"] = INBOX_PAGE.replace("{wrapped}", key["wrapped"]).encode()
    page.goto("/inbox")
    return page


def unlock(page: Page, passphrase: str = PASSPHRASE) -> None:
    page.locator("[data-unlock] [data-passphrase]").fill(passphrase)
    page.get_by_role("button", name="Open").click()


def is_locked(page: Page) -> None:
    expect(page.locator("[data-open]")).to_be_hidden()
    expect(page.locator("[data-unlock]")).to_be_visible()
    assert "onerror" not in page.locator("[data-open]").inner_html()


def test_a_caseworker_reads_a_report_as_text_and_locks(inbox: Page) -> None:
    is_locked(inbox)
    unlock(inbox)
    first, second = inbox.locator("article").all()
    expect(first.locator("[data-field=what]")).to_have_text("<img src=x onerror=alert(1)> ë")
    expect(first.locator("dl")).to_have_text("other<b>bold</b>")
    expect(second.locator("[data-says=damaged]")).to_be_visible()
    assert inbox.locator("img").count() == 0
    assert inbox.locator("[data-unlock] [data-passphrase]").input_value() == ""
    inbox.get_by_role("button", name="Lock").click()
    is_locked(inbox)


def test_a_wrong_passphrase_opens_nothing(inbox: Page) -> None:
    unlock(inbox, PASSPHRASE + "!")
    expect(inbox.locator("[data-says=wrong-passphrase]")).to_be_visible()
    is_locked(inbox)
    assert "/sealed/1" not in Site.asked


def test_an_inbox_left_alone_for_ten_minutes_locks_itself(inbox: Page) -> None:
    unlock(inbox)
    expect(inbox.locator("[data-field=what]").first).to_be_visible()
    inbox.clock.run_for(9 * 60 * 1000)
    inbox.keyboard.press("Tab")  # a sign of life: ten minutes more
    inbox.clock.run_for(9 * 60 * 1000)
    expect(inbox.locator("[data-open]")).to_be_visible()
    inbox.clock.run_for(65 * 1000)
    is_locked(inbox)


def test_a_key_is_not_made_from_a_short_or_mistyped_passphrase(page: Page) -> None:
    Site.pages["/inbox"] = INBOX_PAGE.encode()
    page.goto("/inbox")
    for first, second, code in (
        ("short", "short", "short-passphrase"),
        ("a" * 12, "b" * 12, "different"),
    ):
        page.locator("[data-make-keys] [data-passphrase]").fill(first)
        page.locator("[data-again]").fill(second)
        page.get_by_role("button", name="Make").click()
        expect(page.locator(f"[data-says={code}]")).to_be_visible()
    assert Site.posts == []


def test_nothing_is_stored_or_written_to_the_log(inbox: Page) -> None:
    said: list[str] = []
    inbox.on("console", lambda message: said.append(message.text))
    unlock(inbox)
    expect(inbox.locator("[data-field=what]").first).to_be_visible()
    kept = "[localStorage.length, sessionStorage.length, document.cookie]"
    assert inbox.evaluate(kept) == [0, 0, ""]
    assert inbox.evaluate("indexedDB.databases()") == []
    assert said == []


def test_no_module_has_a_way_to_write_markup_store_or_log() -> None:
    forbidden = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "document.cookie",
        "console.",
    )
    modules = sorted((STATIC / "sealing").glob("*.js"))
    assert len(modules) >= 9
    for module in modules:
        found = [word for word in forbidden if word in module.read_text("utf-8")]
        assert found == [], module.name
