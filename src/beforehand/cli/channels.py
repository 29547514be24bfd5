"""``beforehand campaign``: what goes out: check, export, rules, sign-off, library."""

from __future__ import annotations

from pathlib import Path

import click

from beforehand import campaign, programme, prove, store
from beforehand.cli.answers import Rows, format_option, show
from beforehand.cli.plans import find_plan
from beforehand.cli.who import today
from beforehand.cli.writing import write
from beforehand.home import open_home
from beforehand.records.channels import ChannelRule, Medium, MessageSignOff, SignsFor
from beforehand.records.codec import digest
from beforehand.records.plan import Message, Plan
from beforehand.refusals import UnknownRecord
from beforehand.words import speak, words

READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
WRITABLE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
_ROLES = {role.value.replace(" ", "-"): role for role in SignsFor}


@click.command(epilog="Example: beforehand campaign check 3f9a21c0")
@click.argument("plan_id")
@click.option(
    "--language",
    type=click.Choice(["en", "sq"]),
    default="en",
    show_default=True,
    help="Of the answer.",
)
@format_option
def check(plan_id: str, language: str, form: str) -> None:
    """What is missing or will be refused, the gravest first, and what to do instead."""
    home = open_home()
    against = programme.against(home, today(), language)
    found = campaign.findings(find_plan(home, plan_id), against)
    answer = [
        {
            "grade": one.grade,
            "topic": one.topic,
            "sentence": speak(one.what, language),
            "instead": "" if one.instead is None else speak(one.instead, language),
        }
        for one in found
    ]
    rows = [tuple(one.values()) for one in answer]
    if form == "table":
        rows = [(r[0], f"{r[2]}\n{r[3]}".strip() + "\n") for r in rows]
        show(form, answer, [Rows("Before launch", ("", ""), rows)])
    else:
        columns = ("grade", "topic", "sentence", "instead")
        show(form, answer, [Rows("Before launch", columns, rows)])


@click.command(
    epilog="Example: beforehand campaign export 3f9a21c0 -o files --base-url https://example.org "
    "--template my-meta-template.csv"
)
@click.argument("plan_id")
@click.option("-o", "--output", type=FOLDER, required=True, help="Folder to write to.")
@click.option(
    "--base-url", default="http://localhost:8000", show_default=True, help="Where public is."
)
@click.option(
    "--template",
    "templates",
    type=READABLE,
    multiple=True,
    help="A template exported from your own account (CSV or Excel); may be repeated.",
)
@click.option("--locations", type=READABLE, help="CSV: place, location_id (TikTok's).")
def export(
    plan_id: str,
    output: Path,
    base_url: str,
    templates: tuple[Path, ...],
    locations: Path | None,
) -> None:
    """Write the files for platforms, calendar, messages and posters, all paused."""
    home = open_home()
    plan = find_plan(home, plan_id)
    programme.check_not_stopped(home, plan)
    made = campaign.links(plan, base_url)
    request = campaign.ExportRequest(
        templates=tuple(campaign.read_template(t.read_bytes(), file=t.name) for t in templates),
        locations={} if locations is None else _locations(plan, locations),
        rules=programme.against(home, today()).rules,
    )
    exported = campaign.export(made, request)
    files = dict(exported.files)
    if asked := prove.survey_forms(plan):
        files["survey-links.csv"] = campaign.survey_links_csv(plan, base_url, asked)
    for name, data in files.items():
        write(output / name, data)
        click.echo(f"{output / name}")
    for sentence in exported.notes:
        click.echo(speak(sentence), err=True)


def _locations(plan: Plan, path: Path) -> dict[str, str]:
    codes = frozenset(one.place.code for one in plan.places)
    return campaign.read_locations(path.read_bytes(), file=path.name, codes=codes)


