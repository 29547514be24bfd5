"""The whole programme, walked in a real browser by the people who would walk it.

Each test is one person's part. What one leaves for the next (a file given, a page published, a
report told) is made by a fixture, so that every part can also be walked alone.
"""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from beforehand import store
from beforehand.records.plan import Arm, Plan
from beforehand.records.reach import Event
from beforehand.web.drop import open_drop
from journeys.demo_site import Demo, Staff, Traffic, downloaded
from journeys.landing_site import NEUTRAL, faults, phone
from journeys.partner_files import NORTH, seal_in
from made_site import files_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MARK = "kanarina77"  # stands in each report, and may be found nowhere
AGENT = "Mozilla/5.0 (Linux; Android 10; K) Kanarina/77 Mobile"
SEALED_WORDS = f"Ma morën pasaportën te kantieri ({MARK})"
SERVER_WORDS = f"S’na paguajnë prej dy muajsh ({MARK})"
NEW_LEDE = "Pesë pyetje, para se të thuash po. Lexoji me dikë."
REFUSED = "[role=alert].refusal"


@dataclass(frozen=True)
class Told:
    """What a visitor's browser asked, posted and kept while somebody told something."""

    traffic: Traffic
    cookies: list[object]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, demo: Demo) -> Path:
    """A partner's own machine: the spreadsheet, the mapping and the coalition's key."""
    made = tmp_path_factory.mktemp("partner")
    seal_in(made, demo)
    return made


@pytest.fixture(scope="module")
def given(staff: Staff, folder: Path) -> str:
    """A sealed file that the partner has given at the desk; its number."""
    page = staff.page("partner", "/cases/")
    page.get_by_label("File").set_input_files(folder / "cases.sealed")
    page.get_by_role("button", name="Give this file").click()
    receipt = page.get_by_role("status")
    expect(receipt).to_contain_text(f"3 rows from {NORTH}")
    assert faults(page) == []
    return receipt.locator(".hash").inner_text()


@pytest.fixture(scope="module")
def plan(staff: Staff, demo: Demo) -> Plan:
    """A campaign that the campaigner has planned on the desk, drawn and sealed."""
    page = staff.page("campaigner", "/campaigns/")
    page.get_by_text("Plan a campaign").click()
    page.get_by_label("Title").fill("Summer work: ask first")
    page.get_by_label("By lot, among draws whose two groups are alike").check()
    page.get_by_role("heading", name="Who stands behind it").click()
    page.get_by_label("Seed").fill("77")
    page.get_by_role("button", name="Draw the lots and seal the plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Summer work: ask first")
    sealed = urlsplit(page.url).path.strip("/").rpartition("/")[2]
    return next(one for one in store.saved(demo.home, Plan) if one.id == sealed)


@pytest.fixture(scope="module")
def published(staff: Staff, plan: Plan) -> str:
    """New words on the Albanian page: edited, agreed to twice, published."""
    campaigner = staff.page("campaigner", "/publish/")
    albanian(campaigner).get_by_role("link", name="Edit the words").click()
    campaigner.locator("[name=lede]").fill(NEW_LEDE)
    campaigner.get_by_role("button", name="Save draft", exact=True).click()
    campaigner.wait_for_load_state("load")
    campaigner.goto(staff.demo.desk + "/publish/")
    expect(albanian(campaigner)).to_contain_text("newer draft")
    expect(campaigner.get_by_role("button", name="Publish 1 language")).to_be_visible()
    for signer, role in (("partner", "local partner"), ("adviser", "lived-experience adviser")):
        page = staff.page(signer, "/publish/")
        albanian(page).get_by_role("button", name=f"I agree to every word, as {role}").click()
        expect(page.get_by_text("Your agreement to this draft is recorded.")).to_be_visible()
    campaigner.reload()
    campaigner.get_by_role("button", name="Publish 2 languages").click()
    expect(campaigner.get_by_text("Visitors see it now.")).to_be_visible()
    return NEW_LEDE


def albanian(page: Page) -> object:
    return page.locator("li.card").filter(has=page.locator("h3 [lang=sq]"))


@contextmanager
def visitor(browser: Browser, **options: object) -> Iterator[tuple[Page, Traffic]]:
    """A phone of 320 px, and everything that it asks."""
    with phone(browser, user_agent=AGENT, **options) as page:
        traffic = Traffic()
        traffic.watch(page.context)
        yield page, traffic


