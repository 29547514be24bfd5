"""``beforehand campaign push``: what would go to a platform, or sending it."""

from __future__ import annotations

import getpass
import json
import re
from collections.abc import Iterator

import click

from beforehand import campaign, programme, pushing
from beforehand.cli.answers import Rows, format_option, show
from beforehand.cli.plans import find_plan
from beforehand.cli.who import now, today
from beforehand.home import open_home
from beforehand.records.pushes import Asked, Push
from beforehand.words import Words, speak, words

_PLATFORMS = {name.lower(): name for name in campaign.PUSHED}
UNTRIED = words("Sending was tested against recorded answers, and not tried on a live account.")
_PAUSED = words("All is paused: nothing is spent before somebody starts it on the platform.")

_OTHERWISE = (
    "{platform} keeps other places or a wider audience than it was asked for: {names}. Start none "
    "of them before it is put right there: they would reach held-out places."
)


@click.command(
    epilog="Examples: beforehand campaign push 3f9a21c0 --to meta --account 1234567890 "
    "--page 9876543210 --base-url https://example.org ; the same with --send"
)
@click.argument("plan_id")
@click.option("--to", "to", type=click.Choice(list(_PLATFORMS)), required=True)
@click.option("--account", required=True, help="Number of the ad account.")
@click.option("--page", default="", help="Number of the Facebook page that speaks (meta).")
@click.option("--base-url", required=True, help="Where public is.")
@click.option(
    "--send/--dry-run", default=False, show_default=True, help="Send it, or show what would go."
)
@click.option("--by", "who", help="Who sends it.  [default: your login]")
@format_option
def push(plan_id: str, to: str, account: str, form: str, **asked: str | bool | None) -> None:
    """Make the campaign on a platform, paused. NOT TRIED ON A LIVE ACCOUNT: files come first.

    Without --send nothing is sent: every field that would be is shown. A second push makes only
    what is not there yet. The token comes from the environment: BEFOREHAND_META_TOKEN_FILE or
    GOOGLE_ADS_CONFIGURATION_FILE_PATH (a path); see the how-to.
    """
    home = open_home()
    plan = find_plan(home, plan_id)
    programme.check_not_stopped(home, plan)
    target = _target(to, account, str(asked["page"]))
    made = campaign.links(plan, str(asked["base_url"]))
    things = campaign.asks(made, target, programme.against(home, today()))
    notes = campaign.push_notes(plan, target.platform)
    if not asked["send"]:
        _show_asked(form, things)
        _say(*notes, UNTRIED, words("Nothing was sent. With --send it is."))
        return
    who = str(asked["who"] or "").strip() or getpass.getuser()
    opened = pushing.open_account(target.platform, target.account)
    sender = pushing.Sender(plan_id=plan.id, who=who, at=now())
    done = pushing.push(home, things, opened, sender)
    _show_done(form, done)
    _say(*notes, _PAUSED, UNTRIED)
    if done.differs:
        _say(words(_OTHERWISE, platform=done.platform, names=", ".join(done.differs)))
    if done.stopped:
        click.echo(done.stopped, err=True)
    if done.stopped or done.differs:
        raise click.exceptions.Exit(3)


def _target(to: str, account: str, page: str) -> campaign.PushTarget:
    number = account.removeprefix("act_").replace("-", "")
    if not re.fullmatch(r"[0-9]{5,20}", number):
        raise click.BadParameter("Give the number of the account.", param_hint="--account")
    if to == "meta" and not re.fullmatch(r"[0-9]{5,20}", page):
        raise click.BadParameter("Give the number of the Facebook page.", param_hint="--page")
    return campaign.PushTarget(platform=_PLATFORMS[to], account=number, page=page)


def _show_asked(form: str, things: tuple[Asked, ...]) -> None:
    if form == "table":
        for one in things:
            click.echo(f"{one.kind}: {one.name}")
            for line in _lines(one):
                click.echo(f"  {line}")
        return
    rows = [
        (one.kind, *_padded(one.path), field, json.dumps(value, ensure_ascii=False))
        for one in things
        for field, value in one.fields.items()
    ]
    columns = ("kind", "campaign", "ad_set", "ad", "field", "value")
    show(form, things, [Rows("Would be sent", columns, rows)])


def _lines(one: Asked) -> Iterator[str]:
    """A line a field; where a thing is made by many operations, a line each."""
    for field, value in one.fields.items():
        if field == "mutate_operations":
            yield from (json.dumps(each, ensure_ascii=False) for each in value)
        else:
            yield f"{field}: {json.dumps(value, ensure_ascii=False)}"


def _show_done(form: str, done: Push) -> None:
    rows: list[tuple[str, ...]] = [
        ("was there" if one.was_there else "made", one.kind, one.path[-1], " ".join(one.ids))
        for one in done.pushed
    ]
    rows += [("NOT MADE", "", path[-1], "") for path in done.not_made]
    title = f"{done.platform}, account {done.account}"
    show(form, done, [Rows(title, ("", "kind", "name", "ids"), rows)])


def _padded(path: tuple[str, ...]) -> tuple[str, ...]:
    return (*path, *("",) * (3 - len(path)))


def _say(*sentences: Words) -> None:
    for one in sentences:
        click.echo(speak(one), err=True)
