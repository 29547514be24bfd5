"""Every desk page: closed to foreign code, in both languages, and plain about bad input."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from beforehand import charts, example, prove, share, store
from beforehand.home import Home
from beforehand.records.people import SHELL
from beforehand.records.plan import Plan
from beforehand.refusals import UnknownSourceClass
from made_desk import client, people, undone
from made_pool import desk_at, measured, planned, pooled

PAGES = (
    ("analyst", "/"),
    ("partner", "/"),
    ("analyst", "/cases/"),
    ("partner", "/cases/"),
    ("analyst", "/routes/"),
    ("analyst", "/routes/AL:GB/"),
    ("analyst", "/routes/AL:GB/?source=made-up:case-level"),
    ("partner", "/routes/AL:GB/?source=made-up:case-level&citizenship=any"),
    ("analyst", "/routes/FR:GB/?source=made-up:case-level"),
    ("campaigner", "/campaigns/"),
    ("campaigner", "/campaigns/{over}/"),
    ("campaigner", "/proof/"),
    ("campaigner", "/proof/{over}/"),
    ("campaigner", "/proof/{running}/"),
    ("analyst", "/supporters/"),
    ("administrator", "/people/"),
    ("administrator", "/people/new/"),
    ("analyst", "/people/"),
    ("analyst", "/nothing/"),
)
STATUS = {"/routes/FR:GB/?source=made-up:case-level": 422, "/nothing/": 404}
INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)


class World:
    """A desk with a pool, one campaign that is over and one that runs."""

    def __init__(self, home: Home, known: dict[str, Any], over: Plan, running: Plan) -> None:
        self.home, self.known, self.over, self.running = home, known, over, running

    def browser(self, role: str) -> Any:
        name = {"partner": "local", "caseworker": "second"}.get(role, role)
        return client(self.known[name])

    def get(self, role: str, path: str) -> Any:
        return self.browser(role).get(path.format(over=self.over.id, running=self.running.id))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    today = date.today()
    home = pooled(tmp_path_factory.mktemp("home"), today)
    over = planned(home, today - timedelta(days=3))
    running = planned(home, today + timedelta(days=3), "later")
    measured(home, over)
    with undone(), desk_at(home):
        yield World(home, people(), over, running)


@pytest.fixture
def writable(world: World) -> Iterator[World]:
    """Accounts as they were, afterwards, in the database and in hand."""
    with undone():
        yield world
    for user in world.known.values():
        user.refresh_from_db()


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_a_page_lets_nothing_foreign_in_and_brings_nothing_inline(
    world: World, role: str, path: str
) -> None:
    answer = world.get(role, path)
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert INLINE.search(answer.content.decode()) is None
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_a_page_asks_no_other_host(world: World, role: str, path: str) -> None:
    page = world.get(role, path).content.decode()
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page)


@pytest.mark.parametrize("language", ["en", "sq"])
@pytest.mark.parametrize(("role", "path"), PAGES)
def test_a_page_is_whole_in_both_languages(
    world: World, role: str, path: str, language: str
) -> None:
    browser = world.browser(role)
    browser.post("/language/setlang/", {"language": language, "next": "/"})
    answer = browser.get(path.format(over=world.over.id, running=world.running.id))
    expected = STATUS.get(path, 403 if (role, path) == ("analyst", "/people/") else 200)
    assert answer.status_code == expected
    page = answer.content.decode()
    assert f'<html lang="{language}">' in page
    assert page.count("<h1") == 1
    assert "{" not in re.sub(r"<[^>]*>", "", page), "a placeholder was not filled"


def test_the_look_is_what_charts_and_report_bring(world: World) -> None:
    answer = world.get("analyst", "/look.css")
    assert answer["Content-Type"].startswith("text/css")
    assert answer.content.decode() == prove.STYLE
    assert charts.STYLE in prove.STYLE


def test_made_up_data_says_so_on_every_page_that_shows_it(world: World) -> None:
    shown = (
        ("analyst", "/"),
        ("analyst", "/cases/"),
        ("analyst", "/routes/"),
        ("analyst", "/routes/AL:GB/?source=made-up:case-level"),
        ("campaigner", "/campaigns/"),
        ("campaigner", "/campaigns/{over}/"),
        ("campaigner", "/proof/"),
        ("campaigner", "/proof/{over}/"),
        ("campaigner", "/proof/{running}/"),
    )
    for role, path in shown:
        assert re.search("made[- ]up", world.get(role, path).content.decode(), re.IGNORECASE), path


def test_the_real_source_is_not_called_made_up(world: World) -> None:
    page = world.get("analyst", "/routes/AL:GB/").content.decode()
    assert 'class="made"' not in page


# --- cases -----------------------------------------------------------------------------------


def given(world: World, role: str, name: str, data: bytes, **more: str) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    posted = {"file": SimpleUploadedFile(name, data), **more}
    return world.browser(role).post("/cases/give/", posted)


BAD = (
    ("partner", "empty.sealed", b"", {}),
    ("partner", "cases.csv", b"%PDF-1.7 not a spreadsheet", {}),
    ("partner", "cases.sealed", b"name,age\nAna,19\n", {}),
    ("analyst", "nrm.csv", b"", {"kind": "nrm"}),
    ("analyst", "nrm.csv", b"%PDF-1.7", {"kind": "nrm"}),
    ("analyst", "nrm.csv", b"a,b\n1,2\n", {"kind": "nrm"}),
)


@pytest.mark.parametrize(("role", "name", "data", "more"), BAD)
def test_a_bad_file_is_refused_in_a_plain_sentence_and_nothing_is_taken(
    world: World, role: str, name: str, data: bytes, more: dict[str, str]
) -> None:
    before = store.submissions(world.home, SHELL)
    answer = given(world, role, name, data, **more)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in page
    assert "Traceback" not in page
    assert store.submissions(world.home, SHELL) == before


def test_no_file_at_all_is_refused_too(world: World) -> None:
    assert world.browser("partner").post("/cases/give/", {}).status_code == 422


def sealed(folder: Path) -> tuple[str, bytes]:
    """One of the coalition's sealed files, after who sealed it."""
    file = next(iter(example.coalition(np.random.default_rng(2))))
    receipt = share.add_sealed(Home(folder / "elsewhere"), file, today=date.today())
    return receipt.submission.giver, file


