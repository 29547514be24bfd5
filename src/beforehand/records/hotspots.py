"""Where a route is densest: people by area against who lives there, small areas drawn in."""

from __future__ import annotations

from dataclasses import dataclass

from beforehand.records.figure import Figure
from beforehand.records.picture import Basis
from beforehand.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotspot:
    """One area: people counted, their rate, and that rate drawn towards the other areas'."""

    area: str
    label: Words
    people: Figure
    raw: Figure  # per 100,000 people who live there
    shrunk: Figure  # the same, drawn towards the other areas
    in_top: Figure  # probability of being among the ``top`` highest true rates
    above: bool  # above all areas together, with a probability of 97.5 % or more


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotspots:
    """Areas by the rate that they surely have (the lower end of the shrunk rate's interval).

    Areas where nobody was counted are among them.
    """

    basis: Basis
    end: str  # "origin", "exploitation" or "responders"
    kind: str  # of area: "county", "police area", "region"
    top: int
    areas: tuple[Hotspot, ...]
    whole: Figure  # the rate of all areas together
    unplaced: int  # people whose area is not recorded, or lies elsewhere
    population: Words  # which count of residents the rates are of
    says: Words
