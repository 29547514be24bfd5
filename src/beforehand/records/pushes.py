"""What a platform is asked to make, and what it made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that a platform is asked to make, paused, in the platform's own words."""

    kind: str  # "campaign", "ad set" or "ad"
    path: tuple[str, ...]  # its name after the names of what it belongs to
    fields: dict[str, Any]

    @property
    def name(self) -> str:
        """As the platform shows it."""
        return self.path[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """One thing that is on the platform now, under which ids."""

    kind: str
    path: tuple[str, ...]
    ids: tuple[str, ...]
    was_there: bool  # an earlier push had made it; nothing was changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What was sent: when, by whom, to which account, and what came of it. Never with a token."""

    plan_id: str
    platform: str  # "Meta", "Google"
    account: str
    who: str
    at: datetime
    pushed: tuple[Pushed, ...]
    not_made: tuple[tuple[str, ...], ...]  # paths, where it stopped half-way
    stopped: str = ""  # why, in a sentence; empty = it came to its end
    differs: tuple[str, ...] = ()  # what the platform keeps with other places than asked, by name
