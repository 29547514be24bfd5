"""A partner without a terminal is linked too: its page asks the keyholder as the command does."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, Worker, expect

from beforehand import share
from beforehand.home import Home
from beforehand.keyholder import Asking, Book, Keyholder, oprf
from beforehand.share.partner import GivenFile, load_mapping, seal_file
from core.test_oprf import BLIND, VECTORS
from core.test_oprf import KEY as SECRET
from journeys.demo_site import command_line
from made_contribution import (
    KEY,
    MAPPING,
    NORTH,
    Heard,
    at_contribute,
    listening,
    map_by_file,
    recording,
    take,
)
from made_desk import TODAY, people, serving, start_django
from made_doubles import two_partners
from made_pool import desk_at
from made_sealed import header_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SOUTH = "Made-up Charity South (example)"
BATCH = 1024  # values that the page asks at once
ROWS = 40  # of each partner; 20 of the people are the other's too


@dataclass
class Line:
    """Between partners and keyholder; what crosses is written down, and it can be cut."""

    application: Any
    heard: Heard = field(default_factory=Heard)
    whole: int = 1000  # batches that still get through
    open: threading.Event = field(default_factory=threading.Event)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            self.open.wait(60)
            self.whole -= 1
            if self.whole < 0:
                start_response("502 Bad Gateway", [])
                return [b""]
        answered: Iterable[bytes] = recording(self.application, self.heard)(environ, start_response)
        return answered


@dataclass
class World:
    """A hub's desk, a keyholder elsewhere, and the people of a partner."""

    desk: str
    heard: Heard
    home: Home
    known: dict[str, Any]
    keyholder: str
    line: Line
    book: Book

    def asked(self, name: str) -> int:
        """How many values a partner has asked for."""
        return next(one.asked_in_all for one in self.book.admitted(TODAY) if one.name == name)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    start_django()
    from django.conf import settings

    folder = tmp_path_factory.mktemp("blinding")
    known = people()
    known["local"].partner = NORTH
    known["local"].save()
    home, book = Home(folder / "home"), Book(folder / "keyholder")
    book.rotate()
    patch = pytest.MonkeyPatch()
    try:
        with desk_at(home), listening() as (desk, heard):
            line = Line(Keyholder(book, lambda: TODAY, desk))
            line.open.set()
            with serving(line) as keyholder:
                patch.setattr(settings, "KEYHOLDER_URL", keyholder)
                yield World(desk, heard, home, known, keyholder, line, book)
    finally:
        patch.undo()
        for user in known.values():
            user.delete()


def sheet(people_: Iterable[Any]) -> str:
    """Made-up people as a partner's spreadsheet."""
    lines = ["Surname;First name;Born;Sex;Nationality;County;Age;Agreed;Tel;Notes"]
    for one in people_:
        born = "/".join(reversed(one.born.split("-"))) if one.born else ""
        sex = {"m": "Male", "f": "Female"}.get(one.sex, "")
        lines.append(f"{one.family};{one.given};{born};{sex};Albanian;AL-07;23;yes;-;-")
    return "\n".join(lines) + "\n"


def pass_of(book: Book, name: str, values_a_day: int = 100_000) -> bytes:
    return book.admit(name, values_a_day).encode() + b"\n"


def give_pass(page: Page, made: bytes, name: str = "north.pass") -> None:
    given = {"name": name, "mimeType": "", "buffer": made}
    page.set_input_files("#pass", files=[given])  # type: ignore[list-item] # a TypedDict


def more_for(book: Book, name: str) -> None:
    """The keyholder lets a partner ask more; its pass stays."""
    with book._database() as database:
        database.execute("UPDATE partner SET values_a_day = 100000 WHERE name = ?", (name,))


def to_the_last_step(page: Page) -> None:
    map_by_file(page)
    page.locator("[data-checked]").click()
    page.locator("[data-agreed]").click()
    expect(page.get_by_role("heading", name="Send the coded rows")).to_be_visible()


def sealed_elsewhere(world: World, text: str, who: str) -> bytes:
    """What another partner seals, asking the keyholder over the same line."""
    mapping = load_mapping(GivenFile("map.yaml", MAPPING.replace(NORTH, SOUTH).encode()))
    asking = Asking(world.keyholder, pass_of(world.book, who).decode().strip())
    return seal_file(GivenFile("cases.csv", text.encode()), mapping, KEY, asking).data