def test_a_partner_gives_gets_a_receipt_and_takes_it_back(writable: World, tmp_path: Path) -> None:
    world, user = writable, writable.known["local"]
    user.partner, data = sealed(tmp_path)
    user.save()
    home = Home(tmp_path / "hub")
    with desk_at(home):
        answer = given(world, "partner", "a.sealed", data)
        (mine,) = store.submissions(home, SHELL)
        assert answer.status_code == 200
        assert mine.id in answer.content.decode()
        assert "had this file already" in given(world, "partner", "a", data).content.decode()
        assert world.browser("partner").post(f"/cases/{mine.id}/recall/").status_code == 302
        assert store.submissions(home, SHELL) == ()
        assert mine.id[:12] in world.get("partner", "/cases/").content.decode()


def test_a_receipt_is_text_for_its_giver_and_nobody_elses(writable: World, tmp_path: Path) -> None:
    given = next(
        one
        for one in store.submissions(writable.home, SHELL)
        if one.source_class.kind == "case-level"
    )
    path = f"/cases/{given.id}/receipt.txt"
    answer = writable.get("analyst", path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert given.id in answer.content.decode()
    officer = writable.known["local"]
    for partner, answered in (("Somebody else", 404), (given.giver, 200)):
        officer.partner = partner
        officer.save()
        assert writable.get("partner", path).status_code == answered
    assert writable.get("campaigner", path).status_code == 403
    assert writable.get("analyst", "/cases/nothing/receipt.txt").status_code == 404


def test_a_partner_cannot_give_in_another_ones_name(writable: World, tmp_path: Path) -> None:
    user = writable.known["local"]
    user.partner = "Somebody else"
    user.save()
    home = Home(tmp_path / "hub")
    with desk_at(home):
        assert given(writable, "partner", "a", sealed(tmp_path)[1]).status_code == 422
        assert store.submissions(home, SHELL) == ()


def test_a_partner_cannot_take_back_what_another_gave(writable: World) -> None:
    world = writable
    user = world.known["local"]
    user.partner = "Somebody else"
    user.save()
    for one in store.submissions(world.home, SHELL):
        assert world.browser("partner").post(f"/cases/{one.id}/recall/").status_code == 422
    assert len(store.submissions(world.home, SHELL)) == 8


def test_a_partner_sees_published_tables_and_its_own_cases_alone(writable: World) -> None:
    world = writable
    names = {one.giver for one in store.submissions(world.home, SHELL)} - {"Home Office"}
    user = world.known["local"]
    user.partner = min(names)
    user.save()
    page = world.get("partner", "/cases/").content.decode()
    assert user.partner in page
    assert "Home Office" in page
    assert not any(other in page for other in names - {user.partner})


# --- routes ----------------------------------------------------------------------------------


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def test_the_real_route_shows_the_published_sums(world: World) -> None:
    text = text_of(world.get("analyst", "/routes/AL:GB/").content.decode())
    for part in ("4,753 of 7,659", "3,566 of 7,659", "6,678 of 7,659", "86.9%", "39.3%", "1,452"):
        assert part in text
    assert "as a proxy" in text


def test_any_citizenship_counts_those_who_have_another_too(world: World) -> None:
    text = text_of(world.get("analyst", "/routes/AL:GB/?citizenship=any").content.decode())
    assert "of 7,733" in text
    assert "of 7,659" not in text


def test_the_sources_stand_side_by_side_and_are_never_added(world: World) -> None:
    text = text_of(world.get("analyst", "/routes/").content.decode())
    assert "7,659 people" in text
    assert "121 people" in text
    assert "7,780" not in text
    coalition = world.get("analyst", "/routes/AL:GB/?source=made-up:case-level").content.decode()
    assert "of 121" in coalition
    assert "7,659" not in coalition
    assert "never added" in text_of(coalition)


def test_two_country_codes_lead_to_a_route_and_anything_else_is_refused(world: World) -> None:
    assert world.get("analyst", "/routes/?from=al&to=gb")["Location"] == "/routes/AL:GB/"
    assert world.get("analyst", "/routes/?from=al&to=england").status_code == 422
    assert world.get("analyst", "/routes/nowhere/").status_code == 422


def test_a_source_that_there_is_not_is_refused_by_name(world: World) -> None:
    answer = world.get("analyst", "/routes/AL:GB/?source=real:case-level")
    assert answer.status_code == 422
    assert UnknownSourceClass(source="real:case-level", choices="x").code == "UnknownSourceClass"
    assert "real:case-level" in answer.content.decode()


@pytest.mark.parametrize("role", ["analyst", "partner"])
@pytest.mark.parametrize("source", ["real:aggregate:nrm", "made-up:case-level"])
def test_the_brief_comes_as_a_pdf_in_the_readers_language(
    world: World, role: str, source: str
) -> None:
    browser = world.browser(role)
    made = {}
    for language in ("en", "sq"):
        browser.post("/language/setlang/", {"language": language, "next": "/"})
        answer = browser.get(f"/routes/AL:GB/brief.pdf?source={source}")
        assert answer["Content-Type"] == "application/pdf"
        assert f"AL-GB-{language}.pdf" in answer["Content-Disposition"]
        made[language] = answer.content
    assert made["en"].startswith(b"%PDF")
    assert made["en"] != made["sq"]


def test_every_large_figure_says_how_it_was_counted(world: World) -> None:
    page = world.get("analyst", "/routes/AL:GB/").content.decode()
    figures = page.split('<section class="figs"')[1].split("</section>")[0]
    assert figures.count('<div class="fig">') == 3
    assert figures.count("beforehand understand profile") == 3
    assert figures.count("National Referral Mechanism statistics") == 3
    assert figures.count('<svg xmlns="http://www.w3.org/2000/svg" class="chart"') == 3


def test_a_recalled_submission_leaves_the_page_at_once(
    world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    today = date.today()
    home = pooled(tmp_path_factory.mktemp("recalled"), today)
    path = "/routes/AL:GB/?source=made-up:case-level"
    with desk_at(home):
        assert "of 121" in world.get("analyst", path).content.decode()
        gone = next(s for s in store.submissions(home, SHELL) if s.giver != "Home Office")
        store.recall(home, gone.id, today=today)
        after = world.get("analyst", path).content.decode()
    assert "of 121" not in after
    assert gone.giver not in after
