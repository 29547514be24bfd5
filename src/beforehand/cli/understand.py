"""Understand: what the pool shows, and how many people it does not. One module a question."""

from __future__ import annotations

import click

from beforehand.cli.lazily import Lazily

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


@click.command(cls=Lazily, places={name: (module, name) for name, module in COMMANDS.items()})
def command() -> None:
    """Profiles, comparisons, routes, trends, the brief, and people on no list."""