@pytest.fixture(scope="module")
def told_with_script(browser: Browser, demo: Demo, plan: Plan, published: str) -> Told:
    """Somebody came by a tracked link, read, ticked, looked for help, and told us."""
    place = next(one.place.code for one in plan.places if one.arm is Arm.TREATED)
    with visitor(browser) as (page, traffic):
        page.goto(f"{demo.public}/sq/pune/?p={place}&v=debt-a")
        expect(page.locator("html")).to_have_attribute("lang", "sq")
        expect(page.locator(".lede")).to_have_text(published)
        expect(page.locator(".ans .yes")).to_be_hidden()
        page.get_by_label("Ata e paguajnë rrugën").check()
        expect(page.locator(".ans .yes")).to_be_visible()
        page.locator("a[href$='/call/']").first.click()
        expect(page.locator("a[href^='tel:']").first).to_be_visible()
        page.locator("a.act[href$='/form/']").click()
        page.locator("#what").fill(SEALED_WORDS)
        expect(page.locator("[data-seal-on]")).to_be_visible()
        page.locator("form[data-seal] button").click()
        page.wait_for_url("**/sq/pune/done/")
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
        return Told(traffic, list(page.context.cookies()))


@pytest.fixture(scope="module")
def told_without_script(browser: Browser, demo: Demo, published: str) -> Told:
    """The same with JavaScript switched off."""
    with visitor(browser, java_script_enabled=False) as (page, traffic):
        page.goto(f"{demo.public}/sq/pune/")
        expect(page.locator(".lede")).to_have_text(published)
        page.get_by_label("Ta mbajnë pasaportën").check()
        expect(page.locator(".ans .yes")).to_be_visible()
        page.locator("a.act[href$='/form/']").click()
        expect(page.locator("[data-seal-off]")).to_be_visible()
        expect(page.locator("[data-seal-on]")).to_be_hidden()
        page.locator("#what").fill(SERVER_WORDS)
        page.locator("form[data-seal] button").click()
        page.wait_for_url("**/sq/pune/done/")
        return Told(traffic, list(page.context.cookies()))


def test_the_partner_finds_the_given_file_in_the_list(staff: Staff, given: str) -> None:
    """Given a sealed file; when it is given at the desk; then its receipt's number is listed."""
    assert re.fullmatch("[0-9a-f]{32}", given)
    page = staff.page("partner", "/cases/")
    expect(page.get_by_role("row").filter(has_text="walk-ins")).to_contain_text(given[:8])


def test_the_partner_may_change_the_language_on_a_receipt(
    staff: Staff, folder: Path, given: str
) -> None:
    """Given a receipt; when the language is changed there; then a page answers, in Albanian."""
    page = staff.page("partner", "/cases/")
    page.get_by_label("File").set_input_files(folder / "cases.sealed")
    page.get_by_role("button", name="Give this file").click()
    expect(page.get_by_role("status")).to_contain_text(given)
    with spoken_in_albanian(page):
        expect(page.get_by_role("table")).to_contain_text("walk-ins")


def test_the_partner_who_gives_a_clear_file_reads_in_plain_words_why_not(
    staff: Staff, folder: Path
) -> None:
    """Given a sheet that is not sealed; when it is given; then it is refused, and nothing taken."""
    page = staff.page("partner", "/cases/")
    before = page.locator("tbody tr").count()
    page.get_by_label("File").set_input_files(folder / "cases.csv")
    page.get_by_role("button", name="Give this file").click()
    expect(page.locator(REFUSED)).to_contain_text("cases.csv")
    expect(page.locator(REFUSED)).to_contain_text("seal")
    assert faults(page) == []
    page.goto(staff.demo.desk + "/cases/")
    assert page.locator("tbody tr").count() == before


def test_the_analyst_reads_the_real_route_and_takes_the_brief(staff: Staff) -> None:
    """Given the published table; when AL:GB is opened; then its sums are the published ones."""
    page = staff.page("analyst", "/routes/")
    page.get_by_role("heading", name="Albania to the United Kingdom").get_by_role("link").click()
    for said in ("7,659", "62.1", "46.6", "86.9", "39.3"):
        expect(page.locator("main")).to_contain_text(said)
    brief = page.get_by_role("link", name="Brief (PDF)").get_attribute("href")
    kind, data = downloaded(page, staff.demo.desk + str(brief))
    assert kind == "application/pdf"
    assert data.startswith(b"%PDF")
    assert 2 <= len(PdfReader(io.BytesIO(data)).pages) <= 4


