"""Who asks, and what their role may see. Permissions act in ``store`` alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from beforehand.records.agreements import BarredPurpose, Purpose


class Role(StrEnum):
    """A member of staff's role. Police hold no key to reports and have no caseworker role."""

    PARTNER = "partner"
    ANALYST = "analyst"
    CAMPAIGNER = "campaigner"
    CASEWORKER = "caseworker"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Somebody who asks the pool, on which day, what for, and whether the answer goes further.

    ``partner`` is the organisation of a partner's data officer. Without a day, nothing that
    depends on one (an agreement, an embargo) is given.
    """

    role: Role
    partner: str = ""
    on: date | None = None
    purpose: Purpose | BarredPurpose = Purpose.ROUTE_ANALYSIS
    hands_on: bool = False  # the answer becomes something that others read: a brief, a plan

    def handing_on(self, purpose: Purpose | BarredPurpose | None = None) -> Asker:
        """The same person, asking for something that others will read."""
        return replace(self, hands_on=True, purpose=purpose or self.purpose)

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


def shell(on: date) -> Asker:
    """Whoever asks at the command line, on this day."""
    return replace(SHELL, on=on)
