"""``beforehand share agreements`` and ``share groups``: recorded, shown, ended, and what is due."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from beforehand import share, store
from beforehand.cli.answers import Rows, format_option, show
from beforehand.cli.who import shell, today
from beforehand.home import open_home
from beforehand.records.agreements import Agreement, AgreementChange, SharingGroup

BY = "command line"
NO_MAIL = "The programme sends no mail yet: tell both sides yourself."


@click.group(
    invoke_without_command=True, epilog="Example: beforehand share agreements add coalition.yaml"
)
@click.option("--due", is_flag=True, help="Only what ends within 60 days.")
@format_option
@click.pass_context
def agreements(context: click.Context, due: bool, form: str) -> None:
    """Who shares what with whom, for which purpose, until when."""
    if context.invoked_subcommand is not None:
        return
    if due:
        _show_due(form)
    else:
        _show_list(form)


@agreements.command(name="list", epilog="Example: beforehand share agreements list")
@format_option
def list_(form: str) -> None:
    """List every agreement ever recorded, ended ones too."""
    _show_list(form)


def _show_list(form: str) -> None:
    found = store.recorded_agreements(open_home(), today())
    columns = ("id", "version", "standing", "from", "to", "parties", "made up")
    lines = [(*_line(one.agreement), one.standing.value, one.agreement) for one in found]
    rows = [
        (name, version, standing, said.starts, said.last_day, _names(said), _yes(said.made_up))
        for name, version, standing, said in lines
    ]
    show(form, found, [Rows("Agreements", columns, rows)])
    if form == "table" and not found:
        click.echo("No agreement is recorded: real case-level data are refused until one is.")


def _line(said: Agreement) -> tuple[str, int]:
    return said.id, said.version


def _names(said: Agreement) -> str:
    return ", ".join(one.name for one in said.parties)


def _yes(true: bool) -> str:
    return "yes" if true else ""


def _show_due(form: str) -> None:
    found = store.agreements_due(open_home(), shell())
    rows = [
        (one.agreement.id, one.agreement.last_day, one.days_left, _names(one.agreement))
        for one in found
    ]
    show(form, found, [Rows("Ending soon", ("id", "last day", "days left", "tell"), rows)])
    if form == "table":
        click.echo(NO_MAIL if found else "Nothing ends within 60 days.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What ``share agreements show`` answers."""

    kept: store.Kept
    lacks: tuple[str, ...]
    changes: tuple[AgreementChange, ...]


@agreements.command(name="show", epilog="Example: beforehand share agreements show coalition-2026")
@click.argument("name", metavar="ID")
@format_option
def show_(name: str, form: str) -> None:
    """Show one agreement: what was agreed, what is missing, every change."""
    home = open_home()
    kept = store.agreement(home, name, today())
    shown = Shown(
        kept=kept,
        lacks=tuple(map(str, store.agreement_lacks(kept.latest))),
        changes=tuple(one for one in store.agreement_changes(home) if one.of == name),
    )
    changes = [(one.on, one.what, one.version, one.by, one.why) for one in shown.changes]
    tables = [
        Rows(kept.agreement.title, ("what", "agreed"), _terms(kept)),
        Rows("Parties", ("name", "role", "country", "gives", "receives", "signed"), _parties(kept)),
        Rows("Changes", ("on", "what", "version", "by", "why"), changes),
    ]
    show(form, shown, tables)
    if form == "table" and shown.lacks:
        click.echo(f"Version {kept.latest.version} still lacks: {'; '.join(shown.lacks)}.")


def _terms(kept: store.Kept) -> list[tuple[str, object]]:
    said = kept.agreement
    transfer = said.transfer
    return [
        ("standing", f"{kept.standing.value}, version {said.version}"),
        ("from, to", f"{said.starts}, {said.last_day}"),
        ("purposes", ", ".join(said.purposes)),
        ("never for", "immigration enforcement, the prosecution of victims"),
        ("data", ", ".join(said.data)),
        ("lawful basis", said.lawful_basis),
        ("special categories", said.special_condition),
        ("between countries", transfer and f"{transfer.mechanism} {transfer.reference}"),
        ("impact assessment", f"{said.impact.reference}, {said.impact.signed_by}"),
        ("breach", f"{said.breach.contact}, within {said.breach.hours} hours"),
        ("kept for", f"{said.retention_months} months"),
        ("ended because", said.ended_because or None),
    ]


def _parties(kept: store.Kept) -> list[tuple[object, ...]]:
    return [
        (
            f"{one.name} (the hub)" if one.hub else one.name,
            one.role,
            one.country,
            _yes(one.gives),
            _yes(one.receives or one.hub),
            f"{one.signed_by}, {one.signed_on}" if one.signed_on else "not signed",
        )
        for one in kept.agreement.parties
    ]


@agreements.command(epilog="Example: beforehand share agreements add coalition.yaml")
@click.argument("file", type=click.Path(path_type=Path))
@format_option
def add(file: Path, form: str) -> None:
    """Record an agreement, or a new version of one, from a YAML file."""
    said = share.load_agreement(file)
    kept = store.record_agreement(open_home(), said, by=BY, today=today())
    show(form, kept, [Rows("Recorded", ("id", "version"), [_line(kept)])])
    lacks = store.agreement_lacks(kept)
    if form == "table":
        click.echo(
            f"Still missing, and until then not in force: {'; '.join(map(str, lacks))}."
            if lacks
            else "Nothing is missing."
        )


@agreements.command(
    epilog='Example: beforehand share agreements end coalition-2026 --because "North leaves"'
)
@click.argument("name", metavar="ID")
@click.option("--because", required=True, help="Why, for everybody who reads it later.")
@format_option
def end(name: str, because: str, form: str) -> None:
    """End an agreement today: nothing new is made of what was given under it."""
    kept = store.end_agreement(open_home(), name, because=because, by=BY, today=today())
    rows = [(*_line(kept), kept.ended_on)]
    show(form, kept, [Rows("Ended", ("id", "version", "ended on"), rows)])
    if form == "table":
        click.echo("What was given stays with its giver to recall: beforehand share list.")


@click.group(
    invoke_without_command=True, epilog="Example: beforehand share groups set inner North South"
)
@format_option
@click.pass_context
def groups(context: click.Context, form: str) -> None:
    """Sharing groups: partners among whom what is marked for the group is shared."""
    if context.invoked_subcommand is None:
        _show_groups(form, store.sharing_groups(open_home()))


@groups.command(name="list", epilog="Example: beforehand share groups list")
@format_option
def list_groups(form: str) -> None:
    """List the sharing groups and who is in them."""
    _show_groups(form, store.sharing_groups(open_home()))


def _show_groups(form: str, found: tuple[SharingGroup, ...]) -> None:
    rows = [(one.name, one.version, ", ".join(one.members)) for one in found]
    show(form, found, [Rows("Sharing groups", ("name", "version", "members"), rows)])


@groups.command(name="set", epilog="Example: beforehand share groups set inner North South hub")
@click.argument("name")
@click.argument("members", nargs=-1, required=True)
@format_option
def set_(name: str, members: tuple[str, ...], form: str) -> None:
    """Make a group, or say anew who is in it; "hub" stands for the hub's campaigners."""
    group = store.set_group(open_home(), name, members, by=BY, today=today())
    _show_groups(form, (group,))
