"""How the ranking moves under other weights: from the sealed plan alone."""

from __future__ import annotations

from dataclasses import dataclass

from beforehand.campaign.need import other_weights
from beforehand.campaign.neighbours import kept_apart, neighbours
from beforehand.records.plan import Arm, Buffer, Plan, RankedPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What one other choice of weights would do."""

    change: str  # "-people_on_route": left out; "2*reach": doubled; "alike": all 1
    weights: dict[str, float]
    staying: int  # of the places that take part, how many would still be among as many first
    taking_part: int
    largest_move: int  # ranks, of the place that takes part and moves most
    first: tuple[str, ...]  # codes of the three places that would stand first


def sensitivity(plan: Plan) -> tuple[Sensitivity, ...]:
    """Every reason left out, every reason doubled, and all weighed alike."""
    return tuple(_moved(plan, name, weights) for name, weights in other_weights(plan.weights))


def _moved(plan: Plan, change: str, weights: dict[str, float]) -> Sensitivity:
    def place_in_line(one: RankedPlace) -> tuple[float, int]:
        total = sum(weights[part.name] * part.score for part in one.parts)
        return -round(total, 9), -one.place.population

    # Exempt places stand outside: they are warned whatever their rank.
    was = [one for one in plan.places if one.arm is not Arm.EXEMPT]
    order = sorted(was, key=place_in_line)
    rank, before = ({one.place.code: i for i, one in enumerate(line)} for line in (order, was))
    part = plan.lots.candidates
    return Sensitivity(
        change=change,
        weights=weights,
        staying=len(set(_chosen(plan, order)) & set(part)),
        taking_part=len(part),
        largest_move=max((abs(rank[code] - before[code]) for code in part), default=0),
        first=tuple(one.place.code for one in order[:3]),
    )


def _chosen(plan: Plan, order: list[RankedPlace]) -> list[str]:
    """Who would take part if the places stood in this order: as ``lots`` chooses them."""
    if any(one.history is not None for one in order):
        order = [one for one in order if one.history is not None]
    if plan.lots.buffer is Buffer.APART and order:
        first = order[0].place
        beside = neighbours(first.kind, first.country, plan.lots.apart_km, plan.lots.crossed)
        exempt = (one.place.code for one in plan.places if one.arm is Arm.EXEMPT)
        order = kept_apart(order, beside, frozenset(exempt))
    return [one.place.code for one in order[: len(plan.lots.candidates)]]
