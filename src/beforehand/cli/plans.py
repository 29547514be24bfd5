"""The saved plan that somebody names."""

from __future__ import annotations

from beforehand import store
from beforehand.home import Home
from beforehand.records.plan import Plan
from beforehand.refusals import UnknownRecord
from beforehand.words import words

_SHORTEST = 6  # letters of a plan's id that are enough to name it, if no other begins alike


def find_plan(home: Home, plan_id: str) -> Plan:
    """The saved plan whose id is, or alone begins with, ``plan_id``.

    Raises:
        UnknownRecord: If none or several do, or fewer than six letters are given.
    """
    begins = {
        one.id: one
        for one in store.saved(home, Plan)
        if len(plan_id) >= _SHORTEST and one.id.startswith(plan_id.lower())
    }
    if len(begins) != 1:
        raise UnknownRecord(kind=words("Plan"), id=plan_id)
    return next(iter(begins.values()))
