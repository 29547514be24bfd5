"""The budget by place, to the cent."""

from __future__ import annotations

import math
from collections.abc import Mapping

from beforehand.campaign.capacity import everywhere, most_reached
from beforehand.campaign.curves import curves_of
from beforehand.records.plan import Window
from beforehand.records.running import Capacity, ReachPoint
from beforehand.refusals import BadPlan
from beforehand.stats.concave import Cap, share_out
from beforehand.words import words

#: Of the budget, shared out by population first: a place that was drawn to be warned is warned.
FLOOR = 0.2


def budget_by_place(total_eur: float, population: Mapping[str, int]) -> dict[str, float]:
    """Share a sum out by population, in whole cents that add exactly to it.

    Args:
        total_eur: The sum, 0 or more, rounded to cents.
        population: People by place code; only places that get posts.

    Returns:
        Euro by place code. Cents left over go to the largest fractions, then to the first codes.
    """
    cents = round(total_eur * 100)
    everybody = sum(population.values())
    if not everybody:
        return dict.fromkeys(population, 0.0)
    shares = {code: divmod(cents * people, everybody) for code, people in population.items()}
    left = cents - sum(whole for whole, _ in shares.values())
    by_fraction = sorted(shares, key=lambda code: (-shares[code][1], code))
    extra = set(by_fraction[:left])
    return {code: (whole + (code in extra)) / 100 for code, (whole, _) in shares.items()}


def budget_by_reach(
    total_eur: float,
    population: Mapping[str, int],
    reach: tuple[ReachPoint, ...],
    capacity: tuple[Capacity, ...],
    window: Window,
) -> dict[str, float]:
    """Share a sum out along the curves of reach, within what local help can take.

    A fifth goes by population, so that no place drawn to be warned goes without; each further
    euro goes where the platforms' estimates say that it reaches most people who were not reached.
    Where helplines could not take the contacts that would follow, the rest is left unspent.

    Args:
        total_eur: The sum, 0 or more.
        population: People by place code; only places that get posts.
        reach: Estimates; without any the sum is shared out by population.
        capacity: What help can take a week; empty = not known.
        window: First and last day.

    Returns:
        Euro by place code, in whole cents.

    Raises:
        BadPlan: If a place that gets posts has no estimate though others have.
    """
    floors = budget_by_place(FLOOR * total_eur if reach else total_eur, population)
    if not reach:
        return floors
    curves = curves_of(reach)
    missing = sorted(set(population) - set(curves))
    if missing:
        raise BadPlan(
            reason=words("{places} have no estimate of reach", places=", ".join(missing)),
            mend=words("Give one for every place that can be drawn, or none at all."),
        )
    codes = tuple(sorted(population))
    caps = [
        Cap(frozenset(i for i, code in enumerate(codes) if code in one.places), most)
        for one in (everywhere(each, codes) for each in capacity)
        if math.isfinite(most := most_reached(one, window))
    ]
    shared = share_out(
        total_eur, [curves[code] for code in codes], [floors[code] for code in codes], caps
    )
    return _in_cents(dict(zip(codes, shared, strict=True)))


def _in_cents(amounts: Mapping[str, float]) -> dict[str, float]:
    """Whole cents that add to the whole cents of the sum, never above it."""
    whole = {code: math.floor(euro * 100 + 1e-6) for code, euro in amounts.items()}
    left = math.floor(sum(amounts.values()) * 100 + 1e-6) - sum(whole.values())
    by_fraction = sorted(amounts, key=lambda code: (whole[code] - amounts[code] * 100, code))
    for code in by_fraction[: max(left, 0)]:
        whole[code] += 1
    return {code: cents / 100 for code, cents in whole.items()}
