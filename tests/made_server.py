"""Starts `public` as it is started for real, and asks it over a real socket."""

from __future__ import annotations

import contextlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SERVE = "import sys; from beforehand.cli import main; main()"


@dataclass
class Server:
    """A running server and everything that it says."""

    process: subprocess.Popen[bytes]
    port: int
    said: Path

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        source: str = "127.0.0.1",
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """One request from the address ``source``."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=10, source_address=(source, 0)
        )
        with contextlib.closing(connection):
            connection.request(method, path, body, dict(headers or {}))
            got = connection.getresponse()
            return got.status, got.getheaders(), got.read()

    def kill(self) -> None:
        """As a power cut would: every process of it, at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextlib.contextmanager
def running(
    home: Path, command: Sequence[str] = ("-c", SERVE, "serve", "public")
) -> Iterator[Server]:
    """A server on a free port of this machine, until the block ends."""
    port = free_port()
    said = home / "said.txt"
    (home / "tmp").mkdir(exist_ok=True)
    environ = os.environ | {"BEFOREHAND_HOME": str(home), "TMPDIR": str(home / "tmp")}
    with said.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, *command, "--port", str(port)],
            env=environ, cwd=home, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    server = Server(process, port, said)
    try:
        _await(server)
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    """A free port below those that clients get: while a server starts, a client on its very port
    would connect to itself.
    """
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as free, contextlib.suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port


def _await(server: Server) -> None:
    for _ in range(200):
        if server.process.poll() is not None:
            raise RuntimeError(server.said.read_text())
        with contextlib.suppress(OSError):
            server.ask("/a/leave.js", "HEAD")
            return
        time.sleep(0.1)
    raise TimeoutError(server.said.read_text())
