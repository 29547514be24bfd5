"""Where the bars and ribbons of routes lie: numbers alone, nothing drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from beforehand.records.picture import OTHER, Flows, Node, Ribbon

Place = str | None
Point = tuple[float, float]
GAP, LEAST_BAR, LABEL = 7.0, 2.0, 15.0
TOP, BAR = 30.0, 11.0
SWEEPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where the columns stand, and how long names may be at the ends and in between."""

    width: float
    left: float  # of the first bar
    right: float  # of the last bar's left side
    letters: int
    between: int = 0
    counts: bool = False  # whether the letters are those of name and number together

    def x(self, at: int, columns: int) -> float:
        """The left side of a column's bars."""
        return self.left + (self.right - self.left) * at / max(columns - 1, 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """One place of a stage."""

    node: Node
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Lane:
    """Where a stage is passed over by those for whom it is not recorded."""

    x: float
    y: float
    people: float


@dataclass(frozen=True, slots=True)
class Band:
    """One ribbon: the upper left corner of each piece of its way, and how thick it is.

    ``points`` come in pairs: where a curve begins and where it ends; a lane is crossed straight.
    """

    ribbon: Ribbon
    points: tuple[Point, ...]
    thick: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Everything of one drawing, and how high it is."""

    columns: tuple[tuple[Bar, ...], ...]
    lanes: tuple[Lane | None, ...]
    bands: tuple[Band, ...]
    height: float


def laid_out(flows: Flows, frame: Frame) -> Layout:
    """Bars one under the other, ribbons stacked at them, lanes under the bars they pass by."""
    passing = [_passing(flows, stage) for stage in range(len(flows.nodes))]
    stages = [
        sum(node.people.value for node in stage) + over
        for stage, over in zip(flows.nodes, passing, strict=True)
    ]
    rows = max((len(one) + (over > 0) for one, over in zip(flows.nodes, passing, strict=True)),
               default=1)  # fmt: skip
    height = max(190.0, rows * (LABEL + GAP) + 40)
    scale = (height - rows * GAP) / max(*stages, 1.0)
    columns = tuple(
        _column(stage, frame.x(at, len(flows.nodes)), scale) for at, stage in enumerate(flows.nodes)
    )
    lanes = tuple(
        _lane(column, frame.x(at, len(columns)), over)
        for at, (column, over) in enumerate(zip(columns, passing, strict=True))
    )
    ends = [bar.y + bar.height for column in columns for bar in column]
    ends += [lane.y + max(lane.people * scale, LABEL) for lane in lanes if lane]
    return Layout(
        columns=columns,
        lanes=lanes,
        bands=tuple(_bands(flows, columns, lanes, scale)),
        height=max(*ends, TOP + rows * LABEL) + 12,
    )


def _passing(flows: Flows, stage: int) -> float:
    return sum(one.people.value for one in flows.ribbons
               if one.stage < stage < one.stage + one.reach)  # fmt: skip


def _column(stage: Sequence[Node], x: float, scale: float) -> tuple[Bar, ...]:
    """Each bar at least as far from the next as its label needs."""
    bars, y = list[Bar](), TOP
    for node in stage:
        height = max(LEAST_BAR, node.people.value * scale)
        bars.append(Bar(node, x, y, height))
        y += max(height + GAP, LABEL)
    return tuple(bars)


def _lane(column: Sequence[Bar], x: float, people: float) -> Lane | None:
    if not people:
        return None
    last = column[-1] if column else None
    y = last.y + max(last.height + GAP, LABEL) if last else TOP
    return Lane(x, y, people)


class _Spent:
    """How much of each bar's side, or of a lane, is taken already."""

    def __init__(self) -> None:
        self._taken: dict[object, float] = defaultdict(float)

    def take(self, key: object, thick: float) -> float:
        before = self._taken[key]
        self._taken[key] += thick
        return before


def _bands(
    flows: Flows, columns: Sequence[Sequence[Bar]], lanes: Sequence[Lane | None], scale: float
) -> Iterable[Band]:
    at = [{bar.node.place: bar for bar in column} for column in columns]
    spent = _Spent()

    def leaving(one: Ribbon) -> tuple[float, ...]:
        start, end = at[one.stage][one.start], at[one.stage + one.reach][one.end]
        return one.stage, start.y, one.reach, end.y

    def arriving(one: Ribbon) -> tuple[float, ...]:
        start, end = at[one.stage][one.start], at[one.stage + one.reach][one.end]
        return one.stage + one.reach, end.y, one.reach, start.y

    into = {
        id(one): spent.take(("in", one.stage + one.reach, one.end), one.people.value * scale)
        for one in sorted(flows.ribbons, key=arriving)
    }
    for one in sorted(flows.ribbons, key=leaving):
        thick = one.people.value * scale
        start, end = at[one.stage][one.start], at[one.stage + one.reach][one.end]
        points = [(start.x + BAR, start.y + spent.take(("out", one.stage, one.start), thick))]
        for stage in range(one.stage + 1, one.stage + one.reach):
            lane = lanes[stage]
            y = (lane.y if lane else TOP) + spent.take(("lane", stage), thick)
            x = lane.x if lane else 0.0
            points += [(x, y), (x + BAR, y)]
        points.append((end.x, end.y + into[id(one)]))
        yield Band(one, tuple(points), thick)


def untangled(flows: Flows) -> Flows:
    """The same, its places ordered so that fewer ribbons cross; others and unknown stay last.

    The first stage keeps its order, most people first. Each other place goes to the mean height of
    what its ribbons join it to (Sugiyama, Tagawa and Toda 1981), a few sweeps to and fro; the order
    with the least people crossing is kept, which may be the one it came in.
    """
    best, least = flows, crossings(flows)
    order = flows
    for sweep in range(SWEEPS):
        stages = range(1, len(flows.nodes))
        for stage in stages if sweep % 2 == 0 else reversed(stages):
            order = _resorted(order, stage)
        crossed = crossings(order)
        if crossed < least:
            best, least = order, crossed
    return best


def _resorted(flows: Flows, stage: int) -> Flows:
    heights = [_heights(nodes) for nodes in flows.nodes]
    pulls: dict[Place, list[tuple[float, float]]] = defaultdict(list)
    for one in flows.ribbons:
        if one.stage + one.reach == stage:
            pulls[one.end].append((heights[one.stage][one.start], one.people.value))
        if one.stage == stage:
            pulls[one.start].append((heights[stage + one.reach][one.end], one.people.value))

    def key(node: Node) -> tuple[int, float]:
        last = {OTHER: 1, None: 2}.get(node.place, 0)
        weight = sum(people for _, people in pulls[node.place])
        pull = sum(at * people for at, people in pulls[node.place])
        return last, pull / weight if weight else heights[stage][node.place]

    nodes = list(flows.nodes)
    nodes[stage] = tuple(sorted(nodes[stage], key=key))
    return replace(flows, nodes=tuple(nodes))


def _heights(nodes: Sequence[Node]) -> dict[Place, float]:
    """The middle of each place, as a part of its stage's people."""
    whole = sum(one.people.value for one in nodes) or 1.0
    found: dict[Place, float] = {}
    above = 0.0
    for one in nodes:
        found[one.place] = (above + one.people.value / 2) / whole
        above += one.people.value
    return found


def crossings(flows: Flows) -> float:
    """People times people whose ribbons cross between the same two stages."""
    rank = [{one.place: at for at, one in enumerate(nodes)} for nodes in flows.nodes]
    by_stage: dict[tuple[int, int], list[tuple[int, int, float]]] = defaultdict(list)
    for one in flows.ribbons:
        ends = rank[one.stage][one.start], rank[one.stage + one.reach][one.end]
        by_stage[one.stage, one.reach].append((*ends, one.people.value))
    return sum(
        a[2] * b[2]
        for some in by_stage.values()
        for a, b in combinations(some, 2)
        if (a[0] - b[0]) * (a[1] - b[1]) < 0
    )
