"""``beforehand demo``: everything, with example data."""

from __future__ import annotations

import base64
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from beforehand import atomic
from beforehand.cli.demo_partner import PLACE, lay_out
from beforehand.home import Home, open_home
from beforehand.keyholder import Book

THINGS_TO_TRY = (
    "Open the public page on your phone's width, in Albanian, and answer the five questions.",
    "Send a report from it; then sign in as the caseworker and open it with the passphrase.",
    "Sign in as the analyst: Routes, Albania to the United Kingdom; take the brief with you.",
    "Switch the source to the made-up coalition: 138 rows, 121 people, and why they differ.",
    "Sign in as the partner: Contribute, with the sheet, key and pass of the partner's folder.",
    "Sign in as the campaigner: who was drawn, what it changed, and the impact report.",
)


@click.command(epilog="Example: beforehand demo --public-port 8000 --desk-port 8001")
@click.option("--public-port", default=8000, show_default=True, help="Port of the visitors' side.")
@click.option("--desk-port", default=8001, show_default=True, help="Port of the staff's side.")
@click.option("--keyholder-port", default=8002, show_default=True, help="Port of the keyholder.")
@click.option("--home", "root", type=click.Path(path_type=Path), help="Default: ./var.")
@click.option("--load-only", is_flag=True, help="Load the example data and stop.")
def command(
    public_port: int, desk_port: int, keyholder_port: int, root: Path | None, load_only: bool
) -> None:
    """Load example data (once), start the servers, print addresses and what to try."""
    home = open_home(root)
    ports = {"public": public_port, "desk": desk_port, "keyholder": keyholder_port}
    _environment(home, ports)
    console = Console()
    _load(home, console)
    if not load_only:
        _serve(home, console, ports)


def _environment(home: Home, ports: dict[str, int]) -> None:
    """Settings read the environment once, so it is set before Django is loaded."""
    os.environ |= {
        "BEFOREHAND_HOME": str(home.root),
        "BEFOREHAND_DEMO": "1",
        "BEFOREHAND_PUBLIC_URL": f"http://localhost:{ports['public']}",
        "BEFOREHAND_DESK_URL": f"http://localhost:{ports['desk']}",
        "BEFOREHAND_KEYHOLDER": str(demo_keyholder(home)),
        "BEFOREHAND_KEYHOLDER_URL": f"http://localhost:{ports['keyholder']}",
        "DJANGO_SETTINGS_MODULE": "beforehand.web.settings.desk",
    }


def demo_keyholder(home: Home) -> Path:
    """Beside the hub, as if on another partner's machine."""
    return home.root.with_name(f"{home.root.name}-keyholder")


def _load(home: Home, console: Console) -> None:
    # The loading code needs half a minute of imports, and a second start does without it.
    import django

    from beforehand.cli.demo_loading import load, notes_path

    django.setup()
    if notes_path(home).exists():
        from django.core.management import call_command

        call_command("migrate", interactive=False, verbosity=0)  # it may be an older demo's
        return
    started = time.monotonic()
    book = _admit_partners(demo_keyholder(home))
    for step in load(home, datetime.now(UTC).date(), book.own):
        console.print(f"  [dim]{time.monotonic() - started:5.1f} s[/]  {step}")
    console.print(f"  [dim]{time.monotonic() - started:5.1f} s[/]  loaded into {home.root}")


def _admit_partners(folder: Path) -> Book:
    """The made-up coalition's keyholder: one key, and a pass for each partner."""
    from beforehand.example.coalition import PLACES

    book = Book(folder)
    if list(folder.glob("epoch-*.key")):
        return book
    book.rotate()
    for place in PLACES:
        made = book.admit(f"Made-up Charity {place} (example)").encode()
        atomic.write_bytes(folder / "passes" / f"{place.lower()}.pass", made + b"\n", mode=0o600)
    return book


def _serve(home: Home, console: Console, ports: dict[str, int]) -> None:
    signal.signal(signal.SIGTERM, _stop)
    servers = [_start(face, port) for face, port in ports.items()]
    try:
        pairs = zip(servers, ports.values(), strict=True)
        if all(_is_ready(server, port) for server, port in pairs):
            _print(home, console)
            for server in servers:
                server.wait()
    except KeyboardInterrupt:
        console.print("\nStopped. What was loaded stays; the next start takes seconds.")
    finally:
        for server in servers:
            server.terminate()


def _stop(*_: object) -> None:
    """Ended from outside: leave through ``finally``, so that no server is left behind."""
    raise KeyboardInterrupt


def _start(face: str, port: int) -> subprocess.Popen[bytes]:
    command_line = [sys.executable, "-m", "beforehand", "serve", face, "--port", str(port)]
    return subprocess.Popen(command_line, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own words


def _is_ready(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the port answers; False if the server gave up first, having said why."""
    while server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return True
        time.sleep(0.1)
    return False


def _print(home: Home, console: Console) -> None:
    from beforehand.cli.demo_loading import read_notes

    notes = read_notes(home)
    if notes is None:
        return
    public, desk = os.environ["BEFOREHAND_PUBLIC_URL"], os.environ["BEFOREHAND_DESK_URL"]
    console.print(f"\n[bold]Public[/]  {public}/sq/{notes.slug}/   {public}/en/{notes.slug}/")
    console.print(f"[bold]Desk[/]    {desk}/")
    keyholder, passes = os.environ["BEFOREHAND_KEYHOLDER_URL"], demo_keyholder(home) / "passes"
    console.print(f"[bold]Keyholder[/]  {keyholder}/   as at a partner; passes in {passes}")
    theirs = lay_out(home, passes / f"{PLACE.lower()}.pass")
    console.print(f"[bold]Partner[/]  {theirs}   its sheet, the coalition's key and its pass\n")
    table = Table(box=None, pad_edge=False, title_justify="left")
    for heading in ("mail address", "password", "code now", "TOTP secret"):
        table.add_column(heading, no_wrap=True)
    for _, email, password, secret in notes.accounts:
        table.add_row(email, password, code_now(secret), secret)
    console.print(table)
    console.print(f"\nPassphrase of the caseworkers' keys: [bold]{notes.passphrase}[/]")
    console.print("These accounts exist only in this demo. A code lasts half a minute.\n")
    for number, thing in enumerate(THINGS_TO_TRY, 1):
        console.print(f"  {number}. {thing}")
    console.print("\nStop with Ctrl+C.")


def code_now(secret: str) -> str:
    """The six digits an authenticator app would show now (RFC 6238, SHA-1, 30 s)."""
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    maker = TOTP(base64.b32decode(secret), 6, SHA1(), 30, enforce_key_length=False)  # noqa: S303
    return maker.generate(int(time.time())).decode()
