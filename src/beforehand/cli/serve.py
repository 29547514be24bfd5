"""``beforehand serve``: starts one of the two faces. No access log: it would name visitors."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ParamSpec

import click

from beforehand.keyholder.folder import open_book
from beforehand.reach import site_verify_key
from beforehand.refusals import PortTaken
from beforehand.web.settings import public as public_settings

Args = ParamSpec("Args")


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A WSGI application and how many threads answer for it."""

    name: str
    application: str
    threads: int


PUBLIC = Face(name="public", application="beforehand.web.wsgi_public:application", threads=32)
KEYHOLDER = Face(name="keyholder", application="beforehand.keyholder.wsgi:application", threads=2)
DESK = Face(name="desk", application="beforehand.web.wsgi_desk:application", threads=4)


def _listening(port: int) -> Callable[[Callable[Args, None]], Callable[Args, None]]:
    """Add ``--host``, ``--port`` and ``--workers``."""
    number, few = click.IntRange(1, 65535), click.IntRange(1, 64)

    def decorate(serve: Callable[Args, None]) -> Callable[Args, None]:
        host = click.option("--host", default="127.0.0.1", show_default=True, help="Address.")
        at = click.option("--port", default=port, show_default=True, type=number, help="Port.")
        many = click.option("--workers", default=1, show_default=True, type=few, help="Processes.")
        return host(at(many(serve)))

    return decorate


@click.group()
def command() -> None:
    """Start the public, the desk or the keyholder's server."""


@command.command(epilog="Example: beforehand serve public --port 8000")
@_listening(8000)
def public(host: str, port: int, workers: int) -> None:
    """Serve the published site: no login, no cookie, no log of who came."""
    told = public_settings.read()  # a faulty environment is said here, not by a worker
    if told.site_key:
        site_verify_key(told.home, told.site_key)
    _serve(PUBLIC, host, port, workers)


@command.command(epilog="Example: beforehand serve desk --port 8001")
@_listening(8001)
def desk(host: str, port: int, workers: int) -> None:
    """Serve the desk: for staff, behind two factors."""
    _serve(DESK, host, port, workers)


@command.command(epilog="Example: beforehand serve keyholder --folder keyholder --port 8002")
@click.option("--folder", type=click.Path(path_type=Path), help="Default: ./keyholder.")
@_listening(8002)
def keyholder(folder: Path | None, host: str, port: int, workers: int) -> None:
    """Serve the keyholder: at a partner, never at the hub. Keeps no log of who asked what."""
    book = open_book(folder)
    os.environ["BEFOREHAND_KEYHOLDER"] = str(book.folder)
    click.echo(f"epoch {book.epoch}, {len(book.admitted(date.min))} partners admitted")
    _serve(KEYHOLDER, host, port, workers)


def _serve(face: Face, host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    _check_free(host, port)
    click.echo(f"{face.name}: http://{_shown(host)}:{port}/  (stop with Ctrl-C)")
    Granian(
        face.application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=face.threads,
        backpressure=256,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
    ).serve()


def _check_free(host: str, port: int) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        with socket.create_server(found[0][4][:2], family=found[0][0]):
            pass
    except OSError as error:
        raise PortTaken(host=host, port=port, reason=str(error.strerror)) from None


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
