"""A small site on 127.0.0.1 (a secure context) for the browser tests of sealing."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from beforehand.reach import sealing
from made_browser import executable

STATIC = Path(sealing.__file__).parents[1] / "web" / "static"
#: The last three are drawn for every window, unseen, at more than a second of a processor's time.
#: Playwright turns the others off itself, but the last such flag alone counts.
OFF = (
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    "AimEnabled",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
)
FLAGS = [
    f"--disable-features={','.join(OFF)}",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
NO_X25519 = """const own = SubtleCrypto.prototype.importKey;
SubtleCrypto.prototype.importKey = function (format, data, algorithm, ...rest) {
  if (algorithm.name === "X25519") return Promise.reject(new DOMException("", "NotSupportedError"));
  return own.call(this, format, data, algorithm, ...rest);
};"""
"""A phone before Chrome 133, Firefox 130 or Safari 17."""

NO_WEBCRYPTO = "Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });"


class Site(SimpleHTTPRequestHandler):
    """Serves the static folder and a few pages; remembers what was posted."""

    pages: dict[str, bytes] = {}
    posts: list[tuple[str, dict[str, list[str]]]] = []
    asked: list[str] = []

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, directory=str(STATIC.parent))

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path.startswith("/static/"):
            super().do_GET()
            return
        self.answer(self.pages.get(self.path, b"<title>neutral</title>neutral"))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.posts.append((body, parse_qs(body, keep_blank_values=True)))
        self.answer(b"<title>thanks</title>thanks")

    def answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Keep quiet: a server of ours never logs a visit."""


@contextmanager
def served() -> Iterator[str]:
    """The site's address while it is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A real Chromium with a home of its own."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(), args=FLAGS, env={"HOME": home}
        )
        yield browser
        browser.close()


@contextmanager
def visit(browser: Browser, address: str) -> Iterator[Page]:
    """A fresh page on the neutral address; an error thrown in the page fails the test."""
    with browser.new_context(base_url=address) as context:
        Site.pages, Site.posts, Site.asked = {}, [], []
        page = context.new_page()
        thrown: list[str] = []
        page.on("pageerror", lambda error: thrown.append(str(error)))
        page.goto("/neutral")
        yield page
        if thrown:
            pytest.fail(f"the page threw: {thrown}")
