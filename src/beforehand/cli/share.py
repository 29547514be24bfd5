"""``beforehand share``: seal at the partner; add, list, recall and link at the hub."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from beforehand import recalls, share, store
from beforehand.cli import (
    share_agreements,
    share_check,
    share_duplicates,
    share_keyholder,
    share_linking,
    share_map,
    share_marks,
    share_receipt,
)
from beforehand.cli.answers import Rows, format_option, show
from beforehand.cli.share_recalled import recalled_tables
from beforehand.cli.who import shell
from beforehand.cli.who import today as _today
from beforehand.cli.writing import spared, write
from beforehand.home import Home, open_home
from beforehand.records.cases import Receipt, Submission, Tombstone
from beforehand.refusals import FaultyRows, UnreadableFile
from beforehand.share.partner import Fault, Mapping, SealReport, load_decisions
from beforehand.words import words

_FILE = click.Path(path_type=Path)


@click.group(epilog="Example: beforehand share list")
def command() -> None:
    """Seal, add, list, recall and link cases."""


@contextmanager
def _working(what: str) -> Iterator[Callable[[str], None]]:
    """Show that something goes on, on a terminal's stderr alone; what is yielded says it anew."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status(what) as status:
        yield status.update


@command.command(epilog="Example: beforehand share key -o coalition.key")
@click.option("-o", "--out", type=_FILE, required=True, help="Where to write the key.")
def key(out: Path) -> None:
    """Make a coalition's key, once, to be handed to each partner and never to the hub."""
    if out.exists():
        raise UnreadableFile(
            file=str(out),
            reason=words("it exists already, and a key is never overwritten"),
            mend=words("Name another file."),
        )
    write(out, secrets.token_bytes(32).hex().encode() + b"\n")
    click.echo(str(words("{file}: hand it to each partner, and never to the hub.", file=str(out))))


@command.command(
    epilog="Example: beforehand share seal cases.xlsx -m map.yaml -k coalition.key -o out.sealed"
)
@click.argument("file", type=_FILE)
@click.option("-m", "--mapping", required=True, help="Which column is which field; or htcds.")
@click.option("-k", "--keyfile", type=_FILE, required=True, help="The coalition's key.")
@click.option("-o", "--out", type=_FILE, required=True, help="The sealed file to hand in.")
@click.option("--decisions", type=_FILE, help="What you decided on what share check found.")
@share_keyholder.ask_options
@share_map.set_option
@format_option
def seal(file: Path, mapping: str, keyfile: Path, out: Path, **rest: Any) -> None:
    """Code and seal a spreadsheet at the partner; names and free text stay there."""
    decisions, form = rest["decisions"], str(rest["form"])
    spared(out, file, Path(mapping), keyfile, *([decisions] if decisions else []))
    asking = share_keyholder.asking(rest["keyholder"], rest["pass_file"], out)
    chosen = share_map.chosen_mapping(mapping, rest["parts"])
    decided = load_decisions(decisions) if decisions else None
    secret = share.read_key(share.GivenFile(keyfile.name, keyfile))
    try:
        with _working(str(words("Sealing {file}", file=file.name))) as say:
            share_keyholder.show_progress(asking, say)
            sealed = share.seal_file(file, chosen, secret, decisions=decided, blind=asking)
    except FaultyRows as refused:
        raise _with_copy(refused, file, chosen, out.parent) from refused
    write(out, sealed.data)
    if asking:
        asking.done()
    show(form, sealed.report, _report_tables(sealed.report, out))


def _with_copy(refused: FaultyRows, file: Path, mapping: Mapping, folder: Path) -> FaultyRows:
    """The same refusal, after writing the marked-up copy that it names."""
    faults = tuple(fault for fault in refused.faults if isinstance(fault, Fault))
    for fault in faults[:100]:
        click.echo(str(fault.words), err=True)
    copy = folder / f"{file.stem}-faults.xlsx"
    write(copy, share.mark_up(file, mapping, faults))
    said = words("All of them are marked in {copy}.", copy=str(copy))
    again = FaultyRows(**{**refused.params, "marked_up": said})
    again.faults = refused.faults
    return again


