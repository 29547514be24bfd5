"""What the cases page shows of a recall: what was built on it, and what had already left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from beforehand.records.recalls import Built, BuiltOn, Recalled
from beforehand.web.desk.said import say
from beforehand.words import Words, words

KINDS: dict[Built, Words] = {
    Built.CLAIM: words("Claim"),
    Built.PLAN: words("Campaign plan"),
    Built.IMPACT: words("Impact report"),
    Built.USE: words("Claim, published in"),
    Built.RELEASE: words("Release"),
    Built.BRIEF: words("Brief, taken along"),
    Built.KEPT_BRIEF: words("Brief, kept to compare with"),
}
#: What a ledger line calls what left.
RELEASES: dict[str, Words] = {
    "table": words("a table"),
    "pages": words("campaign pages"),
    "impact": words("an impact report"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltOnLine:
    """One thing that rests on it."""

    id: str
    kind_said: str
    name: str
    on: date | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecalledLine:
    """One recall of the list."""

    id: str
    giver: str
    recalled_on: date
    flagged: tuple[BuiltOnLine, ...]
    published: tuple[BuiltOnLine, ...]


def recalled_line(done: Recalled) -> RecalledLine:
    """The recall in the reader's language."""
    return RecalledLine(
        id=done.id,
        giver=done.giver,
        recalled_on=done.recalled_on,
        flagged=_lines(done.flagged),
        published=_lines(done.published),
    )


def _lines(found: Iterable[BuiltOn]) -> tuple[BuiltOnLine, ...]:
    return tuple(
        BuiltOnLine(
            id=one.id,
            kind_said=say(KINDS[one.kind]),
            name=say(RELEASES[one.name]) if one.name in RELEASES else one.name,
            on=one.on,
            said=say(one.says),
        )
        for one in found
    )
