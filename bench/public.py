"""What a page and a report cost on ``public``, beside the same page from a Django template.

    python bench/public.py            writes docs/bench/public.md, in under a minute

Loopback only. Cost is the server's own CPU time a request (from /proc), which says more than
requests a second where client and server share the cores.
"""

from __future__ import annotations

import base64
import io
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from beforehand.home import Home  # noqa: E402
from beforehand.reach import seal  # noqa: E402
from beforehand.web.public import open_public  # noqa: E402
from beforehand.web.settings.public import PublicSettings  # noqa: E402
from made_server import Server, running  # noqa: E402 -- found by the line before
from made_site import RECIPIENTS, made_pages, published  # noqa: E402

CLIENTS = 4
SECONDS = 5.0
TICKS = os.sysconf("SC_CLK_TCK")
DJANGO = """
import django
from django.conf import settings
settings.configure(
    ALLOWED_HOSTS=["*"], SECRET_KEY="bench", ROOT_URLCONF="django_page",
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware",
                "django.middleware.common.CommonMiddleware",
                "django.middleware.gzip.GZipMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": ["."]}])
django.setup()
from django.core.wsgi import get_wsgi_application
from django.urls import path
from django.views.generic import TemplateView
urlpatterns = [path("sq/pune/", TemplateView.as_view(template_name="page.html")),
               path("a/leave.js", TemplateView.as_view(template_name="page.html"))]
application = get_wsgi_application()
"""


@dataclass(frozen=True)
class Cost:
    """What one kind of request cost."""

    what: str
    a_second: float
    cpu_us: float
    p99_ms: float


def main() -> None:
    """Measure everything and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        published(home)
        in_process = microseconds(home)
        os.environ["BEFOREHAND_REPORTS_A_MINUTE"] = "10000000"
        with running(home.root) as server:
            costs = list(on_public(server))
    with django() as server:
        costs.append(measure(server, "Django template view of the same page", get()))
    page = report(in_process, costs)
    (ROOT / "docs/bench").mkdir(parents=True, exist_ok=True)
    (ROOT / "docs/bench/public.md").write_text(page, encoding="utf-8")
    print(page)


def on_public(server: Server) -> Iterator[Cost]:
    """Pages and reports of `public`."""
    yield measure(server, "landing page, counted", get())
    sealed = base64.urlsafe_b64encode(seal({"what": "made up"}, RECIPIENTS)).decode().rstrip("=")
    yield measure(server, "report sealed on the phone", post({"sealed": sealed}))
    yield measure(server, "report sealed by the server", post({"what": "made up " * 40}))


@contextmanager
def django() -> Iterator[Server]:
    """The same bytes as a template, served by Django in the same server."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "django_page.py").write_text(DJANGO)
        (Path(folder) / "page.html").write_bytes(made_pages().pages[5].body)
        options = ("--interface", "wsgi", "--no-ws", "--blocking-threads", "4")
        with running(Path(folder), ("-m", "granian", *options, "django_page:application")) as one:
            yield one


def get() -> bytes:
    """A GET of the landing page."""
    return (
        b"GET /sq/pune/?p=AL-09 HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n"
        b"User-Agent: Mozilla/5.0 (Linux; Android 13)\r\n\r\n"
    )


def post(form: dict[str, str]) -> bytes:
    """A POST of the report form."""
    body = urlencode(form).encode()
    head = (
        "POST /sq/pune/form/ HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def measure(server: Server, what: str, request: bytes) -> Cost:
    """Ask from ``CLIENTS`` connections for ``SECONDS``."""
    times: list[float] = []
    before, until = cpu(server.process.pid), time.perf_counter() + SECONDS
    clients = [
        threading.Thread(target=ask_on, args=(server.port, request, until, times))
        for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    spent = cpu(server.process.pid) - before
    times.sort()
    return Cost(
        what, len(times) / SECONDS, spent / len(times) * 1e6, times[-len(times) // 100] * 1e3
    )


def ask_on(port: int, request: bytes, until: float, times: list[float]) -> None:
    """One connection, one request after the other."""
    with socket.create_connection(("127.0.0.1", port), 10) as raw:
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.perf_counter() < until:
            begun = time.perf_counter()
            raw.sendall(request)
            answer(raw)
            times.append(time.perf_counter() - begun)


def answer(raw: socket.socket) -> None:
    """Read one whole answer; anything but 200 or 303 ends the bench."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += raw.recv(65536)
    head, _, body = got.partition(b"\r\n\r\n")
    if head[9:12] not in {b"200", b"303"}:
        raise SystemExit(head.decode())
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += raw.recv(65536)


def cpu(parent: int) -> float:
    """CPU seconds of the processes of a server's session so far."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        if int(fields[3]) == parent:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def microseconds(home: Home) -> float:
    """Our own part of a counted GET, without the server around it."""
    application = open_public(PublicSettings(home=home))
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/sq/pune/", "QUERY_STRING": "p=AL-09&v=debt-a",
        "HTTP_HOST": "x", "HTTP_ACCEPT_ENCODING": "gzip, br", "wsgi.url_scheme": "https",
        "HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 13)", "wsgi.input": io.BytesIO(),
    }  # fmt: skip
    ignore: Callable[..., None] = lambda *_: None  # noqa: E731 -- WSGI's start_response
    application(environ, ignore)
    begun = time.perf_counter()
    for _ in range(20_000):
        application(environ, ignore)
    return (time.perf_counter() - begun) / 20_000 * 1e6


def report(in_process: float, costs: list[Cost]) -> str:
    """The page."""
    rows = "\n".join(
        f"| {one.what} | {one.a_second:,.0f} | {one.cpu_us:,.0f} | {one.p99_ms:.1f} |"
        for one in costs
    )
    return f"""# What a page and a report cost

Written by `python bench/public.py`: granian with one worker and four threads, loopback,
{CLIENTS} clients in Python on the same {os.cpu_count()} cores for {SECONDS:.0f} seconds each, a
made-up page of {len(made_pages().pages[5].body):,} bytes. The clients share the cores, so the CPU
time of the server is the number to compare.

| | a second | server CPU, µs each | 99th percentile, ms |
|---|---:|---:|---:|
{rows}

Our own part of a counted page, without the HTTP server: {in_process:.0f} µs. Every report is on the
disk (fsync) before it is thanked.
"""


if __name__ == "__main__":
    main()