def test_the_analyst_reads_the_coalition_beside_it_until_the_partner_takes_the_file_back(
    staff: Staff, given: str
) -> None:
    """Given 3 more rows; when recalled; then the coalition is 138 rows, 121 people, as before."""
    analyst = staff.page("analyst", "/routes/AL:GB/")
    analyst.get_by_role("navigation", name="Source").get_by_role("link").nth(1).click()
    expect(analyst.locator(".made").first).to_contain_text("made-up")
    expect(analyst.locator(".reading")).to_contain_text("141 rows are 124 people")
    partner = staff.page("partner", "/cases/")
    row = partner.get_by_role("row").filter(has_text="walk-ins")
    row.get_by_text("Take back").click()
    row.get_by_role("button", name="Yes, recall it").click()
    expect(partner.locator("main")).to_contain_text("out of every later answer")
    expect(partner.locator("main")).to_contain_text(given[:12])
    analyst.reload()
    expect(analyst.locator(".reading")).to_contain_text("138 rows are 121 people")


def test_the_campaigner_takes_files_that_leave_out_the_places_held_out(
    staff: Staff, plan: Plan
) -> None:
    """Given a plan drawn by lot; when exported; then held-out places are excluded, not reached."""
    page = staff.page("campaigner", f"/campaigns/{plan.id}/")
    href = page.get_by_role("link", name="meta.csv").get_attribute("href")
    _, data = downloaded(page, staff.demo.desk + str(href))
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    arms = {arm: [one.place for one in plan.places if one.arm is arm] for arm in Arm}
    assert len(arms[Arm.HELD_OUT]) == len(arms[Arm.TREATED]) == 16
    links = {parse_qs(urlsplit(row["Link"]).query)["p"][0] for row in rows}
    assert links == {place.code for place in arms[Arm.TREATED]}
    assert {row["Campaign Status"] for row in rows} == {"PAUSED"}
    assert all(row["Excluded Addresses"] for row in rows)


def test_the_visitor_tells_and_only_a_sealed_cell_leaves_the_phone(
    demo: Demo, told_with_script: Told
) -> None:
    """Given a phone that seals; when somebody tells; then nothing readable leaves, or stays."""
    [body] = told_with_script.traffic.bodies
    assert set(parse_qs(body)) == {"sealed"}
    assert MARK not in body
    assert {_origin(url) for url in told_with_script.traffic.urls} == {demo.public}
    assert told_with_script.cookies == []


def test_the_visitor_without_javascript_tells_all_the_same(
    demo: Demo, told_without_script: Told
) -> None:
    """Given no JavaScript; when somebody tells; then one form is posted home, and no cookie."""
    [body] = told_without_script.traffic.bodies
    assert MARK in body
    assert {_origin(url) for url in told_without_script.traffic.urls} == {demo.public}
    assert told_without_script.cookies == []


def _origin(url: str) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(url))


def test_the_visit_is_counted_for_its_place_and_message(
    demo: Demo, plan: Plan, told_with_script: Told
) -> None:
    """Given a tracked link; when it is opened; then one visit counts for its place and version."""
    time.sleep(1)
    place = next(one.place.code for one in plan.places if one.arm is Arm.TREATED)
    drop = open_drop(demo.home.drop)
    counts = drop.visits("pune").counts
    drop.close()
    here = [one for one in counts if (one.place, one.event) == (place, Event.VISIT)]
    assert [(one.version, one.count) for one in here] == [("debt-a", 1)]


def test_the_visitor_leaves_at_once_and_back_does_not_return(
    browser: Browser, demo: Demo, published: str
) -> None:
    """Given words typed; when the exit is pressed; then the page is gone, and back is elsewhere."""
    with visitor(browser) as (page, _):
        page.goto(f"{demo.public}/sq/pune/form/")
        page.locator("#what").fill(SEALED_WORDS)
        page.locator("[data-leave]").click()
        page.wait_for_url(NEUTRAL)
        page.go_back()
        assert "pune" not in page.url


