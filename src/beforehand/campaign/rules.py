"""What the ad platforms allow, as data with source and date."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

_FILE = files("beforehand") / "data" / "platforms" / "rules.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How many letters of a field a platform shows before it cuts the rest."""

    platform: str
    field: str  # "headline" or "body"
    letters: int
    source: str
    read_on: date


def _read() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return read


_RULES = _read()

LENGTHS: tuple[Length, ...] = tuple(
    Length(**one | {"read_on": date.fromisoformat(one["read_on"])}) for one in _RULES["lengths"]
)
AGES: tuple[int, int] = (_RULES["ages"]["lowest"], _RULES["ages"]["highest"])
ADULT = 18

#: Where Meta stopped taking ads on social issues, since when, and where that was read.
NO_SOCIAL_ISSUES: frozenset[str] = frozenset(_RULES["social_issue"]["countries"])
SOCIAL_ISSUES_ENDED: str = _RULES["social_issue"]["ended_on"]
SOCIAL_ISSUES_SOURCE: str = _RULES["social_issue"]["source"]
