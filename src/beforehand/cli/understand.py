"""Understand: what the pool shows, and how many people it does not. One module a question."""

from __future__ import annotations

import importlib

import click

#: Where each command lives: loaded when it is named, since some are quick without the pool.
COMMANDS = {
    "ages": "definitions",
    "brief": "pictures",
    "claims": "claims",
    "compare": "pictures",
    "definitions": "definitions",
    "hidden": "hidden",
    "hotspots": "hotspots",
    "profile": "pictures",
    "routes": "pictures",
    "signals": "signals",
    "since": "since",
    "trend": "pictures",
    "types": "types",
    "view": "own_view",
}


class Questions(click.Group):
    """Loads the module of a question when it is asked."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every question, by name."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"beforehand.cli.{COMMANDS[cmd_name]}")
        found = getattr(module, cmd_name)
        if not isinstance(found, click.Command):
            raise TypeError(cmd_name)
        return found


@click.command(cls=Questions)
def command() -> None:
    """Profiles, comparisons, routes, trends, the brief, and people on no list."""
