"""``beforehand share receipt``: the receipt of a submission, again."""

from __future__ import annotations

from pathlib import Path

import click

from beforehand import share, store
from beforehand.cli.answers import Rows, show
from beforehand.cli.who import shell, today
from beforehand.cli.writing import write
from beforehand.home import open_home
from beforehand.refusals import UnknownSubmission
from beforehand.words import LANGUAGES

SHORTEST = 12  # signs of an id that name a submission where only one begins so


@click.command(epilog="Example: beforehand share receipt 0123456789ab -o receipt.txt")
@click.argument("submission_id", metavar="ID")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write it to a text file.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table",
              show_default=True, help="Plain text, or JSON.")  # fmt: skip
def receipt(submission_id: str, out: Path | None, language: str, form: str) -> None:
    """Print the receipt of what was given: to whom, until when, how to take it back."""
    home = open_home()
    like = [one for one in store.submissions(home, shell()) if one.id.startswith(submission_id)]
    if len(submission_id) < SHORTEST or len(like) != 1:
        raise UnknownSubmission(id=submission_id)
    given = share.receipt(home, like[0], already_there=False, today=today())
    text = share.receipt_text(given, language)
    if out:
        write(out, text.encode())
    elif form == "json":
        show("json", given, list[Rows]())
    else:
        click.echo(text)
