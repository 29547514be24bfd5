"""A plan's money on one platform, place by audience; and the places to keep posts out of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from beforehand.campaign.channels import AT_RISK, MEANT_FOR, paid, share_of
from beforehand.campaign.circles import excluded_km
from beforehand.campaign.links import SERVED, messages_at, served
from beforehand.records.plan import Arm, Message, Place, Plan, RankedPlace

#: A place and a radius around its middle, in km.
Circle = tuple[Place, int]


@dataclass(frozen=True, slots=True)
class Slice:
    """What one platform is paid for in one place and one audience."""

    one: RankedPlace
    meant_for: str
    messages: tuple[Message, ...]
    budget_eur: float

    @property
    def name(self) -> str:
        """Begins with the place's code, by which the platform's report is read back."""
        whom = "" if self.meant_for == AT_RISK else f" {self.meant_for}"
        return f"{self.one.place.code} {self.one.place.name}{whom}"


def slices(plan: Plan, platform: str) -> Iterator[Slice]:
    """Every place by every audience, most need first.

    A place's sum is divided evenly among the platforms of the plan, and there among its
    audiences. A platform that the plan does not pay gets nothing.
    """
    platforms = paid(plan)
    for one in served(plan):
        messages = messages_at(plan, one)
        meant = [who for who in MEANT_FOR if any(m.meant_for == who for m in messages)]
        ours = (
            share_of(one.budget_eur, platforms.index(platform), len(platforms))
            if platform in platforms
            else 0.0
        )
        for at, who in enumerate(meant):
            spoken = tuple(m for m in messages if m.meant_for == who)
            yield Slice(one, who, spoken, share_of(ours, at, len(meant)))


def kept_out(plan: Plan, one: RankedPlace) -> list[Circle]:
    """The places that the posts for one place must not reach, each with a radius in km.

    Held-out places; those of a later wave; those drawn for another version.
    """
    return [
        (other.place, excluded_km(other.place, [one.place]))
        for other in plan.places
        if other is not one and _must_not_see(other, one)
    ]


def _must_not_see(other: RankedPlace, one: RankedPlace) -> bool:
    if other.arm is Arm.HELD_OUT:
        return True
    if other.arm not in SERVED or other.arm is Arm.EXEMPT:
        return False
    later = other.wave is not None and (one.wave is None or other.wave > one.wave)
    return later or (bool(one.version) and other.version not in {"", one.version})