def sealed_by_command(world: World, folder: Path, text: str, who: str) -> bytes:
    """What `beforehand share seal` makes of the same sheet, with a pass of its own."""
    for name, data in (("cases.csv", text), ("map.yaml", MAPPING), ("key", KEY.decode())):
        (folder / name).write_text(data, "utf-8")
    (folder / "pass").write_bytes(pass_of(world.book, who))
    at = [str(folder / name) for name in ("cases.csv", "map.yaml", "key", "out.sealed", "pass")]
    command_line(
        folder / "own", "share", "seal", at[0], "-m", at[1], "-k", at[2], "-o", at[3],
        "--keyholder", world.keyholder, "--pass", at[4],
    )  # fmt: skip
    return (folder / "out.sealed").read_bytes()


def impatient(context: BrowserContext) -> None:
    """A cut line is tried again at once, not after seconds."""

    def patched(route: Route) -> None:
        answer = route.fetch()
        text = answer.text().replace("[1000, 3000, 9000]", "[10]")
        assert text != answer.text()
        route.fulfill(response=answer, body=text)

    context.route("**/contribute/keyholder.js", patched)


def test_a_spreadsheet_dropped_in_the_page_is_linked_with_one_that_another_partner_sealed(
    browser: Browser, world: World, tmp_path: Path
) -> None:
    ours, theirs = two_partners(ROWS, seed=7)
    text = sheet(ours)
    share.add_sealed(world.home, sealed_elsewhere(world, sheet(theirs), "South"), today=TODAY)
    same = sealed_by_command(world, tmp_path, text, "North, on a terminal")
    with at_contribute(browser, world.desk, world.known["local"]) as (page, context):
        impatient(context)
        said = page.locator("[data-blinding-said]")
        refusal = page.locator("[data-refusal]")
        onward = page.locator("[data-resume]")
        take(page, text)
        page.get_by_role("button", name="Continue").click()
        expect(refusal).to_contain_text("go together")
        give_pass(page, b"hello")
        expect(refusal).to_contain_text("is not a pass")
        give_pass(page, b"keyholder-pass-" + b"0" * 64)
        to_the_last_step(page)
        expect(said).to_contain_text("does not take this pass")
        expect(page.locator("[data-send]")).to_be_disabled()

        page.locator("[data-go='file']").click()
        give_pass(page, pass_of(world.book, "North", 1 + BATCH))
        page.locator("[data-go='send']").click()
        expect(said).to_contain_text("allowance at the keyholder is spent")
        more_for(world.book, "North")
        world.line.whole = 0
        onward.click()
        expect(said).to_contain_text("does not answer this page")
        world.line.whole = 1000

        world.line.open.clear()  # the keyholder takes its time
        onward.click()
        page.locator("[data-pause]").click()
        expect(said).to_contain_text("Stopped at")
        world.line.open.set()
        onward.click()
        expect(said).to_contain_text("Blinded by the keyholder")
        page.locator("[data-send]").click()
        expect(page.get_by_role("heading", name="Your receipt")).to_be_visible()
        kept = str(context.storage_state()) + page.evaluate(
            "JSON.stringify([{...localStorage}, {...sessionStorage}])"
        )
    assert world.heard.bodies == [same]  # byte for byte
    assert header_of(same).linkage.blinded
    (counted,) = share.link(world.home)
    assert counted.rows == 2 * ROWS
    assert counted.people <= 2 * ROWS - ROWS // 4  # the hub finds the same people at both
    # No batch was asked twice: once all values, and a check in each batch.
    assert abs(world.asked("North") - world.asked("North, on a terminal")) <= 3
    assert not [
        one for one in (KEY, b"keyholder-pass-") if one in world.heard.all() or one in kept.encode()
    ]
    asked = world.line.heard.all()
    names = {name.encode() for one in ours for name in (one.family, one.given) if len(name) > 5}
    assert names  # shorter ones could stand among random bytes
    assert not [name for name in (*names, KEY) if name in asked]


def blinder(page: Page, address: str) -> Worker:
    """The worker that blinds, on a page that loads nothing else."""
    page.goto(f"{address}/accounts/login/")
    with page.expect_event("worker") as made:
        page.evaluate(
            "void (self.b = new Worker('/static/contribute/blinder.js', {type: 'module'}))"
        )
    return made.value


