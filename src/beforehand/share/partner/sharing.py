"""How far a partner lets its file be shared: the part ``sharing`` of a mapping, and the header.

The plain form of ``records.agreements.Marking``, which is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Dictionary
from datetime import date

from beforehand.share.partner.said import Plain, Said, Wrong
from beforehand.words import words

#: Marks of the Traffic Light Protocol 2.0, strictest first.
TLP = ("RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR")
PARTS = ("group", "tlp", "embargo_until", "shows_name", "published_by")
_NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069@]{0,80}")
_YES_NO = {"true": True, "yes": True, "false": False, "no": False}

Marks = Dictionary[str, object]


def checked(said: Said) -> dict[str, object]:
    """What a mapping says under ``sharing``; empty where it says nothing.

    Raises:
        Wrong: A part is unknown or malformed.
    """
    found = said.get("sharing")
    if not found:
        return {}
    if not isinstance(found, dict):
        raise Wrong(words("{part} is not a list of pairs", part="sharing"))
    shows = str(found.get("shows_name", "true")).casefold()
    if shows not in _YES_NO:
        raise Wrong(words("{part} must be one of: {choices}", part="shows_name", choices="yes, no"))
    return read({**_texts(found), "shows_name": _YES_NO[shows]})


def _texts(found: dict[str, Plain]) -> dict[str, object]:
    usual = {"group": "", "tlp": "AMBER", "embargo_until": None, "published_by": ""}
    given: dict[str, object] = {name: found[name] for name in found if name != "shows_name"}
    given["embargo_until"] = given.get("embargo_until") or None
    return {**usual, **given}


def read(marks: Marks) -> dict[str, object]:
    """The marks of a sealed file's header, looked at part by part; empty where there are none.

    Raises:
        Wrong: They are not of this form.
    """
    if not marks:
        return {}
    for name in set(marks) ^ set(PARTS):
        raise Wrong(words("{name} is no part of sharing", name=name))
    if marks["tlp"] not in TLP:
        raise Wrong(words("{part} must be one of: {choices}", part="tlp", choices=", ".join(TLP)))
    for part in ("group", "published_by"):
        value = marks[part]
        if not isinstance(value, str) or not _NAME.fullmatch(value):
            raise Wrong(words("{part} is not a name", part=part))
    if not _is_day(marks["embargo_until"]) or not isinstance(marks["shows_name"], bool):
        raise Wrong(words("{part} is not a day such as 2026-12-31", part="embargo_until"))
    return dict(marks)


def _is_day(value: object) -> bool:
    if value is None:
        return True
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
