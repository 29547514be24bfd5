"""``beforehand share mark``: how far one submission may be shared, made stricter at the hub."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import click

from beforehand import store
from beforehand.cli.answers import Rows, format_option, show
from beforehand.cli.who import shell
from beforehand.home import open_home
from beforehand.records.agreements import Marking, Tlp
from beforehand.records.cases import Submission
from beforehand.refusals import UnknownSubmission

_DAY = click.DateTime(["%Y-%m-%d"])
SHORTEST = 12  # letters of an id that name a submission


@click.command(epilog="Example: beforehand share mark 0123456789ab --tlp AMBER+STRICT")
@click.argument("submission_id", metavar="ID")
@click.option("--tlp", type=click.Choice([one.value for one in Tlp]), help="The mark (TLP 2.0).")
@click.option("--group", help="The sharing group; empty for every partner.")
@click.option("--embargo-until", type=_DAY, help="The first day on which others may use it.")
@click.option("--show-name/--hide-name", default=None, help="Whether the partner's name shows.")
@click.option("--published-by", help="Who publishes for the partner, as an agreement says.")
@format_option
def mark(submission_id: str, form: str, **asked: Any) -> None:
    """Mark a submission: at the hub only more strictly than its giver did."""
    home, asker = open_home(), shell()
    given = _found(store.submissions(home, asker), submission_id)
    marking = _changed(given.marking, asked)
    kept = store.remark(home, asker, given.id, marking, by="command line")
    show(form, kept, [Rows("Marked", ("id", "giver", "mark"), [_line(kept)])])


def _found(given: tuple[Submission, ...], said: str) -> Submission:
    like = [one for one in given if len(said) >= SHORTEST and one.id.startswith(said)]
    if len(like) != 1:
        raise UnknownSubmission(id=said)
    return like[0]


def _changed(before: Marking, asked: Mapping[str, Any]) -> Marking:
    until: datetime | None = asked["embargo_until"]
    said: dict[str, Any] = {
        "tlp": Tlp(asked["tlp"]) if asked["tlp"] else None,
        "group": asked["group"],
        "embargo_until": until.date() if until else None,
        "shows_name": asked["show_name"],
        "published_by": asked["published_by"],
    }
    return replace(before, **{name: value for name, value in said.items() if value is not None})


def _line(given: Submission) -> tuple[str, str, str]:
    return given.id[:SHORTEST], given.giver, in_short(given)


def in_short(given: Submission) -> str:
    """The mark in one line; nothing for published tables, which anybody may read."""
    marking = given.marking
    if given.source_class.published:
        return ""
    until: date | None = marking.embargo_until
    parts = [f"TLP:{marking.tlp}"]
    parts += [marking.group] if marking.group else []
    parts += [f"from {until}"] if until else []
    if marking.published_by:
        parts.append(f"published by {marking.published_by}")
    elif not marking.shows_name:
        parts.append("not named")
    return ", ".join(parts)
