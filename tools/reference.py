"""Reference pages made from the code: commands, codes, refusals, records.

python tools/reference.py           write docs/reference
python tools/reference.py --check   exit 1 if a page there is not what the code says
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

DOCS = Path(__file__).parent.parent / "docs" / "reference"


def commands() -> str:
    from beforehand.cli import COMMANDS, programme

    lines = ["# Commands", "", "Made from the code by `tools/reference.py`.", ""]
    for word in COMMANDS:
        group = programme.get_command(click.Context(programme), word)
        if group is not None:
            lines += list(_command(group, f"beforehand {word}"))
    return "\n".join(lines) + "\n"


def _command(command: click.Command, name: str) -> Iterator[str]:
    context = click.Context(command, info_name=name, terminal_width=96, max_content_width=96)
    yield from (f"## {name}", "", "```text", command.get_help(context), "```", "")
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            child = command.get_command(context, sub)
            if child is not None:
                yield from _command(child, f"{name} {sub}")


def codes() -> str:
    from beforehand.vocabulary import FIELDS, Code

    lines = ["# The case record", "", "Fields in the order of the table.", "",
             "| field | kind | meaning | codes |", "|---|---|---|---|"]  # fmt: skip
    for field in FIELDS:
        named = field.codes.__name__ if field.codes else ("ISO 3166-1" if field.iso_country else "")
        lines.append(f"| `{field.name}` | {field.kind} | {field.english} | {named} |")
    for kind in sorted(Code.__subclasses__(), key=lambda code: code.__name__):
        lines += ["", f"## {kind.__name__}", "", inspect.getdoc(kind) or "", ""]
        lines += [f"- `{member.value}`: {member.english}" for member in kind]
    return "\n".join(lines) + "\n"


def refusals() -> str:
    from beforehand.refusals import Refusal

    lines = ["# Refusals", "", "Every reason the programme says no, exit code 3.", "",
             "| reason | what it says |", "|---|---|"]  # fmt: skip
    found = {refusal.__name__: refusal.template for refusal in _all(Refusal)}
    lines += [f"| {name} | {template} |" for name, template in sorted(found.items())]
    return "\n".join(lines) + "\n"


def _all(kind: type) -> Iterator[type]:
    for sub in kind.__subclasses__():
        yield sub
        yield from _all(sub)


def records() -> str:
    lines = ["# Records", "", "What flows between the six steps."]
    for name in ("figure", "cases", "picture", "release", "plan", "reach", "impact"):
        module = importlib.import_module(f"beforehand.records.{name}")
        lines += ["", f"## records.{name}", "", inspect.getdoc(module) or ""]
        for kind in vars(module).values():
            if inspect.isclass(kind) and kind.__module__ == module.__name__:
                lines += ["", f"### {kind.__name__}", "", inspect.getdoc(kind) or "", ""]
                fields = getattr(kind, "__annotations__", {})
                lines += [f"- `{field}`: `{typed}`" for field, typed in fields.items()
                          if not field.startswith("_")]  # fmt: skip
    return "\n".join(lines) + "\n"


def main() -> int:
    for step in ("share", "understand", "release", "campaign", "reach", "prove", "programme"):
        importlib.import_module(f"beforehand.{step}")
    pages = {"commands.md": commands(), "case-record.md": codes(), "refusals.md": refusals(),
             "records.md": records()}  # fmt: skip
    stale = [name for name, text in pages.items()
             if not (DOCS / name).exists() or (DOCS / name).read_text() != text]  # fmt: skip
    if "--check" in sys.argv:
        print(f"stale, run make fix: {stale}" if stale else "reference: as the code says")
        return 1 if stale else 0
    DOCS.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (DOCS / name).write_text(pages[name])
    return 0


if __name__ == "__main__":
    sys.exit(main())
