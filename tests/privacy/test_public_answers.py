"""What `public` sends: no cookie, no other host, a strict policy, the right bytes."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beforehand.home import Home
from beforehand.records.reach import Event
from beforehand.web.drop import open_drop
from beforehand.web.public.app import Public
from beforehand.web.public.reports import Allowance
from beforehand.web.public.site import Site
from beforehand.web.settings.public import PublicSettings
from made_site import LAST_DAY, TODAY, html, made_pages, publish, published, with_words

EVERYWHERE = ("/", "/sq/pune/", "/sq/pune", "/en/pune/form/", "/a/leave.js", "/nothing/", "/..")


@dataclass(frozen=True)
class Got:
    status: int
    headers: dict[str, str]
    names: list[str]
    body: bytes


class Browser:
    """Asks the application as a server would, with a clock and a day that the test sets."""

    def __init__(self, home: Home) -> None:
        self.day = TODAY
        self.now = 0.0
        told = PublicSettings(home=home)
        self.drop = open_drop(home.drop)
        allowance = Allowance(100, lambda: self.now)
        self.app = Public(Site(told, lambda: self.now), self.drop, allowance, lambda: self.day)

    def get(self, path: str, method: str = "GET", query: str = "", **headers: str) -> Got:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "site.example",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        }
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        said: list[Any] = []
        body = b"".join(self.app(environ, lambda status, got: said.extend((status, got))))
        return Got(int(said[0][:3]), dict(said[1]), [name for name, _ in said[1]], body)

    def counted(self) -> list[tuple[str, str, Event, int]]:
        self.app._counts.flush()
        return [(c.place, c.version, c.event, c.count) for c in self.drop.visits("pune").counts]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def browser(home: Home) -> Browser:
    published(home)
    return Browser(home)


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS"])
def test_no_answer_sets_a_cookie_or_a_mark(browser: Browser, path: str, method: str) -> None:
    names = {name.lower() for name in browser.get(path, method).names}
    assert names.isdisjoint({"set-cookie", "etag", "last-modified", "nel", "report-to"})


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_every_answer_is_guarded(browser: Browser, path: str, method: str) -> None:
    headers = browser.get(path, method).headers
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_no_byte_names_another_host(browser: Browser, path: str) -> None:
    got = browser.get(path)
    everything = got.body.decode() + str(got.headers)
    assert not re.search(r"https?:|//[a-z]|@import|<iframe|<object", everything)


def test_a_page_goes_out_as_it_was_signed_with_its_own_policy(browser: Browser) -> None:
    page = made_pages().pages[5]
    got = browser.get("/sq/pune/")
    assert (got.status, got.body) == (200, page.body)
    assert got.headers["Content-Security-Policy"] == page.csp
    assert got.headers["Content-Language"] == "sq"
    assert got.headers["Content-Length"] == str(len(page.body))


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.8", "deflate,gzip"])
def test_a_browser_that_reads_gzip_gets_it(browser: Browser, accepted: str) -> None:
    got = browser.get("/sq/pune/", accept_encoding=accepted)
    if "q=0.8" not in accepted:
        assert got.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(got.body) == made_pages().pages[5].body
    assert got.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["", "br", "identity", "gzip;q=0"])
def test_a_browser_that_does_not_gets_it_plain(browser: Browser, accepted: str) -> None:
    got = browser.get("/sq/pune/", accept_encoding=accepted)
    assert "Content-Encoding" not in got.headers
    assert got.body == made_pages().pages[5].body


def test_head_has_the_headers_of_get_and_no_body(browser: Browser) -> None:
    head = browser.get("/sq/pune/", "HEAD")
    assert (head.body, head.headers) == (b"", browser.get("/sq/pune/").headers)


def test_pages_stay_on_no_phone_and_assets_for_minutes(browser: Browser) -> None:
    for path in ("/", "/sq/pune/", "/sq/pune/form/", "/nothing/"):
        assert browser.get(path).headers["Cache-Control"] == "no-store"
    assert browser.get("/a/leave.js").headers["Cache-Control"] == "public, max-age=600"


def test_https_is_kept_once_used(browser: Browser) -> None:
    assert "Strict-Transport-Security" not in browser.get("/sq/pune/").headers
    assert "Strict-Transport-Security" in browser.get("/", x_forwarded_proto="https").headers


@pytest.mark.parametrize(
    ("wanted", "given"),
    [("sq-AL,sq;q=0.9,en;q=0.8", "sq"), ("en-GB", "en"), ("de, sq;q=0.3", "sq"), ("", "en")],
)
def test_the_start_leads_to_the_browsers_language(
    browser: Browser, wanted: str, given: str
) -> None:
    got = browser.get("/", accept_language=wanted)
    assert (got.status, got.headers["Location"]) == (302, f"/{given}/pune/")
    assert got.headers["Vary"] == "Accept-Language"


def test_a_page_that_chooses_the_language_is_served_at_the_start(home: Home) -> None:
    site = made_pages()
    publish(home, replace(site, pages=(*site.pages, html("/", "Gjuha / Language", "en"))))
    assert b"Gjuha / Language" in Browser(home).get("/").body


def test_an_address_without_its_last_stroke_keeps_the_tracked_link(browser: Browser) -> None:
    got = browser.get("/sq/pune", query="p=AL-09&v=debt-a&x=%0d%0aSet-Cookie:a")
    assert got.headers["Location"] == "/sq/pune/?p=AL-09&v=debt-a"


def test_an_unknown_page_is_neutral(browser: Browser) -> None:
    got = browser.get("/wp-admin/canary")
    assert got.status == 404
    assert b"canary" not in got.body
    assert browser.get("", "GET").status == 302


def test_the_bundles_own_page_says_that_there_is_none(home: Home) -> None:
    site = made_pages()
    publish(home, replace(site, pages=(*site.pages, html("/404/", "Nuk ka"))))
    got = Browser(home).get("/wp-admin/")
    assert (got.status, b"Nuk ka" in got.body) == (404, True)


@given(
    method=st.sampled_from(["GET", "HEAD", "POST"]),
    path=st.text(st.characters(max_codepoint=255), max_size=40).map(lambda text: "/" + text),
    query=st.text(st.characters(max_codepoint=255), max_size=60),
    said=st.builds(
        str.__add__,
        st.sampled_from(["", "http://[", "http://site.example/?", "gzip;q=", "sq;q="]),
        st.text(st.characters(max_codepoint=255), max_size=60),
    ),
)
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_that_is_asked_makes_it_fail(
    browser: Browser, method: str, path: str, query: str, said: str
) -> None:
    fields = ("accept_encoding", "accept_language", "referer", "origin", "user_agent", "host")
    for where in (path, "/sq/pune/", "/sq/pune", "/", "/sq/pune/form/"):
        got = browser.get(where, method, query, **dict.fromkeys(fields, said))
        assert got.status in {200, 302, 400, 403, 404, 405, 411}


def test_other_methods_are_refused(browser: Browser) -> None:
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        assert browser.get("/sq/pune/", method).status == 405
    assert browser.get("/sq/pune/", "POST").status == 405


def test_before_anything_is_published_it_says_so_and_then_serves(home: Home) -> None:
    browser = Browser(home)
    assert browser.get("/sq/pune/").status == 503
    publish(home)
    browser.now += 2
    assert browser.get("/sq/pune/").status == 200


def test_a_new_bundle_is_served_within_a_second(browser: Browser, home: Home) -> None:
    assert b"Landing" in browser.get("/en/pune/").body
    publish(home, with_words("Republished"))
    browser.now += 1.01
    assert b"Republished" in browser.get("/en/pune/").body


def test_a_bundle_that_does_not_verify_never_replaces_one_that_did(
    browser: Browser, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    browser.get("/en/pune/")
    forged = home.site / publish(home, with_words("Forged")).name
    (forged / "manifest.sig").write_bytes(bytes(64))
    for _ in range(3):
        browser.now += 2
        assert b"Landing" in browser.get("/en/pune/").body
    assert [record.message.count("signature") for record in caplog.records] == [1]


def test_after_the_last_day_only_emergency_help_is_served(browser: Browser) -> None:
    browser.day = LAST_DAY
    assert b"Landing" in browser.get("/sq/pune/").body
    browser.day = date(2030, 1, 2)
    for path in ("/sq/pune/", "/sq/pune/form/", "/sq/whatever/"):
        assert "Urgjencë".encode() in browser.get(path).body
    assert b"Emergency" in browser.get("/").body
    assert browser.get("/a/leave.js").body == b"export {};\n"
    assert browser.counted() == [("", "", Event.VISIT, 1)]


def test_one_page_past_its_own_last_day_becomes_emergency_help(home: Home) -> None:
    site = made_pages()
    ends = replace(site.pages[7], expires_on=TODAY)
    publish(home, replace(site, pages=(*site.pages[:7], ends, *site.pages[8:])))
    browser = Browser(home)
    assert b"Help" in browser.get("/sq/pune/help/").body
    browser.day = date(2026, 3, 3)
    assert "Urgjencë".encode() in browser.get("/sq/pune/help/").body
    assert b"Landing" in browser.get("/sq/pune/").body


def test_an_opened_page_is_counted_by_place_and_version(browser: Browser) -> None:
    browser.get("/sq/pune/", query="p=AL-09&v=debt-a")
    browser.get("/sq/pune/", query="p=AL-09&v=debt-a")
    browser.get("/en/pune/help/")
    browser.get("/sq/pune/answer/", query="v=debt-b")
    browser.get("/sq/pune/done/")
    browser.get("/a/leave.js")
    assert browser.counted() == [
        ("", "", Event.HELP, 1),
        ("", "debt-b", Event.CHECKED, 1),
        ("AL-09", "debt-a", Event.VISIT, 2),
    ]


@pytest.mark.parametrize(
    "query", ["p=AL-99&v=me@example.org", "p=AL-09%00", "p=%FF", "&" * 200, "p", "p=" + "A" * 5000]
)
def test_a_place_or_version_nobody_published_counts_as_none(browser: Browser, query: str) -> None:
    browser.get("/sq/pune/", query=query)
    assert browser.counted() == [("", "", Event.VISIT, 1)]


def test_a_step_counts_for_the_place_of_the_page_before_it(browser: Browser) -> None:
    ours = "http://site.example/sq/pune/?p=AL-11&v=debt-a"
    browser.get("/sq/pune/help/", referer=ours)
    browser.get("/sq/pune/answer/", referer=ours.replace("site.example", "elsewhere.example"))
    assert browser.counted() == [("", "", Event.CHECKED, 1), ("AL-11", "debt-a", Event.HELP, 1)]


@pytest.mark.parametrize(
    "ask",
    [
        lambda browser: browser.get("/sq/pune/", "HEAD"),
        lambda browser: browser.get("/sq/pune/", sec_purpose="prefetch;prerender"),
        lambda browser: browser.get("/sq/pune/", purpose="prefetch"),
        lambda browser: browser.get("/sq/pune/", user_agent="facebookexternalhit/1.1"),
        lambda browser: browser.get("/sq/pune/", user_agent="Googlebot/2.1"),
    ],
)
def test_what_nobody_opened_is_not_counted(browser: Browser, ask: Callable[[Browser], Got]) -> None:
    assert ask(browser).status == 200
    assert browser.counted() == []


def test_an_apps_own_browser_is_a_person(browser: Browser) -> None:
    browser.get("/sq/pune/", user_agent="Mozilla/5.0 (Linux; Android 13) [FBAN/FB4A;FBAV/450.0]")
    assert browser.counted() == [("", "", Event.VISIT, 1)]


def test_counts_wait_while_the_disk_refuses(browser: Browser, home: Home) -> None:
    home.drop.mkdir()
    browser.get("/sq/pune/")
    browser.app._counts.flush()
    home.drop.rmdir()
    assert browser.counted() == [("", "", Event.VISIT, 1)]
