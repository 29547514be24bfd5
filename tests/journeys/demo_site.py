"""The demo as `beforehand demo` starts it, and its people, each in a browser of their own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from beforehand.cli.demo_loading import DemoNotes, read_notes
from beforehand.home import Home
from made_codes import fresh_code
from made_server import free_port

COMMAND = (sys.executable, "-m", "beforehand", "demo")
WIDE = {"width": 1180, "height": 900}
MAIL = "{}@demo.invalid"


def command_line(home: Path, *words: str) -> str:
    """What ``beforehand`` prints for these words, with this home."""
    ran = subprocess.run(
        [sys.executable, "-m", "beforehand", *words],
        env=os.environ | {"BEFOREHAND_HOME": str(home)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr + ran.stdout
    return ran.stdout


@dataclass(frozen=True)
class Demo:
    """Both faces of a running demo, its notes, and everything that it printed."""

    home: Home
    public: str
    desk: str
    keyholder: str
    notes: DemoNotes
    said: Path


@contextlib.contextmanager
def running(root: Path, said: Path) -> Iterator[Demo]:
    """The demo of a loaded home on free ports, until the block ends."""
    public, desk, keyholder = free_port(), free_port(), free_port()
    ports = ("--public-port", str(public), "--desk-port", str(desk),
             "--keyholder-port", str(keyholder))  # fmt: skip
    with said.open("wb") as out:
        demo = subprocess.Popen(
            [*COMMAND, "--home", str(root), *ports],
            stdout=out, stderr=out, start_new_session=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
    try:
        _await(demo, said)
        notes = read_notes(Home(root))
        assert notes is not None
        yield Demo(
            Home(root),
            f"http://localhost:{public}",
            f"http://localhost:{desk}",
            f"http://localhost:{keyholder}",
            notes,
            said,
        )
    finally:
        _stop(demo)


def _await(demo: subprocess.Popen[bytes], said: Path) -> None:
    for _ in range(600):
        if "Stop with Ctrl+C." in said.read_text("utf-8"):
            return
        if demo.poll() is not None:
            raise RuntimeError(said.read_text("utf-8"))
        time.sleep(0.1)
    raise TimeoutError(said.read_text("utf-8"))


def _stop(demo: subprocess.Popen[bytes]) -> None:
    """As Ctrl+C does, which stops both servers; what is left of them is ended."""
    demo.send_signal(signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        demo.wait(10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(demo.pid, signal.SIGKILL)
    demo.wait()


@dataclass
class Staff:
    """People of the desk. Each signs in once and keeps their browser: a code is good once."""

    browser: Browser
    demo: Demo
    contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def page(self, who: str, path: str = "/") -> Page:
        """A tab of this person's browser, signed in, at the path."""
        if who not in self.contexts:
            self.contexts[who] = self._signed_in(who)
        page = self.contexts[who].new_page()
        page.goto(self.demo.desk + path)
        return page

    def _signed_in(self, who: str) -> BrowserContext:
        _, email, password, secret = next(
            one for one in self.demo.notes.accounts if one[1] == MAIL.format(who)
        )
        context = self.browser.new_context(viewport=WIDE, locale="en-GB", accept_downloads=True)
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.goto(self.demo.desk)
        page.get_by_label("Mail address").fill(email)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_label("Code").fill(fresh_code(secret))
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", name="Today")).to_be_visible()
        page.close()
        return context


def downloaded(page: Page, path: str) -> tuple[str, bytes]:
    """Content type and bytes of what this person would get at the address."""
    got = page.request.get(path)
    assert got.ok, got.status
    return got.headers["content-type"], got.body()


@dataclass
class Traffic:
    """Every request of a visitor's browser, and the bodies of those that post."""

    urls: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Write down what this browser asks from now on."""
        context.on("request", self._note)

    def _note(self, request: Any) -> None:
        self.urls.append(request.url)
        if request.method == "POST":
            self.bodies.append(request.post_data or "")
