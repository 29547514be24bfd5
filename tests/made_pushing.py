"""A signed plan, and the command that pushes it."""

from __future__ import annotations

from pathlib import Path

from beforehand import store
from beforehand.home import Home
from beforehand.records.channels import MessageSignOff, SignsFor
from beforehand.records.codec import digest
from beforehand.records.plan import Plan
from made_commands import Ran, run


def signed(folder: Path, plan: Plan) -> Home:
    """A home with the plan in it, every message agreed to by two people."""
    home = Home(folder / "var")
    store.save(home, plan)
    for message in plan.messages:
        for role, person in zip(SignsFor, ("Ana", "Besa"), strict=True):
            agreed = MessageSignOff(
                version=message.version,
                language=message.language,
                text=digest(message),
                role=role,
                person=person,
                signed_on=plan.sealed_on,
            )
            store.save(home, agreed)
    return home


def push(home: Home, plan: Plan, to: tuple[str, ...], *words: str) -> Ran:
    """``beforehand campaign push`` of this plan to ``--to`` and what belongs to it."""
    return run(
        home.root.parent, "campaign", "push", plan.id[:12], "--to", *to,
        "--base-url", "https://example.org", *words,
    )  # fmt: skip


def without(home: Home, *secrets: str) -> bool:
    """Whether no file of the home holds any of these."""
    held = [path.read_bytes() for path in home.root.rglob("*") if path.is_file()]
    return not any(one.encode() in data for one in secrets for data in held)
