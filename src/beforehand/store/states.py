"""Which submissions an answer was made of, by the hash that its figures carry.

A release keeps the hashes of its data and no more. So that a recall can say what was built on it,
each state of the pool that ever answered is kept here: the ids of its submissions, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from beforehand import atomic
from beforehand.home import Home
from beforehand.records.cases import Submission
from beforehand.records.codec import to_json
from beforehand.store import state


def remember(home: Home, given: Iterable[Submission]) -> str:
    """Keep which submissions answered; their hash, as ``CaseTable.data_hash`` has it.

    Whoever opens cases comes by here, and so notices recalls by other processes.
    """
    state.notice_recalls(home)
    names = tuple(sorted(one.id for one in given))
    name = state.hash_of(names)
    path = home.pool / ".states" / f"{name}.json"
    if not path.exists():
        atomic.write_bytes(path, to_json(names))
    return name


def holding(home: Home, submission_id: str) -> frozenset[str]:
    """The hashes of every answer that the submission was part of."""
    found = set()
    for path in (home.pool / ".states").glob("*.json"):
        if submission_id in msgspec.json.decode(path.read_bytes(), type=tuple[str, ...]):
            found.add(path.stem)
    return frozenset(found)
