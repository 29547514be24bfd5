"""Parts of a mapping as they were said: taken out by kind, or a reason why one cannot be."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TypeAlias

from beforehand.share.partner.faults import nearest
from beforehand.words import Words, words

Plain: TypeAlias = "str | list[str] | dict[str, Plain]"
Said = dict[str, Plain]

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Wrong(Exception):
    """A part of the mapping cannot be used."""

    def __init__(self, reason: Words, mend: Words | None = None) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.mend = mend or words("Mend that line of the mapping.")


def known(name: str, choices: Collection[str], what: Words) -> None:
    """Refuse a name that is not among the choices, saying the nearest."""
    if name not in choices:
        raise Wrong(
            words("{name} is not {what}", name=name, what=what), perhaps(nearest(name, choices))
        )


def perhaps(near: str) -> Words | None:
    """What was perhaps meant."""
    return words("Perhaps you meant {near}.", near=near) if near else None


def dictionary(said: Said, part: str) -> dict[str, Plain]:
    """A part that is pairs; empty where it is not said."""
    found = said.get(part) or {}
    if not isinstance(found, dict):
        raise Wrong(words("{part} is not a list of pairs", part=part))
    return found


def listed(said: Said, part: str) -> tuple[str, ...]:
    """A part that is a list; one word is a list of one."""
    found = said.get(part) or []
    if isinstance(found, dict):
        raise Wrong(words("{part} is not a list", part=part))
    return (found,) if isinstance(found, str) else tuple(found)


def word_of(value: Plain, reason: Words) -> str:
    """A word that is one."""
    if not isinstance(value, str):
        raise Wrong(reason)
    return value


def optional(said: Said, part: str, usual: str, longest: int) -> str:
    """A part of one line, or what is usual."""
    found = word_of(said.get(part, ""), words("{part} is not one value", part=part)) or usual
    if len(found) > longest or "\n" in found:
        raise Wrong(words("{part} is too long", part=part))
    return printable(found, part)


def text_of(said: Said, part: str, pattern: str, like: Words) -> str:
    """A part that must be said and fit the pattern."""
    found = word_of(said.get(part, ""), words("{part} is not one value", part=part))
    if not re.fullmatch(pattern, found):
        raise Wrong(words("{part} is missing or is not {like}", part=part, like=like))
    return printable(found, part)


def printable(found: str, part: str) -> str:
    """No sign that would steer a terminal, turn a line round or be no text at all."""
    if _UNPRINTABLE.search(found):
        raise Wrong(words("{part} holds a sign that cannot be printed", part=part))
    return found


def one_of(said: Said, part: str, choices: tuple[str, ...], usual: str | None) -> str:
    """A part that is one of the choices."""
    found = said.get(part, usual)
    if not isinstance(found, str) or found not in choices:
        raise Wrong(
            words("{part} must be one of: {choices}", part=part, choices=", ".join(choices))
        )
    return found