@click.command(
    epilog="Example: beforehand campaign rules --copy channel_rules.csv, edit it, then "
    "beforehand campaign rules --use channel_rules.csv"
)
@click.option("--copy", type=WRITABLE, help="Write the table of rules here, to edit.")
@click.option("--use", type=READABLE, help="Use this table from now on.")
@click.option("--words", "wordings", is_flag=True, help="The words that no post may hold, instead.")
@format_option
def rules(copy: Path | None, use: Path | None, wordings: bool, form: str) -> None:
    """The rules of the platforms, each with source and day; or use your own table of them."""
    home = open_home()
    kept = programme.wordings_file(home) if wordings else programme.rules_file(home)
    if use is not None:
        read = campaign.read_wordings if wordings else campaign.read_rules
        count = len(read(use.read_bytes(), file=use.name))
        write(kept, use.read_bytes())
        click.echo(f"{count} rules are used from now on.")
        return
    own = campaign.wordings_csv() if wordings else campaign.rules_csv()
    if copy is not None:
        write(copy, kept.read_bytes() if kept.is_file() else own)
        click.echo(f"{copy}")
        return
    against = programme.against(home, today())
    if wordings:
        listed = [(w.language, w.topic, w.words, w.reason, w.better) for w in against.wordings]
        columns = ("language", "topic", "words", "reason", "better")
        show(form, against.wordings, [Rows("No post may hold", columns, listed)])
        return
    show(form, against.rules, [_rules_shown(against.rules, form)])


def _rules_shown(listed: tuple[ChannelRule, ...], form: str) -> Rows:
    if form == "table":
        told = [
            (f"{r.platform} {r.country}\n{r.topic}", r.grade.value,
             f"{r.says}\n{r.source}; checked on {r.checked_on} ({r.known})\n")
            for r in listed
        ]  # fmt: skip
        return Rows("Channel rules", ("", "", ""), told)
    columns = ("platform", "country", "topic", "grade", "value", "says", "instead", "source",
               "checked_on", "known")  # fmt: skip
    rows = [
        (r.platform, r.country, r.topic, r.grade.value, r.value, r.says, r.instead, r.source,
         r.checked_on, r.known)
        for r in listed
    ]  # fmt: skip
    return Rows("Channel rules", columns, rows)


@click.command(
    "sign-off",
    epilog="Example: beforehand campaign sign-off 3f9a21c0 --version debt-a --language sq "
    '--role local-partner --by "Ana Krasniqi"',
)
@click.argument("plan_id")
@click.option("--version", "version", required=True, help="Of the message, such as debt-a.")
@click.option("--language", required=True, help="Of the message, such as sq.")
@click.option("--role", type=click.Choice(list(_ROLES)), required=True)
@click.option("--by", "person", required=True, help="Who agrees to these very words.")
def sign_off(plan_id: str, version: str, language: str, role: str, person: str) -> None:
    """Record that somebody agrees to one version of a message; a changed word asks again."""
    if not person.strip():
        raise click.BadParameter("Write who agrees.", param_hint="--by")
    home = open_home()
    message = _message(find_plan(home, plan_id), version, language)
    agreed = MessageSignOff(
        version=version,
        language=language,
        text=digest(message),
        role=_ROLES[role],
        person=person.strip(),
        signed_on=today(),
    )
    store.save(home, agreed)
    missing = campaign.missing_roles(message, store.saved(home, MessageSignOff))
    left = ", ".join(one.value for one in missing) or "nobody"
    click.echo(f"Recorded. Still to sign off {version} ({language}): {left}.")


def _message(plan: Plan, version: str, language: str) -> Message:
    for one in plan.messages:
        if (one.version, one.language) == (version, language):
            return one
    raise UnknownRecord(kind=words("message"), id=version)


@click.command(epilog="Example: beforehand campaign library media.csv")
@click.argument("file", type=READABLE, required=False)
@format_option
def library(file: Path | None, form: str) -> None:
    """The pictures and videos with rights, consent and subtitles; add those of FILE."""
    home = open_home()
    for one in () if file is None else campaign.read_media(file.read_bytes(), file=file.name):
        store.save(home, one)
    listed = store.saved(home, Medium)
    columns = ("name", "kind", "title", "rights", "people", "consent", "subtitles")
    rows = [
        (f"{m.id}@{m.version}", m.kind, m.title, m.rights or "not known", m.people,
         m.consent or ("none" if m.people != "nobody" else ""), ", ".join(m.subtitles))
        for m in listed
    ]  # fmt: skip
    show(form, listed, [Rows("Pictures and videos", columns, rows)])
