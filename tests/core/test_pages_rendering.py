"""What the campaign pages are rendered to."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from beforehand.prove import survey_forms
from beforehand.records.reach import Event, PageBytes, Pages
from beforehand.refusals import NoEmergencyContact, NoPageVersion
from made_campaign import a_plan
from made_desk import TODAY, example, people, undone

KEYS = ("age1qqq", "age1zzz")
PLAN = a_plan()
HEADERS = 1_100  # bytes of headers that `public` sends with a page, rounded up


@pytest.fixture
def pages() -> Iterator[list[Any]]:
    with undone():
        yield example(people())


def site(pages: list[Any], today: date = TODAY) -> Pages:
    from beforehand.web.pages.rendering import Tracked, render_site

    tracked = Tracked(recipients=KEYS, places=("AL-07",), surveys={"pune": survey_forms(PLAN)})
    return render_site(pages, tracked, today)


def at(found: Pages, path: str) -> PageBytes:
    return next(page for page in found.pages if page.path == path)


def test_each_language_has_every_step_and_the_site_has_a_start_and_a_not_found_page(
    pages: list[Any],
) -> None:
    paths = {page.path for page in site(pages).pages}
    steps = ("", "next/", "call/", "form/", "done/", "retry/", "about/",
             "ask/1/", "ask/2/", "ask/done/", "ask/retry/")  # fmt: skip
    assert paths == {"/", "/404/"} | {f"/{lang}/pune/{s}" for lang in ("sq", "en") for s in steps}


def test_a_landing_page_fits_the_first_round_trip_with_its_headers(pages: list[Any]) -> None:
    for page in site(pages).pages:
        assert len(gzip.compress(page.body, 9)) + HEADERS <= 14_000, page.path


def test_the_policy_allows_the_styles_on_the_page_by_their_hash_and_nothing_loose(
    pages: list[Any],
) -> None:
    for page in site(pages).pages:
        style = re.findall(rb"<style>(.*?)</style>", page.body, re.DOTALL)
        assert len(style) == 1
        digest = base64.b64encode(hashlib.sha256(style[0]).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in page.csp
        assert "unsafe" not in page.csp
        assert page.csp.startswith("default-src 'none'")


def test_only_the_report_step_and_the_survey_may_post(pages: list[Any]) -> None:
    for page in site(pages).pages:
        posts = "form-action 'self'" in page.csp
        assert posts == page.path.endswith(("/form/", "/ask/1/", "/ask/2/"))
        assert (b"<form" in page.body) == posts


def test_nothing_on_a_page_runs_or_styles_inline(pages: list[Any]) -> None:
    for page in site(pages).pages:
        body = page.body.decode()
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)\s*=", body), page.path
        for tag in re.findall(r"<script[^>]*>", body):
            assert tag == '<script type="module" src="/sealing/leave.js">'


def test_a_page_names_no_other_host_but_the_one_that_leaving_leads_to(pages: list[Any]) -> None:
    for page in site(pages).pages:
        exits = re.findall(r'class="exit" href="(https://[^"]+)" rel="noreferrer"', str(page.body))
        others = re.findall(r"https?://[^\"'\s<]+", str(page.body))
        assert others == exits, page.path
        if page.campaign:
            assert len(exits) == 1


def test_danger_and_childhood_come_before_the_headline(pages: list[Any]) -> None:
    body = at(site(pages), "/en/pune/").body.decode()
    order = [body.index(words) for words in ("data-leave", "In danger now?", "Under 18?", "<h1>")]
    assert order == sorted(order)
    assert body.index('href="tel:999"') < body.index("<h1>")


def test_the_language_is_named_and_machine_translation_is_declined(pages: list[Any]) -> None:
    assert b'<html lang="sq" translate="no">' in at(site(pages), "/sq/pune/").body
    assert b'<html lang="en" translate="no">' in at(site(pages), "/en/pune/").body


def test_titles_say_nothing_of_trafficking(pages: list[Any]) -> None:
    titles = {re.search(rb"<title>(.*?)</title>", p.body)[1].decode() for p in site(pages).pages}  # type: ignore[index] # every page has one
    assert titles == {"Punë", "Work", "404"}


def test_the_five_questions_send_nothing(pages: list[Any]) -> None:
    body = at(site(pages), "/sq/pune/").body.decode()
    boxes = re.findall(r"<input type=\"checkbox\"[^>]*>", body)
    assert len(boxes) == 5
    assert not any("name=" in box for box in boxes)


def test_the_sponsor_is_named_with_its_charity_number_on_every_campaign_page(
    pages: list[Any],
) -> None:
    for page in site(pages).pages:
        if page.campaign:
            said = b"Koalicioni Shembull" if page.language == "sq" else b"Example Coalition"
            assert said in page.body
            assert b"000000" in page.body


def test_a_made_up_campaign_says_so_on_every_page(pages: list[Any]) -> None:
    found = site(pages)
    assert found.made_up
    assert all(b'class="made"' in page.body for page in (*found.pages, *found.emergency))


def test_a_contact_past_its_last_day_leaves_every_page(pages: list[Any]) -> None:
    from beforehand.web.pages.contacts import Contact

    Contact.objects.filter(country="AL").update(expires_on=TODAY)
    assert b"+355 44 500 388" in at(site(pages), "/sq/pune/").body
    after = site(pages, TODAY + timedelta(days=1))
    assert not any(b"+355 44 500 388" in page.body for page in after.pages)


def test_the_site_ends_with_its_first_contact(pages: list[Any]) -> None:
    from beforehand.web.pages.contacts import Contact

    first = TODAY + timedelta(days=3)
    Contact.objects.filter(country="AL").update(expires_on=first)
    assert site(pages).expires_on == first
    assert at(site(pages), "/en/pune/call/").expires_on == first


def test_what_is_left_at_the_end_is_whom_to_call_in_danger(pages: list[Any]) -> None:
    emergency = site(pages).emergency
    assert {page.language for page in emergency} == {"sq", "en"}
    for page in emergency:
        assert b"tel:999" in page.body
        assert (b"Under 18?" in page.body) or page.language != "en"
        assert b"000000" in page.body  # the sponsor, by its charity number
        assert b"<form" not in page.body
        assert page.event is None


def test_a_real_page_names_nobody_whom_no_person_has_rung(pages: list[Any]) -> None:
    for page in pages:
        page.made_up = False
    with pytest.raises(NoEmergencyContact):
        site(pages)


def test_no_pages_are_no_site() -> None:
    with undone(), pytest.raises(NoPageVersion):
        site([])


def test_opening_a_step_counts_what_it_is(pages: list[Any]) -> None:
    found = site(pages)
    assert at(found, "/sq/pune/").event is Event.VISIT
    assert at(found, "/sq/pune/next/").event is Event.CHECKED
    assert at(found, "/sq/pune/call/").event is Event.HELP
    assert at(found, "/sq/pune/form/").event is None  # counted when a report arrives
    assert found.campaigns == ("pune",)


def test_the_report_form_carries_the_keys_and_asks_for_no_name(pages: list[Any]) -> None:
    body = at(site(pages), "/sq/pune/form/").body.decode()
    assert 'data-keys="age1qqq age1zzz"' in body
    named = set(re.findall(r'name="([a-z]+)"', body)) - {"viewport"}
    assert named - {"format"} == {"sealed", "safe", "what", "where", "when", "reach"}
    assert 'spellcheck="false"' in body
    assert 'autocomplete="off"' in body


def test_every_module_that_a_page_may_fetch_is_in_the_bundle(pages: list[Any]) -> None:
    found = site(pages)
    known = {asset.path for asset in found.assets}
    assert "/sealing/leave.js" in known
    for asset in found.assets:
        folder = asset.path.rsplit("/", 1)[0]
        for name in re.findall(r'(?:from|import\()\s*"(\.[^"]+)"', asset.body.decode()):
            path = f"{folder}/{name}".replace("/./", "/").replace("/sealing/../", "/")
            assert path in known, path


def test_words_that_an_author_writes_are_never_markup(pages: list[Any]) -> None:
    pages[0].headline = "<script>alert(1)</script>"
    body = b"".join(page.body for page in site(pages).pages)
    assert b"<script>alert" not in body
    assert b"&lt;script&gt;alert" in body


def test_a_wording_that_nobody_signed_off_is_asked_on_made_up_pages_alone(pages: list[Any]) -> None:
    from beforehand.web.pages.contacts import Contact

    Contact.objects.update(checked_by_person=True)
    assert any(page.survey for page in site(pages).pages)
    for page in pages:
        page.made_up = False
    assert not any(page.survey or "/ask/" in page.path for page in site(pages).pages)


def test_the_survey_asks_each_item_once_and_for_nothing_that_tells_who(pages: list[Any]) -> None:
    page = at(site(pages), "/sq/pune/ask/2/")
    assert page.survey is not None
    named = set(re.findall(r'name="([a-z]+)"', page.body.decode())) - {"viewport", "format"}
    assert named == {*page.survey.items, "age", "gender"}
    assert page.event is None


def test_what_is_true_comes_only_after_sending(pages: list[Any]) -> None:
    found = site(pages)
    asked = at(found, "/en/pune/ask/1/").body.decode()
    told = at(found, "/en/pune/ask/done/").body.decode()
    assert "meant" not in re.sub(r"<style>.*?</style>", "", asked, flags=re.DOTALL)
    assert re.findall(r'class="meant">([^<]+)<', told) == ["False", "True", "True", "True", "True"]
