"""Diminishing returns: the concave curve over some points, and a sum shared out along curves."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

TIE = 1e-12  # slopes nearer than this, relatively, are equal


@dataclass(frozen=True, slots=True)
class Curve:
    """A rising concave broken line from (0, 0); flat beyond its last knot."""

    x: tuple[float, ...]
    y: tuple[float, ...]

    def at(self, x: float) -> float:
        """The height at ``x``, 0 or more."""
        for i in range(1, len(self.x)):
            if x <= self.x[i]:
                width, rise = self.x[i] - self.x[i - 1], self.y[i] - self.y[i - 1]
                return self.y[i - 1] + rise * (x - self.x[i - 1]) / width
        return self.y[-1]

    def slopes(self) -> list[tuple[float, float]]:
        """Slope and width of each piece, steepest first."""
        knots = list(zip(self.x, self.y, strict=True))
        return [((y1 - y0) / (x1 - x0), x1 - x0) for (x0, y0), (x1, y1) in pairwise(knots)]


def concave_curve(points: Iterable[tuple[float, float]]) -> Curve:
    """The lowest concave curve through (0, 0) that no point lies above, never falling.

    Nothing is assumed of its shape but that each further unit gives no more than the one before;
    a point below the line between its neighbours is bridged. Beyond the last point it is flat:
    nothing is promised that nobody estimated.

    Args:
        points: Pairs of 0 or more; of several at one x the highest counts.

    Source:
        The least concave majorant: Barlow, Bartholomew, Bremner and Brunk (1972), Statistical
        Inference under Order Restrictions. Wiley. Hull by Andrew (1979), Information Processing
        Letters 9(5).
    """
    highest: dict[float, float] = {0.0: 0.0}
    for x, y in points:
        highest[x] = max(highest.get(x, 0.0), y)
    hull: list[tuple[float, float]] = []
    for x, y in sorted(highest.items()):
        while len(hull) > 1 and _cross(hull[-2], hull[-1], (x, y)) >= 0:
            hull.pop()
        hull.append((x, y))
    top = max(range(len(hull)), key=lambda i: hull[i][1])
    kept = hull[: top + 1]
    return Curve(tuple(x for x, _ in kept), tuple(y for _, y in kept))


def _cross(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that some curves may give together."""

    members: frozenset[int]
    most: float


def share_out(
    total: float, curves: Sequence[Curve], floors: Sequence[float], caps: Sequence[Cap] = ()
) -> list[float]:
    """Share a sum out over curves so that they give most together.

    First every curve gets its floor, as far as the caps let it; then each further bit goes where
    the curve is steepest, in proportion to the widths where curves are equally steep. Best
    wherever caps are nested or apart; where they cross in part every cap is still kept.

    Args:
        total: The sum, 0 or more; what no curve or cap can take is left.
        curves: One for each place.
        floors: The least for each, adding to at most the total.
        caps: Limits on what some curves give together.

    Returns:
        The sum for each curve.
    """
    spent = [0.0] * len(curves)
    given = [0.0] * len(caps)
    left = total
    pieces: dict[float, list[tuple[int, float]]] = {}
    for i, curve in enumerate(curves):
        before = 0.0
        for slope, width in curve.slopes():
            first = min(max(floors[i] - before, 0.0), width)
            before += width
            for level, part in ((math.inf, first), (slope, width - first)):
                if part > 0:
                    # A floor is filled before anything else, at its own curve's slope.
                    pieces.setdefault(level, []).append((i, part))
    for level in sorted(pieces, reverse=True):
        left = _fill(pieces[level], curves, spent, (left, given, caps))
    return spent


def _fill(
    wanted: list[tuple[int, float]],
    curves: Sequence[Curve],
    spent: list[float],
    limits: tuple[float, list[float], Sequence[Cap]],
) -> float:
    """Fill pieces side by side until money or a cap ends them; what is left of the money."""
    left, given, caps = limits
    open_to: dict[int, float] = {}
    for i, width in wanted:
        open_to[i] = open_to.get(i, 0.0) + width
    closed = [cap for cap, so_far in zip(caps, given, strict=True) if so_far >= cap.most]
    while left > 0:
        open_to = {
            i: width
            for i, width in open_to.items()
            if width > TIE and not any(i in cap.members for cap in closed)
        }
        if not open_to:
            break
        step = min(1.0, left / sum(open_to.values()))
        step, hit = _until_a_cap(step, open_to, curves, (spent, given, caps))
        for i, width in open_to.items():
            more = curves[i].at(spent[i] + step * width) - curves[i].at(spent[i])
            for at, cap in enumerate(caps):
                given[at] += more if i in cap.members else 0.0
            spent[i] += step * width
            left -= step * width
        closed += hit
        if not hit:
            break
        open_to = {i: width * (1 - step) for i, width in open_to.items()}
    return max(left, 0.0)


def _until_a_cap(
    step: float,
    open_to: dict[int, float],
    curves: Sequence[Curve],
    state: tuple[list[float], list[float], Sequence[Cap]],
) -> tuple[float, list[Cap]]:
    """The step shortened to where the first cap is met (by halving), and the caps met there."""
    spent, given, caps = state

    def gives(part: float, cap: Cap) -> float:
        return sum(
            curves[i].at(spent[i] + part * width) - curves[i].at(spent[i])
            for i, width in open_to.items()
            if i in cap.members
        )

    met: list[tuple[float, Cap]] = []
    for cap, so_far in zip(caps, given, strict=True):
        if so_far + gives(step, cap) > cap.most:
            low, high = 0.0, step
            for _ in range(60):
                middle = (low + high) / 2
                low, high = (
                    (middle, high) if so_far + gives(middle, cap) <= cap.most else (low, middle)
                )
            met.append((low, cap))
    first = min((at for at, _ in met), default=step)
    return first, [cap for at, cap in met if at <= first + TIE]
