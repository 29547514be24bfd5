"""A report: sealed on the phone or in memory, and readable afterwards by caseworkers alone."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyrage
import pytest

from beforehand.home import Home
from beforehand.reach import cell, open_cell, seal
from beforehand.web.drop import Drop
from beforehand.web.public.app import Public
from beforehand.web.public.reports import Allowance
from beforehand.web.public.site import Site
from beforehand.web.settings.public import PublicSettings
from made_site import (
    CASEWORKERS,
    LAST_DAY,
    RECIPIENTS,
    TODAY,
    files_of,
    html,
    made_pages,
    publish,
    published,
)

CANARY = "kanarina-e-verdhë-9f3a"
PATH = "/sq/pune/form/"
OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}


class Phone:
    """Posts to the application, as a browser without JavaScript does."""

    def __init__(self, home: Home, *, most_bytes: int = 10**9, a_minute: int = 100) -> None:
        published(home)
        self.day = TODAY
        self.now = 0.0
        self.home = home
        self.drop = Drop(home.drop, most_bytes=most_bytes)
        site = Site(PublicSettings(home=home), lambda: self.now)
        allowance = Allowance(a_minute, lambda: self.now)
        self.app = Public(site, self.drop, allowance, lambda: self.day)

    def post(
        self, form: Mapping[str, Any] | bytes, path: str = PATH, **environ: str
    ) -> tuple[int, str, bytes]:
        body = form if isinstance(form, bytes) else urlencode(form, doseq=True).encode()
        asked: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "HTTP_HOST": "site.example",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        } | (environ or OURS)
        said: list[Any] = []
        got = b"".join(self.app(asked, lambda status, headers: said.extend((status, headers))))
        return int(said[0][:3]), dict(said[1]).get("Location", ""), got

    def opened(self, by: int = 0) -> list[dict[str, str]]:
        """What a caseworker reads."""
        sealed = [self.drop.sealed_bytes(report.id) for report in self.drop.sealed_reports()]
        return [open_cell(pyrage.decrypt(one, [CASEWORKERS[by]])) for one in sealed]


@pytest.fixture
def phone(tmp_path: Path) -> Phone:
    return Phone(Home(tmp_path))


def sealed_text(recipients: tuple[str, ...] = RECIPIENTS, text: str = "x") -> str:
    return base64.urlsafe_b64encode(seal({"what": text}, recipients)).decode().rstrip("=")


@pytest.mark.parametrize("caseworker", [0, 1])
def test_a_report_without_javascript_reaches_each_caseworker(phone: Phone, caseworker: int) -> None:
    form = {"what": CANARY + "\r\nrreshti dy", "safe": ["no", "unsure"], "where": "", "sealed": ""}
    assert phone.post(form)[:2] == (303, "/sq/pune/done/")
    assert phone.opened(caseworker) == [
        {
            "what": CANARY + "\nrreshti dy",
            "safe": "no\nunsure",
            "language": "sq",
            "campaign": "pune",
        }
    ]


def test_place_and_version_travel_inside_the_seal(phone: Phone) -> None:
    phone.post({"what": "x"}, QUERY_STRING="p=AL-09&v=debt-a")
    phone.post({"what": "y", "place": "AL-11", "version": "<script>"})
    found = {one["what"]: (one.get("place"), one.get("version")) for one in phone.opened()}
    assert found == {"x": ("AL-09", "debt-a"), "y": ("AL-11", None)}
    counts = phone.drop.visits("pune").counts
    assert [(c.place, c.version, c.count) for c in counts] == [("", "", 2)]


def test_the_form_cannot_say_another_campaign_or_language(phone: Phone) -> None:
    phone.post({"what": "x", "campaign": "other", "language": "xx"})
    (report,) = phone.drop.sealed_reports()
    assert (report.campaign, report.day) == ("pune", TODAY)
    assert phone.opened()[0]["campaign"] == "pune"


def test_what_the_phone_sealed_is_kept_as_it_is(phone: Phone) -> None:
    text = sealed_text()
    assert phone.post({"sealed": text, "what": ""})[0] == 303
    (report,) = phone.drop.sealed_reports()
    assert phone.drop.sealed_bytes(report.id) == base64.urlsafe_b64decode(text + "==")


def test_a_report_of_the_phone_and_one_of_the_server_are_alike(phone: Phone) -> None:
    phone.post({"sealed": sealed_text()})
    phone.post({"what": CANARY * 50})
    assert len({report.size for report in phone.drop.sealed_reports()}) == 1


def test_clear_fields_beside_a_sealed_one_are_dropped(phone: Phone) -> None:
    phone.post({"sealed": sealed_text(), "what": CANARY})
    assert phone.opened() == [{"what": "x"}]


def test_a_page_opened_before_a_caseworker_was_added_still_sends(phone: Phone) -> None:
    phone.post({"what": "loads the first bundle"})
    third = str(pyrage.x25519.Identity.generate().to_public())
    publish(phone.home, replace(made_pages(), recipients=(*RECIPIENTS, third)))
    phone.now += 2
    assert phone.post({"sealed": sealed_text()})[0] == 303
    assert phone.post({"sealed": sealed_text((*RECIPIENTS, third))})[0] == 303
    assert phone.post({"sealed": sealed_text(RECIPIENTS[:1])})[0] == 400


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"what": "  ", "where": ""},
        {"sealed": "AAAA"},
        {"sealed": base64.urlsafe_b64encode(b"x" * len(seal({}, RECIPIENTS))).decode()},
        {"sealed": "%%%"},
        {"what": "x" * 20_000},
        {f"f{n}": "x" for n in range(61)},
        b"what=%ff%fe",
        b"what=\xff",
        b"\x00" * 300,
    ],
)
def test_a_faulty_form_is_refused_and_keeps_nothing(
    phone: Phone, form: Mapping[str, Any] | bytes
) -> None:
    status, _, page = phone.post(form)
    assert status == 400
    assert "not sent" in page.decode()
    assert phone.drop.sealed_reports() == ()


def test_another_encoding_of_forms_is_refused(phone: Phone) -> None:
    assert phone.post({"what": "x"}, CONTENT_TYPE="multipart/form-data; boundary=x")[0] == 400


def test_a_body_above_64_kib_is_not_even_read(phone: Phone) -> None:
    assert phone.post(b"what=" + b"x" * 65_536)[0] == 413
    assert phone.post(b"what=x", CONTENT_LENGTH="")[0] == 411
    assert phone.post(b"what=x", CONTENT_LENGTH="-1")[0] == 411


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_SEC_FETCH_SITE": "new-word"},
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
    ],
)
def test_another_site_cannot_post_in_a_visitors_name(phone: Phone, environ: dict[str, str]) -> None:
    assert phone.post({"what": "x"}, **environ)[0] == 403
    assert phone.drop.sealed_reports() == ()


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "https://site.example"},
        {"HTTP_USER_AGENT": "an old phone that says neither"},
    ],
)
def test_our_own_page_can(phone: Phone, environ: dict[str, str]) -> None:
    assert phone.post({"what": "x"}, **environ)[0] == 303


def test_only_a_published_report_page_takes_a_report(phone: Phone) -> None:
    for path in ("/sq/pune/", "/sq/pune/help/", "/sq/other/form/", "/form/", "/"):
        assert phone.post({"what": "x"}, path)[0] == 405
    assert phone.drop.sealed_reports() == ()


def test_a_flood_is_cut_and_a_minute_later_reports_are_taken_again(tmp_path: Path) -> None:
    phone = Phone(Home(tmp_path), a_minute=3)
    text = sealed_text()
    assert [phone.post({"sealed": text})[0] for _ in range(5)] == [303, 303, 303, 503, 503]
    phone.now += 60
    assert phone.post({"sealed": text})[0] == 303
    assert len(phone.drop.sealed_reports()) == 4


def test_a_full_drop_says_that_the_report_was_not_sent(tmp_path: Path) -> None:
    phone = Phone(Home(tmp_path), most_bytes=1)
    status, _, page = phone.post({"what": CANARY})
    assert status == 503
    assert b"not sent" in page
    assert CANARY.encode() not in page


def test_the_bundles_own_page_says_what_was_not_sent(phone: Phone) -> None:
    site = made_pages()
    sorry = html("/sq/pune/retry/", "Nuk u dërgua")
    publish(phone.home, replace(site, pages=(*site.pages, sorry)))
    phone.now += 2
    status, _, page = phone.post({"what": " "})
    assert (status, "Nuk u dërgua" in page.decode()) == (400, True)


def test_after_the_last_day_no_report_is_taken_and_help_is_shown(phone: Phone) -> None:
    phone.day = LAST_DAY.replace(day=2)
    status, _, page = phone.post({"what": "x"})
    assert (status, "Urgjencë" in page.decode()) == (503, True)
    assert phone.drop.sealed_reports() == ()


def clear_traces(home: Home) -> list[str]:
    """Files beneath the home that hold the canary: its bytes, as posted or coded."""
    forms = {CANARY.encode(), urlencode({"what": CANARY})[5:].encode(), CANARY.encode("utf-16-le")}
    coded = {base64.b64encode(CANARY.encode()[n:])[:24] for n in range(3)}
    return [
        name
        for name, content in files_of(home.root).items()
        if any(form in content for form in forms | coded)
    ]


def test_nothing_clear_is_on_the_disk_after_a_report(
    phone: Phone, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for form in ({"what": CANARY, CANARY: CANARY}, {"sealed": sealed_text(text=CANARY)}):
        assert phone.post(form)[0] == 303
    phone.post({"sealed": CANARY})
    phone.post(b"what=%ff&where=" + CANARY.encode())
    assert "drop.sqlite3-wal" in files_of(phone.home.root)
    assert clear_traces(phone.home) == []
    said = capfd.readouterr()
    assert CANARY not in said.out + said.err + caplog.text


def test_the_search_for_traces_finds_a_report_that_is_not_sealed(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "beforehand.web.public.reports.seal", lambda fields, recipients: cell(fields)
    )
    assert phone.post({"what": CANARY})[0] == 303
    assert clear_traces(phone.home) == ["drop.sqlite3-wal"]