RUN = """async ([said, drawn, key]) => {
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));
  const hex = (data) => Array.from(data, (one) => one.toString(16).padStart(2, "0")).join("");
  const { blind, finalize } = await import("/static/contribute/oprf.js");
  const { sodium } = await import("/static/vendor/libsodium.js");
  await sodium.ready;
  const values = said.map(bytes);
  const made = blind(sodium, values, () => values.map(() => bytes(drawn)));
  const parts = values.map((_, row) => made.elements.slice(32 * row, 32 * row + 32));
  const evaluated = parts.map((one) => sodium.crypto_scalarmult_ristretto255(bytes(key), one));
  const all = new Uint8Array(evaluated.flatMap((one) => [...one]));
  const outputs = finalize(sodium, values, made.drawn, all, 64);
  return values.map((_, row) => [
    said[row], hex(parts[row]), hex(evaluated[row]), hex(outputs.slice(64 * row, 64 * row + 64)),
  ]);
}"""
ASK = """async (pass) => {
  self.b.postMessage({ begin: { url: pass[1], pass: pass[0] } });
  const answer = new Promise((done) => {
    self.b.onmessage = ({ data }) => done(data.kind || "ok");
  });
  self.b.postMessage({ values: new Uint8Array(32) });
  return answer;
}"""


def test_the_vectors_of_the_standard_come_out_of_the_browsers_code(
    browser: Browser, world: World
) -> None:
    with browser.new_context() as context:
        worker = blinder(context.new_page(), world.desk)
        drawn = oprf._scalar(BLIND).hex()
        found = worker.evaluate(RUN, [[one[0] for one in VECTORS], drawn, SECRET.hex()])
    assert [tuple(one) for one in found] == VECTORS


def test_the_blinding_worker_reaches_the_keyholder_alone_and_the_keyholder_the_desk_alone(
    browser: Browser, world: World
) -> None:
    token = pass_of(world.book, "Elsewhere").decode().strip()
    elsewhere = world.desk.replace("localhost", "127.0.0.1")  # another origin, the same pages
    with browser.new_context() as context:
        impatient(context)
        for address, told in ((world.desk, "ok"), (elsewhere, "unreachable")):
            page = context.new_page()
            worker = blinder(page, address)
            assert page.evaluate(ASK, [token, world.keyholder]) == told
            for path in ("/contribute/give/", "/static/css/desk.css"):
                tried = "address => fetch(address, {method: 'POST'}).then(() => 'sent', () => 'no')"
                assert worker.evaluate(tried, address + path) == "no"
    assert world.asked("Elsewhere") == 1 + 1  # the value, and the check beside it


BLIND_EACH = """async ([keyholder, pass, lists]) => {
  const { Blinding } = await import("/static/contribute/blinding.js");
  const made = (self.made ??= new Blinding({ worker: "/static/contribute/blinder.js", keyholder }));
  const found = [];
  for (const list of lists) {
    found.push([...await made.run(Uint8Array.from(list.flat()), pass, () => {})]);
  }
  return found;
}"""


def test_after_a_change_only_new_values_are_asked_and_after_a_new_key_all(
    browser: Browser, world: World
) -> None:
    values = [bytes([number, *range(31)]) for number in range(1, 9)]
    first, then = values[:6], [*values[:2], *values[3:7]]
    token = pass_of(world.book, "Changing").decode().strip()

    def outputs(asked: list[bytes]) -> list[int]:
        return list(b"".join(one[:16] for one in world.book.own(asked)))

    with browser.new_context() as context:
        sent: list[str] = []
        context.on("request", lambda one: sent.append(f"{one.method} {one.url}"))
        page = context.new_page()
        page.goto(f"{world.desk}/accounts/login/")
        said = [world.keyholder, token, [[list(one) for one in each] for each in (first, then)]]
        assert page.evaluate(BLIND_EACH, said) == [outputs(first), outputs(then)]
        assert world.asked("Changing") == (1 + 6) + (1 + 1)  # a check each time
        world.book.rotate()
        said[2] = said[2][1:]
        assert page.evaluate(BLIND_EACH, said) == [outputs(then)]
        assert world.asked("Changing") == (1 + 6) + (1 + 1) + (1 + 6)
        # The check never goes alone, or the keyholder could give it, and it only, the right answer.
        assert sent.count(f"POST {world.keyholder}/evaluate") == 3
