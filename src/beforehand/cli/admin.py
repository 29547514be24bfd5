"""``beforehand admin``: back up, keep the keys elsewhere, restore, look over."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from beforehand import store
from beforehand.cli.answers import Rows, format_option, show
from beforehand.home import open_home
from beforehand.refusals import NoPlaceToWrite, UnreadableFile
from beforehand.words import words

_FILE = click.Path(path_type=Path)


@click.group(epilog="Example: beforehand admin doctor")
def command() -> None:
    """Back up, restore, and look the hub over."""


def _today() -> date:
    return datetime.now().astimezone().date()


@command.command(epilog="Example: beforehand admin backup /mnt/backup/hub.backup")
@click.argument("out", type=_FILE)
@format_option
def backup(out: Path, form: str) -> None:
    """Copy everything but the keys, locked, while everything runs."""
    home = open_home()
    if home.root in out.absolute().parents:
        raise NoPlaceToWrite(file=str(out), reason=words("it would lie in what is backed up"))
    try:
        done = store.back_up(home, out, today=_today())
    except OSError as wrong:
        raise NoPlaceToWrite(file=str(out), reason=wrong.strerror or "") from wrong
    lines: list[tuple[str, object]] = [
        ("Backup", done.file),
        ("Submissions", done.submissions),
        ("Files", done.files),
        ("Bytes", done.bytes),
        ("State of the keys", done.serial),
    ]
    if store.keys_place(home) is None:
        said = words("It opens with the keys alone: keep them elsewhere, with beforehand "
                     "admin keys --to FILE.")  # fmt: skip
        lines.append(("Please note", str(said)))
    show(form, done, [Rows("Backup", ("what", "value"), lines)])


@command.command(epilog="Example: beforehand admin keys --to /media/stick/hub.keys")
@click.option("--to", "out", type=_FILE, required=True, help="Where the keys file is kept.")
@click.option("--recipient", default="", help="An age recipient to seal it for: age1...")
@format_option
def keys(out: Path, recipient: str, form: str) -> None:
    """Keep the current keys in a file elsewhere, written over whenever they change."""
    home = open_home()
    try:
        place = store.keep_keys(home, out, recipient)
    except OSError as wrong:
        raise NoPlaceToWrite(file=str(out), reason=wrong.strerror or "") from wrong
    lines: list[tuple[str, object]] = [
        ("Keys file", place.path),
        ("Sealed for", place.recipient or "nobody: guard the file as you guard the hub"),
        ("State of the keys", place.serial),
    ]
    show(form, place, [Rows("Keys", ("what", "value"), lines)])


@command.command(epilog="Example: beforehand admin restore hub.backup --keys hub.keys")
@click.argument("file", type=_FILE)
@click.option("--keys", "keys_file", type=_FILE, required=True, help="The current keys file.")
@click.option("--identity", type=_FILE, default=None, help="The age identity it is sealed for.")
@click.option("--replace", is_flag=True, help="Take the place of a hub that is there.")
@click.option("--at-least", type=int, default=0, help="The state of the keys that you know of.")
@format_option
def restore(
    file: Path, keys_file: Path, identity: Path | None, replace: bool, at_least: int, form: str
) -> None:
    """Put a backup back and replay every recall since. Stop the servers first."""
    for path in (file, keys_file, *([identity] if identity else [])):
        if not path.is_file():
            raise UnreadableFile(
                file=str(path), reason=words("there is no such file"), mend=words("Name another.")
            )
    said = _identity(identity) if identity else ""
    done = store.restore(
        open_home(), file, keys_file, identity=said, replace=replace, at_least=at_least
    )
    lines: list[tuple[str, object]] = [
        ("Restored into", done.home),
        ("As of", done.made_on),
        ("Submissions", done.submissions),
        ("Taken back since, and not restored", len(done.recalled)),
        ("State of the keys", done.serial),
    ]
    show(form, done, [Rows("Restored", ("what", "value"), lines)])


def _identity(path: Path) -> str:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")


@command.command(epilog="Example: beforehand admin doctor --mend")
@click.option("--mend", is_flag=True, help="Put right what can be.")
@format_option
def doctor(mend: bool, form: str) -> None:
    """Look over keys, submissions, recalls, databases and permissions; exit 3 if not well."""
    home = open_home()
    if mend:
        store.mend(home)
    findings = store.examine(home)
    lines = [(one.check, one.state.value, str(one.says)) for one in findings]
    show(form, findings, [Rows("Findings", ("check", "state", "what"), lines)])
    if any(one.state in store.NOT_WELL for one in findings):
        raise click.exceptions.Exit(3)
