"""``beforehand share keyholder``: the partner whose key stands between the pool and a guess."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from beforehand import atomic
from beforehand.cli.answers import Rows, format_option, show
from beforehand.keyholder import Asking, read_pass, read_url
from beforehand.keyholder.book import VALUES_A_DAY, Admitted
from beforehand.keyholder.folder import open_book
from beforehand.words import words

_FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help="Where the keyholder's keys lie. Default: BEFOREHAND_KEYHOLDER, or ./keyholder.",
)


Args = ParamSpec("Args")
Result = TypeVar("Result")


def ask_options(command: Callable[Args, Result]) -> Callable[Args, Result]:
    """Add ``--keyholder`` and ``--pass`` to the command that seals."""
    url = click.option("--keyholder", default=None, help="Address of the coalition's keyholder.")
    path = click.option(
        "--pass", "pass_file", type=click.Path(path_type=Path), help="Your pass for the keyholder."
    )
    return url(path(command))


def asking(url: str | None, pass_file: Path | None, out: Path) -> Asking | None:
    """Who blinds; answers wait beside the sealed file, so that a second try goes on."""
    if (url is None) != (pass_file is None):
        raise click.UsageError("--keyholder and --pass go together.")
    if url is None or pass_file is None:
        return None
    return Asking(read_url(url), read_pass(pass_file), kept=out.with_name(f".{out.name}.blinded"))


def show_progress(asked: Asking | None, say: Callable[[str], None]) -> None:
    """Say how far blinding is."""
    if asked:
        asked.progress = lambda done, whole: say(
            str(words("Blinding: {done} of {whole} values", done=f"{done:,}", whole=f"{whole:,}"))
        )


def _today() -> date:
    return datetime.now(UTC).date()


@click.group(name="keyholder")
def command() -> None:
    """Keep the key that stands between the pool and a guessed name. Never at the hub."""


@command.command(epilog="Example: beforehand share keyholder init --folder keyholder")
@_FOLDER
def init(folder: Path | None) -> None:
    """Make the first key."""
    book = open_book(folder)
    if not list(book.folder.glob("epoch-*.key")):
        book.rotate()
    click.echo(f"Epoch {book.epoch} in {book.folder}. Next: admit each partner, then serve.")


@command.command(
    epilog='Example: beforehand share keyholder admit "Northern Shelter" -o north.pass'
)
@click.argument("name")
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="The pass.")
@click.option(
    "--values-a-day",
    type=click.IntRange(1),
    default=VALUES_A_DAY,
    show_default=True,
    help="What the partner may ask a day; one record takes about 43.",
)
@_FOLDER
def admit(name: str, out: Path, values_a_day: int, folder: Path | None) -> None:
    """Make a partner's pass; hand it over by a safe way. Only its hash stays here."""
    book = open_book(folder)
    if out.exists():
        raise click.UsageError(f"{out} exists already; name another file with -o.")
    atomic.write_bytes(out, book.admit(name, values_a_day).encode() + b"\n", mode=0o600)
    click.echo(f"{out} lets {name} ask for {values_a_day} values a day.")


@command.command(epilog='Example: beforehand share keyholder expel "Northern Shelter"')
@click.argument("name")
@_FOLDER
def expel(name: str, folder: Path | None) -> None:
    """End a partner's pass at once."""
    open_book(folder).expel(name)
    click.echo(f"{name} can ask no more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What ``share keyholder status`` answers."""

    epoch: int
    partners: tuple[Admitted, ...]


@command.command(epilog="Example: beforehand share keyholder status --format json")
@_FOLDER
@format_option
def status(folder: Path | None, form: str) -> None:
    """Who may ask, and how much was asked."""
    book = open_book(folder)
    found = Status(epoch=book.epoch, partners=book.admitted(_today()))
    lines = [(one.name, one.values_a_day, one.asked_today, one.asked_in_all)
             for one in found.partners]  # fmt: skip
    columns = ("partner", "values a day", "asked today", "asked in all")
    show(form, found, [Rows(f"Epoch {found.epoch}", columns, lines)])


@command.command(epilog="Example: beforehand share keyholder rotate --yes")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@_FOLDER
def rotate(yes: bool, folder: Path | None) -> None:
    """Make a new key and delete the old one: what was sealed before links to nothing new."""
    book = open_book(folder)
    said = f"After epoch {book.epoch} ends, every partner must seal and give again. Go on?"
    if not yes and not click.confirm(said):
        raise click.exceptions.Abort
    click.echo(f"Epoch {book.rotate()}. Tell every partner to seal again.")
