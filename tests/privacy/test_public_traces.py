"""After real visits to a real server, nothing of the visitors is on the disk or in any output."""

from __future__ import annotations

import contextlib
import socket
import time
from pathlib import Path

import pytest

from beforehand.home import Home
from beforehand.web.drop import open_drop
from made_server import Server, running
from made_site import files_of, published

ADDRESS = "127.0.0.77"
MARKS = {
    "address": ADDRESS,
    "forwarded address": "203.0.113.77",
    "user agent": "Kanarina/77",
    "referrer": "kanarina-referuese",
    "query": "kanarina-pyetje",
    "path": "kanarina-shteg",
    "cookie": "kanarina-biskote",
    "report": "kanarina-raport",
    "broken request": "kanarina-prishur",
}
HEADERS = {
    "User-Agent": MARKS["user agent"],
    "Referer": f"http://elsewhere.example/{MARKS['referrer']}",
    "Cookie": f"id={MARKS['cookie']}",
    "X-Forwarded-For": MARKS["forwarded address"],
    "Content-Type": "application/x-www-form-urlencoded",
}
LEAKY = """
import sys
from beforehand.web.wsgi_public import application as inner

def application(environ, start_response):
    for name in ("HTTP_REFERER", "HTTP_USER_AGENT", "HTTP_COOKIE", "QUERY_STRING", "PATH_INFO"):
        print(environ.get(name), file=sys.stderr, flush=True)
    print(environ["REMOTE_ADDR"], environ.get("HTTP_X_FORWARDED_FOR"), file=open("ip.txt", "a"))
    if environ["REQUEST_METHOD"] == "POST":
        open("body.txt", "ab").write(environ["wsgi.input"].read(10000))
    return inner(environ, start_response)
"""


def visit(server: Server) -> list[list[tuple[str, str]]]:
    """What a visitor, a scanner and a broken client do; the headers of the answers."""
    query = f"?p={MARKS['query']}&v={MARKS['query']}"
    asked = [
        server.ask(path + query, method, body, HEADERS, ADDRESS)
        for path, method, body in (
            ("/", "GET", None),
            ("/sq/pune/", "GET", None),
            ("/sq/pune", "GET", None),
            ("/sq/pune/help/", "HEAD", None),
            (f"/{MARKS['path']}/", "GET", None),
            ("/sq/pune/form/", "POST", f"what={MARKS['report']}".encode()),
            ("/sq/pune/form/", "POST", f"sealed={MARKS['report']}".encode()),
            ("/sq/pune/form/", "POST", f"what={MARKS['report']}%ff".encode()),
            ("/sq/pune/form/", "POST", b"what=" + MARKS["report"].encode() * 9000),
            (f"/{MARKS['path']}/", "DELETE", None),
        )
    ]
    for broken in (b"GET /%s\r\n\x00\xff", b"POST /%s HTTP/9", b"%s", b"GET /\x00%s HTTP/1.1"):
        with contextlib.suppress(OSError):  # the server may hang up first
            _send(server, broken % MARKS["broken request"].encode() + b"\r\n\r\n")
    return [headers for _, headers, _ in asked]


def _send(server: Server, data: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 5, (ADDRESS, 0)) as raw:
        raw.sendall(data)
        raw.shutdown(socket.SHUT_WR)
        while raw.recv(4096):
            pass


def traces(folder: Path) -> dict[str, list[str]]:
    """Which marks of a visitor lie in which files beneath the folder."""
    found = {
        what: [name for name, content in files_of(folder).items() if mark.encode() in content]
        for what, mark in MARKS.items()
    }
    return {what: files for what, files in found.items() if files}


def test_a_visitor_leaves_no_trace_and_gets_no_cookie(tmp_path: Path) -> None:
    home = Home(tmp_path)
    published(home)
    with running(tmp_path) as server:
        for headers in visit(server):
            assert "set-cookie" not in {name.lower() for name, _ in headers}
        time.sleep(0.6)
        assert "drop.sqlite3-wal" in files_of(tmp_path)
        assert traces(tmp_path) == {}
    assert traces(tmp_path) == {}
    assert len(open_drop(home.drop).sealed_reports()) == 1


@pytest.mark.parametrize("mark", sorted(set(MARKS) - {"broken request"}))
def test_the_search_finds_what_a_leaky_server_keeps(leaky: dict[str, list[str]], mark: str) -> None:
    assert leaky[mark]


@pytest.fixture(scope="module")
def leaky(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("leaky")
    published(Home(folder))
    (folder / "leaky.py").write_text(LEAKY)
    command = ("-m", "granian", "--interface", "wsgi", "--no-ws", "leaky:application")
    with running(folder, command) as server:
        visit(server)
    return traces(folder)
