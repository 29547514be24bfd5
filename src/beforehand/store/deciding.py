"""Decisions about doubtful pairs: an append-only list, so that each can be seen and undone."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from beforehand import atomic
from beforehand.home import Home
from beforehand.records.codec import from_json, to_json
from beforehand.records.linking import LinkDecision, Verdict
from beforehand.store import layout


def _file(home: Home) -> Path:
    return home.records / "link-decisions.jsonl"


def decisions(home: Home) -> tuple[LinkDecision, ...]:
    """Every decision, the oldest first; those undone too."""
    path = _file(home)
    lines = path.read_bytes().splitlines() if path.exists() else []
    return tuple(from_json(LinkDecision, line) for line in lines if line)


def standing(home: Home) -> dict[tuple[str, str], LinkDecision]:
    """The decision that holds for each pair."""
    found: dict[tuple[str, str], LinkDecision] = {}
    for one in decisions(home):
        if one.verdict is Verdict.UNDONE:
            found.pop((one.left, one.right), None)
        else:
            found[one.left, one.right] = one
    return found


def decide(
    home: Home, pair: tuple[str, str], verdict: Verdict, *, by: str, at: datetime
) -> LinkDecision:
    """Write down what somebody decided about two rows; links follow at the next question.

    Args:
        home: The hub's home.
        pair: The ids of the two rows, in either order.
        verdict: Same, different, unsure, or undone for taking the last one back.
        by: Who decided.
        at: When, with its zone.
    """
    left, right = sorted(pair)
    made = LinkDecision(left=left, right=right, verdict=verdict, by=by, at=at)
    with layout.writing(home):
        path = _file(home)
        before = path.read_bytes() if path.exists() else b""
        atomic.write_bytes(path, before + to_json(made).replace(b"\n", b" ").strip() + b"\n")
    return made


def state_of(home: Home) -> str:
    """A name of the decisions that bear on links; empty where there are none."""
    said = sorted(
        f"{left} {right} {one.verdict}"
        for (left, right), one in standing(home).items()
        if one.verdict is not Verdict.UNSURE
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16] if said else ""
