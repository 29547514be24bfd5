"""What blinding costs a partner in the browser: 1,000 and 10,000 rows against a real keyholder.

    python bench/browser_blinding.py            writes docs/bench/browser-blinding.md

The values are those of made-up people, made beforehand in this process; Chromium's workers blind
them, `beforehand serve keyholder` answers. Desk, keyholder and browser share one machine of two
cores, so that clock time is what one machine takes for all of it. CPU comes from /proc.
"""

from __future__ import annotations

import base64
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "bench")]

from browser import cpu_of  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from beforehand.keyholder import Book  # noqa: E402
from beforehand.share.partner.linkage import Identity, People, values_of  # noqa: E402
from made_browser import executable  # noqa: E402
from made_desk import serving, start_django  # noqa: E402
from made_doubles import two_partners  # noqa: E402
from made_server import SERVE, running  # noqa: E402

SIZES = (1_000, 10_000)
RUN = """async ([keyholder, pass, values]) => {
  const { Blinding } = await import("/static/contribute/blinding.js");
  const bytes = Uint8Array.from(atob(values), (letter) => letter.charCodeAt(0));
  const blinding = new Blinding({ worker: "/static/contribute/blinder.js", keyholder });
  const began = performance.now();
  await blinding.run(bytes, pass, () => {});
  return [performance.now() - began, blinding.lanes.length];
}"""


@dataclass(frozen=True)
class Cost:
    """Of one file; seconds."""

    rows: int
    values: int
    workers: int
    clock_s: float
    browser_cpu_s: float
    keyholder_cpu_s: float


def values(rows: int) -> list[bytes]:
    """The distinct linkage values of a partner's made-up people."""
    met = People()
    for one in two_partners(rows, seed=11)[0]:
        met.add(
            Identity(
                given_name=one.given, family_name=one.family, birth_date=one.born, sex=one.sex,
                citizenship=one.citizenship,
            )
        )  # fmt: skip
    return values_of(met, b"a made-up coalition's key 0123456789").distinct()


def measure(page: Any, server: Any, made: str, rows: int) -> Cost:
    """Blind one file in the page."""
    asked = values(rows)
    said = [f"http://localhost:{server.port}", made, base64.b64encode(b"".join(asked)).decode()]
    own, all_, theirs = time.process_time(), cpu_of(os.getpid()), cpu_of(server.process.pid)
    clock_ms, workers = page.evaluate(RUN, said)
    keyholder = cpu_of(server.process.pid) - theirs
    browser = cpu_of(os.getpid()) - all_ - (time.process_time() - own) - keyholder
    return Cost(rows, len(asked), workers, clock_ms / 1000, browser, keyholder)


def report(found: list[Cost]) -> str:
    """The page of figures."""
    lines = [
        "# Blinding in the browser",
        "",
        f"`python bench/browser_blinding.py`: headless Chromium, {found[0].workers} workers; the",
        "keyholder runs on the same two cores. Clock seconds depend on what else the machine does",
        f"(load average at the end: {os.getloadavg()[0]:.1f}); CPU seconds hardly do.",
        "",
        "| rows | distinct values | clock s | browser CPU s | keyholder CPU s |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.rows:,} | {one.values:,} | {one.clock_s:.1f} | {one.browser_cpu_s:.1f} | "
        f"{one.keyholder_cpu_s:.1f} |"
        for one in found
    ]
    each = found[-1].browser_cpu_s / found[-1].values * 1e6
    lines += ["", f"A value costs the browser {each:.0f} CPU microseconds.", ""]
    return "\n".join(lines)


def main() -> None:
    """Measure and write the page."""
    start_django()
    from django.conf import settings

    from beforehand.web.wsgi_desk import application

    with tempfile.TemporaryDirectory() as folder, serving(application) as desk:
        os.environ["BEFOREHAND_DESK_URL"] = desk
        book, home = Book(Path(folder) / "keys"), Path(folder) / "home"
        home.mkdir()
        book.rotate()
        made = book.admit("Bench", 10_000_000)
        command = ("-c", SERVE, "serve", "keyholder", "--folder", str(book.folder))
        with running(home, command) as server, sync_playwright() as playwright:
            settings.KEYHOLDER_URL = f"http://localhost:{server.port}"
            chromium = playwright.chromium.launch(
                executable_path=executable(), args=["--no-sandbox", "--disable-gpu"]
            )
            page = chromium.new_page()
            page.set_default_timeout(3_600_000)
            page.goto(f"{desk}/accounts/login/")
            found = [measure(page, server, made, rows) for rows in SIZES]
    page_of = report(found)
    (ROOT / "docs/bench/browser-blinding.md").write_text(page_of, encoding="utf-8")
    print(page_of)


if __name__ == "__main__":
    main()
