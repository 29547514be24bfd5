"""What a recall touches: what was built on the submission, and what already left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from beforehand.records.cases import Tombstone
from beforehand.words import Words


class Built(StrEnum):
    """What can rest on a submission."""

    CLAIM = "claim"
    PLAN = "plan"
    IMPACT = "impact"
    USE = "use of a claim"
    RELEASE = "release"
    BRIEF = "brief"
    KEPT_BRIEF = "kept brief"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltOn:
    """One thing that rests on a recalled submission.

    It never holds numbers: beside those of now, the difference would be what was taken back.
    """

    kind: Built
    id: str
    on: date | None  # when it was made or published; None where that is sealed away with it
    name: str  # what it is called, where that says nothing of the cases
    says: Words  # what happens to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """A recall and all that it touches.

    ``flagged`` stays at the hub, marked or sealed away; ``published`` is out there for good.
    """

    id: str
    giver: str
    recalled_on: date
    flagged: tuple[BuiltOn, ...]
    published: tuple[BuiltOn, ...]
    keys_state: int  # a restore with keys of an earlier state would bring it back
    keys_file_current: bool | None  # None: the administrator keeps no keys file elsewhere

    @property
    def stone(self) -> Tombstone:
        """The audit line that stays."""
        return Tombstone(id=self.id, giver=self.giver, recalled_on=self.recalled_on)
