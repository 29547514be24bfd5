"""Example messages, and the words of a post as it is given to a platform."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from beforehand.records.plan import Message, Sponsor

#: Nobody: a plan with this sponsor is made up, and says so.
EXAMPLE_SPONSOR = Sponsor(
    name="Example Coalition (made up)",
    charity_number="000000 (made up)",
    local_partner="Example Association, Kukës (made up)",
)
_FILE = files("beforehand") / "data" / "messages" / "work_abroad.json"


@cache
def _read() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return read


def example_messages() -> tuple[Message, ...]:
    """Made-up messages in Albanian and English, three versions each. All are drafts."""
    return tuple(Message(**one) for one in _read()["messages"])


def draft_status() -> dict[str, str]:
    """What must happen to the example messages before publication, by language."""
    return dict(_read()["status"])


def post_text(message: Message, sponsor: Sponsor) -> str:
    """The body of a post with the sponsor named under it, as every post must."""
    number = f" ({sponsor.charity_number})" if sponsor.charity_number else ""
    partner = f" · {sponsor.local_partner}" if sponsor.local_partner else ""
    return f"{message.body}\n\n{sponsor.name}{number}{partner}"
