"""Somebody who solves the system of places and stretches learns no small count of it."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from scipy.optimize import linprog

from beforehand import release
from beforehand.release import stretches as under_test

T = release.THRESHOLD
Way = tuple[int | None, ...]
Stretch = tuple[int, int, int, int]


def made(seed: int, sizes: tuple[int, ...], people: int) -> Counter[Way]:
    """Routes through stages: of those in between, many have no place."""
    rng = np.random.default_rng(seed)
    shares = [rng.dirichlet(np.full(size, 0.7)) for size in sizes]
    found: Counter[Way] = Counter()
    for _ in range(people):
        way: list[int | None] = [
            int(rng.choice(size, p=p)) for size, p in zip(sizes, shares, strict=True)
        ]
        for at in range(1, len(sizes) - 1):
            if rng.random() < 0.4:
                way[at] = None
        found[tuple(way)] += 1
    return found


def stretches_of(way: Way) -> list[Stretch]:
    visited = [(at, place) for at, place in enumerate(way) if place is not None]
    return [(*a, *b) for a, b in pairwise(visited)]


def counted(
    ways: Counter[Way], sizes: tuple[int, ...]
) -> tuple[list[release.Stage], dict[Stretch, int]]:
    people: Counter[Stretch] = Counter()
    for way, number in ways.items():
        for one in stretches_of(way):
            people[one] += number
    stages = []
    for at, size in enumerate(sizes):
        totals = [sum(n for way, n in ways.items() if way[at] == place) for place in range(size)]
        unknown = sum(n for way, n in ways.items() if way[at] is None)
        seen = shown_of([*totals, unknown])
        stages.append(
            release.Stage(people=tuple(totals), seen=tuple(seen[:-1]), passed_by=seen[-1])
        )
    return stages, dict(people)


def shown_of(totals: list[int]) -> list[bool]:
    """Which totals of a partition a page shows (as ``hide_small_each``)."""
    order = sorted(range(len(totals)), key=lambda at: totals[at])
    gone = {at for at in order if 0 < totals[at] < T}
    for at in order:
        if not gone or (sum(totals[one] for one in gone) >= 2 * T and len(gone) > 1):
            break
        if totals[at]:
            gone.add(at)
    return [at not in gone for at in range(len(totals))]


class Attacker:
    """Slow and plain: unknowns are people by *whole route*, which is more than the page counts.

    Every number shown is a sum over routes; two programs tell the least and most of any sum.
    """

    def __init__(
        self,
        stages: list[release.Stage],
        people: dict[Stretch, int],
        hidden: frozenset[Stretch],
    ) -> None:
        choices = [
            [*range(len(one.people)), *([None] if 0 < at < len(stages) - 1 else [])]
            for at, one in enumerate(stages)
        ]
        self.ways: list[Way] = list(product(*choices))
        rows, right = [np.ones(len(self.ways))], [float(sum(stages[0].people))]
        for at, stage in enumerate(stages):
            known = [(place, stage.people[place]) for place, seen in enumerate(stage.seen) if seen]
            if stage.passed_by and 0 < at < len(stages) - 1:
                known.append((None, sum(stages[0].people) - sum(stage.people)))
            for place, total in known:
                rows.append(self.at_place(at, place))
                right.append(float(total))
        for one, number in people.items():
            if one not in hidden:
                rows.append(self.on_stretch(one))
                right.append(float(number))
        self.matrix, self.right = np.array(rows), np.array(right)

    def at_place(self, at: int, place: int | None) -> np.ndarray:
        return np.array([float(way[at] == place) for way in self.ways])

    def on_stretch(self, one: Stretch) -> np.ndarray:
        return np.array([float(one in stretches_of(way)) for way in self.ways])

    def width(self, goal: np.ndarray) -> float:
        low, high = (
            linprog(sign * goal, A_eq=self.matrix, b_eq=self.right, method="highs")
            for sign in (1, -1)
        )
        assert low.status == high.status == 0
        return float(-high.fun - low.fun)


@pytest.mark.parametrize("seed", range(6))
def test_no_hidden_stretch_or_place_is_known_to_within_ten_people(seed: int) -> None:
    sizes = ((3, 2, 2, 3), (4, 3, 3), (2, 3, 2, 2))[seed % 3]
    stages, people = counted(made(seed, sizes, 130 + 60 * seed), sizes)
    hidden = release.hidden_stretches(stages, people)
    assert all(one in hidden for one, number in people.items() if number < T)
    attacker = Attacker(stages, people, hidden)
    if len(hidden) < len(people):
        for one in hidden:
            assert attacker.width(attacker.on_stretch(one)) >= T - 1 - 1e-6
    for at, stage in enumerate(stages):
        for place, number in enumerate(stage.people):
            if number and not stage.seen[place]:
                assert attacker.width(attacker.at_place(at, place)) >= T - 1 - 1e-6


def test_hiding_the_small_ones_alone_would_give_them_away() -> None:
    """The mutation: an attacker who is right about the rest finds the small stretch exactly."""
    ways: Counter[Way] = Counter({(0, 0, 0): 40, (0, 1, 0): 3, (1, 0, 0): 50, (1, 1, 1): 60,
                                  (0, None, 1): 30, (1, None, 0): 45})  # fmt: skip
    stages, people = counted(ways, (2, 2, 2))
    alone = frozenset(one for one, number in people.items() if number < T)
    assert alone
    attacker = Attacker(stages, people, alone)
    assert min(attacker.width(attacker.on_stretch(one)) for one in alone) == pytest.approx(0)
    hidden = release.hidden_stretches(stages, people)
    assert alone < hidden
    attacker = Attacker(stages, people, hidden)
    assert min(attacker.width(attacker.on_stretch(one)) for one in hidden) >= T - 1 - 1e-6


def test_routes_of_many_people_are_shown_whole() -> None:
    ways: Counter[Way] = Counter(dict.fromkeys(product((0, 1), (0, 1, None), (0, 1)), 20))
    stages, people = counted(ways, (2, 2, 2))
    assert release.hidden_stretches(stages, people) == frozenset()


def test_two_stages_are_hidden_as_a_table_of_two_ways_would_be() -> None:
    table = [[40, 3, 30], [50, 60, 70], [80, 90, 100]]
    people = {(0, i, 1, j): table[i][j] for i in range(3) for j in range(3)}
    stages = [
        release.Stage(people=tuple(map(sum, table)), seen=(True,) * 3),
        release.Stage(people=tuple(map(sum, zip(*table, strict=True))), seen=(True,) * 3),
    ]
    cells = np.argwhere(np.array(release.hidden_cells(table, [True] * 3, [True] * 3)))
    found = {(one[1], one[3]) for one in release.hidden_stretches(stages, people)}
    assert found == {(int(i), int(j)) for i, j in cells}


def test_every_stage_passed_by_is_a_sum_that_the_attacker_knows_too() -> None:
    stages, people = counted(made(3, (2, 2, 2, 2), 300), (2, 2, 2, 2))
    flow = under_test._Flow(stages, people)
    table = flow.network()
    assert not (table.sums @ table.people).any()
    assert len(flow.at) == sum(2 * 2 for _ in combinations(range(4), 2)) + 8 + 2 + 1
