"""Who asks, and what their role may see. Permissions act in ``store`` alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A member of staff's role. Police hold no key to reports and have no caseworker role."""

    PARTNER = "partner"
    ANALYST = "analyst"
    CAMPAIGNER = "campaigner"
    CASEWORKER = "caseworker"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Somebody who asks the pool. ``partner`` is the organisation of a partner's data officer."""

    role: Role
    partner: str = ""

    @property
    def sees_small_counts(self) -> bool:
        """Whether counts under the threshold may be shown to this role."""
        return self.role is Role.ANALYST

    @property
    def sees_case_level(self) -> bool:
        """Whether answers from case-level sources may be given to this role at all."""
        return self.role in {Role.ANALYST, Role.PARTNER, Role.CAMPAIGNER}


#: Whoever has a shell on the hub has its disk; the command line asks as the hub's analyst.
SHELL = Asker(role=Role.ANALYST)
