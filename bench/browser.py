"""What sealing in the browser costs: time to first use, and 10,000 rows, in headless Chromium.

    python bench/browser.py            writes docs/bench/browser.md, in some minutes
    python bench/browser.py 1          without the slowed runs

The reader runs in the page's own thread here, since Chromium slows that thread alone: once as it
is, once slowed four times as a mid-range laptop on a bad day. CPU is the browser's own, from
/proc, and does not depend on what else the machine does; clock time does.
"""

from __future__ import annotations

import base64
import csv
import io
import os
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from openpyxl import Workbook  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from made_browser import executable  # noqa: E402
from made_contribution import HEAD, KEY, MAPPING  # noqa: E402
from made_desk import client, people, serving, start_django  # noqa: E402

ROWS = 10_000
TICKS = os.sysconf("SC_CLK_TCK")
START = """async urls => {
  const { start } = await import("/static/contribute/engine.js");
  window.ask = await start(urls, () => {});
}"""
ASK = """([asked, said, data]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer;
  const buffer = data === null ? null : bytes(data);
  const { told } = window.ask(asked, said, buffer);
  if (told.refused) throw new Error(told.refused);
}"""


@dataclass(frozen=True)
class Cost:
    """Clock and CPU seconds of one step."""

    what: str
    clock_s: float
    cpu_s: float


def sheet() -> str:
    """Made-up rows: nobody in them exists."""
    rng = random.Random(1)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEAD.split(";"))
    for row in range(ROWS):
        writer.writerow(
            [
                f"Madeup{row % 3000}", f"Nobody{row % 700}",
                f"{1 + row % 28:02}/{1 + row % 12:02}/{1970 + row % 35}",
                rng.choice(("Male", "Female")), rng.choice(("Albanian", "Romanian")),
                rng.choice(("AL-07", "AL-10")), 18 + row % 40, "yes", "+44 7700 900123",
                f"a note of row {row} with some text that goes on for a while",
            ]
        )  # fmt: skip
    return out.getvalue()


def workbook(text: str) -> bytes:
    """The same rows as XLSX, every cell as text."""
    book = Workbook(write_only=True)
    page = book.create_sheet("Cases")
    for row in csv.reader(io.StringIO(text), delimiter=";"):
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cpu_of(root: int) -> float:
    """CPU seconds of a process and all that it started, so far."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        number = int(path.parent.name)
        parents[number] = int(text[1])
        used[number] = (int(text[11]) + int(text[12])) / TICKS
    ours = {root}
    while more := {one for one, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(used.get(one, 0.0) for one in ours)


def timed(what: str, task: Any) -> Cost:
    """What a step costs; the server's part, which is in this process, is left out."""
    own = time.process_time()
    clock, cpu = time.perf_counter(), cpu_of(os.getpid())
    task()
    spent = cpu_of(os.getpid()) - cpu - (time.process_time() - own)
    return Cost(what, time.perf_counter() - clock, spent)


def measure(browser: Any, address: str, user: Any, rate: int, name: str, data: bytes) -> list[Cost]:
    """Start the reader, then take, match, check, look through and seal."""
    context = browser.new_context()
    context.set_default_timeout(600_000)
    signed = client(user).cookies["desk"].value
    context.add_cookies([{"name": "desk", "value": signed, "url": address}])

    def open_policy(route: Any) -> None:  # the page's thread may run WebAssembly here
        answer = route.fetch()
        headers = {
            **answer.headers,
            "content-security-policy": "script-src 'self' 'wasm-unsafe-eval'",
        }
        route.fulfill(response=answer, headers=headers, body="<!doctype html><title>bench</title>")

    context.route("**/contribute/", open_policy)
    page = context.new_page()
    page.goto(f"{address}/contribute/")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    from beforehand.web.desk.presenters.contribute import page_data

    urls = page_data(user)["urls"]
    marking: dict[str, object] = {}

    def ask(asked: str, said: dict[str, object], data: bytes = b"") -> None:
        page.evaluate(ASK, [asked, said, base64.b64encode(data).decode() if data else None])

    def first() -> None:
        page.evaluate(START, urls)
        ask("begin", {"language": "en"})

    def check() -> None:
        ask("use", {"name": "m.yaml", "text": MAPPING})
        ask("check", {})

    costs = [timed("first use: fetch, compile and start Python, load our code", first)]
    ask("key", {"name": "key"}, KEY)
    steps: tuple[tuple[str, Any], ...] = (
        ("read the file", lambda: ask("take", {"name": name}, data)),
        ("propose what the columns mean", lambda: ask("propose", {})),
        ("check every cell", check),
        ("look for what could name a person", lambda: ask("findings", {})),
        ("preview", lambda: ask("preview", {"decisions": [], "marking": marking})),
        ("seal, with linkage keys", lambda: ask("seal", {"decisions": [], "marking": marking})),
    )  # fmt: skip
    costs += [timed(what, task) for what, task in steps]
    context.close()
    return costs


def report(found: dict[tuple[str, int], list[Cost]], load: float) -> str:
    """The page of figures."""
    lines = [
        "# Sealing in the browser",
        "",
        f"`python bench/browser.py`: headless Chromium on a machine with two cores, {ROWS:,}",
        "made-up rows of ten columns, as CSV and as XLSX. Everything that a step needs is loaded",
        "within it; the page loads most of it before, while the officer looks for the file.",
        "Clock seconds depend on what else the machine does (load average at the end:",
        f"{load:.1f}); CPU seconds of the browser, all its threads together, hardly do.",
    ]
    if any(rate > 1 for _, rate in found):
        lines.append("**Slowed** is Chromium's own CPU throttle of 4 on the reader's thread.")
    kinds = list(found)
    names = [f"{kind}{', slowed 4x' if rate > 1 else ''}" for kind, rate in kinds]
    head = " | ".join(f"{name}: CPU s | clock s" for name in names)
    lines += ["", f"| step | {head} |", "|---" * (1 + 2 * len(kinds)) + "|"]
    for row in zip(*found.values(), strict=True):
        cells = " | ".join(f"{one.cpu_s:.1f} | {one.clock_s:.1f}" for one in row)
        lines.append(f"| {row[0].what} | {cells} |")
    sums = " | ".join(
        f"**{sum(one.cpu_s for one in costs[1:]):.1f}** | "
        f"**{sum(one.clock_s for one in costs[1:]):.1f}**"
        for costs in found.values()
    )
    lines.append(f"| **rows, all steps together** | {sums} |")
    return "\n".join([*lines, ""])


def main() -> None:
    """Measure both kinds of file and write the page."""
    rates = (1,) if sys.argv[1:] == ["1"] else (1, 4)
    start_django()
    from beforehand.web.desk.reader import reader
    from beforehand.web.wsgi_desk import application

    known = people()
    reader()  # made once by the server, not by each visitor
    text = sheet()
    files = {"cases.csv": text.encode(), "cases.xlsx": workbook(text)}
    try:
        with serving(application) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=executable(), args=["--no-sandbox", "--disable-gpu"]
            )
            found = {
                (name.rpartition(".")[2].upper(), rate): measure(
                    browser, address, known["analyst"], rate, name, data
                )
                for rate in rates
                for name, data in files.items()
            }
    finally:
        for user in known.values():
            user.delete()
    page = report(found, os.getloadavg()[0])
    (ROOT / "docs/bench/browser.md").write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