def _report_tables(report: SealReport, out: Path) -> list[Rows]:
    lines: list[tuple[str, object]] = [
        ("Sealed file", out),
        ("Rows sealed", report.rows),
        ("Rows kept back: no consent to share", report.without_consent),
        ("Rows without a token: they cannot be linked", report.without_token),
        ("Columns that stay here", ", ".join(report.dropped) or "none"),
    ]
    left = (report.held, report.blanked, report.coarsened)
    if any(left):
        said = "{} rows kept back, {} cells left out, fields of {} rows left out"
        lines.append(("By your decisions", said.format(*left)))
    lines += [("Please note", str(said)) for said in report.warnings]
    return [Rows("Sealed", ("what", "value"), lines)]


@command.command(
    epilog="Example: beforehand share add referrals.csv -m nrm, or: beforehand share add out.sealed"
)
@click.argument("files", type=_FILE, nargs=-1, required=True)
@click.option(
    "-m", "--mapping", default=None, help="nrm, ctdc, ctdc-k, or a mapping of a published table."
)
@share_map.set_option
@format_option
def add(files: tuple[Path, ...], mapping: str | None, parts: dict[str, str], form: str) -> None:
    """Add sealed files, or published tables and records with -m."""
    receipts = [_add(file, mapping, parts) for file in files]
    lines = [
        (*_line(receipt.submission), "unchanged" if receipt.already_there else "added")
        for receipt in receipts
    ]
    show(form, receipts, [Rows("Receipts", (*_COLUMNS, "state"), lines)])
    if form == "table":
        for receipt in receipts:
            click.echo(share.receipt_text(receipt))
            click.echo(str(receipt.take_back))


def _add(file: Path, mapping: str | None, parts: dict[str, str]) -> Receipt:
    home, today = open_home(), _today()
    with _working(str(words("Adding {file}", file=file.name))):
        if mapping is None or share.is_sealed(file):  # says what else it is, if it is not sealed
            blinded = bool(os.environ.get("BEFOREHAND_KEYHOLDER_URL"))
            return share.add_sealed(home, file, today=today, blinded_only=blinded)
        if mapping == "nrm":
            return share.add_table(home, file, "nrm", today=today)
        reader = mapping if mapping in share.READY else Path(mapping)
        try:
            return share.add_table(home, file, reader, today=today, parts=parts)
        except FaultyRows as refused:
            chosen = share_map.chosen_mapping(mapping, parts)
            raise _with_copy(refused, file, chosen, Path.cwd()) from refused


#: A table shows so much of an id, and ``recall`` takes that much where it is of one submission.
SHOWN = 12
_COLUMNS = ("id", "giver", "dataset", "class", "rows", "people", "mark")


def _line(given: Submission) -> tuple[object, ...]:
    return (
        given.id[:SHOWN],
        given.giver,
        f"{given.dataset} {given.edition}",
        given.source_class,
        given.rows,
        given.people,
        share_marks.in_short(given),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What ``share list`` answers."""

    submissions: tuple[Submission, ...]
    recalled: tuple[Tombstone, ...]


@command.command(name="list", epilog="Example: beforehand share list --format json")
@format_option
def list_(form: str) -> None:
    """List what the pool holds and what was recalled."""
    home = open_home()
    listing = Listing(submissions=store.submissions(home, shell()), recalled=store.tombstones(home))
    gone = [(stone.id[:SHOWN], stone.giver, stone.recalled_on) for stone in listing.recalled]
    tables = [Rows("Submissions", _COLUMNS, [_line(one) for one in listing.submissions])]
    if gone:
        tables.append(Rows("Recalled", ("id", "giver", "recalled on"), gone))
    show(form, listing, tables)


def _whole_id(home: Home, said: str) -> str:
    """The one id that begins so, or what was said."""
    known = [one.id for one in store.submissions(home, shell())]
    known += [stone.id for stone in store.tombstones(home)]
    like = [name for name in known if name.startswith(said)] if len(said) >= SHOWN else []
    return like[0] if len(like) == 1 else said


@command.command(epilog="Example: beforehand share recall 0123456789ab")
@click.argument("submission_id", metavar="ID")
@format_option
def recall(submission_id: str, form: str) -> None:
    """Take a submission back, destroy its key, and list what was built on it."""
    home = open_home()
    done = recalls.recall(home, _whole_id(home, submission_id), today=_today())
    show(form, done, recalled_tables(done, SHOWN))


command.add_command(share_check.check)
command.add_command(share_duplicates.duplicates)
command.add_command(share_linking.link)
command.add_command(share_receipt.receipt)
command.add_command(share_keyholder.command)
command.add_command(share_agreements.agreements)
command.add_command(share_agreements.groups)
command.add_command(share_map.command)
command.add_command(share_marks.mark)
