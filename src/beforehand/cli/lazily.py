"""A group whose commands are loaded when they are named, so that ``--help`` is quick."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class Lazily(click.Group):
    """Finds each command by its module and name.

    Args:
        places: By command: the module under ``beforehand.cli`` and the command's name in it.
        said: The rest as ``click.Group`` takes it.
    """

    def __init__(self, *, places: Mapping[str, tuple[str, str]], **said: Any) -> None:
        super().__init__(**said)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All of them, in the order given."""
        del ctx
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        del ctx
        if cmd_name not in self.places:
            return None
        module, name = self.places[cmd_name]
        found = getattr(importlib.import_module(f"beforehand.cli.{module}"), name)
        if not isinstance(found, click.Command):
            raise TypeError(cmd_name)
        return found