def test_the_caseworker_reads_the_very_words(
    staff: Staff, told_with_script: Told, told_without_script: Told
) -> None:
    """Given two sealed reports; when the passphrase is typed; then both are read word for word."""
    page = staff.page("caseworker", "/inbox/")
    expect(page.locator("main")).not_to_contain_text(MARK)
    page.locator("#passphrase").fill(staff.demo.notes.passphrase)
    page.get_by_role("button", name="Unlock").click()
    for words in (SEALED_WORDS, SERVER_WORDS):
        expect(page.get_by_text(words)).to_be_visible()


@pytest.mark.parametrize("who", ["partner", "adviser", "analyst", "campaigner", "admin"])
def test_nobody_else_opens_the_inbox(staff: Staff, told_with_script: Told, who: str) -> None:
    """Given a report; when another role asks for the inbox or its ciphertext; then 403."""
    drop = open_drop(staff.demo.home.drop)
    report = drop.sealed_reports()[0].id
    drop.close()
    page = staff.page(who)
    for path in ("/inbox/", "/inbox/key/", f"/inbox/sealed/{report}/"):
        assert page.request.get(staff.demo.desk + path).status == 403, path


def test_the_analyst_proves_the_campaign_and_takes_the_impact_report(staff: Staff) -> None:
    """Given measured places; when the proof is opened; then it says what changed, and a PDF."""
    page = staff.page("analyst", "/proof/")
    page.get_by_role("link", name="measured").first.click()
    expect(page.locator("main")).to_contain_text("made-up")
    expect(page.get_by_role("heading", name="Delivery, step by step")).to_be_visible()
    if page.get_by_role("button", name="Release the report").count():
        page.get_by_role("button", name="Release the report").click()
        expect(page.get_by_text("Its line is in the ledger")).to_be_visible()
    href = page.get_by_role("link", name="PDF in Albanian").get_attribute("href")
    kind, data = downloaded(page, staff.demo.desk + str(href))
    assert kind == "application/pdf"
    assert data.startswith(b"%PDF")
    assert len(PdfReader(io.BytesIO(data)).pages) >= 1


WALKS = {
    "partner": ("/", "/cases/", "/routes/", "/routes/AL:GB/", "/publish/"),
    "analyst": ("/routes/AL:GB/", "/routes/AL:GB/?source=made-up:case-level", "/proof/"),
    "campaigner": ("/campaigns/", "/campaigns/{plan}/", "/proof/{plan}/", "/supporters/"),
    "caseworker": ("/inbox/", "/inbox/key/"),
    "admin": ("/", "/people/", "/people/new/"),
}


@pytest.mark.parametrize("who", WALKS)
def test_axe_finds_nothing_in_english_on_a_desk_and_in_albanian_on_a_phone_in_the_dark(
    staff: Staff, who: str
) -> None:
    """Given each person's pages; when axe reads them in both languages; then it finds nothing."""
    paths = [path.format(plan=staff.demo.notes.plan_id) for path in WALKS[who]]
    page = staff.page(who)
    assert _faults_of(page, staff.demo.desk, paths) == {}
    with spoken_in_albanian(page):
        page.set_viewport_size({"width": 390, "height": 844})
        page.emulate_media(color_scheme="dark")
        assert _faults_of(page, staff.demo.desk, paths) == {}


def _faults_of(page: Page, desk: str, paths: list[str]) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        page.goto(desk + path)
        if said := faults(page):
            found[path] = said
    return found


@contextmanager
def spoken_in_albanian(page: Page) -> Iterator[None]:
    """The desk in Albanian, as this person switches it, and back."""
    page.get_by_role("button", name="Shqip").click()
    expect(page.locator("html")).to_have_attribute("lang", "sq")
    try:
        yield
    finally:
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")


def test_nothing_of_a_visitor_is_left_in_the_whole_home(
    demo: Demo, told_with_script: Told, told_without_script: Told, published: str
) -> None:
    """Given two reports; when every file and all output is searched; then no word of them."""
    kept = files_of(demo.home.root) | {"what was printed": demo.said.read_bytes()}
    assert any(name.endswith("-wal") for name in kept)
    assert found(published, kept), "the search finds what is there"
    assert found(MARK, kept) == []
    assert found("Kanarina/77", kept) == []


def found(mark: str, kept: dict[str, bytes]) -> list[str]:
    return [name for name, content in kept.items() if mark.encode() in content]
