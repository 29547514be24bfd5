"""What every platform's account can do here, and where its token comes from."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Protocol

from beforehand.records.pushes import Asked, Pushed
from beforehand.refusals import (
    NoPushLibrary,
    NoPushToken,
    PushUnanswered,
    PushUnreached,
    Refusal,
)

_LONGEST = 300  # letters of a platform's own words that are repeated


class Account(Protocol):
    """One advertiser's account on one platform."""

    platform: str
    account: str

    def look(self) -> None:
        """See that it can be reached, counts in euro, and which hours its days have."""

    def find(self, one: Asked, parent: Pushed | None) -> tuple[str, ...]:
        """Ids of the thing of that name, if it is there; else nothing."""

    def make(self, one: Asked, parent: Pushed | None) -> tuple[str, ...]:
        """Make it, and give its ids."""

    def differing(self, asked: Sequence[Asked], pushed: Sequence[Pushed]) -> tuple[str, ...]:
        """Names of what the platform keeps with other places than it was asked for."""


def library(name: str, platform: str) -> ModuleType:
    """A module of a platform's own library, loaded when it is needed and not before.

    Raises:
        NoPushLibrary: If the extra is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        raise NoPushLibrary(platform=platform, extra=platform.lower()) from missing


def token_of(platform: str, variable: str) -> str:
    """The token in an environment variable, or in the file whose path stands in another.

    Raises:
        NoPushToken: If there is none, or the file cannot be read.
    """
    beside = f"{variable}_FILE"
    path = os.environ.get(beside, "").strip()
    found = os.environ.get(variable, "").strip()
    if not found and path:
        try:
            found = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            found = ""
    if not found:
        raise NoPushToken(platform=platform, variable=variable, file_variable=beside)
    return found


def unanswered(account: Account, name: str) -> Refusal:
    """No answer that can be read: to what ``name`` asked to make, or while we only looked."""
    if name:
        return PushUnanswered(platform=account.platform, name=name)
    return PushUnreached(platform=account.platform, account=account.account)


def said(by_platform: object, *secret: str) -> str:
    """A platform's own words in one line, without what is secret."""
    text = str(by_platform)
    for one in secret:
        if one:
            text = text.replace(one, "…")
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    line = line[:_LONGEST].strip() or "nothing."
    return line if line[-1] in ".!?…" else f"{line}."
