"""The six words and the rest, as commands. One module a step."""

from __future__ import annotations

import os
import sys

import click

from beforehand import __version__
from beforehand.cli.lazily import Lazily
from beforehand.refusals import Refusal

#: Commands are loaded when first named, so that ``beforehand --help`` is quick.
COMMANDS = {
    "demo": "Set up everything with example data and start it.",
    "serve": "Start the public, the desk or the keyholder's server.",
    "share": "Seal, add, list, recall and link cases.",
    "understand": "Profiles, routes, trends, the brief, and people on no list.",
    "release": "Publish safely: tables and the ledger.",
    "campaign": "Plan, check and export a campaign.",
    "prove": "What a campaign changed: lift and the impact report.",
    "admin": "Back up, restore, and look the hub over.",
}


class Programme(Lazily):
    """The words of the programme, each in the module of its name."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the words without loading any of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=Programme,
    places={word: (word, "command") for word in COMMANDS},
    epilog="Start with: beforehand demo",
)
@click.version_option(__version__)
def programme() -> None:
    """Pool what the frontline knows, warn the right places first, prove what it changed."""


def main() -> None:
    """Run a command: exit 0 on success, 2 on wrong usage, 3 on a refusal."""
    os.umask(0o077)  # whatever is written is its owner's alone
    try:
        left = programme.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(3)
    if left:  # what a command gave to ``click.exceptions.Exit``
        sys.exit(left)
