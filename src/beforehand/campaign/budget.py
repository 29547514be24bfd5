"""The budget by place, to the cent."""

from __future__ import annotations

from collections.abc import Mapping


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
